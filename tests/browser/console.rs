//! A page that works leaves the browser's console empty: a warning there is a fault that nobody has seen yet.

use crate::scene::{self, CALL, LIVE};
use crate::world::{Browser, Server};

const ENTER: &str = "\u{e007}";
const ESCAPE: &str = "\u{e00c}";

/// Asking who is there is answered with 401 where nobody is, and browsers tell of every such answer.
async fn says_nothing(browser: &Browser, after: &str) {
    let mut said = browser.console().await;
    said.retain(|line| !(line.contains("/api/v1/session") && line.contains("401")));
    assert!(said.is_empty(), "after {after} the console says:\n{}", said.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_console_stays_empty_through_what_everybody_does() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0).await;
    scene::play(&server).await;
    let browser = Browser::open().await;
    browser.client.goto(&format!("http://{}/?range=last_7_days", server.address)).await.expect("the page");
    browser.sign_in_here().await;
    browser.sees(".call-row").await;
    browser.comes_true("document.body.innerText.includes('Live since')").await;
    says_nothing(&browser, "signing in").await;

    browser.sees("#field-agent").await.send_keys(&format!("alice{ENTER}")).await.expect("a name");
    browser.sees(".chip").await;
    browser.sees(".chip__remove").await.click().await.expect("a click");
    browser.comes_true("!document.querySelector('.chip')").await;
    browser.button("More filters").await.click().await.expect("a click");
    browser.sees("#field-min_talk_ms").await.send_keys(&format!("1{ENTER}")).await.expect("a length");
    browser.sees(".chip").await;
    browser.button("Clear").await.click().await.expect("a click");
    browser.button("Undo").await.click().await.expect("a click");
    browser.comes_true("document.activeElement.closest('[role=search]') !== null").await;
    browser.sees(".chip__remove").await.click().await.expect("a click");
    says_nothing(&browser, "searching").await;

    browser.runs(&format!("location.hash = 'call={CALL}'")).await;
    browser.sees("dialog.details[open] .log__entry").await;
    browser.runs(&format!("location.hash = 'call={LIVE}'")).await;
    browser.says(".details__id", LIVE).await;
    browser.press(ESCAPE).await;
    browser.comes_true("!document.querySelector('dialog[open]')").await;
    says_nothing(&browser, "reading a call").await;

    browser.button("Saved views").await.click().await.expect("a click");
    browser.button("Save as new view…").await.click().await.expect("a click");
    browser.comes_true("document.activeElement.id === 'view-name'").await;
    browser.press(&format!("Mine{ENTER}")).await;
    browser.says(".open-view__name", "Mine").await;
    browser.button("Yesterday").await.click().await.expect("a click");
    browser.sees(".open-view__save").await.click().await.expect("a click");
    browser.comes_true("!document.querySelector('.open-view__changed')").await;
    browser.button("Last 7 days").await.click().await.expect("a click");
    browser.sees(".call-row").await;
    says_nothing(&browser, "saving a view").await;

    browser.sees(".columns-menu .disclosure__button").await.click().await.expect("a click");
    browser.sees(".columns-menu input").await.click().await.expect("a click");
    browser.press(ESCAPE).await;
    browser.sees(".call-row input[type=checkbox]").await.click().await.expect("a click");
    browser.button("Clear selection").await.click().await.expect("a click");
    browser.comes_true("!document.querySelector('.selection-bar')").await;
    browser.sees(".tool-menu:not(.views-menu) .disclosure__button").await.click().await.expect("a click");
    browser.button("CSV, for spreadsheets").await.click().await.expect("a click");
    browser.says(".notice-line", "Exported").await;
    says_nothing(&browser, "arranging and exporting").await;

    browser.sees("#language option[value='zh-CN']").await.click().await.expect("a choice");
    browser.comes_true("document.title === '通话记录'").await;
    browser.sees(".call-row").await;
    browser.sees(".account-menu .disclosure__button").await.click().await.expect("a click");
    browser.button("退出登录").await.click().await.expect("a click");
    browser.sees("#name").await;
    says_nothing(&browser, "another language and signing out").await;
    browser.close().await;
}
