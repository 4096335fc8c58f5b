//! One box that takes anything.

use fantoccini::elements::Element;

use crate::world::{Browser, Server, ago, signed_in_with_a_call};

const ARROW_DOWN: &str = "\u{e015}";
const ENTER: &str = "\u{e007}";
const ESCAPE: &str = "\u{e00c}";

const BOX: &str = "#search-anything";

/// Pastes a text, as people do from a ticket or a spreadsheet.
async fn paste(browser: &Browser, text: &str) {
    browser.focus(BOX).await;
    let script = "const data = new DataTransfer(); data.setData('text/plain', arguments[0]);
        document.activeElement.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}))";
    browser.client.execute(script, vec![text.into()]).await.expect("a script that runs");
}

async fn anything(browser: &Browser) -> Element {
    browser.sees(BOX).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_understood_is_shown_before_it_is_taken() {
    let (_folder, _server, browser) = signed_in_with_a_call().await;
    let field = anything(&browser).await;
    field.send_keys("reason:norm agent:alice (020) 7946 0101 talk:>1s nonsense:").await.expect("words");
    for chip in ["Hang-up reason: Normal", "Agent: alice", "Either number: 2079460101", "Talk at least 0:01"] {
        browser.says(".omnibox__popup", chip).await;
    }
    browser.comes_true("location.hash === '' && document.activeElement.getAttribute('aria-expanded') === 'true'").await;
    browser
        .comes_true("document.querySelector('.omnibox [role=status]').innerText.includes('Either number: 2079460101')")
        .await;
    let all = "\u{e009}a\u{e000}";
    field.send_keys(&format!("{all}reason:norm agent:alice (020) 7946 0101{ENTER}")).await.expect("words");
    browser.shows_calls(1).await;
    browser.comes_true("document.querySelectorAll('.chip').length === 3 && document.querySelector('#search-anything').value === ''").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_not_understood_is_said_and_stays_in_the_box() {
    let (_folder, _server, browser) = signed_in_with_a_call().await;
    let field = anything(&browser).await;
    field.send_keys("type:inbound reason:zzz 12").await.expect("words");
    browser.says(".omnibox__left", "“zzz” is no value of Hang-up reason.").await;
    browser.says(".omnibox__left", "“12” has fewer than three digits.").await;
    field.send_keys(ENTER).await.expect("a key");
    browser.comes_true("location.search.includes('call_type=inbound')").await;
    browser.comes_true("document.querySelector('#search-anything').value === 'reason:zzz, 12'").await;
    field.send_keys(ESCAPE).await.expect("a key");
    browser.comes_true("document.querySelector('.omnibox__popup') === null").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phrase_may_be_taken_as_the_name_that_it_is() {
    let (_folder, _server, browser) = signed_in_with_a_call().await;
    let field = anything(&browser).await;
    field.send_keys("alice").await.expect("a name");
    browser.says(".omnibox__popup", "Agent: Alice Moreau").await;
    field.send_keys(&format!("{ARROW_DOWN}{ARROW_DOWN}{ENTER}")).await.expect("keys");
    browser.comes_true("decodeURIComponent(location.hash) === '#agent=Alice Moreau'").await;
    browser.shows_calls(1).await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn five_hundred_ids_of_a_ticket_are_searched_for_and_the_rest_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0).await;
    for call in ["1795412833.1", "1795412833.499", "1795412833.500"] {
        server.past_call(call, "+442079460101", ago(9)).await;
    }
    let browser = Browser::open().await;
    browser.sign_in(&server).await;
    browser.shows_calls(3).await;
    let ids: Vec<String> = (0..520).map(|at| format!("\"1795412833.{at}\"")).collect();
    paste(&browser, &ids.join("\n")).await;
    browser.says(".omnibox__popup", "Call ID: 500 values").await;
    browser.says(".omnibox__left", "20 call IDs are left over: 500 can be searched at once.").await;
    browser.press(ENTER).await;
    browser.shows_calls(2).await;
    browser.says(".notice-line", "500 call IDs are searched for, 20 are left in the box.").await;
    browser.comes_true("document.querySelector('#search-anything').value.split(', ').length === 20").await;
    // They are one chip, which opens to each of them.
    browser.comes_true("document.querySelectorAll('.chip').length === 1").await;
    browser.sees(".chip--many .disclosure__button").await.click().await.expect("a click");
    browser.comes_true("document.querySelectorAll('.chip-list__value').length === 500").await;
    browser.button("Remove 1795412833.1").await.click().await.expect("a click");
    browser.shows_calls(1).await;
    browser.says(".chip--many", "499 values").await;
    browser.button("Remove filter: Call ID, all 499 values").await.click().await.expect("a click");
    browser.shows_calls(3).await;
    browser.close().await;
}
