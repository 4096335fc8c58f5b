//! The table: any depth, the keyboard, columns, chosen calls, and nothing that moves under the reader.

use call_records_server::store::NewEvent;
use call_records_wire::event::Event;
use serde_json::{Value, json};

use crate::world::{Browser, Server, ago, event, signed_in_with_a_call};

const ARROW_DOWN: &str = "\u{e015}";
const ARROW_UP: &str = "\u{e013}";
const ARROW_RIGHT: &str = "\u{e014}";
const CONTROL_HOME: &str = "\u{e009}\u{e011}";
const ENTER: &str = "\u{e007}";
const ESCAPE: &str = "\u{e00c}";

fn started() -> Value {
    json!({"call_type": "inbound", "caller_number": "+442079460101", "callee_number": "+12025550100"})
}

/// Ended calls, a second apart: `c0` is the newest.
async fn fill(server: &Server, count: i64) {
    let told = |id: &str, seconds_ago, what, data| {
        let document = event(id, seconds_ago, what, data);
        NewEvent { event: Event::from_json(&document).expect("a well-formed event"), document: document.to_string() }
    };
    for chunk in (0..count).collect::<Vec<_>>().chunks(1_000) {
        let events = chunk.iter().flat_map(|number| {
            let id = format!("c{number}");
            let hung_up = told(&id, number + 1, "call.hung_up", json!({"by": "customer"}));
            [told(&id, number + 2, "call.started", started()), hung_up]
        });
        server.state.calls.append(events.collect()).await.expect("the store takes them");
    }
}

/// Opens the last seven days.
async fn opened(server: &Server) -> Browser {
    let browser = Browser::open().await;
    browser.client.goto(&format!("http://{}/?range=last_7_days", server.address)).await.expect("the page");
    browser.sign_in_here().await;
    browser.sees(".call-row").await;
    browser.comes_true("document.body.innerText.includes('Live since')").await;
    browser
}

/// Whether the row at an index is in sight and shows this call.
fn shows_at(index: usize, id: &str) -> String {
    let row = format!("document.querySelector(\"[aria-rowindex='{}']\")", index + 2);
    format!(
        "(() => {{ const row = {row}, box = document.querySelector('#calls').getBoundingClientRect(); \
         const at = row?.getBoundingClientRect(); return row?.querySelector('.call-row__id-text')?.title === '{id}' \
         && at.top >= box.top && at.bottom <= box.bottom; }})()"
    )
}

