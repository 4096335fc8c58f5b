//! The search fields as the page works with them.

use call_records_wire::filter::CallFilter;
use call_records_wire::problem::Problem;
use leptos::prelude::{
    Callable, Callback, Get, GetUntracked, GetValue, RwSignal, Set, SetValue, StoredValue, Update, With, WithUntracked,
};

use super::fault::{FaultKind, faults_of};
use super::{Fault, Fields, NAME_FIELDS};
use crate::calendar::{Misread, Now, Range, Side, Typed};
use crate::state::browser::now_ms;
use crate::state::place::View;
use crate::state::suggestions::Suggestions;
use crate::zone;

/// What somebody did in a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Typed, and may go on typing.
    Typed(&'static str),
    /// Typed to the end: pressed Enter or went elsewhere.
    Finished(&'static str),
    /// Chose or removed a value.
    Chosen(&'static str),
}

/// The search fields.
#[derive(Clone, Copy)]
pub struct Draft {
    fields: RwSignal<Fields>,
    faults: RwSignal<Vec<Fault>>,
    /// Counts the times that somebody asked and could not be answered for what is wrong.
    pointed: RwSignal<u64>,
    names: Suggestions,
    on_change: StoredValue<Option<Callback<Change>>>,
}

impl Draft {
    /// Empty fields, and the names that are known for them.
    pub fn new(names: Suggestions) -> Self {
        Self {
            fields: RwSignal::new(Fields::default()),
            faults: RwSignal::new(Vec::new()),
            pointed: RwSignal::new(0),
            names,
            on_change: StoredValue::new(None),
        }
    }

    /// Who wants to know of every change.
    pub fn tell(self, on_change: Callback<Change>) {
        self.on_change.set_value(Some(on_change));
    }

    /// Names that stand in one field are kept alike.
    fn edit(self, edit: impl FnOnce(&mut Fields)) {
        self.fields.update(|fields| {
            edit(fields);
            fields.tokens = self.names.together(std::mem::take(&mut fields.tokens));
        });
    }

    fn changed(self, change: Change) {
        if let Some(on_change) = self.on_change.get_value() {
            on_change.run(change);
        }
    }

    /// Shows a view, as it was restored or asked for. What is being typed stays.
    pub fn show(self, view: &View, now: Now) {
        let fields = self.fields.with_untracked(|old| Fields::of(view, now).keeping(old));
        self.faults.update(|faults| faults.retain(|fault| !fields.text(&fault.name).is_empty()));
        self.fields.set(fields);
    }

    /// Shows a view and nothing else.
    pub fn show_only(self, view: &View, now: Now) {
        self.fields.set(Fields::of(view, now));
        self.faults.set(Vec::new());
    }

    /// The view that the fields ask for; what is wrong with them shows at the fields.
    pub fn read(self) -> Option<View> {
        self.edit(|fields| {
            for (name, _) in NAME_FIELDS {
                fields.settle(name);
            }
        });
        let mut fields = self.fields.get_untracked();
        fields.days.at = now_ms();
        match fields.to_view(zone::offset) {
            Ok(view) => {
                self.faults.set(Vec::new());
                Some(view)
            }
            Err(faults) => {
                self.point_at(faults);
                None
            }
        }
    }

    /// The view of all that is good, after a change of one field; nothing where that field itself cannot be asked for.
    /// What is wrong with a field shows once somebody left it or asked, not while they type.
    pub fn read_after(self, change: Change) -> Option<View> {
        let (view, faults) = self.fields.with_untracked(|fields| fields.good(zone::offset));
        let (Change::Typed(name) | Change::Finished(name) | Change::Chosen(name)) = change;
        let is_wrong = faults.iter().any(|fault| fault.name == name);
        let goes_on = matches!(change, Change::Typed(_));
        self.faults.update(|shown| {
            let seen: Vec<String> = shown.iter().map(|fault| fault.name.clone()).collect();
            *shown = faults;
            shown.retain(|fault| !goes_on || seen.contains(&fault.name));
        });
        (!is_wrong).then_some(view)
    }

    /// Shows other days; what else was typed stays.
    pub fn show_range(self, range: Range, now: Now) {
        self.fields.update(|fields| fields.days.show(range, now));
    }

    /// The server refused the search.
    pub fn refused(self, problem: &Problem) {
        self.point_at(faults_of(problem));
    }

    fn point_at(self, faults: Vec<Fault>) {
        self.faults.set(faults);
        self.pointed.update(|times| *times += 1);
    }

    /// Grows each time that what is wrong must be seen, wherever its field is.
    pub fn pointed(self) -> u64 {
        self.pointed.get()
    }

    /// Whether something is wrong with one of these fields now.
    pub fn has_fault_in(self, names: &[&str]) -> bool {
        self.faults.with_untracked(|faults| faults.iter().any(|fault| names.contains(&fault.name.as_str())))
    }

    /// The first thing that is wrong.
    pub fn first_fault(self) -> Option<FaultKind> {
        self.faults.with_untracked(|faults| faults.first().map(|it| it.kind.clone()))
    }

    /// What is wrong with a field.
    pub fn fault(self, name: &str) -> Option<FaultKind> {
        self.faults.with(|faults| faults.iter().find(|it| it.name == name).map(|it| it.kind.clone()))
    }

    /// What a field holds.
    pub fn text(self, name: &'static str) -> String {
        self.fields.with(|fields| match name {
            "from" => fields.days.from.clone(),
            "to" => fields.days.to.clone(),
            _ => fields.text(name).to_owned(),
        })
    }

    /// What a field of the range stands for: nothing where it is empty.
    pub fn end(self, side: Side, now: Now) -> Result<Option<Typed>, Misread> {
        self.fields.with(|fields| fields.days.end(side, now))
    }

    /// What a field that is typed into holds now.
    pub fn text_now(self, name: &'static str) -> String {
        self.fields.with_untracked(|fields| fields.text(name).to_owned())
    }

    /// Something was typed.
    pub fn set_text(self, name: &'static str, text: String) {
        self.fields.update(|fields| match name {
            "from" => fields.days.from = text,
            "to" => fields.days.to = text,
            _ => fields.set_text(name, text),
        });
        self.faults.update(|faults| faults.retain(|it| it.name != name));
        // Half a day is a day as well: days wait until somebody says that they are meant.
        if !matches!(name, "from" | "to") {
            self.changed(Change::Typed(name));
        }
    }

    /// The typing in a field is over.
    pub fn finished(self, name: &'static str) {
        self.edit(|fields| fields.settle(name));
        self.changed(Change::Finished(name));
    }

    /// The values that are chosen for a field.
    pub fn chosen(self, name: &'static str) -> Vec<String> {
        self.fields.with(|fields| {
            fields.choices.iter().filter(|(it, _)| *it == name).map(|(_, value)| value.clone()).collect()
        })
    }

    /// Chooses these values for a field.
    pub fn choose(self, name: &'static str, values: Vec<String>) {
        self.fields.update(|fields| {
            fields.choices.retain(|(it, _)| *it != name);
            fields.choices.extend(values.into_iter().map(|value| (name, value)));
        });
        self.changed(Change::Chosen(name));
    }

    /// The names and ids that stand in a field of names, each with the field of a search that it belongs to.
    pub fn tokens(self, name: &str) -> Vec<(&'static str, String)> {
        let by_id = NAME_FIELDS.iter().find(|(by_name, _)| *by_name == name).map(|(_, by_id)| *by_id);
        self.fields.with(|fields| {
            let own = fields.tokens.iter().filter(|(field, _)| *field == name || Some(*field) == by_id);
            own.cloned().collect()
        })
    }

    /// A name or an id is added to a field of names; what was typed there is taken away.
    pub fn add_token(self, name: &'static str, token: (&'static str, String)) {
        self.edit(|fields| {
            fields.add_token(token.0, token.1);
            fields.set_text(name, String::new());
        });
        self.changed(Change::Chosen(name));
    }

    /// A name or an id is removed.
    pub fn remove_token(self, name: &'static str, token: &(&'static str, String)) {
        self.fields.update(|fields| fields.tokens.retain(|it| it != token));
        self.changed(Change::Chosen(name));
    }

    /// Removes values, in whatever field they stand.
    pub fn remove(self, parts: &[(&'static str, String)]) {
        let Some((name, _)) = parts.first() else { return };
        self.fields.update(|fields| fields.remove(parts));
        self.changed(Change::Chosen(name));
    }

    /// Takes over what was understood in the box that takes anything, and returns what there is no room for.
    pub fn take(self, parts: Vec<(&'static str, String)>) -> Vec<(&'static str, String)> {
        let mut left = Vec::new();
        self.edit(|fields| left = fields.take(parts));
        self.changed(Change::Chosen("q"));
        left
    }

    /// How many of these fields hold something.
    pub fn filled(self, names: &[&str]) -> usize {
        let fields = self.fields.get();
        let holds = |name: &&&str| {
            !fields.text(name).trim().is_empty()
                || fields.choices.iter().chain(&fields.tokens).any(|(it, _)| it == *name)
        };
        names.iter().filter(holds).count()
    }

    /// The view without any filter, in the range and order of the fields.
    pub fn cleared(view: &View) -> View {
        View { filter: CallFilter::default(), ..view.clone() }
    }
}
