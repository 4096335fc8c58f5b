//! The fields of the range. Pure.

use super::{Fault, FaultKind};
use crate::calendar::{self, Misread, Moment, Now, Range, Side, Typed};
use crate::state::moment_words::field_words;
use crate::zone::Offset;

/// What the fields "From" and "To" hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct RangeFields {
    pub(super) from: String,
    pub(super) to: String,
    /// The range before anything was typed.
    range: Range,
    /// What the fields showed for it, and what that stood for.
    shown: [(String, Option<Moment>); 2],
    /// What is counted from now is counted from here: when the range was shown, or is asked for.
    pub(super) at: i64,
}

impl RangeFields {
    /// Shows a range: what is counted from now in the words for it, all else by the clock.
    pub(super) fn show(&mut self, range: Range, now: Now) {
        let ends = match range {
            Range::Preset(_) => {
                let (from, to) = range.instants(now);
                [from.map(Moment::At), to.map(Moment::At)]
            }
            Range::Between(from, to) => [from, to],
        };
        self.shown = ends.map(|end| (end.map(|end| field_words(end, now.offset)).unwrap_or_default(), end));
        self.from.clone_from(&self.shown[0].0);
        self.to.clone_from(&self.shown[1].0);
        self.range = range;
        self.at = now.at;
    }

    /// Whether something was typed that is not asked for yet.
    pub(super) fn is_typed_in(&self) -> bool {
        (&self.from, &self.to) != (&self.shown[0].0, &self.shown[1].0)
    }

    /// Takes over what is being typed, unless it was typed over another range.
    pub(super) fn keep_typing_of(&mut self, old: &Self) {
        if old.range != self.range {
            return;
        }
        // An end that was left alone is shown as it is said now, in whatever zone.
        if old.from != old.shown[0].0 {
            self.from.clone_from(&old.from);
        }
        if old.to != old.shown[1].0 {
            self.to.clone_from(&old.to);
        }
    }

    /// What was typed is given up.
    pub(super) fn reset(&mut self) {
        self.from.clone_from(&self.shown[0].0);
        self.to.clone_from(&self.shown[1].0);
    }

    /// What a field stands for: nothing where it is empty, what it stood for where it was left alone.
    pub(super) fn end(&self, side: Side, now: Now) -> Result<Option<Typed>, Misread> {
        let [shown_from, shown_to] = &self.shown;
        let (text, (shown, stood_for)) =
            if side == Side::From { (&self.from, shown_from) } else { (&self.to, shown_to) };
        if text.trim().is_empty() {
            return Ok(None);
        }
        let mut typed = calendar::read(text, side, now.today, now.offset)?;
        if let Some(moment) = stood_for.filter(|_| text == shown) {
            typed.moment = moment;
        }
        Ok(Some(typed))
    }

    /// What was typed, or the range that was shown where nothing was. A field that was left alone stands for what it
    /// stood for: its text says less, such as which of two hours of the same name.
    pub(super) fn read(&self, offset: Offset, faults: &mut Vec<Fault>) -> Range {
        if !self.is_typed_in() {
            return self.range;
        }
        let [shown_from, shown_to] = &self.shown;
        let now = Now::new(self.at, 0, offset);
        let mut end = |side, text: &String, (shown, stood_for): &(String, Option<Moment>)| {
            if text == shown {
                return *stood_for;
            }
            match self.end(side, now) {
                Ok(typed) => typed.map(|typed| typed.moment),
                Err(why) => {
                    let name = if side == Side::From { "from" } else { "to" };
                    faults.push(Fault::at(name, FaultKind::NotAMoment(why)));
                    None
                }
            }
        };
        let (from, to) = (end(Side::From, &self.from, shown_from), end(Side::To, &self.to, shown_to));
        let instant = |end: Option<Moment>| end.map(|end| end.instant(now));
        if instant(from).zip(instant(to)).is_some_and(|(from, to)| from >= to) {
            faults.push(Fault::at("to", FaultKind::EndsBeforeStart));
        }
        Range::between(from, to)
    }
}
