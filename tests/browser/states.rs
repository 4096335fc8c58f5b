//! Every state that the page can be in, and the way there. Whoever adds a state to the page adds it here: the tests of
//! accessibility, of languages and of sizes, and the pictures, go through this list.

use crate::scene::{CALL, LIVE, UNKNOWN};
use crate::world::{Browser, Server};

const NEVER: &str = "new Promise(() => {})";
const ESCAPE_GROUND: &str = "document.activeElement?.blur()";

/// A state of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    SignIn,
    SignInRefused,
    SignInEmpty,
    FirstLoad,
    List,
    Filtered,
    MoreFilters,
    FieldFault,
    Refetching,
    NoCalls,
    NoMatches,
    Failed,
    WindowExceeded,
    NoRights,
    Offline,
    Restarting,
    UnreadLink,
    ExportOpen,
    ViewsOpen,
    SavingAView,
    ColumnsOpen,
    Selected,
    ChoicesOpen,
    NamesOpen,
    AnythingOpen,
    CalendarOpen,
    ZonesOpen,
    Paused,
    AccountOpen,
    ReasonOpen,
    DownloadOpen,
    Help,
    DetailsLoading,
    Details,
    DetailsLive,
    DetailsFailed,
    DetailsPartlyFailed,
    DetailsUnknown,
    UnknownReasonOpen,
    WrongDays,
    Player,
    PlayerInDetails,
}

impl State {
    pub(crate) const ALL: [Self; 42] = [
        Self::SignIn,
        Self::SignInRefused,
        Self::SignInEmpty,
        Self::FirstLoad,
        Self::List,
        Self::Filtered,
        Self::MoreFilters,
        Self::FieldFault,
        Self::Refetching,
        Self::NoCalls,
        Self::NoMatches,
        Self::Failed,
        Self::WindowExceeded,
        Self::NoRights,
        Self::Offline,
        Self::Restarting,
        Self::UnreadLink,
        Self::ExportOpen,
        Self::ViewsOpen,
        Self::SavingAView,
        Self::ColumnsOpen,
        Self::Selected,
        Self::ChoicesOpen,
        Self::NamesOpen,
        Self::AnythingOpen,
        Self::CalendarOpen,
        Self::ZonesOpen,
        Self::Paused,
        Self::AccountOpen,
        Self::ReasonOpen,
        Self::DownloadOpen,
        Self::Help,
        Self::DetailsLoading,
        Self::Details,
        Self::DetailsLive,
        Self::DetailsFailed,
        Self::DetailsPartlyFailed,
        Self::DetailsUnknown,
        Self::UnknownReasonOpen,
        Self::WrongDays,
        Self::Player,
        Self::PlayerInDetails,
    ];

    /// As files are called.
    pub(crate) fn name(self) -> String {
        let mut name = String::new();
        for letter in format!("{self:?}").chars() {
            if letter.is_uppercase() && !name.is_empty() {
                name.push('-');
            }
            name.extend(letter.to_lowercase());
        }
        name
    }

    /// What stands in the address. All days, so that midnight changes nothing.
    fn address(self) -> String {
        match self {
            Self::Filtered => "?range=last_7_days&call_type=inbound&status=ended#caller_number=207".to_owned(),
            Self::NoCalls => "?from=-20d&to=-19d".to_owned(),
            Self::NoMatches => "?range=last_7_days#agent=nobody".to_owned(),
            Self::WindowExceeded => "?from=2026-01-01T00:00:00.000Z".to_owned(),
            Self::UnreadLink => "?range=last_7_days&call_type=carrier_pigeon".to_owned(),
            Self::DetailsLoading | Self::Details | Self::DetailsPartlyFailed | Self::PlayerInDetails => {
                format!("?range=last_7_days#call={CALL}")
            }
            Self::DetailsUnknown => format!("?range=last_7_days#call={UNKNOWN}"),
            Self::UnknownReasonOpen => format!("?range=last_7_days#call_id={UNKNOWN}"),
            Self::DetailsLive => format!("?range=last_7_days#call={LIVE}"),
            Self::DetailsFailed => "?range=last_7_days#call=gone".to_owned(),
            // In sight without scrolling, also on cards.
            Self::DownloadOpen | Self::Player => "?range=last_7_days&has_recording=true".to_owned(),
            _ => "?range=last_7_days".to_owned(),
        }
    }

