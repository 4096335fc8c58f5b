//! The facts of a call: who, when, how long.

use call_records_wire::call::CallRow;
use call_records_wire::time::Timestamp;
use call_records_wire::words::Status;
use leptos::prelude::*;

use super::super::call_table::number;
use crate::format::{self, harmless, length};
use crate::i18n::{self, day_and_time, medium_date, t};
use crate::reason::cause_text;
use crate::zone;

/// The facts of a call.
#[component]
pub fn Facts(
    /// The call.
    row: CallRow,
    /// How long it lasted, or lasts by now, in milliseconds.
    elapsed: Signal<u64>,
) -> impl IntoView {
    let customer = match &row.customer_name {
        Some(name) => format!("{} · {}", number(&row.customer_number), harmless(name)),
        None => number(&row.customer_number),
    };
    let ended_by = match (row.hung_up_by, &row.cause) {
        (Some(by), Some(cause)) => Some(format!("{} · {}", i18n::hung_up_by(by), cause_text(cause))),
        (Some(by), None) => Some(i18n::hung_up_by(by).to_owned()),
        (None, Some(cause)) => Some(cause_text(cause)),
        (None, None) => None,
    };
    let names = |names: Vec<String>| (!names.is_empty()).then(|| names.join(", "));
    let agents = names(row.agents.iter().map(|it| harmless(&it.name)).collect());
    let groups = names(row.skill_groups.iter().map(|it| harmless(&it.name)).collect());
    let lasted = {
        let row = row.clone();
        move || {
            let (wait, talk) = waited_and_talked(&row, elapsed.get());
            format!("{} {} · {} {}", t().wait, length(wait), t().talk, length(talk))
        }
    };
    view! {
        <dl class="facts">
            {fact(t().customer_number, Some(customer))}
            {fact(t().call_type, Some(i18n::call_type(row.call_type).to_owned()))}
            {fact(t().agent, agents)}
            {fact(t().skill_group, groups)}
            {fact(t().start_time, Some(moment(row.started_at)))}
            {fact(t().connected_time, row.connected_at.map(moment))}
            {fact(t().answered_at, row.answered_at.map(moment))}
            {fact(t().ended_at, row.ended_at.map(moment))}
            <div class="facts__fact">
                <dt>{t().call_time}</dt>
                <dd>
                    {move || length(elapsed.get())}
                    <span class="facts__more">{lasted}</span>
                </dd>
            </div>
            {fact(t().hung_up_by, ended_by)}
            {fact(t().caller_number, Some(number(&row.caller_number)))}
            {fact(t().callee_number, Some(number(&row.callee_number)))}
        </dl>
    }
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

fn fact(label: &'static str, value: Option<String>) -> impl IntoView {
    view! {
        <div class="facts__fact">
            <dt>{label}</dt>
            <dd><bdi>{value.unwrap_or_else(|| t().nobody.to_owned())}</bdi></dd>
        </div>
    }
}

fn moment(at: Timestamp) -> String {
    day_and_time(&medium_date(zone::local(at).date()), &format::time(at))
}

#[cfg(test)]
mod tests {
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
}
