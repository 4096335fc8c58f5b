//! What is picked, and which months show.

use chrono::{Datelike, Months, NaiveDate, NaiveTime, Timelike};
use leptos::html;
use leptos::prelude::*;
use web_sys::Element;

use crate::calendar::{
    END_OF_DAY, Moment, Now, Picking, Range, Refusal, Side, Step, bounded, day_of, month_of, picked, refused, step,
    time_text,
};
use crate::components::ui::{focus, place_beside};
use crate::i18n::first_weekday;
use crate::state::draft::Draft;
use crate::zone::local_in;

/// Two months stand side by side in windows of this width.
const WIDE: f64 = 701.0;

/// An end as the field held it when the calendar was opened.
type Held = Option<(NaiveDate, String, Moment)>;

/// The state of the calendar.
#[derive(Clone, Copy)]
pub struct Picker {
    pub(super) dialog: NodeRef<html::Dialog>,
    /// The field that it stands beside.
    field: StoredValue<Option<Element>, LocalStorage>,
    pub(super) is_open: RwSignal<bool>,
    pub(super) picking: RwSignal<Picking>,
    /// The times of day of both ends, as they are typed.
    pub(super) times: [RwSignal<String>; 2],
    held: StoredValue<[Held; 2]>,
    /// The day that the Tab key reaches.
    pub(super) day: RwSignal<NaiveDate>,
    /// The day under the mouse.
    pub(super) over: RwSignal<Option<NaiveDate>>,
    /// Whether a day has the focus.
    pub(super) in_grid: RwSignal<bool>,
    /// The first month that shows, and how many do.
    pub(super) month: RwSignal<NaiveDate>,
    pub(super) count: RwSignal<u32>,
    /// Why what was picked was not taken.
    pub(super) refusal: RwSignal<Option<Refusal>>,
}

impl Picker {
    /// A calendar that is closed.
    pub fn new(today: NaiveDate) -> Self {
        Self {
            dialog: NodeRef::new(),
            field: StoredValue::new_local(None),
            is_open: RwSignal::new(false),
            picking: RwSignal::new(Picking { start: None, end: None, side: Side::From }),
            times: [RwSignal::new(String::new()), RwSignal::new(String::new())],
            held: StoredValue::new([None, None]),
            day: RwSignal::new(today),
            over: RwSignal::new(None),
            in_grid: RwSignal::new(false),
            month: RwSignal::new(month_of(today)),
            count: RwSignal::new(1),
            refusal: RwSignal::new(None),
        }
    }

    /// Opens beside a field, with what the fields hold.
    pub fn open(self, draft: Draft, side: Side, now: Now, field: &Element) {
        let [start, end] = [Side::From, Side::To].map(|side| {
            let moment = draft.end(side, now).ok().flatten()?.moment;
            let local = local_in(moment.instant(now), now.offset);
            let day = local.date().pred_opt().filter(|_| side == Side::To && local.time() == NaiveTime::MIN);
            let time = time_text(local.time().num_seconds_from_midnight());
            Some(day.map_or((local.date(), time, moment), |day| (day, END_OF_DAY.to_owned(), moment)))
        });
        let day_in = |held: &Held| held.as_ref().map(|(day, ..)| *day);
        let time_in = |held: &Held| held.as_ref().map(|(_, time, _)| time.clone());
        self.picking.set(Picking { start: day_in(&start), end: day_in(&end), side });
        self.times[0].set(time_in(&start).unwrap_or_else(|| "00:00".to_owned()));
        self.times[1].set(time_in(&end).unwrap_or_else(|| END_OF_DAY.to_owned()));
        let day = if side == Side::From { day_in(&start) } else { day_in(&end) };
        self.held.set_value([start, end]);
        self.refusal.set(None);
        self.over.set(None);
        let width = window().inner_width().ok().and_then(|width| width.as_f64()).unwrap_or(0.0);
        let (first, last) = months_of(now);
        let shown = months_between(first, last) + 1;
        self.count.set(u32::try_from(if width < WIDE { 1 } else { shown.clamp(1, 2) }).unwrap_or(1));
        self.month.set(last);
        self.go_to(day.unwrap_or(now.today), now);
        self.field.set_value(Some(field.clone()));
        self.is_open.set(true);
        if let Some(dialog) = self.dialog.get_untracked() {
            let _ = dialog.show_modal();
        }
    }

    /// Its days are drawn: goes to its place, and on the chosen day, so that the arrow keys work at once.
    pub(super) fn drawn(self) {
        request_animation_frame(move || {
            if let Some((dialog, field)) = self.dialog.get_untracked().zip(self.field.get_value()) {
                place_beside(&dialog, &field, false);
                self.focus_day();
            }
        });
    }

    /// Closes; the browser gives the focus back to what it was opened from.
    pub fn close(self) {
        if let Some(dialog) = self.dialog.get_untracked() {
            dialog.close();
        }
    }

