//! The facts of a call: who, when, how long.

use call_records_wire::call::{Agent, CallDetail, CallRow, SkillGroup};
use call_records_wire::time::Timestamp;
use call_records_wire::words::{StageKind, Status};
use leptos::prelude::*;

use super::super::call_table::number;
use super::super::ui::{Glyph, IconButton};
use crate::format::{self, harmless, length};
use crate::i18n::{self, day_and_time, fill, medium_date, t};
use crate::reason::cause_text;
use crate::state::notices::Notices;
use crate::zone;

/// The facts of a call.
#[component]
pub fn Facts(
    /// The call.
    detail: Signal<CallDetail>,
    /// How long it lasted, or lasts by now, in milliseconds.
    elapsed: Signal<u64>,
    /// Says what was copied.
    notices: Notices,
) -> impl IntoView {
    let of = move |value: fn(&CallRow) -> Option<String>| Memo::new(move |_| detail.with(|detail| value(&detail.row)));
    let lasted = move || {
        let (wait, talk) = detail.with(|detail| waited_and_talked(&detail.row, elapsed.get()));
        format!("{} {} · {} {}", t().wait, length(wait), t().talk, length(talk))
    };
    let by_stage = move || detail.with(|detail| stage_times(&detail.row, elapsed.get()));
    let has_number = move || detail.with(|detail| !detail.row.customer_number.is_empty());
    view! {
        <dl class="facts">
            <div class="facts__fact">
                <dt>{t().customer_number}</dt>
                <dd class="facts__number">
                    <bdi>{move || detail.with(|detail| number(&detail.row.customer_number))}</bdi>
                    <Show when=has_number>
                        <IconButton
                            glyph=Glyph::Copy
                            class="icon-button--small"
                            label=t().story.copy_customer_number
                            on_press=Callback::new(move |()| {
                                notices.copy(&detail.with_untracked(|detail| detail.row.customer_number.clone()));
                            })
                        />
                    </Show>
                </dd>
            </div>
            {fact(t().story.customer_name, of(|row| row.customer_name.as_deref().map(harmless)))}
            {fact(t().call_type, of(|row| Some(i18n::call_type(row.call_type).to_owned())))}
            {fact(t().start_time, of(|row| Some(moment(row.started_at))))}
            {fact(t().connected_time, of(|row| row.connected_at.map(moment)))}
            {fact(t().answered_at, of(|row| row.answered_at.map(moment)))}
            {fact(t().ended_at, of(|row| row.ended_at.map(moment)))}
            <div class="facts__fact">
                <dt>{t().call_time}</dt>
                <dd>
                    {move || length(elapsed.get())}
                    <span class="facts__more">{lasted}</span>
                </dd>
            </div>
            <div class="facts__fact">
                <dt>{t().story.stage_times}</dt>
                <dd>{move || by_stage().unwrap_or_else(|| t().nobody.to_owned())}</dd>
            </div>
            {fact(t().story.agents, of(|row| names(row.agents.iter().map(|Agent { id, name }| format::name(name, id)))))}
            {fact(
                t().story.skill_groups,
                of(|row| names(row.skill_groups.iter().map(|SkillGroup { id, name }| format::name(name, id)))),
            )}
            {fact(t().hung_up_by, of(|row| row.hung_up_by.map(|by| i18n::hung_up_by(by).to_owned())))}
            {fact(t().story.raw_cause, of(|row| row.cause.as_ref().map(cause_text)))}
            {fact(t().caller_number, of(|row| Some(number(&row.caller_number))))}
            {fact(t().callee_number, of(|row| Some(number(&row.callee_number))))}
        </dl>
    }
}

fn names(names: impl Iterator<Item = String>) -> Option<String> {
    let names: Vec<String> = names.collect();
    (!names.is_empty()).then(|| names.join(", "))
}

/// The time of each kind of stage that the call had; a stage that lasts follows the clock.
fn stage_times(row: &CallRow, elapsed_ms: u64) -> Option<String> {
    let spent = |kind: StageKind| -> u64 {
        let of_kind = row.stages.iter().filter(|stage| stage.kind == kind);
        of_kind.map(|stage| stage.ms.unwrap_or_else(|| elapsed_ms.saturating_sub(stage.at_ms))).sum()
    };
    let times: Vec<String> = StageKind::ALL
        .iter()
        .map(|&kind| (kind, spent(kind)))
        .filter(|(_, ms)| *ms > 0)
        .map(|(kind, ms)| fill(t().stage_length, &[("stage", i18n::stage(kind)), ("length", &length(ms))]))
        .collect();
    (!times.is_empty()).then(|| times.join(" · "))
}

/// How long the customer waited and talked. What a call that lives says of itself ends with its last event; the stage
/// that goes on follows the clock.
fn waited_and_talked(row: &CallRow, elapsed_ms: u64) -> (u64, u64) {
    match (row.status, row.answered_at) {
        (Status::Ended, _) => (row.wait_ms, row.talk_ms),
        (_, Some(answered_at)) => (row.wait_ms, elapsed_ms.saturating_sub(answered_at.millis_since(row.started_at))),
        (_, None) => (elapsed_ms, 0),
    }
}

fn fact(label: &'static str, value: Memo<Option<String>>) -> impl IntoView {
    view! {
        <div class="facts__fact">
            <dt>{label}</dt>
            <dd><bdi>{move || value.get().unwrap_or_else(|| t().nobody.to_owned())}</bdi></dd>
        </div>
    }
}

/// A day and a time on it.
pub(super) fn moment(at: Timestamp) -> String {
    day_and_time(&medium_date(zone::local(at).date()), &format::time(at))
}

#[cfg(test)]
mod tests {
    use call_records_wire::call::Stage;

    use super::*;
    use crate::state::sample::row;

    #[test]
    fn the_times_of_a_call_that_lives_follow_the_clock() {
        let mut call = row("a", 1);
        (call.wait_ms, call.talk_ms) = (7_000, 20_000);
        assert_eq!(waited_and_talked(&call, 99_000), (7_000, 20_000));
        call.status = Status::Queued;
        assert_eq!(waited_and_talked(&call, 9_000), (9_000, 0));
        call.status = Status::Connected;
        call.answered_at = Some(call.started_at.plus_millis(7_000));
        assert_eq!(waited_and_talked(&call, 60_000), (7_000, 53_000));
    }

    #[test]
    fn the_time_of_a_kind_is_of_all_its_stages_and_of_the_one_that_lasts() {
        let mut call = row("a", 1);
        let stage = |kind, at_ms, ms| Stage { kind, at_ms, ms };
        call.stages = vec![
            stage(StageKind::Talk, 0, Some(4_000)),
            stage(StageKind::Hold, 4_000, Some(6_000)),
            stage(StageKind::Talk, 10_000, None),
        ];
        assert_eq!(stage_times(&call, 30_000).as_deref(), Some("talk 0:24 · hold 0:06"));
        call.stages.clear();
        assert_eq!(stage_times(&call, 30_000), None);
    }
}
