//! What can be pressed: with the mouse, with the keyboard, and what is said then.

use serde_json::json;

use crate::world::{Browser, Server, ago, signed_in_with_a_call, wav};

const ARROW_DOWN: &str = "\u{e015}";
const ENTER: &str = "\u{e007}";
const ESCAPE: &str = "\u{e00c}";

#[tokio::test(flavor = "multi_thread")]
async fn a_recording_is_played_and_downloaded_with_the_keyboard() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0).await;
    server.past_call("c1", "+442079460101", ago(9)).await;
    server.upload("c1", "r1", wav(30)).await;
    let browser = Browser::open().await;
    browser.sign_in(&server).await;
    browser.sees(".call-row [aria-label=Play][title^='Play the recording']").await;
    browser.focus(".call-row [aria-label=Play]").await;
    browser.press(ENTER).await;
    browser.comes_true("document.activeElement.getAttribute('aria-label') === 'Pause'").await;
    browser.focus(".call-row button[aria-label=Download]").await;
    for key in [ENTER, ARROW_DOWN] {
        browser.press(key).await;
        browser.comes_true("document.activeElement.getAttribute('role') === 'menuitem'").await;
        browser.comes_true("document.activeElement.innerText.trim() === 'WAV'").await;
        browser.comes_true("document.activeElement.href?.includes('download=1') === true").await;
        browser.press(ARROW_DOWN).await;
        browser.comes_true("document.activeElement.innerText.trim() === 'WAV'").await;
        browser.press(ESCAPE).await;
        browser.comes_true("!document.querySelector('[role=menu]')").await;
        browser.comes_true("document.activeElement.getAttribute('aria-label') === 'Download'").await;
    }
    browser.press(ENTER).await;
    browser.sees("[role=menuitem]").await;
    browser.press(" ").await;
    browser.comes_true("!document.querySelector('[role=menu]') && location.pathname === '/'").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tooltip_can_be_hovered_and_dismissed() {
    let (_folder, _server, browser) = signed_in_with_a_call().await;
    browser.hover(".call-row .tag").await;
    browser.sees("[role=tooltip]").await;
    browser.hover("[role=tooltip]").await;
    browser.comes_true("document.querySelector('[role=tooltip]')?.matches(':hover') === true").await;
    browser.press(ESCAPE).await;
    browser.comes_true("!document.querySelector('[role=tooltip]')").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_choice_closes_its_menu_and_the_focus_stays_in_the_page() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0).await;
    for at in 0..40 {
        server.past_call(&format!("c{at}"), "+442079460101", ago(9)).await;
    }
    let browser = Browser::open().await;
    browser.sign_in(&server).await;
    browser.holds_calls(40).await;
    browser.button("Export").await.click().await.expect("a click");
    browser.sees("[role=menuitem]").await.click().await.expect("a click");
    browser.comes_true("!document.querySelector('[role=menu]')").await;
    browser.comes_true("document.activeElement.innerText.includes('Export')").await;
    browser.comes_true("!!(document.querySelector('#calls').scrollTop = 900)").await;
    let started = json!({"call_type": "inbound", "caller_number": "+442079460101", "callee_number": "+12025550100"});
    browser.comes_true("document.body.innerText.includes('Live since')").await;
    server.tell("new", 0, "call.started", started).await;
    browser.sees(".new-calls").await.click().await.expect("a click");
    browser.comes_true("!document.querySelector('.new-calls') && document.activeElement.id === 'calls'").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_list_says_what_is_true_of_its_days() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0).await;
    let browser = Browser::open().await;
    browser.client.goto(&format!("http://{}/", server.address)).await.expect("the page");
    browser.sees("#name").await.send_keys("demo").await.expect("a name");
    browser.sees("#password").await.send_keys("call-records\u{e007}").await.expect("a password");
    let does_not_say = |text| format!("document.querySelector('.notice')?.innerText.includes('{text}') === false");
    browser.says(".notice", "New calls will show up").await;
    browser.says(".notice", "Show all days").await;
    browser.button("Yesterday").await.click().await.expect("a click");
    browser.says(".notice", "There was no call in this time").await;
    browser.comes_true(&does_not_say("New calls will show up")).await;
    let all = browser.sees(".notice button").await;
    all.click().await.expect("a click");
    browser.says(".notice", "on any day that can be searched").await;
    browser.comes_true(&does_not_say("Show all days")).await;
    browser.focus(".skip-link").await;
    browser.press(ENTER).await;
    browser.comes_true("document.activeElement.id === 'call-list'").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_title_speaks_the_chosen_language_and_a_failed_sign_out_is_told() {
    let (_folder, server, browser) = signed_in_with_a_call().await;
    browser.sees("#language option[value='zh-CN']").await.click().await.expect("a choice");
    browser.comes_true("document.title === '通话记录'").await;
    browser.sees("#language option[value='en']").await.click().await.expect("a choice");
    browser.comes_true("document.title === 'Call records'").await;
    server.stop().await;
    browser.sees(".account-menu .disclosure__button").await.click().await.expect("a click");
    browser.button("Sign out").await.click().await.expect("a click");
    browser.says(".notice-line", "Signing out did not work").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_focus_stays_among_the_controls_when_the_last_chip_goes() {
    let (_folder, server, browser) = signed_in_with_a_call().await;
    browser.client.goto(&format!("http://{}/?call_type=inbound&status=ended", server.address)).await.expect("the page");
    browser.shows_calls(1).await;
    for left in [1, 0] {
        browser.focus(".chips li:last-child button").await;
        browser.press(ENTER).await;
        browser.comes_true(&format!("document.querySelectorAll('.chip').length === {left}")).await;
        browser.comes_true("document.activeElement.closest('.chips, [role=search]') !== null").await;
    }
    browser.close().await;
}
