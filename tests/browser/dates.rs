//! Days and times: typed, picked with the keyboard alone, and in a zone of choice.

use chrono_tz::Tz;

use crate::world::{Browser, Server, signed_in_with_a_call};

const ARROW_LEFT: &str = "\u{e012}";
const ARROW_RIGHT: &str = "\u{e014}";
const ARROW_DOWN: &str = "\u{e015}";
const PAGE_UP: &str = "\u{e00e}";
const TAB: &str = "\u{e004}";
const ENTER: &str = "\u{e007}";
const ESCAPE: &str = "\u{e00c}";

/// Replaces what a field holds.
async fn types(browser: &Browser, css: &str, text: &str) {
    let field = browser.sees(css).await;
    browser.runs(&format!("document.querySelector(\"{css}\").select()")).await;
    field.send_keys(text).await.expect("a text");
}

/// A day of UTC, so many days from today.
fn day(server: &Server, days: i64) -> String {
    let at = server.state.clock.now().plus_millis(days * 86_400_000).to_string();
    at.split('T').next().expect("a day").to_owned()
}

async fn opens_calendar(browser: &Browser) {
    browser.focus("[aria-label^='Change date, from']").await;
    browser.press(ENTER).await;
    browser.comes_true("document.activeElement.classList.contains('range-picker__day')").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_range_is_picked_with_the_keyboard_alone() {
    let (_folder, server, browser) = signed_in_with_a_call().await;
    opens_calendar(&browser).await;
    browser.comes_true("document.activeElement.getAttribute('aria-current') === 'date'").await;
    browser.comes_true("document.querySelectorAll('.range-picker [tabindex=\"0\"]').length === 1").await;
    for (steps, key) in [(2, ARROW_LEFT), (1, ENTER), (1, ARROW_RIGHT), (1, ENTER)] {
        for _ in 0..steps {
            browser.press(key).await;
        }
    }
    let chosen = "[...document.querySelectorAll('.range-picker [aria-selected=true] button')].map(it => it.ariaLabel)";
    browser.comes_true(&format!("{chosen}.map(it => it.split(', ')[1]).join() === 'start,end'")).await;
    // The end's time of day, a quarter of an hour before midnight.
    browser.focus(".range-picker [aria-label='End time']").await;
    browser.press(ARROW_DOWN).await;
    browser.comes_true("document.activeElement.value === '23:45'").await;
    browser.press(ENTER).await;
    let (from, to) = (day(&server, -2), day(&server, -1));
    let search = format!("?from={from}T00:00:00.000Z&to={to}T23:45:00.000Z");
    browser.comes_true(&format!("location.search === '{search}'")).await;
    browser.comes_true("!document.querySelector('dialog[open]')").await;
    browser.comes_true("document.activeElement.ariaLabel?.startsWith('Change date, from') === true").await;
    // Without choosing anything, back to where it was opened.
    opens_calendar(&browser).await;
    browser.press(ESCAPE).await;
    browser.comes_true("document.activeElement.ariaLabel?.startsWith('Change date, from') === true").await;
    browser.comes_true(&format!("location.search === '{search}'")).await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_that_is_refused_can_be_reached_and_says_why() {
    let (_folder, _server, browser) = signed_in_with_a_call().await;
    opens_calendar(&browser).await;
    browser.comes_true("!document.querySelector('.range-picker__why--refused')").await;
    // Months without a day that can be searched are not shown, however far one pages.
    for _ in 0..4 {
        browser.press(PAGE_UP).await;
    }
    browser.says(".range-picker__why--refused", "Before the search window").await;
    browser.comes_true("document.activeElement.ariaLabel.includes('Before the search window')").await;
    browser.comes_true("document.activeElement.getAttribute('aria-disabled') === 'true'").await;
    browser.comes_true("document.querySelector('[aria-label=\"Previous month\"]').ariaDisabled === 'true'").await;
    browser.press(ENTER).await;
    browser.comes_true("!document.activeElement.closest('[aria-selected=true]')").await;
    // The reason goes with the day.
    browser.focus(".range-picker [aria-current=date]").await;
    browser.comes_true("!document.querySelector('.range-picker__why--refused')").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_counted_from_now_stays_so_in_the_address() {
    let (_folder, server, browser) = signed_in_with_a_call().await;
    types(&browser, "#field-from", "3小时前").await;
    types(&browser, "#field-to", "now").await;
    browser.press(ENTER).await;
    browser.comes_true("location.search === '?from=-3h&to=now'").await;
    browser.comes_true("document.querySelector('#field-from').value === '-3h'").await;
    browser.comes_true("document.activeElement.id === 'field-to'").await;
    browser.client.goto(&format!("http://{}/?from=yesterday+14:00", server.address)).await.expect("the page");
    browser.comes_true("document.querySelector('#field-from')?.value === 'yesterday 14:00'").await;
    browser.sees("#language option[value='zh-CN']").await.click().await.expect("a choice");
    browser.comes_true("document.querySelector('#field-from')?.value === '昨天 14:00'").await;
    browser.comes_true("location.search === '?from=yesterday+14:00'").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_says_how_it_is_understood_before_it_is_asked_for() {
    let (_folder, _server, browser) = signed_in_with_a_call().await;
    types(&browser, "#field-from", "2026-11-24 14:00").await;
    browser.says("#words-from", "Tue 24 Nov 2026, 14:00").await;
    browser.comes_true("location.search === ''").await;
    types(&browser, "#field-from", "11/12").await;
    browser.says("#words-from", "Write 24 nov or 2026-11-24").await;
    let top = "document.querySelector('#field-caller_number').getBoundingClientRect().top";
    browser.runs(&format!("window.top_before = {top}")).await;
    browser.press(ENTER).await;
    browser.comes_true("document.querySelector('#field-from').ariaInvalid === 'true'").await;
    browser.comes_true("document.activeElement.id === 'field-from'").await;
    // What is wrong covers nothing and moves nothing.
    browser.comes_true(&format!("window.top_before === {top}")).await;
    browser
        .comes_true(
            "document.querySelector('.range-words').getBoundingClientRect().bottom \
             <= document.querySelector('.filter-bar').getBoundingClientRect().top",
        )
        .await;
    browser.runs("document.querySelector('#field-from').select()").await;
    browser.press("\u{e017}").await;
    browser.comes_true("document.querySelector('#field-from').placeholder.startsWith('Earliest (20')").await;
    browser.comes_true("document.querySelector('#field-to').placeholder === 'now'").await;
    browser.close().await;
}

/// Chooses a zone with the page's own switch, by keyboard.
async fn chooses_zone(browser: &Browser, typed: &str, name: &str) {
    browser.focus("#zone").await;
    browser.press(ENTER).await;
    browser.comes_true("document.activeElement.getAttribute('role') === 'combobox'").await;
    browser.press(typed).await;
    browser
        .comes_true(&format!("document.querySelector('.zone-list__option--active bdi')?.innerText === '{name}'"))
        .await;
    browser.press(ENTER).await;
    browser
        .comes_true(&format!(
            "document.activeElement.id === 'zone' && document.activeElement.innerText.includes('{name}')"
        ))
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn days_are_those_of_the_chosen_zone_also_where_its_clock_changes() {
    let (_folder, server, browser) = signed_in_with_a_call().await;
    browser
        .runs(
            "window.bodies = []; const real = window.fetch.bind(window);
             window.fetch = (request, ...rest) => {
                 if (request.url?.includes('/search')) request.clone().json().then(body => window.bodies.push(body));
                 return real(request, ...rest);
             };",
        )
        .await;
    // Each with the days on which its clock is put forward and back, and when those begin.
    let zones = [
        (
            "berlin",
            "Europe/Berlin",
            Tz::Europe__Berlin,
            "2026-03-29",
            "2026-03-28T23:00",
            "2026-10-25",
            "2026-10-24T22:00",
        ),
        (
            "shang",
            "Asia/Shanghai",
            Tz::Asia__Shanghai,
            "2026-03-29",
            "2026-03-28T16:00",
            "2026-10-25",
            "2026-10-24T16:00",
        ),
        (
            "new york",
            "America/New York",
            Tz::America__New_York,
            "2026-03-08",
            "2026-03-08T05:00",
            "2026-11-01",
            "2026-11-01T04:00",
        ),
        (
            "johns",
            "America/St Johns",
            Tz::America__St_Johns,
            "2026-03-08",
            "2026-03-08T03:30",
            "2026-11-01",
            "2026-11-01T02:30",
        ),
    ];
    for (typed, name, zone, forward, forward_at, back, back_at) in zones {
        chooses_zone(&browser, typed, name).await;
        browser.says(".range-words__zone", name).await;
        browser.button("Today").await.click().await.expect("a click");
        let now = chrono::DateTime::from_timestamp_millis(server.state.clock.now().millis()).expect("an instant");
        let midnight = now.with_timezone(&zone).date_naive().and_time(chrono::NaiveTime::MIN);
        let start = midnight.and_local_timezone(zone).earliest().expect("a midnight");
        let start = call_records_wire::time::Timestamp::from_millis(start.timestamp_millis());
        browser.comes_true(&format!("window.bodies.at(-1)?.from.join() === '{start}'")).await;
        for (day, begins) in [(forward, forward_at), (back, back_at)] {
            types(&browser, "#field-from", day).await;
            types(&browser, "#field-to", day).await;
            browser.press(ENTER).await;
            browser.comes_true(&format!("location.search.startsWith('?from={begins}:00.000Z&to=')")).await;
            // The day has as many hours as its zone says.
            let hours = match (name, day == forward) {
                ("Asia/Shanghai", _) => 24,
                (_, true) => 23,
                (_, false) => 25,
            };
            let length = "[...new URLSearchParams(location.search).values()].map(Date.parse).reduce((a, b) => b - a)";
            browser.comes_true(&format!("{length} === {hours} * 3600000")).await;
        }
    }
    types(&browser, "#field-from", "2026-03-08 02:30").await;
    browser.says("#words-from", "the clock never shows 02:30").await;
    types(&browser, "#field-from", "2026-11-01 01:30").await;
    browser.says("#words-from", "the first of the two times").await;
    // It is kept, and the browser's own comes back.
    browser.client.goto(&format!("http://{}/", server.address)).await.expect("the page");
    browser.says("#zone", "America/St Johns").await;
    browser.focus("#zone").await;
    browser.press(ENTER).await;
    browser.sees("[role=combobox]").await.send_keys(&format!("this browser{ENTER}")).await.expect("a choice");
    browser.comes_true("document.querySelector('#zone').innerText.trim().endsWith('UTC')").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_fields_of_the_range_and_their_calendar_have_room_in_every_window() {
    let (_folder, _server, browser) = signed_in_with_a_call().await;
    for (width, months) in [(1440, 2), (1024, 2), (768, 2), (390, 1)] {
        browser.client.set_window_size(width, 900).await.expect("a window");
        browser.comes_true(&format!("innerWidth === {width}")).await;
        let top = |css: &str| format!("document.querySelector('{css}').getBoundingClientRect().top");
        browser.comes_true(&format!("{} === {}", top("#field-from"), top("#field-to"))).await;
        browser.comes_true("document.documentElement.scrollWidth <= innerWidth").await;
        opens_calendar(&browser).await;
        browser
            .comes_true(
                "(() => { const it = document.querySelector('.range-picker').getBoundingClientRect(); \
                 return it.left >= 0 && it.right <= innerWidth && it.top >= 0 && it.bottom <= innerHeight; })()",
            )
            .await;
        browser.comes_true(&format!("document.querySelectorAll('.range-picker__grid').length <= {months}")).await;
        browser.press(TAB).await;
        browser.press(ESCAPE).await;
        browser.comes_true("!document.querySelector('dialog[open]')").await;
    }
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_range_steps_back_and_on_by_its_own_length() {
    let (_folder, server, browser) = signed_in_with_a_call().await;
    browser.button("Back by the same length").await.click().await.expect("a click");
    browser.comes_true("location.search === '?range=yesterday'").await;
    browser.button("Back by the same length").await.click().await.expect("a click");
    let (from, to) = (day(&server, -2), day(&server, -1));
    let search = format!("?from={from}T00:00:00.000Z&to={to}T00:00:00.000Z");
    browser.comes_true(&format!("location.search === '{search}'")).await;
    for search in ["?range=yesterday", "?range=today"] {
        browser.button("On by the same length").await.click().await.expect("a click");
        browser.comes_true(&format!("location.search === '{search}'")).await;
    }
    browser.comes_true("document.querySelector('[aria-label=\"On by the same length\"]').disabled").await;
    browser.close().await;
}
