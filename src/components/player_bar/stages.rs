//! The stages of the call on the player's axis: places to go to.

use call_records_wire::call::Stage;
use leptos::prelude::*;

use super::wave::share_of;
use crate::format::length;
use crate::i18n::{self, fill, t};
use crate::state::player::Player;

/// The stages, as far as they were recorded.
#[component]
pub fn StageMarks(
    /// What plays.
    player: Player,
) -> impl IntoView {
    let marks = Memo::new(move |_| {
        player.track().map_or_else(Vec::new, |track| {
            let all = track.reel.length_ms();
            track.stages.iter().filter_map(|stage| mark(stage, track.reel.after_start_ms, all)).collect()
        })
    });
    let all = Memo::new(move |_| player.length_ms());
    let drawn = move || {
        marks
            .get()
            .into_iter()
            .map(|Mark { stage, at_ms, ms }| {
                let name =
                    fill(t().player.go_to_stage, &[("stage", i18n::stage(stage.kind)), ("time", &length(at_ms))]);
                view! {
                    <button
                        type="button"
                        class=format!("player__stage journey__stage--{}", stage.kind)
                        aria-label=name.clone()
                        title=name
                        style:left=share_of(at_ms, all.get())
                        style:width=share_of(ms, all.get())
                        on:click=move |_| player.seek(at_ms)
                    ></button>
                }
            })
            .collect_view()
    };
    view! { <div class="player__stages" role="group" aria-label=t().stages dir="ltr">{drawn}</div> }
}

/// A stage on the axis.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Mark {
    stage: Stage,
    at_ms: u64,
    ms: u64,
}

/// The part of a stage that lies on an axis which begins so long after the call.
fn mark(stage: &Stage, after_start_ms: u64, all: u64) -> Option<Mark> {
    let end = stage.ms.map_or(u64::MAX, |ms| stage.at_ms + ms).saturating_sub(after_start_ms).min(all);
    let at_ms = stage.at_ms.saturating_sub(after_start_ms);
    let ms = end.checked_sub(at_ms).filter(|ms| *ms > 0)?;
    Some(Mark { stage: stage.clone(), at_ms, ms })
}

#[cfg(test)]
mod tests {
    use call_records_wire::words::StageKind;

    use super::*;

    #[test]
    fn stages_are_cut_to_what_was_recorded() {
        let stage = |at_ms, ms| Stage { kind: StageKind::Talk, at_ms, ms };
        let place = |stage: Stage| mark(&stage, 10_000, 60_000).map(|it| (it.at_ms, it.ms));
        assert_eq!(place(stage(0, Some(9_000))), None);
        assert_eq!(place(stage(0, Some(10_000))), None);
        assert_eq!(place(stage(5_000, Some(15_000))), Some((0, 10_000)));
        assert_eq!(place(stage(30_000, Some(10_000))), Some((20_000, 10_000)));
        assert_eq!(place(stage(30_000, None)), Some((20_000, 40_000)));
        assert_eq!(place(stage(80_000, Some(1_000))), None);
    }
}
