//! The page on paper.

use std::path::Path;

use serde_json::json;

use crate::scene;
use crate::states::State;
use crate::world::{Browser, Server};

/// Prints what is shown and keeps it beside the pictures. Answers with the number of pages, and whether they are
/// upright.
async fn print(browser: &Browser, name: &str) -> (usize, bool) {
    let printed =
        browser.devtools("Page.printToPDF", json!({"preferCSSPageSize": true, "printBackground": true})).await;
    let script = "const bytes = Uint8Array.from(atob(arguments[0]), it => it.charCodeAt(0)); return [...bytes]";
    let bytes = browser.client.execute(script, vec![printed["data"].clone()]).await.expect("bytes");
    let bytes: Vec<u8> =
        bytes.as_array().expect("a list").iter().filter_map(|it| it.as_u64()?.try_into().ok()).collect();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/screenshots/paper");
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join(format!("{name}.pdf")), &bytes).expect("a file is written");
    let text = String::from_utf8_lossy(&bytes);
    let paper = |text: &str| text.split(' ').filter_map(|it| it.parse::<f64>().ok()).collect::<Vec<_>>();
    let (_, size) = text.split_once("/MediaBox [").expect("a size of its pages");
    let size = paper(size.split(']').next().unwrap_or_default());
    (text.matches("/Type /Page\n").count(), size[2] < size[3])
}

/// What of these is on paper.
async fn on_paper(browser: &Browser, css: &str) -> u64 {
    let script = "return [...document.querySelectorAll(arguments[0])].filter(it => it.checkVisibility()).length";
    browser.client.execute(script, vec![json!(css)]).await.expect("a number").as_u64().expect("a number")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_printed_with_what_was_asked_for_and_without_controls() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0).await;
    scene::play(&server).await;
    for at in 0..34 {
        server.past_call(&format!("more-{at}"), "+442079460101", 24 * 60 + at).await;
    }
    let browser = Browser::open().await;
    State::Filtered.reach(&browser, &server, "en", "dark").await;
    let (pages, upright) = print(&browser, "list").await;
    assert!((2..=3).contains(&pages) && !upright, "{pages} pages");
    browser.devtools("Emulation.setEmulatedMedia", json!({"media": "print"})).await;
    browser.says(".print-line", "Printed by demo on ").await;
    browser.says(".print-line", "UTC").await;
    browser.says(".print-line", "Calls from ").await;
    browser
        .comes_true(
            "(() => { const count = document.querySelector('.call-list__total').textContent.match(/\\d+/)[0];
              return document.querySelector('.print-line__rows').innerText === `Rows 1–${count} of ${count}`; })()",
        )
        .await;
    assert_eq!(on_paper(&browser, "button:not(.tag, .call-table__sort), input, select, .player, .app-header").await, 0);
    assert!(on_paper(&browser, ".chip").await >= 3, "what was asked for");
    browser.comes_true("getComputedStyle(document.querySelector('thead')).display === 'table-header-group'").await;
    browser.comes_true("getComputedStyle(document.body).color === 'rgb(0, 0, 0)'").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_is_printed_whole_and_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0).await;
    scene::play(&server).await;
    let browser = Browser::open().await;
    State::Details.reach(&browser, &server, "en", "light").await;
    let (pages, upright) = print(&browser, "call").await;
    assert!((1..=2).contains(&pages) && upright, "{pages} pages");
    browser.devtools("Emulation.setEmulatedMedia", json!({"media": "print"})).await;
    browser.says(".print-line", "Printed by demo on ").await;
    assert_eq!(
        on_paper(
            &browser,
            ".call-row, dialog button:not(.tag, .why__entry, .story__open, .log__play), dialog :is(input, textarea), .player"
        )
        .await,
        0
    );
    assert!(on_paper(&browser, ".facts, .why, .log__entry").await > 10);
    // Nothing is cut off at the height of the window.
    browser
        .comes_true(
            "[...document.querySelectorAll('dialog, .details__content, .details__body')]
                .every(it => it.scrollHeight <= it.clientHeight + 2 || getComputedStyle(it).overflowY === 'visible')",
        )
        .await;
    browser.close().await;
}
