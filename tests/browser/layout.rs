//! Everything is in sight in windows of any width.

use serde_json::json;

use crate::world::{Browser, Server, ago, signed_in_with_a_call};

/// Whether what the selector finds lies inside the window.
fn in_sight(css: &str) -> String {
    format!(
        "(() => {{ const it = document.querySelector(\"{css}\")?.getBoundingClientRect(); \
         return !!it && it.width > 0 && it.left >= 0 && it.right <= innerWidth; }})()"
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_leaves_a_narrow_window() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0).await;
    let started = json!({"call_type": "inbound", "caller_number": "+442079460101", "callee_number": "+12025550100"});
    let reason = "a_reason_that_nobody_has_ever_heard_of_and_that_has_no_end".repeat(3);
    let node = json!({"node_id": "n", "node_kind": "hangup_reason", "hangup_reason": reason});
    server.tell("c1", 30, "call.started", started).await;
    server.tell("c1", 20, "call.ivr_node_entered", node).await;
    server.tell("c1", 10, "call.hung_up", json!({"by": "system"})).await;
    let browser = Browser::open().await;
    browser.sign_in(&server).await;
    browser.button("Last 7 days").await.click().await.expect("a click");
    browser.sees(".call-row").await;
    browser.client.set_window_size(390, 844).await.expect("a narrow window");
    browser.comes_true("innerWidth === 390").await;
    browser.comes_true("document.querySelector('.call-list__zone').checkVisibility()").await;
    browser.focus("#language").await;
    browser.comes_true("getComputedStyle(document.querySelector('.header-select')).outlineStyle === 'solid'").await;
    browser.button("Filters").await.click().await.expect("a click");
    browser.sees("#field-hangup_reason").await.click().await.expect("a click");
    browser.comes_true(&in_sight("#field-hangup_reason + .disclosure__panel")).await;
    browser.press("\u{e00c}").await;
    browser
        .client
        .execute("document.querySelector('.call-row__operation button').click()", vec![])
        .await
        .expect("open");
    browser.sees("dialog[open] .tag").await;
    browser.comes_true(&in_sight("dialog[open] [aria-label=Close]")).await;
    browser.comes_true(&in_sight("dialog[open] .tag")).await;
    browser.comes_true("document.documentElement.scrollWidth <= innerWidth").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_buttons_of_the_search_have_room_for_their_words_and_cover_no_field() {
    let (_folder, _server, browser) = signed_in_with_a_call().await;
    for width in [720, 768, 1024, 1240, 1440] {
        browser.client.set_window_size(width, 900).await.expect("a window");
        browser.comes_true(&format!("innerWidth === {width}")).await;
        browser
            .comes_true(
                "(() => { const field = document.querySelector('#field-call_id').getBoundingClientRect(); \
                 const button = document.querySelector('.filter-bar__buttons button').getBoundingClientRect(); \
                 return button.left >= field.right || button.top >= field.bottom; })()",
            )
            .await;
        browser
            .comes_true(
                "[...document.querySelectorAll('.filter-bar__buttons button')].every(it => it.scrollWidth <= it.clientWidth)",
            )
            .await;
    }
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_reason_is_seen_whole_without_scrolling_in_a_window_of_1024_pixels() {
    let (_folder, server, browser) = signed_in_with_a_call().await;
    browser.client.set_window_size(1024, 768).await.expect("a window");
    for (language, zone) in [("en", "America/New_York"), ("zh-CN", "America/New_York")] {
        let choose = format!(
            "localStorage.setItem('call-records.language', '{language}'); localStorage.setItem('call-records.zone', '{zone}')"
        );
        browser.runs(&choose).await;
        browser.client.goto(&format!("http://{}/?range=last_7_days", server.address)).await.expect("the page");
        browser.sees(".call-row .tag").await;
        browser
            .comes_true(
                "document.querySelector('td.call-row__reason .tag').getBoundingClientRect().right \
                 <= document.querySelector('.call-row__operation').getBoundingClientRect().left",
            )
            .await;
        let cut = "return [...document.querySelectorAll('.zone-select__zone, .call-row bdi, .call-table__name, td.call-row__duration')] \
            .filter(it => it.clientWidth > 0 && it.scrollWidth > it.clientWidth + 1 && !it.closest('.call-row__id')) \
            .map(it => `${it.className}: ${it.innerText}, ${it.scrollWidth} > ${it.clientWidth}`)";
        let cut = browser.client.execute(cut, vec![]).await.expect("a list");
        assert_eq!(cut, serde_json::json!([]), "cut off in {language}");
    }
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn help_is_in_the_menu_of_the_account_where_the_head_has_no_room() {
    let (_folder, _server, browser) = signed_in_with_a_call().await;
    browser.client.set_window_size(390, 844).await.expect("a window");
    browser.comes_true("innerWidth === 390").await;
    browser.sees(".account-menu .disclosure__button").await.click().await.expect("a click");
    browser.button("Help and keyboard shortcuts").await;
    browser.sees(".account-menu__help").await.click().await.expect("a click");
    browser.sees("dialog.help[open]").await;
    browser.press("\u{e00c}").await;
    browser.comes_true("document.activeElement.closest('.account-menu') !== null").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn start_time_and_details_stay_in_sight_while_the_table_scrolls() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0).await;
    server.past_call("20261123-114207-7f3a91c2", "+442079460101", ago(9)).await;
    let browser = Browser::open().await;
    browser.sign_in(&server).await;
    browser.shows_calls(1).await;
    let whole = "(() => { const it = document.querySelector('#calls'); return it.scrollWidth <= it.clientWidth; })()";
    browser.client.set_window_size(1440, 900).await.expect("a wide window");
    browser.comes_true(whole).await;
    browser.client.set_window_size(1024, 768).await.expect("a window");
    browser.comes_true(&format!("innerWidth === 1024 && !{whole}")).await;
    for scrolled in ["0", "200", "9999"] {
        browser
            .client
            .execute(&format!("document.querySelector('#calls').scrollLeft = {scrolled}"), vec![])
            .await
            .expect("it scrolls");
        browser.comes_true(&in_sight(".call-row__start time")).await;
        browser.comes_true(&in_sight(".call-row__operation button")).await;
    }
    browser.comes_true(&in_sight(".call-row__id-text")).await;
    // What the keyboard reaches does not hide under a column that stays.
    browser.client.execute("document.querySelector('#calls').scrollLeft = 0", vec![]).await.expect("it scrolls");
    browser.press("\u{e00c}").await;
    browser.focus(".call-row .tag").await;
    browser
        .comes_true(
            "document.querySelector('.call-row .tag').getBoundingClientRect().right \
             <= document.querySelector('.call-row__operation').getBoundingClientRect().left",
        )
        .await;
    browser.close().await;
}