/// Whether the focus is in the row of this call, below the heads.
fn focus_on(id: &str) -> String {
    format!(
        "(() => {{ const row = document.activeElement.closest('.call-row'); \
         return row?.querySelector('.call-row__id-text').title === '{id}' && row.getBoundingClientRect().top >= \
         document.querySelector('.call-table__head').getBoundingClientRect().bottom - 1; }})()"
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_list_is_read_at_any_depth_with_few_rows_in_the_document() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0).await;
    fill(&server, 3_000).await;
    let browser = opened(&server).await;
    browser
        .comes_true(
            "(() => { const it = document.querySelector('#calls'); it.scrollTop = it.scrollHeight; \
             return it.scrollHeight > 3000 * 46; })()",
        )
        .await;
    browser.holds_calls(3_000).await;
    browser.runs("document.querySelector('#calls').scrollTop = 3000 * 46").await;
    browser.comes_true(&shows_at(2_999, "c2999")).await;
    // What was let go on the way comes back where it was.
    for first in [1_500, 600, 2_600, 0] {
        browser.runs(&format!("document.querySelector('#calls').scrollTop = {first} * 46")).await;
        for index in first..first + 6 {
            browser.comes_true(&shows_at(index, &format!("c{index}"))).await;
        }
        browser.comes_true("document.querySelectorAll('.call-row, .blank-row').length < 60").await;
    }
    browser.comes_true("document.querySelector('#calls [role=grid]').ariaRowCount === '3001'").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_arrow_keys_walk_the_rows_and_the_focus_stays_on_its_call() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0).await;
    fill(&server, 120).await;
    let browser = opened(&server).await;
    browser.focus("#calls").await;
    browser.press(ARROW_DOWN).await;
    browser.comes_true("!!document.activeElement.closest('.call-row')").await;
    browser.press(CONTROL_HOME).await;
    browser.comes_true(&focus_on("c0")).await;
    for number in 1..=30 {
        browser.press(ARROW_DOWN).await;
        browser.comes_true(&focus_on(&format!("c{number}"))).await;
    }
    // There is one tab stop, and it is here.
    browser.comes_true("document.querySelectorAll('#calls [role=grid] [tabindex=\"0\"]').length === 0").await;
    browser.press(ARROW_UP).await;
    // The first stop is the call itself, which Enter opens.
    browser.comes_true("document.activeElement.matches('.call-row__start')").await;
    server.tell("new", 0, "call.started", started()).await;
    browser.says(".new-calls", "1 new call").await;
    browser.comes_true(&focus_on("c29")).await;
    // Far away, and still there.
    browser.runs("document.querySelector('#calls').scrollTop = 0").await;
    browser.comes_true(&shows_at(0, "c0")).await;
    browser.press(ARROW_DOWN).await;
    browser.comes_true(&focus_on("c30")).await;
    browser.press(" ").await;
    browser.says(".selection-bar", "1 call selected").await;
    // Stepped to another call inside, the list goes along.
    browser.press(ENTER).await;
    browser.sees("dialog[open] .facts").await;
    browser.button("Next call").await.click().await.expect("a click");
    browser.comes_true("location.hash === '#call=c31'").await;
    browser.press(ESCAPE).await;
    browser.comes_true("!document.querySelector('dialog[open]')").await;
    browser.comes_true(&focus_on("c31")).await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn new_calls_wait_while_the_pointer_rests_on_the_rows() {
    let (_folder, server, browser) = signed_in_with_a_call().await;
    browser.comes_true("document.body.innerText.includes('Live since')").await;
    browser.hover(".call-row__caller bdi").await;
    for call in ["n1", "n2"] {
        server.tell(call, 0, "call.started", started()).await;
    }
    browser.says(".new-calls", "2 new calls").await;
    browser.shows_calls(1).await;
    browser.hover("h1").await;
    browser.shows_calls(3).await;
    browser.comes_true("!document.querySelector('.new-calls')").await;
    // Nobody reads: what comes now is shown at once.
    server.tell("n3", 0, "call.started", started()).await;
    browser.shows_calls(4).await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_stops_matching_stays_while_it_is_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0).await;
    server.past_call("old", "+442079460101", ago(9)).await;
    for call in ["a", "b"] {
        server.tell(call, 5, "call.started", started()).await;
        server.tell(call, 4, "call.queued", json!({"skill_group": {"id": "sales", "name": "Sales"}})).await;
    }
    let browser = Browser::open().await;
    browser
        .client
        .goto(&format!("http://{}/?range=last_7_days&status=queued", server.address))
        .await
        .expect("the page");
    browser.sign_in_here().await;
    browser.shows_calls(2).await;
    browser.comes_true("document.body.innerText.includes('Live since')").await;
    browser.hover(".call-row__caller bdi").await;
    server.tell("a", 0, "call.hung_up", json!({"by": "customer"})).await;
    browser.comes_true("document.querySelectorAll('.call-row--left').length === 1").await;
    browser.comes_true("document.querySelector('.call-row--left').innerText.includes('Abandoned in queue')").await;
    browser.comes_true("document.querySelector('.call-row--left').title.includes('no longer matches')").await;
    browser.shows_calls(2).await;
    browser.comes_true("document.querySelector('.call-list__total').innerText === '1 call'").await;
    browser.hover("h1").await;
    browser.shows_calls(1).await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn columns_are_chosen_ordered_and_sized() {
    let (_folder, _server, browser) = signed_in_with_a_call().await;
    let heads = |names: &str| {
        format!(
            "[...document.querySelectorAll('.call-table__heads th')].slice(1).map(it => it.innerText.trim()) \
             .join(',').startsWith('{names}')"
        )
    };
    browser.comes_true(&heads("Start time,Call connected time,Caller number,")).await;
    browser.button("Columns").await.click().await.expect("a click");
    browser.runs("document.querySelectorAll('.columns-menu input')[1].click()").await;
    browser.comes_true(&heads("Start time,Caller number,Callee number,")).await;
    browser.focus("[aria-label='Move Callee number up']").await;
    browser.press(ENTER).await;
    browser.comes_true(&heads("Start time,Callee number,Caller number,")).await;
    browser.comes_true("document.activeElement.closest('li').innerText.includes('Callee number')").await;
    browser.press(ESCAPE).await;
    browser.comes_true("!document.querySelector('.columns-menu__list')").await;
    let width = "document.querySelector('.call-table__heads .call-row__agent').offsetWidth";
    browser.runs(&format!("window.before = {width}")).await;
    browser.focus("[aria-label='Width of Agent']").await;
    browser.press(ARROW_RIGHT).await;
    browser.comes_true(&format!("{width} === window.before + 16")).await;
    browser.comes_true("document.activeElement.ariaValueNow === String(window.before + 16)").await;
    // Another question is laid out the same.
    browser.button("Last 7 days").await.click().await.expect("a click");
    browser.comes_true("location.search.includes('last_7_days')").await;
    browser.shows_calls(1).await;
    browser.comes_true(&heads("Start time,Callee number,Caller number,")).await;
    browser.button("Columns").await.click().await.expect("a click");
    browser.button("Reset").await.click().await.expect("a click");
    browser.comes_true(&heads("Start time,Call connected time,Caller number,")).await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_sorts_and_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0).await;
    fill(&server, 3).await;
    let browser = opened(&server).await;
    let sorted =
        |order: &str| format!("document.querySelector('.call-table__heads .call-row__start').ariaSort === '{order}'");
    browser.comes_true(&sorted("descending")).await;
    browser.button("Start time").await.click().await.expect("a click");
    browser.comes_true("location.search.includes('sort=started_at')").await;
    browser.comes_true(&sorted("ascending")).await;
    browser.comes_true("document.querySelector('.call-row__id-text').title === 'c2'").await;
    browser.button("Duration").await.click().await.expect("a click");
    browser.comes_true("location.search.includes('sort=-duration_ms')").await;
    browser.comes_true(&sorted("none")).await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_are_chosen_and_copied() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0).await;
    fill(&server, 8).await;
    let browser = opened(&server).await;
    browser.runs("navigator.clipboard.writeText = async text => { window.copied = text }").await;
    let choose = |number: usize, shift: bool| {
        format!(
            "document.querySelectorAll('.call-row__choice input')[{}] \
             .dispatchEvent(new MouseEvent('click', {{bubbles: true, cancelable: true, shiftKey: {shift}}}))",
            number + 1
        )
    };
    browser.runs(&choose(2, false)).await;
    browser.runs(&choose(4, true)).await;
    browser.says(".selection-bar", "3 calls selected").await;
    browser.button("Copy call IDs").await.click().await.expect("a click");
    browser.comes_true(r"window.copied === 'c2\nc3\nc4'").await;
    browser.button("Copy as text").await.click().await.expect("a click");
    browser
        .comes_true(r"window.copied.split('\n').length === 3 && window.copied.includes('+442079460101\t+12025550100')")
        .await;
    // They stay chosen when the list changes, and are let go with it.
    server.tell("new", 0, "call.started", started()).await;
    browser.comes_true("document.querySelector('.call-list__total').innerText === '9 calls'").await;
    browser.says(".selection-bar", "3 calls selected").await;
    browser.runs(&choose(3, false)).await;
    browser.button("Clear selection").await.click().await.expect("a click");
    browser.comes_true("!document.querySelector('.selection-bar, .call-row--chosen')").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn live_updates_are_paused_and_caught_up_with() {
    let (_folder, server, browser) = signed_in_with_a_call().await;
    browser.comes_true("document.body.innerText.includes('Live since')").await;
    browser.button("Pause live updates").await.click().await.expect("a click");
    browser.says(".live-badge", "Paused").await;
    server.tell("new", 0, "call.started", started()).await;
    browser.runs("document.querySelector('.call-list__pause').focus()").await;
    browser.shows_calls(1).await;
    browser.press(ENTER).await;
    browser.says(".live-badge", "Live since").await;
    browser.hover("h1").await;
    browser.shows_calls(2).await;
    browser.close().await;
}

