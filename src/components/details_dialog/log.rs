//! The operations log: what happened, when, and how long after the start.

use call_records_wire::call::{CallDetail, LogEntry};
use call_records_wire::time::Timestamp;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::super::ui::{Glyph, Icon, IconButton, focus_soon};
use crate::format::{count, escaped, harmless, length, time_exact};
use crate::i18n::{fill, t};
use crate::log_words::{Group, Kind, group, kind, words};
use crate::state::notices::Notices;
use crate::state::player::{Player, Reel};

/// How many entries are drawn at once.
const AT_ONCE: usize = 200;

/// What of the log is shown.
#[derive(Clone, Copy)]
pub struct LogView {
    group: RwSignal<Option<Group>>,
    limit: RwSignal<usize>,
}

impl LogView {
    /// Its beginning, of every kind.
    pub fn new() -> Self {
        Self { group: RwSignal::new(None), limit: RwSignal::new(AT_ONCE) }
    }

    /// Brings an entry into sight, whatever was left out.
    pub fn show(self, at: usize) {
        self.group.set(None);
        self.limit.update(|limit| *limit = (*limit).max(at + 1));
        focus_soon(format!("#{}", entry_id(at)));
    }
}

/// What can be heard of the call, and plays it from a place.
#[derive(Clone, Copy)]
struct Heard {
    reel: Memo<Reel>,
    play: Callback<u64>,
}

/// An entry and its place in the whole log.
type Placed = (usize, LogEntry);

/// The entries in order.
#[component]
pub fn OperationsLog(
    /// The call.
    detail: Signal<CallDetail>,
    /// When the call started.
    started_at: Signal<Timestamp>,
    /// What of it is shown.
    view: LogView,
    /// Plays from where something happened.
    player: Player,
    /// Says what was copied.
    notices: Notices,
) -> impl IntoView {
    let reel = Memo::new(move |_| detail.with(|detail| Reel::of(&detail.row)));
    let heard = Heard {
        reel,
        play: Callback::new(move |at| detail.with_untracked(|detail| player.open_at(&detail.row, at, true))),
    };
    let LogView { group: chosen, limit } = view;
    let matching = Memo::new(move |_| {
        let chosen = chosen.get();
        let is_shown = |entry: &LogEntry| chosen.is_none_or(|chosen| group(kind(&entry.event_type)) == chosen);
        detail.with(|detail| {
            let places = detail.log.iter().enumerate();
            places.filter(|(_, entry)| is_shown(entry)).map(|(at, _)| at).collect::<Vec<usize>>()
        })
    });
    let rests_on = Memo::new(move |_| {
        detail.with(|detail| detail.explanation.as_ref().map(|it| it.events.clone()).unwrap_or_default())
    });
    let shown = move || {
        matching.with(|places| {
            detail.with(|detail| {
                let entries = places.iter().take(limit.get());
                entries.filter_map(|&at| Some((at, detail.log.get(at)?.clone()))).collect::<Vec<Placed>>()
            })
        })
    };
    let left = move || matching.with(Vec::len).saturating_sub(limit.get());
    let more = move |_| {
        let first_new = matching.with_untracked(|places| places.get(limit.get_untracked()).copied());
        limit.update(|limit| *limit += AT_ONCE);
        // The button moves down, or goes away: the focus goes on reading.
        if let Some(at) = first_new {
            focus_soon(format!("#{}", entry_id(at)));
        }
    };
    view! {
        <LogFilter detail chosen />
        <ol class="log">
            <For
                each=shown
                key=|(at, entry)| (*at, entry.source.clone(), entry.id.clone())
                children=move |(at, entry)| view! { <Entry at entry started_at rests_on heard notices /> }
            />
        </ol>
        <Show when=move || { left() > 0 }>
            <button type="button" class="button log__more" on:click=more>
                {move || {
                    let next = left().min(AT_ONCE).to_string();
                    fill(t().story.more_entries, &[("count", &next), ("left", &count(left() as u64))])
                }}
            </button>
        </Show>
    }
}

/// Narrows the log to a kind of entry. Only kinds that it has can be chosen.
#[component]
fn LogFilter(detail: Signal<CallDetail>, chosen: RwSignal<Option<Group>>) -> impl IntoView {
    let counts = Memo::new(move |_| {
        let mut counts = [0usize; Group::ALL.len()];
        detail.with(|detail| {
            for entry in &detail.log {
                counts[group(kind(&entry.event_type)) as usize] += 1;
            }
        });
        counts
    });
    let one = move |choice: Option<Group>| {
        let name = choice.map_or(t().story.group_all, Group::name);
        let count_of = move || counts.with(|counts| choice.map_or(counts.iter().sum(), |it| counts[it as usize]));
        view! {
            <button
                type="button"
                class="log__group"
                aria-pressed=move || (chosen.get() == choice).to_string()
                hidden=move || choice.is_some() && count_of() == 0
                on:click=move |_| chosen.set(choice)
            >
                {name}
                " "
                <span class="log__count">{move || count(count_of() as u64)}</span>
            </button>
        }
    };
    view! {
        <div class="log__filter" role="group" aria-label=t().story.filter_log>
            {one(None)}
            {Group::ALL.map(|it| one(Some(it))).collect_view()}
        </div>
    }
}

