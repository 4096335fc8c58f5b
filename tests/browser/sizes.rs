//! Windows of every size, and what readers ask of every page: larger text, less motion, more contrast, their own colors.

use serde_json::{Value, json};

use crate::scene;
use crate::states::State;
use crate::world::{Browser, Server};

async fn opened() -> (tempfile::TempDir, Server, Browser) {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0).await;
    scene::play(&server).await;
    (folder, server, Browser::open().await)
}

/// 320 pixels are a window of 1280 at 400 %; 720 are one of 1440 at 200 %. The table may scroll in its own box.
#[tokio::test(flavor = "multi_thread")]
async fn the_page_never_scrolls_sideways() {
    let (_folder, server, browser) = opened().await;
    let mut faults = Vec::new();
    for (width, height) in [(320, 640), (720, 450)] {
        browser.client.set_window_size(width, height).await.expect("a window");
        browser.comes_true(&format!("innerWidth === {width}")).await;
        for state in State::ALL {
            state.reach(&browser, &server, "en", "light").await;
            let wide = "return Math.max(document.documentElement.scrollWidth, document.body.scrollWidth,
                 document.querySelector('dialog[open] .details__body')?.scrollWidth ?? 0)";
            let wide = browser.client.execute(wide, vec![]).await.expect("a width").as_u64().expect("a number");
            if wide > u64::from(width) {
                faults.push(format!("{state:?} at {width} is {wide} wide"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    browser.close().await;
}

/// Everything that can be pressed with its size, where it is smaller than asked for. Links in a line of text are as high
/// as the text; what is covered by a label counts with it.
const SMALL: &str = r"
    const least = arguments[0], faults = new Set();
    const all = 'button, a[href], input, select, summary, [role=menuitem], [role=option], [role=slider], [tabindex=\'0\']';
    for (const element of document.querySelectorAll(all)) {
        if (!element.checkVisibility({visibilityProperty: true}) || element.closest('.skip-link, .visually-hidden')) continue;
        if (element.matches('.help__body, .call-table')) continue;
        const boxes = [element, ...(element.labels ?? []), element.matches('select, input') ? element.parentElement : element]
            .map(it => it.getBoundingClientRect());
        const width = Math.max(...boxes.map(it => it.width)), height = Math.max(...boxes.map(it => it.height));
        const before = getComputedStyle(element, '::before'), after = getComputedStyle(element, '::after');
        const grown = [before, after].find(it => it.content !== 'none' && it.position === 'absolute');
        const reach = grown ? [parseFloat(grown.width), parseFloat(grown.height)] : [0, 0];
        const name = (element.getAttribute('aria-label') || element.innerText || element.id || element.className).trim();
        const size = [Math.max(width, reach[0]), Math.max(height, reach[1])].map(it => Math.round(it * 10) / 10);
        if (size[0] && (size[0] < least || size[1] < least)) faults.add(`${element.className || element.tagName} ${name.slice(0, 30)}: ${size.join(' x ')}`);
    }
    return [...faults];";

async fn targets_reach(least: u32, width: u32, height: u32) {
    let (_folder, server, browser) = opened().await;
    browser.client.set_window_size(width, height).await.expect("a window");
    browser.comes_true(&format!("innerWidth === {width}")).await;
    let mut faults = Vec::new();
    for state in State::ALL {
        state.reach(&browser, &server, "en", "light").await;
        let found = browser.client.execute(SMALL, vec![json!(least)]).await.expect("sizes");
        let found = found.as_array().cloned().unwrap_or_default();
        faults.extend(found.iter().filter_map(Value::as_str).map(str::to_owned));
    }
    faults.sort();
    faults.dedup();
    assert!(faults.is_empty(), "smaller than {least}:\n{}", faults.join("\n"));
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_finger_hits_everything_on_a_narrow_screen() {
    targets_reach(44, 390, 844).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pointer_hits_everything_on_a_wide_screen() {
    targets_reach(24, 1440, 900).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_reader_asks_of_every_page_is_done() {
    let (_folder, server, browser) = opened().await;
    let media = |name: &str, value: &str| json!({"features": [{"name": name, "value": value}]});
    State::List.reach(&browser, &server, "en", "system").await;
    // The theme follows the system, also while the page is open.
    let ground = |color| format!("getComputedStyle(document.body).backgroundColor === '{color}'");
    browser.devtools("Emulation.setEmulatedMedia", media("prefers-color-scheme", "dark")).await;
    browser.comes_true(&ground("rgb(15, 18, 24)")).await;
    browser.devtools("Emulation.setEmulatedMedia", media("prefers-color-scheme", "light")).await;
    browser.comes_true(&ground("rgb(246, 247, 249)")).await;
    // The choice of the reader counts more, and is there before anything is painted.
    browser.devtools("Emulation.setEmulatedMedia", media("prefers-color-scheme", "dark")).await;
    browser.runs("localStorage.setItem('call-records.theme', 'light')").await;
    let early =
        "new PerformanceObserver(() => window.ground ??= getComputedStyle(document.documentElement).colorScheme)
         .observe({type: 'paint', buffered: true})";
    browser.devtools("Page.addScriptToEvaluateOnNewDocument", json!({"source": early})).await;
    browser.client.refresh().await.expect("the page again");
    browser.sees(".call-row").await;
    browser.comes_true("window.ground === 'light'").await;
    // Nothing moves.
    browser.devtools("Emulation.setEmulatedMedia", media("prefers-reduced-motion", "reduce")).await;
    browser
        .comes_true(
            "[...document.querySelectorAll('*')].every(it => getComputedStyle(it).transitionDuration.split(',')
                .every(each => parseFloat(each) < 0.001))",
        )
        .await;
    // More contrast.
    browser.devtools("Emulation.setEmulatedMedia", media("prefers-contrast", "more")).await;
    browser.comes_true("getComputedStyle(document.body).color === 'rgb(0, 0, 0)'").await;
    // The reader's own colors: what is chosen can still be told, and the focus as well.
    browser.devtools("Emulation.setEmulatedMedia", media("forced-colors", "active")).await;
    browser
        .comes_true(
            "getComputedStyle(document.querySelector('.presets [aria-pressed=true]')).backgroundColor
             !== getComputedStyle(document.querySelector('.presets [aria-pressed=false]')).backgroundColor",
        )
        .await;
    browser.focus(".presets button").await;
    browser.press("\u{e004}").await;
    browser.comes_true("getComputedStyle(document.activeElement).outlineStyle === 'solid'").await;
    browser.close().await;
}
