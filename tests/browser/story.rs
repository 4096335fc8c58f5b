//! A call as a story: why it ended, its log, its customer's other calls, and what people write on it.

use serde_json::json;

use crate::world::{Browser, Server, ago, signed_in_with_a_call};

/// A call that nobody took, of so many minutes ago.
async fn missed_call(server: &Server, call_id: &str, caller: &str, minutes_ago: i64) {
    let began = minutes_ago * 60;
    let started = json!({"call_type": "inbound", "caller_number": caller, "callee_number": "+12025550100"});
    let node = json!({"node_id": "m", "node_name": "Main menu", "node_kind": "menu"});
    server.tell(call_id, began, "call.started", started).await;
    server.tell(call_id, began - 1, "call.ivr_node_entered", node).await;
    server.tell(call_id, began - 3, "call.key_pressed", json!({"key": "2"})).await;
    server.tell(call_id, began - 5, "call.queued", json!({"skill_group": {"id": "sales", "name": "Sales"}})).await;
    server.tell(call_id, began - 30, "call.hung_up", json!({"by": "customer"})).await;
}

async fn opened(server: &Server, call_id: &str) -> Browser {
    let browser = Browser::open().await;
    browser.sign_in(server).await;
    let address = format!("http://{}/?range=last_7_days#call={call_id}", server.address);
    browser.client.goto(&address).await.expect("the page");
    browser.sees("dialog[open] .facts").await;
    browser
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_is_narrowed_and_the_reason_leads_to_its_entries() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0).await;
    missed_call(&server, "c1", "+442079460101", ago(9)).await;
    let browser = opened(&server, "c1").await;
    browser.says(".details__section--flow", "Main menu").await;
    browser.says(".details__section--flow", "Keys: 2").await;
    browser.says(".stages__list", "queue, 0:25, from").await;
    browser.comes_true("document.querySelectorAll('.log__entry').length === 5").await;
    browser.button("IVR 2").await.click().await.expect("a click");
    browser.comes_true("document.querySelectorAll('.log__entry').length === 2").await;
    browser.comes_true("document.querySelector('.log__group[aria-pressed=true]').innerText.includes('IVR')").await;
    // A link shows its entry, whatever the log was narrowed to.
    browser.button("entry 4").await.click().await.expect("a click");
    browser.comes_true("document.activeElement.id === 'entry-4'").await;
    browser.comes_true("document.querySelectorAll('.log__entry').length === 5").await;
    browser.comes_true("!document.querySelector('dialog pre')").await;
    browser.sees("#entry-4 summary").await.click().await.expect("a click");
    browser.says("#entry-4 pre", "call.queued").await;
    browser.sees("#entry-4 [aria-label='Copy event']").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_log_is_drawn_in_parts() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0).await;
    missed_call(&server, "c1", "+442079460101", ago(9)).await;
    for second in 0..250 {
        server.tell("c1", second, "call.sang", json!({"song": second})).await;
    }
    let browser = opened(&server, "c1").await;
    browser.comes_true("document.querySelectorAll('.log__entry').length === 200").await;
    browser.button("Other 250").await;
    browser.button("Show 55 more of 55").await.click().await.expect("a click");
    browser.comes_true("document.querySelectorAll('.log__entry').length === 255").await;
    browser.comes_true("document.activeElement.id === 'entry-201'").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missed_call_tells_of_the_others_and_of_its_answer() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0).await;
    missed_call(&server, "missed", "+442079460101", ago(9)).await;
    server.past_call("other", "+447700900123", ago(8)).await;
    let browser = opened(&server, "missed").await;
    browser.says(".details__section--story", "The customer has not been called back yet.").await;
    browser.says(".details__section--story", "No other call with this customer").await;
    // The story goes on while it is read.
    server.past_call("again", "+44 20 7946 0101", ago(4)).await;
    browser.says(".story__back", "The customer called again at").await;
    browser.says(".story__back", "talked with Alice Moreau").await;
    browser.comes_true("document.querySelectorAll('.story__call').length === 2").await;
    browser.says(".story__call--this", "This call").await;
    browser.sees(".story .story__open").await.click().await.expect("a click");
    browser.says(".details__id", "again").await;
    browser.says(".details__section--story", "Call 2 of the day with this customer").await;
    browser
        .comes_true("document.activeElement.id === 'details-title' && !document.querySelector('.story__back')")
        .await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_the_story_moves_nothing_that_is_being_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0).await;
    missed_call(&server, "first", "+442079460101", ago(9)).await;
    missed_call(&server, "second", "+442079460101", ago(7)).await;
    let browser = opened(&server, "second").await;
    browser.sees(".story .story__open").await;
    browser.focus(".story .story__open").await;
    browser.runs("window.read = document.activeElement").await;
    let started = json!({"call_type": "inbound", "caller_number": "+442079460101", "callee_number": "+12025550100"});
    server.tell("third", 0, "call.started", started).await;
    browser.comes_true("document.querySelectorAll('.story__call').length === 3").await;
    browser.comes_true("document.activeElement === window.read").await;
    // What changes of a call changes where it stands.
    browser.runs("window.third = document.querySelector('.story__call')").await;
    server.tell("third", 0, "call.queued", json!({"skill_group": {"id": "vip", "name": "VIP"}})).await;
    browser.comes_true("window.third.innerText.includes('VIP') && window.third.isConnected").await;
    browser.comes_true("document.activeElement === window.read").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn notes_and_tags_are_seen_by_everyone_at_once() {
    let (_folder, server, browser) = signed_in_with_a_call().await;
    browser.button("Details").await.click().await.expect("a click");
    browser.sees("dialog[open] #new-note").await.send_keys("wants a refund").await.expect("keys");
    let colleague = opened(&server, "c1").await;
    browser.sees("#new-note").await.send_keys("\u{e009}\u{e007}").await.expect("Ctrl+Enter");
    for reader in [&browser, &colleague] {
        reader.says(".notes__note", "wants a refund").await;
        reader.says(".notes__note", "demo").await;
    }
    browser.comes_true("document.querySelector('#new-note').value === ''").await;
    colleague.sees("#new-tag").await.send_keys("Refund\u{e007}").await.expect("a tag, and Enter");
    for reader in [&browser, &colleague] {
        reader.says(".tags__tag", "Refund").await;
    }
    browser.sees("[aria-label='Remove the tag Refund']").await.click().await.expect("a click");
    browser.comes_true("document.activeElement.id === 'new-tag'").await;
    colleague.comes_true("!document.querySelector('.tags__tag')").await;
    // Deleting asks first.
    colleague.button("Delete note").await.click().await.expect("a click");
    colleague.comes_true("document.activeElement.innerText === 'Keep'").await;
    colleague.press("\u{e007}").await;
    colleague.comes_true("document.activeElement.getAttribute('aria-label') === 'Delete note'").await;
    colleague.press("\u{e007}").await;
    colleague.button("Delete").await.click().await.expect("a click");
    browser.comes_true("!document.querySelector('.notes__note')").await;
    browser.button("Notes 4").await;
    colleague.close().await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_begun_note_waits_for_its_call_and_the_focus_stays_on_the_steps() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0).await;
    server.past_call("older", "+442079460101", ago(9)).await;
    server.past_call("newer", "+447700900123", ago(5)).await;
    let browser = Browser::open().await;
    browser.sign_in(&server).await;
    browser.shows_calls(2).await;
    browser.button("Details").await.click().await.expect("a click");
    browser.comes_true("document.activeElement.id === 'details-title'").await;
    browser.says(".details__id", "newer").await;
    browser.sees("#new-note").await.send_keys("begun").await.expect("keys");
    browser.focus("#details-next").await;
    browser.press("\u{e007}").await;
    browser.says("dialog .facts", "+442079460101").await;
    browser.comes_true("document.querySelector('#new-note').value === ''").await;
    // There is no next call: the button says so, and keeps the focus.
    browser.comes_true("document.querySelector('#details-next').getAttribute('aria-disabled') === 'true'").await;
    browser.comes_true("document.activeElement.id === 'details-next'").await;
    browser.focus("#details-previous").await;
    browser.press("\u{e007}").await;
    browser.says("dialog .facts", "+447700900123").await;
    browser.comes_true("document.querySelector('#new-note').value === 'begun'").await;
    browser.comes_true("document.activeElement.id === 'details-previous'").await;
    browser.press("\u{e00c}").await;
    browser
        .comes_true("!document.querySelector('dialog[open]') && document.activeElement.innerText === 'Details'")
        .await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_is_shown_also_where_the_others_cannot_be_had() {
    let (_folder, _server, browser) = signed_in_with_a_call().await;
    let broken = "window.broken = true; window.really = window.fetch.bind(window);
        window.fetch = (request, ...rest) => window.broken && request.url.includes('customer-calls')
            ? Promise.reject(new TypeError('no network')) : window.really(request, ...rest);";
    browser.runs(broken).await;
    browser.button("Details").await.click().await.expect("a click");
    browser.says(".details__section--story", "The customer's other calls could not be loaded").await;
    browser.says("dialog .facts", "+442079460101").await;
    browser.runs("window.broken = false").await;
    browser.sees(".details__section--story button").await.click().await.expect("a click");
    browser.says(".details__section--story", "No other call with this customer").await;
    browser.close().await;
}
