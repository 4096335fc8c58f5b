//! What stands above the rows: how many there are, what waits, and what can be done with the list.

use std::time::Duration;

use call_records_wire::page::Sort;
use leptos::prelude::*;

use super::list_tools::list_tools;
use super::selection_bar::selection_bar;
use super::ui::{Glyph, Icon, IconButton, arriving, arriving_quietly, focus};
use super::views_menu::OpenView;
use crate::format::{count, time_short};
use crate::i18n::{day_and_time, fill, short_date, t};
use crate::state::desk::Desk;
use crate::state::live::{Live, LiveStatus};
use crate::state::rows::{CallRows, Extent, Face};
use crate::zone;

/// New calls are told of after this at the earliest.
const TOLD_EVERY: Duration = Duration::from_secs(10);
/// So many times of those without a word follow a word while calls keep coming.
const SILENT: u8 = 5;

/// How many calls there are, how many of them are shown, and what can be searched at all.
#[component]
pub fn ListHead(
    /// Every handle.
    desk: &'static Desk,
    /// How many days can be searched.
    window_days: Signal<u32>,
    /// The order.
    sort: Signal<Sort>,
    /// Another order is wanted.
    on_sort: Callback<Sort>,
) -> impl IntoView {
    let rows = desk.rows;
    let total = Memo::new(move |_| rows.extent().map(|extent| total_text(&extent)));
    let shown_text = move || match (rows.face(), total.get()) {
        (Face::Ready | Face::Refreshing, Some(total)) => total,
        _ => String::new(),
    };
    // Live changes would make the announcement babble: it says what an answer said, once.
    let announced = Memo::new(move |_| match rows.face() {
        Face::Ready => rows.extent_when_asked().map(|extent| total_text(&extent)).unwrap_or_default(),
        Face::Loading | Face::Refreshing | Face::Failed(_) => String::new(),
    });
    let window = move || {
        rows.extent().map(|Extent { earliest, .. }| {
            let since = day_and_time(&short_date(zone::local(earliest).date()), &time_short(earliest));
            fill(t().window, &[("days", &window_days.get().to_string()), ("since", &since)])
        })
    };
    // On narrow screens the head of the page has no room for it.
    let zone = Memo::new(move |_| zone::described(desk.clock.now.get()));
    view! {
        <div class="call-list__head">
            <strong class="call-list__total">{shown_text}</strong>
            <OpenView views=desk.views />
            <PauseLive live=desk.live />
            <span class="call-list__busy" aria-hidden="true"></span>
            <span class="call-list__window">
                {window}
                <span class="call-list__zone" title=t().zone_hint>{move || zone.get()}</span>
            </span>
            // Rows come first; the tools have their room kept.
            <div class="list-tools">
                <Show when=move || desk.rows_stand.get()>{arriving_quietly(move || list_tools(desk, sort, on_sort))}</Show>
            </div>
            <span class="visually-hidden" role="status">{move || announced.get()}</span>
            <News rows />
            <Show when=move || { rows.selection.count() > 0 }>
                {arriving(move || selection_bar(desk))}
            </Show>
        </div>
    }
}

/// The switch of live updates.
#[component]
fn PauseLive(live: Live) -> impl IntoView {
    let paused = Memo::new(move |_| live.status() == LiveStatus::Paused);
    move || {
        let (glyph, label) =
            if paused.get() { (Glyph::Play, t().table.resume_live) } else { (Glyph::Pause, t().table.pause_live) };
        let press = Callback::new(move |()| {
            live.pause(!paused.get_untracked());
            request_animation_frame(|| {
                focus(".call-list__pause");
            });
        });
        view! { <IconButton glyph label class="icon-button--small call-list__pause" on_press=press /> }
    }
}

/// The calls that wait, and now and then a word of those that came.
#[component]
fn News(rows: CallRows) -> impl IntoView {
    let news = RwSignal::new(String::new());
    let silent = StoredValue::new(0_u8);
    let told = set_interval_with_handle(
        move || {
            rows.settle();
            // Whoever types is not interrupted.
            let typing = document().active_element().is_some_and(|it| it.matches("input, textarea") == Ok(true));
            let left = silent.get_value();
            silent.set_value(left.saturating_sub(1));
            let text = if typing || left > 0 { String::new() } else { new_calls(rows.take_news()) };
            if !text.is_empty() {
                silent.set_value(SILENT);
            }
            if news.get_untracked() != text {
                news.set(text);
            }
        },
        TOLD_EVERY,
    );
    on_cleanup(move || {
        if let Ok(told) = told {
            told.clear();
        }
    });
    view! {
        <span class="visually-hidden" role="status">{move || news.get()}</span>
        <Show when=move || { rows.waiting() > 0 }>
            <button
                type="button"
                class="new-calls"
                on:blur=move |_| rows.entered(false)
                on:click=move |_| {
                    rows.read_from_top();
                    window().scroll_to_with_x_and_y(0.0, 0.0);
                    // The button goes away, and must not take the focus with it.
                    request_animation_frame(|| {
                        focus("#calls");
                    });
                }
            >
                <Icon glyph=Glyph::Up />
                {move || new_calls(rows.waiting())}
            </button>
        </Show>
    }
}

fn new_calls(many: usize) -> String {
    match many {
        0 => String::new(),
        1 => t().new_calls_one.to_owned(),
        _ if many > CallRows::MOST_WAITING => {
            fill(t().table.new_calls_over, &[("count", &CallRows::MOST_WAITING.to_string())])
        }
        _ => fill(t().new_calls_many, &[("count", &count(many as u64))]),
    }
}

fn total_text(extent: &Extent) -> String {
    let total = extent.total;
    match (total.value, total.exact) {
        (1, true) => t().calls_one.to_owned(),
        (value, true) => fill(t().calls_many, &[("count", &count(value))]),
        (value, false) => fill(t().calls_more_than, &[("count", &count(value))]),
    }
}
