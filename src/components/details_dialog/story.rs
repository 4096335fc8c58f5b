//! The customer's calls as one story, this one among them.

use call_records_wire::call::CallRow;
use call_records_wire::story::{CalledBack, CustomerCalls, LaterCall};
use call_records_wire::words::Status;
use leptos::prelude::*;

use super::super::reason_tag::state_text;
use super::super::ui::{Notice, error_text, focus};
use crate::format::{self, count, length};
use crate::i18n::{self, fill, short_date, t};
use crate::reason::tone;
use crate::state::desk::Desk;
use crate::zone;

/// The customer's calls, newest first, and whether a missed one was answered.
#[component]
pub fn CustomerStory(
    /// Every handle.
    desk: &'static Desk,
    /// The call that is open.
    row: Signal<CallRow>,
) -> impl IntoView {
    let open = Callback::new(move |call_id: String| {
        desk.address.open_call(&call_id);
        // What was pressed goes away with the call that it belonged to.
        focus(super::TITLE);
    });
    move || {
        match desk.story.face() {
        None => view! { <div class="details__skeleton-block" role="status"><span class="visually-hidden">{t().loading}</span></div> }.into_any(),
        Some(Err(err)) => view! {
            <Notice
                title=t().story.other_calls_failed
                body=error_text(&err)
                action=t().retry
                on_action=Callback::new(move |()| desk.story.retry())
            />
        }
        .into_any(),
        Some(Ok(story)) => told(story, row, open).into_any(),
    }
    }
}

fn told(story: CustomerCalls, row: Signal<CallRow>, open: Callback<String>) -> impl IntoView {
    let CustomerCalls { items, total, called_back } = story;
    let this = row.get_untracked();
    let withheld = !this.customer_number.chars().any(|c| c.is_ascii_digit());
    let nth = nth_of_day(&this, &items);
    let older = (items.len() as u64) < total.value;
    let older = older
        .then(|| fill(t().story.older_calls, &[("shown", &items.len().to_string()), ("count", &count(total.value))]));
    let alone = items.is_empty();
    let mut calls = items;
    let at = calls.iter().position(|it| it.started_at < this.started_at).unwrap_or(calls.len());
    calls.insert(at, this.clone());
    let thread = calls.into_iter().map(|call| {
        let is_this = call.call_id == this.call_id;
        view! { <li class="story__call" class:story__call--this=is_this>{one(call, is_this, row, open)}</li> }
    });
    view! {
        {called_back.map(|back| view! { <div class="story__back">{answered(back, open)}</div> })}
        {(nth > 1).then(|| view! { <p class="story__nth">{fill(t().story.nth_today, &[("number", &nth.to_string())])}</p> })}
        {if withheld {
            super::none(t().story.number_withheld).into_any()
        } else if alone {
            super::none(t().story.no_other_calls).into_any()
        } else {
            view! { <ol class="story">{thread.collect_view()}</ol> }.into_any()
        }}
        {older.map(|text| view! { <p class="details__none">{text}</p> })}
    }
}

/// Which call of its day with this customer it is.
fn nth_of_day(this: &CallRow, others: &[CallRow]) -> usize {
    let day = |row: &CallRow| zone::local(row.started_at).date();
    let before = |row: &&CallRow| row.started_at < this.started_at && day(row) == day(this);
    1 + others.iter().filter(before).count()
}

fn one(call: CallRow, is_this: bool, row: Signal<CallRow>, open: Callback<String>) -> impl IntoView {
    let when = format!("{} {}", short_date(zone::local(call.started_at).date()), format::time(call.started_at));
    let people = format::agents(&call.agents).or_else(|| format::skill_groups(&call.skill_groups));
    let what = i18n::call_type(call.call_type);
    let tag = move |call: &CallRow| {
        let class = format!("tag story__tag tag--{}", tone(call.hangup_reason.as_ref()).as_str());
        view! { <span class=class><bdi>{state_text(call)}</bdi></span> }
    };
    let head = if is_this {
        view! { <strong class="story__when">{when}</strong> <span class="story__mark">{t().story.this_call}</span> }
            .into_any()
    } else {
        let id = call.call_id.clone();
        let label = fill(t().story.open_call, &[("time", &when)]);
        view! { <button type="button" class="story__when story__open" title=label on:click=move |_| open.run(id.clone())>{when}</button> }
            .into_any()
    };
    // The call that is open changes where it stands, without the story being told anew.
    let shown = if is_this { view! { {move || row.with(tag)} }.into_any() } else { tag(&call).into_any() };
    let lasted = (call.status == Status::Ended).then(|| length(call.duration_ms));
    view! {
        <span class="story__head">{head}</span>
        <span class="story__type">{what}</span>
        {shown}
        {people.map(|people| view! { <bdi class="story__people">{people}</bdi> })}
        {lasted.map(|lasted| view! { <span class="story__length">{lasted}</span> })}
    }
}

/// Whether the customer was called back, in sentences.
fn answered(back: CalledBack, open: Callback<String>) -> impl IntoView {
    let CalledBack { attempt, reached, called_again } = back;
    let none = attempt.is_none() && called_again.is_none();
    let tried = match (attempt, reached) {
        (Some(attempt), Some(reached)) if attempt.call_id != reached.call_id => {
            let tried = moment(&attempt);
            Some(sentence(t().story.tried_then_reached, reached, &tried, open).into_any())
        }
        (_, Some(reached)) => Some(sentence(t().story.called_back, reached, "", open).into_any()),
        (Some(attempt), None) => Some(sentence(t().story.tried_back, attempt, "", open).into_any()),
        (None, None) => None,
    };
    view! {
        {none.then(|| view! { <p class="story__missing">{t().story.not_called_back}</p> })}
        {tried}
        {called_again.map(|again| sentence(t().story.called_again, again, "", open))}
    }
}

fn sentence(template: &'static str, call: LaterCall, tried: &str, open: Callback<String>) -> impl IntoView {
    let agent = call.agent.as_ref().map_or_else(|| t().log.an_agent.to_owned(), |it| format::name(&it.name, &it.id));
    let time = moment(&call);
    let text = fill(template, &[("time", &time), ("agent", &agent), ("tried", tried)]);
    let label = fill(t().story.open_call, &[("time", &time)]);
    view! {
        <p class="story__sentence">
            {text}
            <button type="button" class="story__open" aria-label=label on:click=move |_| open.run(call.call_id.clone())>
                {t().details}
            </button>
        </p>
    }
}

fn moment(call: &LaterCall) -> String {
    format!("{} {}", short_date(zone::local(call.started_at).date()), format::time(call.started_at))
}

#[cfg(test)]
mod tests {
    use call_records_wire::time::Timestamp;

    use super::*;
    use crate::state::sample::row;

    #[test]
    fn calls_are_counted_within_their_day() {
        let mut calls = [row("a", 1), row("b", 2), row("c", 3), row("d", 4)];
        let noon: Timestamp = "2026-11-23T12:00:00Z".parse().expect("an instant");
        for (call, hours) in calls.iter_mut().zip([-30, -2, 0, 2]) {
            call.started_at = noon.plus_millis(hours * 3_600_000);
        }
        let [a, b, c, d] = calls;
        assert_eq!(nth_of_day(&a, &[b.clone(), c.clone()]), 1);
        assert_eq!(nth_of_day(&c, &[a.clone(), b.clone(), d.clone()]), 2);
        assert_eq!(nth_of_day(&d, &[a, b, c]), 3);
    }
}
