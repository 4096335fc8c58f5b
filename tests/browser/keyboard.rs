//! Everything without a mouse: a whole day's work by keys alone, with the focus always to be seen.

use crate::scene::{self, CALL};
use crate::world::{Browser, Server};

const TAB: &str = "\u{e004}";
const ENTER: &str = "\u{e007}";
const ESCAPE: &str = "\u{e00c}";
const SPACE: &str = "\u{e00d}";
const DOWN: &str = "\u{e015}";
const HOME: &str = "\u{e011}";
const RIGHT: &str = "\u{e014}";

/// Why the focus cannot be seen; nothing where it can. A ring must stand out from the ground around it, three to one.
const UNSEEN: &str = r"
    const on = document.activeElement;
    if (!on || on === document.body) return 'the focus is lost';
    const box = on.getBoundingClientRect();
    if (box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth) return `out of sight: ${on.outerHTML.slice(0, 120)}`;
    const numbers = text => (text.match(/[\d.]+/g) ?? []).map(Number);
    const light = ([r, g, b]) => [r, g, b].map(it => it / 255).map(it => it <= 0.04045 ? it / 12.92 : ((it + 0.055) / 1.055) ** 2.4)
        .reduce((sum, it, at) => sum + it * [0.2126, 0.7152, 0.0722][at], 0.05);
    const ground = it => {
        for (; it; it = it.parentElement) {
            const color = numbers(getComputedStyle(it).backgroundColor);
            if (color.length === 3 || color[3] > 0.99) return color;
        }
        return [255, 255, 255];
    };
    for (let it = on, far = 0; it && far < 3; it = it.parentElement, far += 1) {
        const style = getComputedStyle(it);
        if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 1) continue;
        const [one, other] = [light(numbers(style.outlineColor)), light(ground(it.parentElement))];
        return Math.max(one, other) / Math.min(one, other) >= 3 ? '' : `too pale: ${on.outerHTML.slice(0, 120)}`;
    }
    return `no ring: ${on.outerHTML.slice(0, 160)}`;";

async fn sees_the_focus(browser: &Browser) {
    let unseen = browser.client.execute(UNSEEN, vec![]).await.expect("a script that runs");
    assert_eq!(unseen, "", "after what came before");
}

/// Goes on by Tab until the focus is on what the selector finds. After the last stop the browser's own controls have the
/// focus, which here are none, and then the first stop again: once around, and no more.
async fn tabs_to(browser: &Browser, css: &str) {
    let mut around = false;
    for _ in 0..120 {
        browser.press(TAB).await;
        let outside = browser.client.execute("return document.activeElement === document.body", vec![]).await;
        if outside.expect("a script that runs") == true {
            assert!(!around, "Tab does not lead to {css}");
            around = true;
            continue;
        }
        sees_the_focus(browser).await;
        let there = format!("return document.activeElement.matches(\"{css}\")");
        if browser.client.execute(&there, vec![]).await.expect("a script that runs") == true {
            return;
        }
    }
    panic!("Tab does not lead to {css}");
}

