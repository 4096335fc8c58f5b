//! Names of agents and skill groups that complete what is typed.

use std::time::Duration;

use call_records_wire::filter::CallFilter;
use call_records_wire::text::folded;
use leptos::prelude::{
    GetUntracked, GetValue, LocalStorage, RwSignal, Set, SetValue, StoredValue, TimeoutHandle, Update, UpdateValue,
    With, WithUntracked, set_timeout_with_handle,
};
use leptos::task::spawn_local;

use super::browser::now_ms;
use crate::api::{self, ApiError};

/// How many names one answer has at most: fewer are all there are.
const WHOLE: usize = 100;
/// How long the first names are good for, in milliseconds.
const FRESH_MS: i64 = 60_000;
/// How many ids of an address are looked up by themselves.
const MOST_LOOKED_UP: usize = 20;

/// Somebody or something that has a name and an id.
pub type Named = api::Named;

/// A name or an id in a field of names, with the field of a search that it belongs to.
pub type Token = (&'static str, String);

/// A field of names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Picker {
    /// Agents.
    Agents,
    /// Skill groups.
    SkillGroups,
}

impl Picker {
    /// The fields of a search: by name and by id.
    pub const fn fields(self) -> (&'static str, &'static str) {
        match self {
            Self::Agents => ("agent", "agent_id"),
            Self::SkillGroups => ("skill_group", "skill_group_id"),
        }
    }
}

/// The names of one kind.
#[derive(Clone, Copy)]
struct Names {
    /// The first ones.
    first: RwSignal<Vec<Named>>,
    /// Everything that was ever told.
    known: RwSignal<Vec<Named>>,
    /// What was last typed, and the names that the server found for it.
    found: RwSignal<(String, Vec<Named>)>,
    /// When the first ones were asked for, in milliseconds since the epoch.
    asked_at: StoredValue<i64>,
}

impl Names {
    fn new() -> Self {
        Self {
            first: RwSignal::new(Vec::new()),
            known: RwSignal::new(Vec::new()),
            found: RwSignal::new(Default::default()),
            asked_at: StoredValue::new(i64::MIN),
        }
    }

    fn learn(self, names: &[Named]) {
        self.known.update(|known| {
            for name in names {
                if !known.contains(name) {
                    known.push(name.clone());
                }
            }
        });
    }

    fn are_all_known(self) -> bool {
        self.first.with_untracked(|first| !first.is_empty() && first.len() < WHOLE)
    }
}

/// Names of agents and skill groups that complete what is typed.
#[derive(Clone, Copy)]
pub struct Suggestions {
    agents: Names,
    skill_groups: Names,
    /// Tells the answer to the last question from late ones.
    number: StoredValue<u64>,
    /// Counts readers: an answer to one is none of the next one's business.
    reader: StoredValue<u64>,
    pending: StoredValue<Option<TimeoutHandle>, LocalStorage>,
}

impl Suggestions {
    /// Nothing was asked yet.
    pub fn new() -> Self {
        Self {
            agents: Names::new(),
            skill_groups: Names::new(),
            number: StoredValue::new(0),
            reader: StoredValue::new(0),
            pending: StoredValue::new_local(None),
        }
    }

    const fn of(self, picker: Picker) -> Names {
        match picker {
            Picker::Agents => self.agents,
            Picker::SkillGroups => self.skill_groups,
        }
    }

    /// Nobody is signed in any more: names are none of the next reader's business.
    pub fn forget(self) {
        self.soon(|_| {});
        self.reader.update_value(|reader| *reader += 1);
        for names in [self.agents, self.skill_groups] {
            names.first.set(Vec::new());
            names.known.set(Vec::new());
            names.found.set(Default::default());
            names.asked_at.set_value(i64::MIN);
        }
    }

    /// The names that complete a text; of an empty one the first there are.
    pub fn completing(self, picker: Picker, text: &str) -> Vec<Named> {
        let names = self.of(picker);
        let piece = folded(text.trim());
        let fits = |it: &Named| folded(&it.name).contains(&piece) || folded(&it.id).contains(&piece);
        let mut fitting: Vec<Named> = names.first.with(|first| first.iter().filter(|it| fits(it)).cloned().collect());
        names.found.with(|(typed, found)| {
            if folded(typed.trim()) == piece {
                fitting.extend(found.iter().filter(|it| !fitting.contains(it)).cloned().collect::<Vec<_>>());
            }
        });
        fitting
    }

    /// What chooses exactly this one: its name, or its id where the name would choose others as well.
    pub fn token(self, picker: Picker, named: &Named) -> (&'static str, String) {
        let (by_name, by_id) = picker.fields();
        let name = folded(&named.name);
        let is_shared = self
            .of(picker)
            .known
            .with_untracked(|known| known.iter().any(|it| it.id != named.id && folded(&it.name).contains(&name)));
        if is_shared || name.trim().is_empty() || named.name.contains([';', '；']) {
            (by_id, named.id.clone())
        } else {
            (by_name, named.name.clone())
        }
    }

