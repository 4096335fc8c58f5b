//! What would show calls where there are none: fewer filters, more days.

use call_records_wire::filter::CallFilter;
use call_records_wire::page::Total;
use leptos::prelude::{Get, GetValue, RwSignal, Set, StoredValue, Update, UpdateValue};
use leptos::task::spawn_local;

use super::place::View;
use crate::api;
use crate::calendar::{Now, Preset, Range};

/// The most questions that an empty list asks.
const MOST: usize = 8;

/// A way to see calls.
#[derive(Debug, Clone, PartialEq)]
pub enum Way {
    /// Without what one field asks for.
    Without(Vec<(&'static str, String)>),
    /// Without any filter.
    WithoutAny,
    /// All days that can be searched.
    AllDays,
}

/// A way to see calls, and how many there are.
#[derive(Debug, Clone, PartialEq)]
pub struct Advice {
    /// What to do.
    pub way: Way,
    /// The view that shows them.
    pub view: View,
    /// How many they are.
    pub total: Total,
}

/// What would show calls.
#[derive(Clone, Copy)]
pub struct Widen {
    advice: RwSignal<Vec<Advice>>,
    looking: RwSignal<bool>,
    /// Counts the questions, so that answers to earlier ones are dropped and no more of them are asked.
    number: StoredValue<u64>,
}

impl Widen {
    /// Nothing is empty yet.
    pub fn new() -> Self {
        Self { advice: RwSignal::new(Vec::new()), looking: RwSignal::new(false), number: StoredValue::new(0) }
    }

    /// What would show calls, the most first.
    pub fn advice(self) -> Vec<Advice> {
        self.advice.get()
    }

    /// Whether there may be more of it.
    pub fn is_looking(self) -> bool {
        self.looking.get()
    }

    /// Something else is looked at.
    pub fn forget(self) {
        self.number.update_value(|number| *number += 1);
        self.advice.set(Vec::new());
        self.looking.set(false);
    }

    /// There is no call in this view: what would show some? One question at a time, so that the server and the reader
    /// keep their calm.
    pub fn look(self, view: &View, now: Now) {
        self.forget();
        let number = self.number.get_value();
        let ways = ways(view, now);
        self.looking.set(!ways.is_empty());
        spawn_local(async move {
            for (way, view) in ways {
                let answer = api::total(&view.resolve(now)).await;
                if self.number.get_value() != number {
                    return;
                }
                if let Ok((total, _)) = answer
                    && total.value > 0
                {
                    self.advice.update(|advice| {
                        let at = advice.partition_point(|it| it.total.value >= total.value);
                        advice.insert(at, Advice { way, view, total });
                    });
                }
            }
            self.looking.set(false);
        });
    }
}

/// What to try, in the order in which it is asked.
fn ways(view: &View, now: Now) -> Vec<(Way, View)> {
    let parts = view.parts();
    let mut fields: Vec<&'static str> = parts.iter().map(|part| part.0).collect();
    fields.dedup();
    let mut ways = Vec::new();
    if !view.range.is_everything(now) {
        ways.push((Way::AllDays, View { range: Range::Preset(Preset::All), ..view.clone() }));
    }
    if fields.len() > 1 {
        ways.push((Way::WithoutAny, View { filter: CallFilter::default(), ..view.clone() }));
    }
    for field in fields {
        let left_out: Vec<_> = parts.iter().filter(|part| part.0 == field).cloned().collect();
        let without = view.without(&left_out);
        ways.push((Way::Without(left_out), without));
    }
    ways.truncate(MOST);
    ways
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::place::{read, write};

    #[test]
    fn an_empty_list_tries_more_days_no_filter_and_each_field_by_itself() {
        let now = Now::new(1_795_392_000_000, 30, |_| 0);
        let tried = |address: &str| {
            let (query, fragment) = address.split_once('#').unwrap_or((address, ""));
            let ways = ways(&read(query, fragment).view, now);
            ways.into_iter().map(|(_, view)| write(&view, None)).collect::<Vec<_>>()
        };
        assert_eq!(
            tried("?call_type=inbound&hangup_reason=normal&hangup_reason=voicemail#agent=amy"),
            [
                "?range=all&call_type=inbound&hangup_reason=normal&hangup_reason=voicemail#agent=amy",
                "?range=today",
                "?range=today&call_type=inbound&hangup_reason=normal&hangup_reason=voicemail",
                "?range=today&hangup_reason=normal&hangup_reason=voicemail#agent=amy",
                "?range=today&call_type=inbound#agent=amy",
            ]
        );
        assert_eq!(tried("?range=all"), Vec::<String>::new());
        assert_eq!(tried("?range=all&call_type=inbound"), ["?range=all"]);
    }
}