    /// Leads the browser there from wherever it is, in a language and a theme.
    pub(crate) async fn reach(self, browser: &Browser, server: &Server, language: &str, theme: &str) {
        // The last one named is the one that could not be reached.
        eprintln!("{self:?}");
        browser.client.delete_all_cookies().await.expect("no cookies");
        let page = format!("http://{}/", server.address);
        // Another page first: what differs in the fragment alone is no other page to a browser.
        browser.client.goto(&format!("{page}healthz")).await.expect("the server");
        let preferences = format!(
            "localStorage.setItem('call-records.language', '{language}'); localStorage.setItem('call-records.theme', '{theme}')"
        );
        browser.runs(&preferences).await;
        browser.client.goto(&format!("{page}{}", self.address())).await.expect("the page");
        browser.comes_true("document.querySelector('#name') !== null").await;
        self.prepare(browser).await;
        if !matches!(self, Self::SignIn | Self::SignInRefused | Self::SignInEmpty) {
            browser.sign_in_here().await;
        }
        self.enter(browser).await;
    }

    /// What must be so before anybody signs in.
    async fn prepare(self, browser: &Browser) {
        match self {
            Self::FirstLoad => browser.answers_searches(NEVER).await,
            Self::Failed => browser.answers_searches("Promise.reject(new TypeError('no network'))").await,
            Self::NoRights => {
                let forbidden = "Promise.resolve(new Response(JSON.stringify({type: '/problems/forbidden', title: 'x', \
                                 status: 403}), {status: 403, headers: {'Content-Type': 'application/problem+json'}}))";
                browser.answers_searches(forbidden).await;
            }
            Self::DetailsLoading => {
                let hook = "const really = window.fetch.bind(window);
                     window.fetch = (request, ...rest) => new URL(request.url).pathname.startsWith('/api/v1/calls/2')
                         ? new Promise(() => {}) : really(request, ...rest);";
                browser.runs(hook).await;
            }
            Self::DetailsPartlyFailed => {
                let hook = "const really = window.fetch.bind(window);
                     window.fetch = (request, ...rest) => request.url.includes('customer-calls')
                         ? Promise.reject(new TypeError('no network')) : really(request, ...rest);";
                browser.runs(hook).await;
            }
            Self::Restarting => {
                let hook = "const Real = window.EventSource;
                     window.EventSource = function (to) { return window.line = new Real(window.down ? '/nowhere' : to) }";
                browser.runs(hook).await;
            }
            _ => {}
        }
    }

