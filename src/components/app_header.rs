//! Title, live line, preferences, account.

use call_records_wire::session::Session;
use leptos::prelude::*;

use super::help_dialog::HelpButton;
use super::ui::{Disclosure, Glyph, Icon, arriving_quietly, error_text, focus, later};
use super::zone_select::ZoneSelect;
use crate::format;
use crate::i18n::{self, Language, fill, t};
use crate::state::desk::Desk;
use crate::state::live::{Live, LiveStatus};
use crate::state::preferences::{Preferences, Theme};

/// The top of the page.
#[component]
pub fn AppHeader(
    /// Every handle.
    desk: &'static Desk,
) -> impl IntoView {
    view! {
        <header class="app-header">
            <Logo />
            <h1 class="app-header__title">{t().title}</h1>
            // A line that waits for a list that was refused waits for nothing.
            <Show when=move || !(desk.rows.is_refused() && desk.live.status() == LiveStatus::Connecting)>
                <LiveBadge live=desk.live />
            </Show>
            <span class="app-header__space"></span>
            <Show when=move || desk.rows_stand.get()>{arriving_quietly(move || header_tools(desk))}</Show>
        </header>
    }
}

later! {
    fn header_tools(desk: &'static Desk) {
        view! {
            <ZoneSelect preferences=desk.preferences now=desk.clock.now />
            <LanguageSelect preferences=desk.preferences />
            <ThemeSelect preferences=desk.preferences />
            <HelpButton shortcuts=desk.shortcuts />
            {move || desk.account().map(|account| view! { <AccountMenu account desk /> })}
        }
    }
}

/// The product's mark.
#[component]
pub fn Logo() -> impl IntoView {
    view! {
        <svg class="logo" viewBox="0 0 26 26" aria-hidden="true" focusable="false">
            <rect class="logo__ground" width="26" height="26" rx="7" />
            <path class="logo__wave" d="M7.2 12.2v1.6M11.2 8.7v8.6M15.2 10.7v4.6M19.2 12.4v1.2" />
        </svg>
    }
}

#[component]
fn LiveBadge(live: Live) -> impl IntoView {
    let since = move |text| fill(text, &[("time", &live.broken_since().map(format::time_short).unwrap_or_default())]);
    let text = move || match live.status() {
        LiveStatus::Connecting => t().live_connecting.to_owned(),
        LiveStatus::Live(since) => fill(t().live_since, &[("time", &format::time_short(since))]),
        LiveStatus::Reconnecting => since(t().states.live_broken_since),
        LiveStatus::Offline => since(t().states.live_offline_since),
        LiveStatus::Paused => t().table.live_paused.to_owned(),
    };
    let class = move || match live.status() {
        LiveStatus::Live(_) => "live-badge live-badge--live",
        LiveStatus::Connecting => "live-badge",
        LiveStatus::Reconnecting | LiveStatus::Offline | LiveStatus::Paused => "live-badge live-badge--broken",
    };
    let count = |value: u32| format::count(value.into());
    let last = move || match live.health().last_change {
        Some(at) => format::time(at),
        None => t().table.none_yet.to_owned(),
    };
    view! {
        <Disclosure
            class="live-health"
            button=ViewFn::from(move || {
                view! {
                    <span class=class role="status" aria-live="polite" title=text>
                        <span class="live-badge__dot" aria-hidden="true"></span>
                        <span class="live-badge__text">{text}</span>
                    </span>
                }
            })
        >
            <dl class="live-health__facts" aria-label=t().table.feed>
                <dt>{t().table.feed_last}</dt>
                <dd>{last}</dd>
                <dt>{t().table.feed_reconnects}</dt>
                <dd>{move || count(live.health().reconnects)}</dd>
                <dt>{t().table.feed_gaps}</dt>
                <dd>{move || count(live.health().gaps)}</dd>
            </dl>
        </Disclosure>
    }
}

/// The switch of the language.
#[component]
pub fn LanguageSelect(
    /// What is preferred.
    preferences: Preferences,
) -> impl IntoView {
    let chosen = i18n::spoken();
    let choose = move |ev| {
        let tag = event_target_value(&ev);
        if let Some(language) = Language::ALL.into_iter().find(|language| language.tag() == tag) {
            preferences.choose_language(language);
            // The views are new; whoever used the keyboard goes on where they were.
            request_animation_frame(|| {
                let _ = focus("#language");
            });
        }
    };
    view! {
        <span class="header-select">
            <Icon glyph=Glyph::Globe />
            <select id="language" class="header-select__select" aria-label=t().language on:change=choose>
                {Language::ALL
                    .map(|it| view! { <option value=it.tag() lang=it.tag() selected=it == chosen>{it.name()}</option> })
                    .collect_view()}
            </select>
        </span>
    }
}

/// The switch of the theme.
#[component]
pub fn ThemeSelect(
    /// What is preferred.
    preferences: Preferences,
) -> impl IntoView {
    let name = |theme| match theme {
        Theme::System => t().theme_system,
        Theme::Light => t().theme_light,
        Theme::Dark => t().theme_dark,
    };
    let choose = move |ev| {
        let text = event_target_value(&ev);
        if let Some(theme) = Theme::ALL.into_iter().find(|theme| theme.as_str() == text) {
            preferences.choose_theme(theme);
        }
    };
    let chosen = preferences.theme();
    view! {
        <span class="header-select">
            <Icon glyph=Glyph::Theme />
            <select class="header-select__select" aria-label=t().theme on:change=choose>
                {Theme::ALL
                    .map(|it| view! { <option value=it.as_str() selected=it == chosen>{name(it)}</option> })
                    .collect_view()}
            </select>
        </span>
    }
}

#[component]
fn AccountMenu(account: Session, desk: &'static Desk) -> impl IntoView {
    let Session { name, role, version, .. } = account;
    let shown = format!("{} · {}", format::harmless(&name), i18n::role(role));
    let failed = move |err| desk.notices.say(fill(t().sign_out_failed, &[("detail", &error_text(&err))]));
    // The menu gives the focus back first, so that closing the help gives it back there.
    let help = move |_| request_animation_frame(move || desk.shortcuts.show_help(true));
    view! {
        <Disclosure
            class="account-menu"
            button=ViewFn::from(move || {
                view! {
                    <Icon glyph=Glyph::Person />
                    <bdi class="account-menu__name">{shown.clone()}</bdi>
                    <Icon glyph=Glyph::ChevronDown />
                }
            })
        >
            // Where the head has no room for the button of its own.
            <button type="button" class="menu-item account-menu__help" on:click=help>
                {t().states.help}
            </button>
            <button type="button" class="menu-item" on:click=move |_| desk.sign_out(failed)>
                {t().sign_out}
            </button>
            <p class="account-menu__version">{fill(t().version, &[("version", &version)])}</p>
        </Disclosure>
    }
}
