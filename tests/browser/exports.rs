//! Files of calls: what is in them, how far they are, and what happens when they break off.

use crate::world::{Browser, Server, ago, signed_in_with_a_call};

/// Files that are handed to the reader stay in the page from now on, with their names.
const CATCH_FILES: &str = "window.files = [];
    URL.createObjectURL = blob => { blob.text().then(text => window.text = text); window.files.push(blob); return '#'; };
    HTMLAnchorElement.prototype.click = function () { window.fileName = this.download; };";

/// Exports come as slowly as the test says: through `window.slow`.
const SLOW_EXPORTS: &str = "window.really ??= window.fetch.bind(window);
    window.fetch = (request, ...rest) => {
        if (!(request.url ?? request).includes('/export')) return window.really(request, ...rest);
        const body = new ReadableStream({ start(slow) {
            window.slow = slow;
            slow.enqueue(new TextEncoder().encode('Call ID\\r\\n\"one\\r\\ncell\"\\r\\n'));
            request.signal.addEventListener('abort', () => slow.error(new DOMException('given up', 'AbortError')));
        } });
        return Promise.resolve(new Response(body, { headers: { 'content-type': 'text/csv' } }));
    };";

async fn exports(browser: &Browser, format: &str) {
    browser.sees(".tool-menu:not(.views-menu) .disclosure__button").await.click().await.expect("a click");
    browser.button(format).await.click().await.expect("a click");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_has_the_columns_the_order_the_zone_and_the_language_of_the_screen() {
    let (_folder, server, browser) = signed_in_with_a_call().await;
    server.past_call("c0", "+442079460102", ago(9)).await;
    browser.client.goto(&format!("http://{}/?sort=-talk_ms", server.address)).await.expect("the page");
    browser.shows_calls(2).await;
    browser.runs(CATCH_FILES).await;
    exports(&browser, "CSV, for spreadsheets").await;
    browser.says(".notice-line", "Exported 2 calls").await;
    browser
        .comes_true(
            "window.text?.split('\\r\\n')[0].replace('\\ufeff', '') === 'Start time (UTC),Call connected time (UTC),\
             Caller number,Callee number,Call type,Agents,Skill groups,Duration (s),Hang-up reason,Recording,Call ID'",
        )
        .await;
    browser
        .comes_true(
            "window.text.trim().split('\\r\\n').slice(1).map(line => line.split(',').at(-1)).join() ===
             [...document.querySelectorAll('.call-row__id-text')].map(it => it.title).join()",
        )
        .await;
    // What stands in the cells is what stands on the screen, in its language.
    let same_reason = "window.text.includes(`,${document.querySelector('.call-row__reason .tag').innerText.trim()},`)";
    browser.comes_true(same_reason).await;
    browser.comes_true("/^call-records \\d{4}-\\d\\d-\\d\\d( \\d{4}-\\d{4})? UTC\\.csv$/.test(window.fileName)").await;
    browser.sees("#language option[value='zh-CN']").await.click().await.expect("a choice");
    exports(&browser, "CSV（用于电子表格）").await;
    browser.comes_true("window.files.length === 2 && window.text.includes('开始时间（UTC）')").await;
    browser.comes_true(same_reason).await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn lines_of_json_are_whole_whatever_columns_are_shown() {
    let (_folder, _server, browser) = signed_in_with_a_call().await;
    browser.runs(CATCH_FILES).await;
    exports(&browser, "NDJSON, with every field").await;
    browser.says(".notice-line", "Exported 1 call").await;
    browser
        .comes_true("JSON.parse(window.text).customer_name === 'Zoë Smith' && window.fileName.endsWith('.ndjson')")
        .await;
    browser.close().await;
}

async fn with_slow_exports() -> (tempfile::TempDir, Server, Browser) {
    let (folder, server, browser) = signed_in_with_a_call().await;
    server.past_call("c0", "+442079460102", ago(9)).await;
    browser.shows_calls(2).await;
    browser.runs(CATCH_FILES).await;
    browser.runs(SLOW_EXPORTS).await;
    exports(&browser, "CSV, for spreadsheets").await;
    (folder, server, browser)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_on_its_way_says_how_far_it_is_outlives_a_search_and_can_be_given_up() {
    let (_folder, _server, browser) = with_slow_exports().await;
    browser.says(".export-dock", "1 of 2 calls").await;
    browser.comes_true("document.querySelector('[role=progressbar]').getAttribute('aria-valuenow') === '50'").await;
    browser
        .comes_true("document.querySelector('.export-dock-place [role=status]').innerText.includes('Exporting as CSV')")
        .await;
    browser.comes_true("!window.dispatchEvent(new Event('beforeunload', { cancelable: true }))").await;
    browser.button("Yesterday").await.click().await.expect("a click");
    browser.sees(".notice").await;
    browser.runs("window.slow.enqueue(new TextEncoder().encode('two\\r\\n'))").await;
    browser.says(".export-dock", "2 of 2 calls").await;
    browser.button("Cancel export").await.click().await.expect("a click");
    browser.says(".notice-line", "Export cancelled").await;
    browser.comes_true("document.activeElement.innerText.includes('Export')").await;
    browser.comes_true("!document.querySelector('.export-dock') && window.files.length === 0").await;
    browser.comes_true("window.dispatchEvent(new Event('beforeunload', { cancelable: true }))").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_breaks_off_is_not_saved_and_can_be_tried_again() {
    let (_folder, _server, browser) = with_slow_exports().await;
    browser.says(".export-dock", "1 of 2 calls").await;
    browser.runs("window.slow.error(new TypeError('network error'))").await;
    browser.says(".export-dock [role=alert]", "broke in the middle").await;
    browser.comes_true("window.files.length === 0").await;
    browser.sees(".export-dock__buttons button:last-child").await.click().await.expect("a click");
    browser.says(".export-dock", "1 of 2 calls").await;
    // The focus goes along: from trying again to giving up, and back where the file broke off once more.
    browser.comes_true("document.activeElement.ariaLabel === 'Cancel export'").await;
    browser.runs("window.slow.error(new TypeError('network error'))").await;
    browser.comes_true("document.activeElement.innerText === 'Retry'").await;
    browser.press("\u{e007}").await;
    browser.comes_true("document.activeElement.ariaLabel === 'Cancel export'").await;
    browser.runs("window.slow.close()").await;
    browser.says(".notice-line", "Exported 1 call").await;
    browser.comes_true("document.activeElement.innerText.includes('Export')").await;
    browser.comes_true("window.files.length === 1 && window.text.includes('one')").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_gives_a_file_up() {
    let (_folder, _server, browser) = with_slow_exports().await;
    browser.says(".export-dock", "1 of 2 calls").await;
    browser.sees(".account-menu button").await.click().await.expect("a click");
    browser.button("Sign out").await.click().await.expect("a click");
    browser.sees("#name").await;
    browser.sign_in_here().await;
    browser.sees("#calls, .call-list .notice").await;
    browser.comes_true("!document.querySelector('.export-dock') && window.files.length === 0").await;
    browser.close().await;
}