    async fn enter(self, browser: &Browser) {
        let press = |css: &'static str| async move {
            let element = browser.sees(css).await;
            element.click().await.unwrap_or_else(|error| panic!("{css} cannot be pressed in {self:?}: {error}"));
        };
        match self {
            Self::SignIn => {}
            Self::SignInEmpty => {
                press(".sign-in-form [type=submit]").await;
                browser.comes_true("document.querySelector('#sign-in-error').innerText !== ''").await;
            }
            Self::SignInRefused => {
                browser.sees("#name").await.send_keys("demo").await.expect("a name");
                browser.sees("#password").await.send_keys("wrong\u{e007}").await.expect("a password");
                browser.comes_true("document.querySelector('#sign-in-error').innerText !== ''").await;
            }
            Self::FirstLoad => drop(browser.sees(".skeleton").await),
            Self::NoCalls | Self::NoMatches => drop(browser.sees(".notice").await),
            Self::Failed | Self::WindowExceeded | Self::NoRights => drop(browser.sees("[role=alert].notice").await),
            Self::DetailsLoading => drop(browser.sees("dialog.details[open] .details__skeleton").await),
            Self::DetailsFailed => drop(browser.sees("dialog.details[open] .notice").await),
            Self::DetailsPartlyFailed => {
                browser.sees("dialog.details[open] .log__entry").await;
                browser.sees(".details__section--story .notice").await;
            }
            Self::Details | Self::DetailsLive | Self::DetailsUnknown => {
                browser.sees("dialog.details[open] .log__entry").await;
            }
            Self::PlayerInDetails => {
                browser.sees("dialog.details[open] .log__entry").await;
                press("dialog.details[open] .recording .icon-button--play, dialog.details[open] .icon-button--play")
                    .await;
                browser.sees("dialog.details[open] .player").await;
                self.holds_the_player(browser).await;
            }
            _ => {
                browser.sees(".call-row").await;
                self.enter_from_list(browser, press).await;
            }
        }
        browser.comes_true("document.fonts.status === 'loaded'").await;
    }

    async fn enter_from_list<F: Future<Output = ()>>(self, browser: &Browser, press: impl Fn(&'static str) -> F) {
        match self {
            Self::MoreFilters => {
                self.opens_the_sheet(browser).await;
                press("[aria-controls=more-filters]").await;
                browser.sees("#field-min_talk_ms").await;
            }
            Self::FieldFault => {
                self.opens_the_sheet(browser).await;
                browser.sees("#field-caller_number").await.send_keys("4\u{e007}").await.expect("too few digits");
                browser.sees("#fault-caller_number").await;
                browser.runs(ESCAPE_GROUND).await;
            }
            Self::Refetching => {
                browser.answers_searches(NEVER).await;
                browser.runs("document.querySelector('form[role=search]').requestSubmit()").await;
                browser.sees(".call-list--busy").await;
            }
            Self::Offline => {
                browser.sees(".live-badge--live").await;
                browser.runs("window.dispatchEvent(new Event('offline'))").await;
                browser.sees(".connection-bar__text").await;
            }
            Self::Restarting => {
                browser.sees(".live-badge--live").await;
                browser.runs("window.down = true; window.line.dispatchEvent(new Event('error'))").await;
                browser.sees(".connection-bar__text").await;
            }
            Self::UnreadLink => drop(browser.sees(".call-list__unread").await),
            Self::ExportOpen => {
                press(".tool-menu:not(.views-menu) .disclosure__button").await;
                browser.sees("[role=menuitem]").await;
            }
            Self::ViewsOpen => {
                press(".views-menu .disclosure__button").await;
                browser.sees(".views-menu .menu-item--side").await;
            }
            Self::SavingAView => {
                press(".views-menu .disclosure__button").await;
                press(".views-menu [role=menuitem]:not(.menu-item--side)").await;
                browser.sees("dialog[open] input").await;
            }
            // On narrow screens cards have no columns.
            Self::ColumnsOpen => {
                let shown = "return document.querySelector('.columns-menu').checkVisibility()";
                if browser.client.execute(shown, vec![]).await.expect("a script that runs") == true {
                    press(".columns-menu .disclosure__button").await;
                    browser.sees(".columns-menu input").await;
                }
            }
            Self::Selected => {
                press(".call-row input[type=checkbox]").await;
                browser.sees(".selection-bar").await;
            }
            Self::NamesOpen => {
                self.opens_the_sheet(browser).await;
                browser.focus("#field-agent").await;
                browser.sees("[role=listbox] [role=option]").await;
            }
            Self::AnythingOpen => {
                browser.sees("#search-anything").await.send_keys("+44 20 7946 reason:queue").await.expect("some text");
                browser.sees("[role=listbox] [role=option]").await;
            }
            Self::ZonesOpen => {
                press(".zone-select .disclosure__button").await;
                browser.sees(".zone-list [role=option]").await;
            }
            Self::Paused => {
                browser.sees(".live-badge--live").await;
                press(".call-list__pause").await;
                browser.sees(".live-badge--broken").await;
            }
            Self::ChoicesOpen => {
                self.opens_the_sheet(browser).await;
                press("#field-hangup_reason").await;
                browser.sees(".choice .disclosure__panel").await;
            }
            Self::CalendarOpen => {
                press(".field--date .field__button").await;
                browser.sees("dialog.range-picker[open] [role=gridcell]").await;
            }
            Self::AccountOpen => {
                press(".account-menu .disclosure__button").await;
                browser.sees(".account-menu .menu-item").await;
            }
            Self::WrongDays => {
                browser.runs("document.querySelector('#field-from').select()").await;
                browser.sees("#field-from").await.send_keys("10/11\u{e007}").await.expect("no day");
                browser.sees(".call-list__unread").await;
                browser.runs(ESCAPE_GROUND).await;
            }
            Self::ReasonOpen | Self::UnknownReasonOpen => {
                browser.focus(".call-row .tag").await;
                browser.sees("[role=tooltip]").await;
            }
            Self::DownloadOpen => {
                browser.runs("document.querySelector('.call-row .download .disclosure__button').click()").await;
                browser.sees("[role=menuitem]").await;
            }
            // On narrow screens the key alone opens it.
            Self::Help => {
                browser.press("?").await;
                browser.sees("dialog.help[open] kbd").await;
            }
            Self::Player => {
                browser.runs("document.querySelector('.call-row .icon-button--play').click()").await;
                browser.sees(".player").await;
                self.holds_the_player(browser).await;
            }
            _ => {}
        }
    }

    /// On narrow screens the fields are behind a button.
    async fn opens_the_sheet(self, browser: &Browser) {
        browser.runs("const button = document.querySelector('.filter-bar__sheet-button'); if (button?.checkVisibility()) button.click()").await;
        browser.comes_true("document.querySelector('#field-caller_number').checkVisibility()").await;
    }

    /// Plays a little, so that there is something to see, and no more.
    async fn holds_the_player(self, browser: &Browser) {
        browser.comes_true("Number(document.querySelector('.player__slider').value) > 0").await;
        browser.runs("document.querySelector('.player .icon-button--play').click()").await;
    }
}
