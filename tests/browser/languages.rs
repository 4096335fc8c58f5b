//! Every text is in the catalogues, has room, and the page can be turned around.

use serde_json::Value;

use crate::scene;
use crate::states::State;
use crate::world::{Browser, Server};

/// Texts that are not in brackets come from no catalogue. What callers, agents and clocks say does not, and stands in
/// elements that say so.
const UNTRANSLATED: &str = r"
    const data = 'bdi, time, pre, code, kbd, option, datalist, .app-header__zone, .call-list__zone, noscript, script, style';
    const dates = /\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun|Mo|Tu|We|Th|Fr|Sa|Su|UTC|WAV|MP3|kB|MB|B)(day|sday|nesday|rsday|urday)?\b|\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b/g;
    const bare = text => {
        let before;
        do { before = text; text = text.replace(/\[[^\[\]]*\]/g, ''); } while (text !== before);
        return text.replace(dates, '');
    };
    const faults = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node; (node = walker.nextNode());) {
        const parent = node.parentElement;
        if (!parent.closest(data) && parent.checkVisibility() && /\p{L}/u.test(bare(node.data)))
            faults.push(`text: ${node.data.trim()} in ${parent.className || parent.tagName}`);
    }
    for (const element of document.querySelectorAll('[aria-label], [title], [placeholder], [alt]')) {
        if (!element.checkVisibility() || element.closest('option, bdi, .recording__state')) continue;
        for (const name of ['aria-label', 'title', 'placeholder', 'alt']) {
            const text = element.getAttribute(name);
            if (text && !text.includes('[') && /\p{L}/u.test(bare(text)) && !element.querySelector('bdi'))
                faults.push(`${name}: ${text}`);
        }
    }
    return [...new Set(faults)];";

/// Texts that are cut off and have no other place where they can be read whole.
const CLIPPED: &str = r"
    const faults = [];
    for (const element of document.querySelectorAll('body *')) {
        const style = getComputedStyle(element);
        if (!element.checkVisibility() || style.overflowX === 'visible' || style.overflowX === 'auto' || style.overflowX === 'scroll') continue;
        if (element.clientWidth <= 1 || style.clipPath !== 'none' || element.closest('select, option, input, svg, .visually-hidden')) continue;
        if (element.scrollWidth > element.clientWidth + 1 && element.innerText?.trim() && !element.closest('[title], [aria-describedby]'))
            faults.push(`${element.tagName}.${element.className}: ${element.innerText.slice(0, 60)} (${element.scrollWidth} > ${element.clientWidth})`);
    }
    return faults;";

/// What lies outside of the window, or over what can be pressed.
const OUTSIDE: &str = r"
    const faults = [];
    const root = document.documentElement;
    if (root.scrollWidth > innerWidth) faults.push(`the page is ${root.scrollWidth} wide`);
    const scrolled = it => it.parentElement?.closest('.call-table, .details__body, .chips');
    for (const element of document.querySelectorAll('button, input, select, a, [role=menuitem]')) {
        if (!element.checkVisibility({visibilityProperty: true, opacityProperty: true}) || scrolled(element)) continue;
        if (element.closest('.skip-link, .visually-hidden')) continue;
        const box = element.getBoundingClientRect();
        const name = element.getAttribute('aria-label') || element.innerText || element.id || element.className;
        if (box.width && (box.left < -1 || box.right > innerWidth + 1)) faults.push(`${name.trim()} leaves the window`);
    }
    return faults;";

async fn list(browser: &Browser, script: &str) -> Vec<String> {
    let Value::Array(found) = browser.client.execute(script, vec![]).await.expect("a script that runs") else {
        panic!("the script answers with a list");
    };
    found.into_iter().map(|it| it.as_str().unwrap_or_default().to_owned()).collect()
}

async fn walk(language: &str, widths: &[(u32, u32)], scripts: &[&str]) {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0).await;
    scene::play(&server).await;
    let browser = Browser::open().await;
    let mut all = Vec::new();
    for (width, height) in widths {
        browser.client.set_window_size(*width, *height).await.expect("a window");
        for state in State::ALL {
            state.reach(&browser, &server, language, "light").await;
            for script in scripts {
                all.extend(list(&browser, script).await.into_iter().map(|it| format!("{state:?} at {width}: {it}")));
            }
        }
    }
    assert!(all.is_empty(), "{} faults:\n{}", all.len(), all.join("\n"));
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_text_comes_from_the_catalogues_and_has_room_when_it_is_longer() {
    walk("en-XA", &[(1440, 900), (390, 844)], &[UNTRANSLATED, CLIPPED, OUTSIDE]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_turns_around_and_nothing_falls_out() {
    let turned = "return document.documentElement.dir === 'rtl' ? [] : ['it does not run from right to left']";
    walk("ar-XB", &[(1440, 900), (390, 844)], &[turned, OUTSIDE, CLIPPED]).await;
}

/// Names and numbers keep their order whatever stands around them; time runs from left to right as on a tape.
#[tokio::test(flavor = "multi_thread")]
async fn numbers_and_times_keep_their_direction_when_the_page_is_turned() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0).await;
    scene::play(&server).await;
    let browser = Browser::open().await;
    State::Player.reach(&browser, &server, "ar-XB", "light").await;
    // The first character of a number stands left of its last one.
    browser
        .comes_true(
            r"[...document.querySelectorAll('.call-row bdi')].filter(it => /^[+]\d+$/.test(it.textContent)).every(it => {
                const text = it.firstChild, at = index => {
                    const range = document.createRange();
                    range.setStart(text, index);
                    range.setEnd(text, index + 1);
                    return range.getBoundingClientRect().left;
                };
                return at(0) < at(text.length - 1);
            })",
        )
        .await;
    for css in [".journey", ".player__slider", ".player__buttons"] {
        browser.comes_true(&format!("getComputedStyle(document.querySelector('{css}')).direction === 'ltr'")).await;
    }
    browser.comes_true("getComputedStyle(document.querySelector('.call-row')).direction === 'rtl'").await;
    // The first column is at the right.
    browser
        .comes_true(
            "document.querySelector('.call-table th').getBoundingClientRect().left \
             > document.querySelector('.call-table th:last-child').getBoundingClientRect().left",
        )
        .await;
    browser.close().await;
}