/// From cell to cell of a row.
async fn walks_right_to(browser: &Browser, css: &str) {
    for _ in 0..20 {
        browser.press(RIGHT).await;
        sees_the_focus(browser).await;
        let there = format!("return document.activeElement.matches(\"{css}\")");
        if browser.client.execute(&there, vec![]).await.expect("a script that runs") == true {
            return;
        }
    }
    panic!("the arrows do not lead to {css}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_of_work_is_done_by_keys_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0).await;
    scene::play(&server).await;
    let browser = Browser::open().await;
    browser.client.goto(&format!("http://{}/?range=last_7_days", server.address)).await.expect("the page");
    // Sign in: the form has the focus.
    browser.comes_true("document.activeElement.id === 'name'").await;
    sees_the_focus(&browser).await;
    browser.press("demo").await;
    tabs_to(&browser, "#password").await;
    browser.press("call-records").await;
    browser.press(ENTER).await;
    browser.sees(".call-row").await;
    // The first stop skips to the calls.
    browser.press(TAB).await;
    browser.comes_true("document.activeElement.classList.contains('skip-link')").await;
    sees_the_focus(&browser).await;
    browser.press(ENTER).await;
    browser.comes_true("document.activeElement.closest('#calls') !== null").await;
    // The next call and the one before it.
    browser.press("j").await;
    browser.comes_true("!!document.activeElement.closest('.call-row')").await;
    sees_the_focus(&browser).await;
    browser.press("j").await;
    for _ in 0..2 {
        browser.press("k").await;
    }
    browser.comes_true("document.activeElement.closest('.call-row') === document.querySelector('.call-row')").await;
    // Find a call.
    browser.press("/").await;
    browser.comes_true("document.activeElement.tagName === 'INPUT'").await;
    sees_the_focus(&browser).await;
    tabs_to(&browser, "#field-call_id").await;
    // Letters are letters here.
    browser.press(CALL).await;
    browser.press(ENTER).await;
    browser.shows_calls(1).await;
    // Open and read it.
    browser.focus_by_skip_link().await;
    browser.press(HOME).await;
    browser.press(RIGHT).await;
    browser.press(ENTER).await;
    browser.sees("dialog.details[open] .log__entry").await;
    browser.comes_true("!!document.activeElement.closest('dialog')").await;
    tabs_to(&browser, ".log summary").await;
    browser.press(ENTER).await;
    browser.sees("dialog.details[open] .log__raw[open] pre").await;
    // Play it from there, go on, faster, without sound.
    tabs_to(&browser, "dialog.details .icon-button--play").await;
    browser.press(ENTER).await;
    browser.sees("dialog.details .player").await;
    browser.press("]").await;
    browser.comes_true("document.querySelector('dialog.details .player select').value === '125'").await;
    browser.press("m").await;
    browser.says("dialog.details .notice-line", "Sound off").await;
    browser.press("m").await;
    browser.press("[").await;
    browser.comes_true("document.querySelector('dialog.details .player select').value === '100'").await;
    tabs_to(&browser, "dialog.details .player__slider").await;
    browser.press(SPACE).await;
    browser.press(RIGHT).await;
    browser.comes_true("Number(document.querySelector('dialog.details .player__slider').value) >= 5000").await;
    browser.press(ESCAPE).await;
    browser.comes_true("!document.querySelector('dialog[open]')").await;
    browser.comes_true("document.activeElement !== document.body").await;
    sees_the_focus(&browser).await;
    // Have it as a file.
    browser.focus_by_skip_link().await;
    browser.press(HOME).await;
    walks_right_to(&browser, ".call-row .download button").await;
    browser.press(ENTER).await;
    browser.comes_true("document.activeElement.getAttribute('role') === 'menuitem'").await;
    sees_the_focus(&browser).await;
    browser.press(ESCAPE).await;
    browser.comes_true("document.activeElement.matches('.call-row .download button')").await;
    // Have the list as a file.
    browser.press("t").await;
    browser.comes_true("!!document.activeElement.closest('.presets')").await;
    tabs_to(&browser, ".tool-menu:not(.views-menu) button").await;
    browser.press(ENTER).await;
    browser.comes_true("document.activeElement.getAttribute('role') === 'menuitem'").await;
    browser.press(DOWN).await;
    sees_the_focus(&browser).await;
    browser.press(ENTER).await;
    browser.comes_true("!document.querySelector('[role=menu]') && document.activeElement !== document.body").await;
    // Sign out.
    browser.press("t").await;
    for _ in 0..40 {
        let there = "return document.activeElement.matches('.account-menu button')";
        if browser.client.execute(there, vec![]).await.expect("a script that runs") == true {
            break;
        }
        browser.press("\u{e008}\u{e004}").await;
        sees_the_focus(&browser).await;
    }
    browser.press(ENTER).await;
    tabs_to(&browser, ".account-menu .menu-item").await;
    browser.press(ENTER).await;
    browser.comes_true("document.activeElement.id === 'name'").await;
    browser.close().await;
}

impl Browser {
    /// To the calls, by the keys that lead there.
    async fn focus_by_skip_link(&self) {
        self.runs("document.querySelector('.skip-link').focus()").await;
        self.press(ENTER).await;
        self.comes_true("document.activeElement.closest('#calls') !== null").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn shortcuts_are_listed_can_be_switched_off_and_leave_typing_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0).await;
    scene::play(&server).await;
    let browser = Browser::open().await;
    browser.client.goto(&format!("http://{}/?range=last_7_days", server.address)).await.expect("the page");
    browser.sign_in_here().await;
    browser.sees(".call-row").await;
    browser.focus_by_skip_link().await;
    browser.press("?").await;
    browser.sees("dialog.help[open] kbd").await;
    // No other shortcut works behind the list.
    browser.press("j").await;
    browser.comes_true("!!document.activeElement.closest('dialog.help')").await;
    browser.sees("dialog.help input[type=checkbox]").await;
    browser.focus("dialog.help input[type=checkbox]").await;
    browser.press(SPACE).await;
    browser.press(ESCAPE).await;
    browser.comes_true("!document.querySelector('dialog.help[open]')").await;
    browser.comes_true("document.activeElement.closest('#calls') !== null").await;
    browser.press("?").await;
    browser.press("j").await;
    browser
        .comes_true("document.activeElement.closest('#calls') !== null && !document.querySelector('dialog.help[open]')")
        .await;
    // It stays so, and the button leads to the switch.
    browser.client.refresh().await.expect("the page again");
    browser.sees(".call-row").await;
    browser.sees(".help-button").await.click().await.expect("a click");
    browser.comes_true("document.querySelector('dialog.help[open] input')?.checked === false").await;
    browser.focus("dialog.help input[type=checkbox]").await;
    browser.press(SPACE).await;
    browser.press(ESCAPE).await;
    // With a modifier a key is the browser's; in a field it is a letter.
    browser.focus_by_skip_link().await;
    browser.press("\u{e009}j").await;
    browser.comes_true("document.activeElement.closest('#calls') !== null").await;
    browser.focus("#field-caller_number").await;
    browser.press("?/fj").await;
    browser.comes_true("document.querySelector('#field-caller_number').value === '?/fj'").await;
    browser.close().await;
}
