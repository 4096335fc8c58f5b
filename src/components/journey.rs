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
    /// Whether it is drawn large.
    #[prop(optional)]
    large: bool,
) -> impl IntoView {
    let stages = Memo::new(move |_| row.with(|row| (row.stages.clone(), row.duration_ms)));
    let pieces = move || {
        stages.with(|(stages, duration)| {
            stages
                .iter()
                .map(|stage| {
                    let share = format!("{}", spent(stage, *duration).max(1));
                    view! {
                        <span class=format!("journey__stage journey__stage--{}", stage.kind) style:flex-grow=share></span>
                    }
                })
                .collect_view()
        })
    };
    let text = move || stages.with(|(stages, duration)| journey_text(stages, *duration));
    view! {
        <span class="journey" class:journey--large=large role="img" aria-label=text title=text>{pieces}</span>
    }
}

fn spent(stage: &Stage, duration_ms: u64) -> u64 {
    stage.ms.unwrap_or_else(|| duration_ms.saturating_sub(stage.at_ms))
}

/// The stages with their times: `IVR 0:24 · queue 2:00 · talk so far`.
pub fn journey_text(stages: &[Stage], duration_ms: u64) -> String {
    if stages.is_empty() {
        return t().no_stages.to_owned();
    }
    let texts: Vec<String> = stages
        .iter()
        .map(|stage| {
            let ms = length(spent(stage, duration_ms));
            let text = fill(t().stage_length, &[("stage", i18n::stage(stage.kind)), ("length", &ms)]);
            if stage.ms.is_none() { format!("{text} {}", t().still_going) } else { text }
        })
        .collect();
    fill(t().journey, &[("stages", &texts.join(" · "))])
}
