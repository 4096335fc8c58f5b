//! Nothing keeps people out: axe-core finds nothing in any state, theme and language.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::scene;
use crate::states::State;
use crate::world::{Browser, Server};

/// Where `cargo xtask test` puts it.
fn axe() -> Option<String> {
    let file: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/tools/axe/node_modules/axe-core/axe.min.js");
    std::fs::read_to_string(file).ok()
}

/// All that axe-core checks of WCAG 2.0 to 2.2, A and AA, and what it calls good practice.
const RUN: &str = "const done = arguments[0];
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const passing = document.getAnimations().filter(it => it.effect.getComputedTiming().endTime < 2000);
    Promise.all(passing.map(it => it.finished.catch(() => {})))
        .then(() => axe.run(document, {runOnly: tags, resultTypes: ['violations']}))
        .then(found => done(found.violations.flatMap(it => it.nodes.map(node =>
            `${it.id}: ${node.target.join(' ')}: ${node.failureSummary.split('\\n').slice(1).join(';').trim()}`))),
            error => done([String(error)]));";

async fn faults(browser: &Browser, axe: &str) -> Vec<String> {
    browser.runs(&format!("if (!window.axe) {{ {axe} }}")).await;
    let found = browser.client.execute_async(RUN, vec![]).await.expect("axe runs");
    let Value::Array(found) = found else { panic!("axe says {found}") };
    found.into_iter().map(|it| it.as_str().unwrap_or_default().to_owned()).collect()
}

async fn nothing_is_found_in(language: &str) {
    let Some(axe) = axe() else {
        assert!(std::env::var_os("CI").is_none(), "axe-core is not there: `cargo xtask test` fetches it");
        eprintln!("NOT CHECKED: axe-core is not there; `cargo xtask test` fetches it with npm");
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0).await;
    scene::play(&server).await;
    let browser = Browser::open().await;
    let mut all = Vec::new();
    for state in State::ALL {
        state.reach(&browser, &server, language, "light").await;
        for theme in ["light", "dark"] {
            browser.runs(&format!("document.documentElement.dataset.theme = '{theme}'")).await;
            all.extend(faults(&browser, &axe).await.into_iter().map(|it| format!("{state:?} {theme}: {it}")));
        }
    }
    // What finds nothing must be able to find something.
    browser.runs("(document.querySelector('dialog[open]') ?? document.querySelector('main')).append(document.createElement('button'))").await;
    assert!(faults(&browser, &axe).await.iter().any(|it| it.starts_with("button-name")), "axe-core does not look");
    assert!(all.is_empty(), "{} faults:\n{}", all.len(), all.join("\n"));
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_nothing_in_any_state_in_english() {
    nothing_is_found_in("en").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_nothing_in_any_state_in_chinese() {
    nothing_is_found_in("zh-CN").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_nothing_in_any_state_from_right_to_left() {
    nothing_is_found_in("ar-XB").await;
}
