//! Names, choices and days by keyboard, and answers as the fields change.

use serde_json::json;

use crate::world::{Browser, Server, ago, signed_in_with_a_call};

const ARROW_DOWN: &str = "\u{e015}";
const ARROW_UP: &str = "\u{e013}";
const BACKSPACE: &str = "\u{e003}";
const END: &str = "\u{e010}";
const ENTER: &str = "\u{e007}";
const ESCAPE: &str = "\u{e00c}";
const TAB: &str = "\u{e004}";

/// A call of somebody, some minutes ago.
async fn call_of(server: &Server, call_id: &str, agent: &serde_json::Value, minutes: i64) {
    let started = json!({"call_type": "inbound", "caller_number": "+442079460101", "callee_number": "+12025550100"});
    let at = ago(minutes) * 60;
    server.tell(call_id, at, "call.started", started).await;
    server.tell(call_id, at - 5, "call.answered", json!({"agent": agent})).await;
    server.tell(call_id, at - 9, "call.hung_up", json!({"by": "customer"})).await;
}

/// A browser on a server with five agents: two of one name, one with none, one who is written from the right.
async fn with_agents() -> (tempfile::TempDir, Server, Browser) {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0).await;
    for (at, (id, name)) in
        [("101", "Alice Moreau"), ("102", "Bob O'Brien"), ("103", "Bob O'Brien"), ("104", ""), ("105", "سارة")]
            .iter()
            .enumerate()
    {
        call_of(&server, &format!("c{id}"), &json!({"id": id, "name": name}), 9 + i64::try_from(at).expect("small"))
            .await;
    }
    let browser = Browser::open().await;
    browser.sign_in(&server).await;
    browser.shows_calls(5).await;
    (folder, server, browser)
}

const OPTIONS: &str = "[...document.querySelectorAll('#list-agent [role=option]')]";