    /// Names and ids that stand in one field, made to stand together: all by name or all by id where that can be,
    /// since a search wants a call to meet both fields where both are given.
    pub fn together(self, tokens: Vec<Token>) -> Vec<Token> {
        let (agents, groups): (Vec<Token>, Vec<Token>) =
            tokens.into_iter().partition(|token| matches!(token.0, "agent" | "agent_id"));
        let mut all = self.of(Picker::Agents).known.with_untracked(|known| alike(Picker::Agents, known, agents));
        all.extend(
            self.of(Picker::SkillGroups).known.with_untracked(|known| alike(Picker::SkillGroups, known, groups)),
        );
        all
    }

    /// Whether somebody else has the same name.
    pub fn has_namesake(self, picker: Picker, named: &Named) -> bool {
        self.of(picker)
            .known
            .with(|known| known.iter().any(|it| it.id != named.id && folded(&it.name) == folded(&named.name)))
    }

    /// Whether nobody has exactly this name, as far as names are known: then it is a piece of one.
    pub fn is_piece_of_name(self, picker: Picker, name: &str) -> bool {
        let name = folded(name.trim());
        self.of(picker).known.with(|known| !known.is_empty() && known.iter().all(|it| folded(it.name.trim()) != name))
    }

    /// The name that belongs to an id, as far as it was told.
    pub fn name_of(self, picker: Picker, id: &str) -> Option<Named> {
        self.of(picker).known.with(|known| known.iter().find(|it| it.id == id).cloned())
    }

    /// Somebody is about to type: the first names are fetched, unless they are fresh.
    pub fn prepare(self, picker: Picker) {
        let names = self.of(picker);
        let now = now_ms();
        if now.saturating_sub(names.asked_at.get_value()) < FRESH_MS {
            return;
        }
        names.asked_at.set_value(now);
        let reader = self.reader.get_value();
        spawn_local(async move {
            match ask(picker, "").await {
                _ if self.reader.get_value() != reader => {}
                Ok(first) => {
                    names.learn(&first);
                    names.first.set(first);
                }
                // The field takes any name without them; the next look asks again.
                Err(_) => names.asked_at.set_value(i64::MIN),
            }
        });
    }

    /// Something was typed. The server is asked when the typing rests, and only where not all names are known.
    pub fn complete(self, picker: Picker, text: String) {
        self.prepare(picker);
        if self.of(picker).are_all_known() || text.trim().is_empty() {
            return;
        }
        self.soon(move |number| {
            spawn_local(async move {
                let answer = ask(picker, text.trim()).await;
                self.answered(number, picker, text, answer);
            });
        });
    }

    /// An answer came. One that was overtaken by the typing is left out.
    fn answered(self, number: u64, picker: Picker, text: String, answer: Result<Vec<Named>, ApiError>) {
        if self.number.get_value() == number {
            // Without suggestions the field still takes any name.
            let found = answer.unwrap_or_default();
            self.of(picker).learn(&found);
            self.of(picker).found.set((text, found));
        }
    }

    /// Learns the names of the ids that a filter has: a link brings ids without them.
    pub fn look_up(self, filter: &CallFilter) {
        for (picker, ids) in [(Picker::Agents, &filter.agent_id), (Picker::SkillGroups, &filter.skill_group_id)] {
            let names = self.of(picker);
            let known = names.known.get_untracked();
            let unknown: Vec<String> =
                ids.iter().filter(|id| known.iter().all(|it| it.id != **id)).take(MOST_LOOKED_UP).cloned().collect();
            if unknown.is_empty() {
                continue;
            }
            let reader = self.reader.get_value();
            spawn_local(async move {
                for id in unknown {
                    let found = ask(picker, &id).await;
                    if self.reader.get_value() != reader {
                        return;
                    }
                    if let Ok(found) = found {
                        names.learn(&found);
                    }
                }
            });
        }
    }

    /// Asks only when the typing rests.
    fn soon(self, ask: impl FnOnce(u64) + 'static) {
        self.number.update_value(|number| *number += 1);
        let number = self.number.get_value();
        self.pending.update_value(|pending| {
            if let Some(pending) = pending.take() {
                pending.clear();
            }
            *pending = set_timeout_with_handle(move || ask(number), Duration::from_millis(200)).ok();
        });
    }
}

