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
use crate::state::rows::ApiError;
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
    let told = Memo::new(move |before: Option<&Option<CustomerCalls>>| match desk.story.face() {
        Some(Ok(story)) => Some(story),
        Some(Err(_)) | None => before.cloned().flatten(),
    });
    let face = Memo::new(move |_| match desk.story.face() {
        None => Face::Coming,
        Some(Err(err)) => Face::Failed(err),
        Some(Ok(_)) => Face::Told,
    });
    move || match face.get() {
        Face::Coming => view! {
            <div class="details__skeleton-block" role="status">
                <span class="visually-hidden">{t().loading}</span>
            </div>
        }
        .into_any(),
        Face::Failed(err) => view! {
            <Notice
                title=t().story.other_calls_failed
                body=error_text(&err)
                action=t().retry
                on_action=Callback::new(move |()| desk.story.retry())
            />
        }
        .into_any(),
        Face::Told => view! { <Told told row open /> }.into_any(),
    }
}

/// What of the story is shown, without what it tells: a change of that moves nothing else.
#[derive(Clone, PartialEq)]
enum Face {
    Coming,
    Failed(ApiError),
    Told,
}

#[component]
fn Told(told: Memo<Option<CustomerCalls>>, row: Signal<CallRow>, open: Callback<String>) -> impl IntoView {
    let others = move || told.with(|told| told.as_ref().map(|told| told.items.clone()).unwrap_or_default());
    // This call among the others.
    let calls = Memo::new(move |_| {
        let (this, mut calls) = (row.get(), others());
        let at = calls.iter().position(|it| it.started_at < this.started_at).unwrap_or(calls.len());
        calls.insert(at, this);
        calls
    });
    let this = row.with_untracked(|row| row.call_id.clone());
    let nth = Memo::new(move |_| nth_of_day(&row.get(), &others()));
    let nth_text = move || {
        let text = || fill(t().story.nth_today, &[("number", &nth.get().to_string())]);
        (nth.get() > 1).then(|| view! { <p class="story__nth">{text()}</p> })
    };
    let older = Memo::new(move |_| {
        told.with(|told| {
            let CustomerCalls { items, total, .. } = told.as_ref()?;
            let counts = [("shown", &*items.len().to_string()), ("count", &*count(total.value))];
            ((items.len() as u64) < total.value).then(|| fill(t().story.older_calls, &counts))
        })
    });
    let none = Memo::new(move |_| {
        let withheld = row.with(|row| !row.customer_number.chars().any(|c| c.is_ascii_digit()));
        let alone = calls.with(|calls| calls.len() == 1);
        withheld.then_some(t().story.number_withheld).or(alone.then_some(t().story.no_other_calls))
    });
    let back = Memo::new(move |_| told.with(|told| told.as_ref()?.called_back.clone()));
    let one = move |id: String| {
        let is_this = id == this;
        let call = Memo::new(move |before: Option<&CallRow>| {
            let found = calls.with(|calls| calls.iter().find(|call| call.call_id == id).cloned());
            found.or_else(|| before.cloned()).unwrap_or_else(|| row.get_untracked())
        });
        view! { <li class="story__call" class:story__call--this=is_this>{one(call, is_this, open)}</li> }
    };
    let one = StoredValue::new(one);
    view! {
        {move || back.get().map(|back| view! { <div class="story__back">{answered(back, open)}</div> })}
        {nth_text}
        {move || match none.get() {
            Some(text) => super::none(text).into_any(),
            None => view! {
                <ol class="story">
                    <For
                        each=move || calls.with(|calls| calls.iter().map(|call| call.call_id.clone()).collect::<Vec<_>>())
                        key=String::clone
                        children=move |id| one.with_value(|one| one(id))
                    />
                </ol>
            }
            .into_any(),
        }}
        {move || older.get().map(|text| view! { <p class="details__none">{text}</p> })}
    }
}

/// Which call of its day with this customer it is.
fn nth_of_day(this: &CallRow, others: &[CallRow]) -> usize {
    let day = |row: &CallRow| zone::local(row.started_at).date();
    let before = |row: &&CallRow| row.started_at < this.started_at && day(row) == day(this);
    1 + others.iter().filter(before).count()
}

/// A call as it changes, where it stands.
fn one(call: Memo<CallRow>, is_this: bool, open: Callback<String>) -> impl IntoView {
    let (id, started_at) = call.with_untracked(|call| (call.call_id.clone(), call.started_at));
    let when = format!("{} {}", short_date(zone::local(started_at).date()), format::time(started_at));
    let people = Memo::new(move |_| {
        call.with(|call| format::agents(&call.agents).or_else(|| format::skill_groups(&call.skill_groups)))
    });
    let what = Memo::new(move |_| i18n::call_type(call.with(|call| call.call_type)));
    let class = move || call.with(|call| format!("tag story__tag tag--{}", tone(call.hangup_reason.as_ref()).as_str()));
    let head = if is_this {
        view! { <strong class="story__when">{when}</strong> <span class="story__mark">{t().story.this_call}</span> }
            .into_any()
    } else {
        let label = fill(t().story.open_call, &[("time", &when)]);
        view! { <button type="button" class="story__when story__open" title=label on:click=move |_| open.run(id.clone())>{when}</button> }
            .into_any()
    };
    let lasted = Memo::new(move |_| call.with(|call| (call.status == Status::Ended).then(|| length(call.duration_ms))));
    view! {
        <span class="story__head">{head}</span>
        <span class="story__type">{move || what.get()}</span>
        <span class=class><bdi>{move || call.with(state_text)}</bdi></span>
        {move || people.get().map(|people| view! { <bdi class="story__people">{people}</bdi> })}
        {move || lasted.get().map(|lasted| view! { <span class="story__length">{lasted}</span> })}
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