    /// Picks a day, unless it is refused.
    pub(super) fn pick(self, day: NaiveDate, now: Now) {
        self.go_to(day, now);
        if refused(day, now).is_none() {
            self.picking.update(|picking| picking.pick(day));
            self.refusal.set(None);
        }
        self.focus_day();
    }

    /// Leaves the end open.
    pub(super) fn until_now(self) {
        self.picking.update(|picking| picking.end = None);
        self.times[1].set(END_OF_DAY.to_owned());
    }

    /// Takes a step from the day that has the focus.
    pub(super) fn walk(self, way: Step, now: Now) {
        self.go_to(step(self.day.get_untracked(), way, week_start()), now);
    }

    /// Turns the months that show by one.
    pub(super) fn turn(self, months: i32, now: Now) {
        let month = shifted(self.month.get_untracked(), months);
        let day = self.day.get_untracked();
        self.month.set(month);
        // The day with the focus stays where it still shows.
        let shows = (0..i32::try_from(self.count.get_untracked()).unwrap_or(1)).contains(&months_between(month, day));
        self.go_to(if shows { day } else { step(day, Step::Months(months), week_start()) }, now);
    }

    /// How many months can be turned to in this direction.
    pub(super) fn months_beyond(self, way: i32, now: Now) -> i32 {
        let (first, last) = months_of(now);
        let month = self.month.get();
        let shown_last = months_between(first, month) + i32::try_from(self.count.get()).unwrap_or(1) - 1;
        if way < 0 { months_between(first, month).max(0) } else { (months_between(first, last) - shown_last).max(0) }
    }

    /// The range that is picked; what is wrong with it shows.
    pub(super) fn apply(self, now: Now) -> Option<Range> {
        let Picking { start, end, .. } = self.picking.get_untracked();
        let taken = self.end(0, start, now).and_then(|from| {
            let to = self.end(1, end, now)?;
            let instant = |end: Option<Moment>| end.map(|end| end.instant(now));
            match instant(from).zip(instant(to)) {
                Some((from, to)) if from >= to => Err(Refusal::EndsBeforeStart),
                _ => Ok(Range::between(from, to)),
            }
        });
        self.refusal.set(taken.err());
        taken.ok()
    }

    /// The moment of an end: what the field held, where it was left alone.
    fn end(self, at: usize, day: Option<NaiveDate>, now: Now) -> Result<Option<Moment>, Refusal> {
        let Some(day) = day else { return Ok(None) };
        let time = self.times[at].get_untracked();
        let held = self.held.with_value(|held| held[at].clone());
        match held {
            Some((held_day, held_time, moment)) if (held_day, &held_time) == (day, &time) => Ok(Some(moment)),
            _ => picked(day, &time, now).map(|at| Some(Moment::At(at))),
        }
    }

    /// Gives the focus to the one day that the Tab key reaches: at once, as the next key may come before the next frame,
    /// and again when the months that turned are drawn anew.
    pub(super) fn focus_day(self) {
        let to_day = move || {
            if let Some(day) = self.day.try_get_untracked() {
                let _ = focus(&format!("#{}", day_id(day)));
            }
        };
        to_day();
        request_animation_frame(to_day);
    }

    /// Goes to a day, or as near to it as months can be shown, and shows its month.
    fn go_to(self, day: NaiveDate, now: Now) {
        let day = bounded(day, day_of(now.earliest, now.offset), now.today);
        self.day.set(day);
        let count = i32::try_from(self.count.get_untracked()).unwrap_or(1);
        let ahead = months_between(self.month.get_untracked(), month_of(day));
        let months = if ahead < 0 { ahead } else { (ahead - count + 1).max(0) };
        self.month.update(|month| *month = shifted(*month, months));
        let (first, last) = months_of(now);
        let latest = shifted(last, 1 - count).max(first);
        self.month.update(|month| *month = (*month).clamp(first, latest));
    }
}

/// The day that weeks begin on.
pub(super) fn week_start() -> chrono::Weekday {
    first_weekday(&window().navigator().language().unwrap_or_default())
}

/// The id of a day's button.
pub(super) fn day_id(day: NaiveDate) -> String {
    format!("day-{day}")
}

/// The first and the last month that can be shown.
fn months_of(now: Now) -> (NaiveDate, NaiveDate) {
    let last = month_of(now.today);
    (month_of(day_of(now.earliest, now.offset)).min(last), last)
}

fn months_between(from: NaiveDate, to: NaiveDate) -> i32 {
    (to.year() - from.year()) * 12 + i32::try_from(to.month()).unwrap_or(0) - i32::try_from(from.month()).unwrap_or(0)
}

pub(super) fn shifted(month: NaiveDate, months: i32) -> NaiveDate {
    let by = Months::new(months.unsigned_abs());
    if months < 0 { month.checked_sub_months(by) } else { month.checked_add_months(by) }.unwrap_or(month)
}
