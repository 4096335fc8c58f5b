//! Pictures of every state in every theme, size and language, to be looked at: `target/screenshots`. `cargo xtask
//! screenshots` takes all of them; a run of the tests takes those of two sizes.

use std::path::Path;

use crate::scene;
use crate::states::State;
use crate::world::{Browser, Server};

/// Name, width and height. 720 pixels are what a window of 1440 has at 200 %.
const SIZES: [(&str, u32, u32); 5] =
    [("wide", 1440, 900), ("narrow", 390, 844), ("middle", 1024, 768), ("zoomed", 720, 450), ("smallest", 320, 640)];

async fn take_pictures(language: &str) {
    let all = std::env::var_os("CALL_RECORDS_PICTURES").is_some();
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0).await;
    scene::play(&server).await;
    let browser = Browser::open().await;
    let pictures = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/screenshots").join(language);
    std::fs::create_dir_all(&pictures).expect("a folder for pictures");
    for (size, width, height) in SIZES.into_iter().take(if all { 5 } else { 2 }) {
        browser.client.set_window_size(width, height).await.expect("a window");
        browser.comes_true(&format!("innerWidth === {width}")).await;
        for state in State::ALL {
            state.reach(&browser, &server, language, "light").await;
            for theme in ["light", "dark"] {
                browser.runs(&format!("document.documentElement.dataset.theme = '{theme}'")).await;
                // Colors take a moment to change.
                let still =
                    "Promise.all(document.getAnimations().filter(it => it.effect.getComputedTiming().endTime < 2000)
                     .map(it => it.finished.catch(() => {}))).then(() => arguments[0]())";
                browser.client.execute_async(still, vec![]).await.expect("it comes to rest");
                let picture = browser.client.screenshot().await.expect("a picture");
                let file = pictures.join(format!("{}-{size}-{theme}.png", state.name()));
                std::fs::write(file, picture).expect("a picture is written");
            }
        }
    }
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_in_english() {
    take_pictures("en").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_in_chinese() {
    take_pictures("zh-CN").await;
}
