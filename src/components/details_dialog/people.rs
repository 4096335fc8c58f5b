//! Who had the call, from when to when, and how they passed it on.

use call_records_wire::call::CallDetail;
use call_records_wire::time::Timestamp;
use leptos::prelude::*;

use crate::format::{self, length};
use crate::i18n::{fill, t};
use crate::log_words::{Turn, turns};

/// Agents and transfers in order.
#[component]
pub fn People(
    /// The call.
    detail: Signal<CallDetail>,
    /// The instant up to which it is known what happened.
    known: Memo<i64>,
) -> impl IntoView {
    let turns = Memo::new(move |_| detail.with(|detail| turns(&detail.log)));
    move || {
        turns.with(|turns| {
            if turns.is_empty() {
                return super::none(t().story.no_turns).into_any();
            }
            view! { <ol class="turns">{turns.iter().map(|turn| one(turn.clone(), known)).collect_view()}</ol> }
                .into_any()
        })
    }
}

fn one(turn: Turn, known: Memo<i64>) -> impl IntoView {
    let Turn { who, talked, from, to, how } = turn;
    let when = move || match to {
        Some(to) => fill(
            t().story.talked_from_to,
            &[("from", &format::time(from)), ("to", &format::time(to)), ("length", &length(to.millis_since(from)))],
        ),
        None => {
            let so_far = length(Timestamp::from_millis(known.get()).millis_since(from));
            fill(t().story.talks_since, &[("from", &format::time(from)), ("length", &so_far)])
        }
    };
    view! {
        <li class="turns__turn" class:turns__turn--rang=!talked>
            <bdi class="turns__who">{who}</bdi>
            <span class="turns__what">{if talked { t().story.talked } else { t().story.rang }}</span>
            <span class="turns__when">{when}</span>
            {how.map(|how| view! { <bdi class="turns__how">{how}</bdi> })}
        </li>
    }
}