fn alike(picker: Picker, known: &[Named], tokens: Vec<Token>) -> Vec<Token> {
    let (by_name, by_id) = picker.fields();
    if tokens.windows(2).all(|pair| pair[0].0 == pair[1].0) {
        return tokens;
    }
    let ids_of = |(field, value): &Token| -> Vec<Token> {
        if *field == by_id {
            return vec![(by_id, value.clone())];
        }
        let name = folded(value.trim());
        known.iter().filter(|it| folded(it.name.trim()) == name).map(|it| (by_id, it.id.clone())).collect()
    };
    let by_ids: Vec<Vec<Token>> = tokens.iter().map(ids_of).collect();
    let mut alike: Vec<Token> = if by_ids.iter().all(|ids| !ids.is_empty()) {
        by_ids.concat()
    } else {
        let name_of = |(field, value): Token| {
            let named = known.iter().find(|it| field == by_id && it.id == value && !it.name.trim().is_empty());
            named.map_or((field, value), |it| (by_name, it.name.clone()))
        };
        tokens.into_iter().map(name_of).collect()
    };
    let mut seen = Vec::new();
    alike.retain(|token| {
        !seen.contains(token) && {
            seen.push(token.clone());
            true
        }
    });
    alike
}

async fn ask(picker: Picker, text: &str) -> Result<Vec<Named>, ApiError> {
    match picker {
        Picker::Agents => api::agents(text).await,
        Picker::SkillGroups => api::skill_groups(text).await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(id: &str, name: &str) -> Named {
        Named { id: id.to_owned(), name: name.to_owned() }
    }

    fn suggestions() -> Suggestions {
        let owner = leptos::prelude::Owner::new();
        owner.set();
        // The signals live as long as the test does.
        std::mem::forget(owner);
        Suggestions::new()
    }

    fn names(suggestions: Suggestions, text: &str) -> Vec<String> {
        suggestions.completing(Picker::Agents, text).into_iter().map(|it| it.name).collect()
    }

    #[test]
    fn a_late_answer_does_not_replace_a_newer_one() {
        let suggestions = suggestions();
        suggestions.number.update_value(|number| *number = 2);
        suggestions.answered(2, Picker::Agents, "am".to_owned(), Ok(vec![named("1", "Amy")]));
        suggestions.answered(1, Picker::Agents, "a".to_owned(), Ok(vec![named("2", "Alice"), named("1", "Amy")]));
        assert_eq!(names(suggestions, "am"), ["Amy"]);
        assert_eq!(names(suggestions, "a"), Vec::<String>::new());
    }

    #[test]
    fn the_first_names_are_there_before_anything_is_typed_and_are_narrowed_without_accents() {
        let suggestions = suggestions();
        suggestions.agents.first.set(vec![named("1", "Zoë Fischer"), named("2", "李娜"), named("3", "Bob")]);
        assert_eq!(names(suggestions, "").len(), 3);
        assert_eq!(names(suggestions, "ZOE"), ["Zoë Fischer"]);
        assert_eq!(names(suggestions, "李"), ["李娜"]);
        assert_eq!(names(suggestions, "3"), ["Bob"]);
    }

    #[test]
    fn a_name_that_others_have_as_well_is_chosen_by_its_id() {
        let suggestions = suggestions();
        let all = [named("1", "Amy"), named("2", "amy"), named("3", "Amy Lee"), named("4", "Bob"), named("5", " ")];
        suggestions.agents.learn(&all);
        let chosen: Vec<_> = all.iter().map(|it| suggestions.token(Picker::Agents, it)).collect();
        let expected =
            [("agent_id", "1"), ("agent_id", "2"), ("agent", "Amy Lee"), ("agent", "Bob"), ("agent_id", "5")];
        assert_eq!(chosen, expected.map(|(field, value)| (field, value.to_owned())));
        assert!(
            suggestions.has_namesake(Picker::Agents, &all[0]) && !suggestions.has_namesake(Picker::Agents, &all[3])
        );
    }

    #[test]
    fn names_and_ids_of_one_field_are_made_alike() {
        let known = [named("1", "Amy"), named("2", "amy"), named("3", "Bob"), named("4", " ")];
        let made = |tokens: &[(&'static str, &str)]| {
            let tokens = tokens.iter().map(|(field, value)| (*field, (*value).to_owned())).collect();
            let alike = alike(Picker::Agents, &known, tokens);
            alike.into_iter().map(|(field, value)| format!("{field}={value}")).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(made(&[("agent", "Bob"), ("agent_id", "1")]), "agent_id=3 agent_id=1");
        assert_eq!(made(&[("agent", "amy"), ("agent_id", "1")]), "agent_id=1 agent_id=2");
        // Nobody is called so: it is a piece of a name, and stands beside names.
        assert_eq!(made(&[("agent", "bo"), ("agent_id", "1")]), "agent=bo agent=Amy");
        assert_eq!(made(&[("agent", "Bob"), ("agent", "bo")]), "agent=Bob agent=bo");
        assert_eq!(made(&[("agent", "bo"), ("agent_id", "4")]), "agent=bo agent_id=4");
    }
}
