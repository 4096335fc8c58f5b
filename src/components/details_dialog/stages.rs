//! What the call spent its time on, to scale, on an axis of time.

use call_records_wire::call::{CallRow, Stage};
use leptos::prelude::*;

use super::super::journey::Journey;
use crate::format::{self, length};
use crate::i18n::{self, fill, t};

/// How many marks the axis has at most.
const MOST_MARKS: u64 = 8;
/// What may lie between two marks, in seconds.
const STEPS: [u64; 14] = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200];

/// The stages as a strip with an axis, and as a list with their times.
#[component]
pub fn Stages(
    /// The call.
    row: Signal<CallRow>,
    /// How long it lasted, or lasts by now, in milliseconds.
    elapsed: Signal<u64>,
) -> impl IntoView {
    let scale = Memo::new(move |_| marks(elapsed.get()));
    let axis = move || {
        let whole = elapsed.get().max(1);
        scale.with(|marks| {
            marks
                .iter()
                .map(|&ms| {
                    let place = format!("{}%", ms * 10_000 / whole / 100);
                    view! { <span class="stages__mark" style:inset-inline-start=place>{length(ms)}</span> }
                })
                .collect_view()
        })
    };
    let stages = Memo::new(move |_| row.with(|row| row.stages.clone()));
    let started_at = Memo::new(move |_| row.with(|row| row.started_at));
    let list = move || {
        let started_at = started_at.get();
        let item = |stage: &Stage| {
            let ms = stage.ms.unwrap_or_else(|| elapsed.get().saturating_sub(stage.at_ms));
            let at = started_at.plus_millis(i64::try_from(stage.at_ms).unwrap_or(0));
            let text = fill(
                t().story.stage_at,
                &[("stage", i18n::stage(stage.kind)), ("length", &length(ms)), ("start", &format::time(at))],
            );
            let text = if stage.ms.is_none() {
                fill(t().stage_length, &[("stage", &text), ("length", t().still_going)])
            } else {
                text
            };
            view! {
                <li class="stages__stage">
                    <span class=format!("stages__swatch journey__stage--{}", stage.kind) aria-hidden="true"></span>
                    {text}
                </li>
            }
        };
        stages.with(|stages| stages.iter().map(item).collect_view())
    };
    view! {
        <Show when=move || stages.with(|stages| !stages.is_empty()) fallback=|| super::none(t().no_stages)>
            <div class="stages">
                <Journey row elapsed large=true />
                <div class="stages__axis" aria-hidden="true">{axis}</div>
            </div>
            <ol class="stages__list details__stages">{list}</ol>
        </Show>
    }
}

/// The marks of an axis of this length: round times, few enough to be read.
fn marks(whole_ms: u64) -> Vec<u64> {
    let seconds = whole_ms / 1000;
    let step = STEPS.into_iter().find(|step| seconds / step < MOST_MARKS).unwrap_or(seconds / MOST_MARKS + 1);
    // One too close to the end would not have room for its text.
    (0..=seconds / step).map(|nth| nth * step * 1000).filter(|ms| *ms == 0 || ms * 100 < whole_ms * 96).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_has_few_round_marks() {
        for (seconds, expected) in [
            (0, &[0][..]),
            (3, &[0, 1, 2]),
            (61, &[0, 10, 20, 30, 40, 50]),
            (151, &[0, 30, 60, 90, 120]),
            (4_000, &[0, 600, 1_200, 1_800, 2_400, 3_000, 3_600]),
        ] {
            let found: Vec<u64> = marks(seconds * 1000).into_iter().map(|ms| ms / 1000).collect();
            assert_eq!(found, expected, "{seconds}");
        }
        assert!(marks(100 * 3_600_000).len() <= 9);
    }
}
