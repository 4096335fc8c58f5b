//! What a call spent its time on, to scale.

use call_records_wire::call::{CallRow, Stage};
use leptos::prelude::*;

use crate::format::length;
use crate::i18n::{self, fill, t};

/// The stages of a call as a strip. Its text has the times.
#[component]
pub fn Journey(
    /// The call.
    row: Signal<CallRow>,
    /// How long it lasted, or lasts by now, in milliseconds.
    elapsed: Signal<u64>,
    /// Whether it is drawn large.
    #[prop(optional)]
    large: bool,
) -> impl IntoView {
    let stages = Memo::new(move |_| row.with(|row| row.stages.clone()));
    let pieces = move || {
        stages.with(|stages| {
            stages
                .iter()
                .map(|stage| {
                    let share = spent(stage, elapsed).max(1).to_string();
                    view! {
                        <span class=format!("journey__stage journey__stage--{}", stage.kind) style:flex-grow=share></span>
                    }
                })
                .collect_view()
        })
    };
    let text = move || fill(t().journey, &[("stages", &stages.with(|stages| journey_text(stages, elapsed)))]);
    view! {
        <span class="journey" class:journey--large=large role="img" aria-label=text title=text>{pieces}</span>
    }
}

/// The time of a stage. Only one that lasts follows the clock.
fn spent(stage: &Stage, elapsed: Signal<u64>) -> u64 {
    stage.ms.unwrap_or_else(|| elapsed.get().saturating_sub(stage.at_ms))
}

/// The stages with their times: `IVR 0:24 · queue 2:00 · talk so far`.
pub fn journey_text(stages: &[Stage], elapsed: Signal<u64>) -> String {
    if stages.is_empty() {
        return t().no_stages.to_owned();
    }
    let texts: Vec<String> = stages
        .iter()
        .map(|stage| {
            let ms = length(spent(stage, elapsed));
            let text = fill(t().stage_length, &[("stage", i18n::stage(stage.kind)), ("length", &ms)]);
            if stage.ms.is_none() { format!("{text} {}", t().still_going) } else { text }
        })
        .collect();
    texts.join(" · ")
}