#[component]
fn Entry(
    at: usize,
    entry: LogEntry,
    started_at: Signal<Timestamp>,
    rests_on: Memo<Vec<usize>>,
    heard: Heard,
    notices: Notices,
) -> impl IntoView {
    let LogEntry { time, .. } = entry;
    let kind = kind(&entry.event_type);
    let marked = Memo::new(move |_| rests_on.with(|places| places.contains(&at)));
    let after_ms = Memo::new(move |_| time.millis_since(started_at.get()));
    let after = move || format!("+{}", length(after_ms.get()));
    let on_axis = Memo::new(move |_| heard.reel.with(|reel| reel.of_call_ms(after_ms.get())));
    // What was recorded can be heard.
    let after = move || match on_axis.get() {
        Some(at) => view! {
            <button
                type="button"
                class="log__after log__play"
                title=fill(t().player.play_from, &[("time", &after())])
                aria-label=fill(t().player.play_from, &[("time", &after())])
                on:click=move |_| heard.play.run(at)
            >
                {after()}
            </button>
        }
        .into_any(),
        None => view! { <span class="log__after">{after}</span> }.into_any(),
    };
    view! {
        <li class="log__entry" class:log__entry--marked=move || marked.get() id=entry_id(at) tabindex="-1">
            <time class="log__time" datetime=time.to_string()>{time_exact(time)}</time>
            {after}
            <span class=format!("log__icon log__icon--{}", tone(kind))><Icon glyph=glyph(kind) /></span>
            <div class="log__what">
                <bdi class="log__words">{words(&entry)}</bdi>
                <Show when=move || marked.get()>
                    <span class="visually-hidden">{t().rests_on}</span>
                </Show>
                <RawEvent entry notices />
            </div>
        </li>
    }
}

/// The event to the letter. It is written out only once somebody looks: a log may have thousands.
#[component]
fn RawEvent(entry: LogEntry, notices: Notices) -> impl IntoView {
    let open = RwSignal::new(false);
    let event_type = harmless(&entry.event_type);
    let raw = StoredValue::new(entry);
    let written = move || raw.with_value(|entry| serde_json::to_string_pretty(entry).unwrap_or_default());
    view! {
        <details
            class="log__raw"
            on:toggle=move |ev| {
                let details = ev.target().and_then(|it| it.dyn_into::<HtmlElement>().ok());
                open.set(details.is_some_and(|it| it.has_attribute("open")));
            }
        >
            <summary><bdi>{event_type}</bdi><span class="visually-hidden">{t().raw_event}</span></summary>
            <Show when=move || open.get()>
                <div class="log__document">
                    <IconButton
                        glyph=Glyph::Copy
                        class="icon-button--small"
                        label=t().story.copy_event
                        on_press=Callback::new(move |()| notices.copy(&written()))
                    />
                    <pre tabindex="0">{escaped(&written())}</pre>
                </div>
            </Show>
        </details>
    }
}

fn entry_id(at: usize) -> String {
    format!("entry-{}", at + 1)
}

const fn glyph(kind: Kind) -> Glyph {
    match kind {
        Kind::Start => Glyph::Phone,
        Kind::Flow => Glyph::Branch,
        Kind::Key => Glyph::Hash,
        Kind::Queue => Glyph::Lines,
        Kind::Ring => Glyph::Bell,
        Kind::Talk => Glyph::Talk,
        Kind::Hold => Glyph::Pause,
        Kind::Transfer => Glyph::Arrow,
        Kind::Recording => Glyph::Record,
        Kind::End => Glyph::Stop,
        Kind::Note => Glyph::Note,
        Kind::Tag => Glyph::Tag,
        Kind::Other => Glyph::Dots,
    }
}

/// The color of a kind: that of its stage, where it has one.
const fn tone(kind: Kind) -> &'static str {
    match kind {
        Kind::Flow | Kind::Key => "ivr",
        Kind::Queue => "queue",
        Kind::Ring => "ring",
        Kind::Talk | Kind::Transfer => "talk",
        Kind::Hold => "hold",
        Kind::Start | Kind::Recording | Kind::End | Kind::Note | Kind::Tag | Kind::Other => "plain",
    }
}