#[tokio::test(flavor = "multi_thread")]
async fn names_are_suggested_at_once_and_chosen_by_keyboard() {
    let (_folder, _server, browser) = with_agents().await;
    browser.focus("#field-agent").await;
    browser.comes_true(&format!("{OPTIONS}.length === 5")).await;
    browser.comes_true("document.activeElement.getAttribute('aria-expanded') === 'true'").await;
    let active = |text: &str| {
        format!(
            "document.getElementById(document.activeElement.getAttribute('aria-activedescendant') ?? '')?.innerText.includes(\"{text}\") === true"
        )
    };
    let field = browser.sees("#field-agent").await;
    field.send_keys("ali").await.expect("letters");
    browser.comes_true(&format!("{OPTIONS}.length === 2 && {OPTIONS}[1].innerText.includes('contains')")).await;
    field.send_keys(ARROW_DOWN).await.expect("a key");
    browser.comes_true(&active("Alice Moreau")).await;
    field.send_keys(END).await.expect("a key");
    browser.comes_true(&active("contains")).await;
    field.send_keys(ARROW_UP).await.expect("a key");
    field.send_keys(ENTER).await.expect("a key");
    browser.comes_true("document.querySelector('.token')?.innerText === 'Alice Moreau'").await;
    browser.comes_true("decodeURIComponent(location.hash) === '#agent=Alice Moreau'").await;
    browser.shows_calls(1).await;
    // A second one of two who have the same name: by the id, which is shown.
    field.send_keys("brien").await.expect("letters");
    browser.comes_true(&format!("{OPTIONS}.length === 3 && {OPTIONS}[1].innerText.includes('103')")).await;
    field.send_keys(&format!("{ARROW_DOWN}{ARROW_DOWN}{ENTER}")).await.expect("keys");
    // Both stand by their ids: a name beside an id would have to be the same agent's.
    browser.comes_true("location.hash === '#agent_id=101&agent_id=103'").await;
    browser.shows_calls(2).await;
    browser.comes_true("document.querySelectorAll('.token').length === 2").await;
    field.send_keys(BACKSPACE).await.expect("a key");
    browser.shows_calls(1).await;
    field.send_keys(ESCAPE).await.expect("a key");
    browser.comes_true("document.activeElement.getAttribute('aria-expanded') === 'false'").await;
    // Who has no name is shown by the id.
    field.send_keys(&format!("{BACKSPACE}104{ARROW_DOWN}")).await.expect("keys");
    browser.comes_true(&active("104")).await;
    field.send_keys(ENTER).await.expect("a key");
    browser.comes_true("document.querySelector('.token')?.innerText === '104'").await;
    browser.shows_calls(1).await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_piece_of_a_name_that_nobody_has_is_searched_for_all_the_same() {
    let (_folder, _server, browser) = with_agents().await;
    let field = browser.sees("#field-agent").await;
    field.send_keys("RE").await.expect("letters");
    browser.shows_calls(1).await;
    browser.comes_true("location.hash === '#agent=RE' && document.querySelector('.token') === null").await;
    field.send_keys(TAB).await.expect("a key");
    browser.comes_true("document.querySelector('.token')?.innerText.includes('contains') === true").await;
    browser.client.refresh().await.expect("the page again");
    browser.shows_calls(1).await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn reasons_explain_themselves_and_are_walked_and_chosen_by_keyboard() {
    let (_folder, _server, browser) = with_agents().await;
    browser.focus("#field-hangup_reason").await;
    browser.press(ARROW_DOWN).await;
    let on = |text: &str| format!("document.activeElement.closest('label')?.innerText.includes('{text}') === true");
    browser.comes_true(&on("Ordinary")).await;
    browser.press(ARROW_DOWN).await;
    browser.comes_true(&on("Agent and customer had been connected.")).await;
    browser.press("q").await;
    browser.comes_true(&on("Queue timeout")).await;
    browser.press(" ").await;
    browser.comes_true("location.search.includes('hangup_reason=queue_timeout')").await;
    browser.shows_calls(0).await;
    browser.press("c").await;
    browser.comes_true(&on("Customers lost")).await;
    browser.comes_true("document.activeElement.indeterminate").await;
    browser.press(" ").await;
    browser.comes_true("location.search.split('hangup_reason=').length === 7").await;
    browser.press(ENTER).await;
    browser.comes_true("document.activeElement.id === 'field-hangup_reason'").await;
    browser.comes_true("document.activeElement.getAttribute('aria-expanded') === 'false'").await;
    browser.comes_true("document.activeElement.innerText.includes('6 selected')").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_earlier_answer_that_comes_late_does_not_replace_the_last_one() {
    let (_folder, _server, browser) = with_agents().await;
    // The first answer waits until the second is there.
    browser
        .answers_searches(
            "window.asked === 1
                ? new Promise((done) => { window.late = () => window.really(request, ...rest).then(done) })
                : window.really(request, ...rest)",
        )
        .await;
    browser.sees("#field-caller_number").await.send_keys("999").await.expect("digits");
    browser.comes_true("window.asked === 1").await;
    browser.comes_true("document.querySelectorAll('.call-row').length === 5").await;
    browser
        .sees("#field-caller_number")
        .await
        .send_keys(&format!("{BACKSPACE}{BACKSPACE}{BACKSPACE}0101"))
        .await
        .expect("digits");
    browser.comes_true("location.hash === '#caller_number=0101' && window.asked >= 2").await;
    browser.shows_calls(5).await;
    browser.runs("window.late().then(() => { setTimeout(() => { window.settled = true }) })").await;
    browser.comes_true("window.settled === true").await;
    browser.shows_calls(5).await;
    browser.comes_true("location.hash === '#caller_number=0101'").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn typing_makes_one_entry_of_the_history_and_each_change_another() {
    let (_folder, _server, browser) = with_agents().await;
    browser.runs("window.entries = history.length").await;
    let field = browser.sees("#field-caller_number").await;
    field.send_keys("20").await.expect("digits");
    // Half a number neither asks nor scolds.
    browser.comes_true("location.hash === '' && document.querySelector('.field__fault') === null").await;
    field.send_keys("7").await.expect("a digit");
    browser.comes_true("location.hash === '#caller_number=207'").await;
    field.send_keys("94").await.expect("digits");
    browser.comes_true("location.hash === '#caller_number=20794'").await;
    browser.comes_true("history.length === window.entries + 1").await;
    field.send_keys(TAB).await.expect("a key");
    browser.comes_true("history.length === window.entries + 1").await;
    browser.sees("#field-callee_number").await.send_keys("999").await.expect("digits");
    browser.shows_calls(0).await;
    browser.comes_true("history.length === window.entries + 2").await;
    browser.client.back().await.expect("back");
    browser.comes_true("location.hash === '#caller_number=20794'").await;
    browser.comes_true("document.querySelector('#field-callee_number').value === ''").await;
    browser.shows_calls(5).await;
    browser.client.back().await.expect("back");
    browser.comes_true("location.hash === '' && document.querySelector('#field-caller_number').value === ''").await;
    // What is wrong is told when the field is left.
    field.send_keys(&format!("12{TAB}")).await.expect("digits");
    browser
        .comes_true("document.querySelector('#fault-caller_number')?.innerText.includes('three digits') === true")
        .await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn lengths_are_typed_as_people_write_them_and_shown_in_one_form() {
    let (_folder, _server, browser) = with_agents().await;
    browser.button("More filters").await.click().await.expect("a click");
    browser.sees("#field-min_talk_ms").await.send_keys(&format!("2m 30s{TAB}")).await.expect("a length");
    browser.comes_true("document.querySelector('#field-min_talk_ms').value === '2:30'").await;
    browser.comes_true("location.search.includes('min_talk_ms=150000')").await;
    browser.says(".chips", "Talk at least 2:30").await;
    browser.button("More filters (1)").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn clearing_can_be_undone() {
    let (_folder, _server, browser) = with_agents().await;
    browser.client.goto(&format!("{}?call_type=inbound#agent=alice", browser.origin().await)).await.expect("the page");
    browser.shows_calls(1).await;
    browser.button("Clear").await.click().await.expect("a click");
    browser.shows_calls(5).await;
    browser.comes_true("document.querySelector('.chip') === null").await;
    // The dialog of a call has a line of its own for notices.
    browser.sees(".calls-page > .notice-line button").await.click().await.expect("a click");
    browser.shows_calls(1).await;
    browser.comes_true("document.querySelectorAll('.chip').length === 2").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_list_says_what_would_show_calls() {
    let (_folder, server, browser) = with_agents().await;
    call_of(&server, "old", &json!({"id": "101", "name": "Alice Moreau"}), 0).await;
    browser
        .client
        .goto(&format!("{}?hangup_reason=queue_timeout#agent=alice", browser.origin().await))
        .await
        .expect("the page");
    browser.says(".advice", "Without “Hang-up reason: Queue timeout”: 2 calls").await;
    browser.says(".advice", "Without any filter: 6 calls").await;
    browser.comes_true("!document.querySelector('.advice').innerText.includes('Agent')").await;
    browser.button("Without “Hang-up reason: Queue timeout”: 2 calls").await.click().await.expect("a click");
    browser.shows_calls(2).await;
    browser.comes_true("document.querySelector('.advice') === null && location.hash === '#agent=alice'").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_in_the_query_of_an_address_moves_to_its_fragment() {
    let (_folder, _server, browser) = with_agents().await;
    browser
        .client
        .goto(&format!("{}?range=today&caller_number=%2B4420&utm=1", browser.origin().await))
        .await
        .expect("the page");
    browser.shows_calls(5).await;
    browser.comes_true("location.search === '?range=today&utm=1' && location.hash === '#caller_number=%2B4420'").await;
    browser.client.goto(&format!("{}calls/xyz", browser.origin().await)).await.expect("the page");
    browser.comes_true("document.querySelector('h1')?.innerText === 'There is no such page'").await;
    browser.sees("main a").await.click().await.expect("a click");
    browser.shows_calls(5).await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_narrow_screen_the_fields_are_in_a_sheet_that_keeps_the_focus() {
    let (_folder, _server, browser) = with_agents().await;
    browser.client.set_window_size(390, 844).await.expect("a narrow window");
    browser.comes_true("innerWidth === 390").await;
    browser.button("Filters").await.click().await.expect("a click");
    browser.comes_true("document.activeElement.closest('[role=dialog]') !== null").await;
    browser.runs("document.activeElement.blur(); document.querySelector('.filter-bar--open button').focus()").await;
    browser.press(&format!("\u{e008}{TAB}\u{e000}")).await;
    browser.comes_true("document.activeElement.closest('[role=dialog]') !== null").await;
    browser.sees("#field-call_type").await.click().await.expect("a click");
    browser.comes_true("document.querySelector('[data-choices=call_type]') !== null").await;
    browser.runs("document.querySelector('[data-choices=call_type] input').click()").await;
    browser.press(ESCAPE).await;
    browser.press(ESCAPE).await;
    browser.comes_true("document.querySelector('.filter-bar--open') === null").await;
    browser.button("Filters (1)").await;
    browser.comes_true("document.querySelector('.presets').checkVisibility()").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reason_that_no_call_ended_for_is_left_out_of_a_link_and_the_rest_is_shown() {
    let (_folder, server, browser) = signed_in_with_a_call().await;
    let link = "?range=today&call_type=inbound&hangup_reason=nonsense&hangup_reason=normal&mood=good";
    browser.client.goto(&format!("http://{}/{link}", server.address)).await.expect("the page");
    browser.shows_calls(1).await;
    browser.says(".call-list__unread", "hangup_reason=nonsense").await;
    browser.comes_true("location.search === '?range=today&call_type=inbound&hangup_reason=normal'").await;
    browser.comes_true("!document.querySelector('[role=alert].notice')").await;
    browser.button("Yesterday").await.click().await.expect("a click");
    browser.comes_true("!document.querySelector('.call-list__unread')").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_the_end_of_a_call_id_is_told_what_to_paste() {
    let (_folder, server, browser) = signed_in_with_a_call().await;
    server.past_call("20261124-091207-7f3a91c2", "+442079460102", ago(9)).await;
    browser.sees("#search-anything").await.send_keys("…07-7f3a91c2").await.expect("the end of an id");
    browser.says(".omnibox__left", "Paste the whole ID").await;
    browser.runs("document.querySelector('#search-anything').select()").await;
    browser.press("7f3a91c2\u{e007}").await;
    browser.says(".advice", "The end of one finds nothing").await;
    browser.close().await;
}
