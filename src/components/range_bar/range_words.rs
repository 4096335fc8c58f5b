//! How the fields of the range are understood, before they are asked for.

use call_records_wire::time::Timestamp;
use leptos::prelude::*;

use super::super::ui::later;
use crate::calendar::{Now, Range, Side};
use crate::i18n::{fill, t};
use crate::state::draft::{Draft, FaultKind};
use crate::state::failure::fault_text;
use crate::state::moment_words::{clock_words, misread_text, understood};
use crate::zone::{self, local_in};

later! {
    /// What the range stands for, as a part that may come later.
    pub fn range_words(draft: Draft, now: Signal<Now>) {
        view! { <RangeWords draft now /> }
    }
}

/// What the range stands for, in which zone, and what is wrong with it.
#[component]
fn RangeWords(draft: Draft, now: Signal<Now>) -> impl IntoView {
    let words = move |side| end_words(draft, side, now.get());
    let end = move |side: Side, id: &'static str| {
        let words = Memo::new(move |_| words(side));
        view! {
            <span id=id class="range-words__end" class:range-words__end--bad=move || words.with(|words| words.is_bad)>
                {move || words.with(|words| words.text.clone())}
            </span>
        }
    };
    view! {
        {end(Side::From, "words-from")}
        {" "}
        {end(Side::To, "words-to")}
        {" "}
        <span class="range-words__zone">{move || zone::described(now.get().at)}</span>
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Words {
    text: String,
    is_bad: bool,
}

fn end_words(draft: Draft, side: Side, now: Now) -> Words {
    let is_end = side == Side::To;
    let template = if is_end { t().dates.understood_to } else { t().dates.understood_from };
    if let Some(fault) = draft.fault(if is_end { "to" } else { "from" }) {
        return Words { text: fault_text(&fault), is_bad: true };
    }
    let text = match draft.end(side, now) {
        Err(why) => misread_text(why).to_owned(),
        Ok(Some(typed)) => {
            let words = fill(template, &[("moment", &understood(typed, side, now))]);
            if !is_end && Range::between(Some(typed.moment), None).instants(now).0 < Some(now.earliest) {
                let why = fault_text(&FaultKind::TooEarly(Timestamp::from_millis(now.earliest)));
                fill(t().dates.understood_refused, &[("words", &words), ("why", &why)])
            } else {
                words
            }
        }
        Ok(None) if is_end => fill(template, &[("moment", t().dates.until_now)]),
        Ok(None) => fill(template, &[("moment", &clock_words(local_in(now.earliest, now.offset), side))]),
    };
    Words { text, is_bad: false }
}