/// The browser tells of a scroll with the next frame; rows that come before that must not undo it.
#[tokio::test(flavor = "multi_thread")]
async fn rows_that_come_in_the_very_moment_of_a_scroll_do_not_undo_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0).await;
    fill(&server, 300).await;
    let browser = opened(&server).await;
    browser.holds_calls(50).await;
    // The next rows come, and before anything else happens the reader is elsewhere.
    let hook = "const box = document.querySelector('#calls');
         for (const read of ['json', 'text', 'arrayBuffer']) {
             const really = Response.prototype[read];
             Response.prototype[read] = async function () {
                 const body = await really.call(this);
                 if (this.url.includes('/search')) { window.came = true; box.scrollTop = 10 * 46; }
                 return body;
             };
         }
         box.scrollTop = 40 * 46;";
    browser.runs(hook).await;
    browser.comes_true("window.came === true && Number(document.querySelector('.call-table__rows').style.getPropertyValue('--rows')) >= 100").await;
    let twice = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))";
    browser.client.execute_async(&format!("{twice}.then(() => arguments[0]())"), vec![]).await.expect("two frames");
    browser.comes_true("document.querySelector('#calls').scrollTop === 10 * 46").await;
    browser.comes_true(&shows_at(10, "c10")).await;
    browser.close().await;
}
