//! What would show calls where there are none, with a button for each way.

use leptos::prelude::*;

use super::filter_words::part_text;
use super::ui::later;
use crate::format::{count, harmless};
use crate::i18n::{self, fill, t};
use crate::state::place::View;
use crate::state::reading::may_end_an_id;
use crate::state::suggestions::Suggestions;
use crate::state::widen::{Advice, Way, Widen};

later! {
    /// The ways, as a part that may come later.
    pub fn empty_advice(
        view: Signal<View>,
        widen: Widen,
        suggestions: Suggestions,
        window_days: Signal<u32>,
        on_take: Callback<View>,
    ) {
        view! { <EmptyAdvice view widen suggestions window_days on_take /> }
    }
}

/// Ways to see calls, the one that shows most first.
#[component]
fn EmptyAdvice(
    /// What is looked at.
    view: Signal<View>,
    /// What would show calls.
    widen: Widen,
    /// The names that belong to ids.
    suggestions: Suggestions,
    /// How many days can be searched.
    window_days: Signal<u32>,
    /// One of the ways is taken.
    on_take: Callback<View>,
) -> impl IntoView {
    let ways = move || {
        let row = |advice: Advice| {
            let text = advice_text(suggestions, window_days.get(), &advice);
            let wider = StoredValue::new(advice.view);
            view! {
                <li>
                    <button type="button" class="button" on:click=move |_| on_take.run(wider.get_value())>
                        <bdi>{text}</bdi>
                    </button>
                </li>
            }
        };
        widen.advice().into_iter().map(row).collect_view()
    };
    let ends_of_ids = move || {
        let asked = view.with(|view| view.filter.q.iter().map(|it| it.as_str().to_owned()).collect::<Vec<_>>());
        let told = asked.into_iter().filter(|text| may_end_an_id(text)).map(|text| {
            view! { <p class="advice__id">{fill(t().finding.id_by_start, &[("text", &harmless(&text))])}</p> }
        });
        told.collect_view()
    };
    view! {
        <div class="advice">
            {ends_of_ids}
            <Show when=move || widen.is_looking()>
                <p class="advice__looking">{t().finding.advice_looking}</p>
            </Show>
            <ul class="advice__ways" aria-label=t().finding.advice>{ways}</ul>
        </div>
    }
}

fn advice_text(suggestions: Suggestions, days: u32, advice: &Advice) -> String {
    let what = match &advice.way {
        Way::AllDays => fill(t().finding.advice_window, &[("days", &days.to_string())]),
        Way::WithoutAny => t().finding.advice_without_any.to_owned(),
        Way::Without(parts) => {
            let filter = match parts.as_slice() {
                [(name, value)] => part_text(suggestions, name, value),
                several => i18n::field(several.first().map_or("", |part| part.0)).to_owned(),
            };
            fill(t().finding.advice_without, &[("filter", &filter)])
        }
    };
    let shown = count(advice.total.value);
    let calls = match (advice.total.value, advice.total.exact) {
        (1, true) => t().calls_one.to_owned(),
        (_, true) => fill(t().calls_many, &[("count", &shown)]),
        (_, false) => fill(t().calls_more_than, &[("count", &shown)]),
    };
    fill(t().finding.advice_line, &[("what", &what), ("calls", &calls)])
}
