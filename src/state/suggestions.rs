//! Names that complete what is typed.

use std::time::Duration;

use leptos::prelude::{
    Get, GetValue, LocalStorage, RwSignal, Set, StoredValue, TimeoutHandle, UpdateValue, set_timeout_with_handle,
};
use leptos::task::spawn_local;

use crate::api::{self, ApiError};

/// Names of agents and skill groups that complete what is typed.
#[derive(Clone, Copy)]
pub struct Suggestions {
    agents: RwSignal<Vec<String>>,
    skill_groups: RwSignal<Vec<String>>,
    /// Tells the answer to the last question from late ones.
    asked: StoredValue<u64>,
    pending: StoredValue<Option<TimeoutHandle>, LocalStorage>,
}

impl Suggestions {
    /// Nothing was typed yet.
    pub fn new() -> Self {
        Self {
            agents: RwSignal::new(Vec::new()),
            skill_groups: RwSignal::new(Vec::new()),
            asked: StoredValue::new(0),
            pending: StoredValue::new_local(None),
        }
    }

    /// Nobody is signed in any more: names are none of the next reader's business.
    pub fn forget(self) {
        self.soon(|_| {});
        self.agents.set(Vec::new());
        self.skill_groups.set(Vec::new());
    }

    /// Names of agents.
    pub fn agents(self) -> Vec<String> {
        self.agents.get()
    }

    /// Names of skill groups.
    pub fn skill_groups(self) -> Vec<String> {
        self.skill_groups.get()
    }

    /// Something was typed as the name of an agent.
    pub fn complete_agent(self, text: String) {
        self.soon(move |number| {
            spawn_local(async move {
                let names = api::agent_names(&text).await;
                self.answered(number, self.agents, names);
            });
        });
    }

    /// Something was typed as the name of a skill group.
    pub fn complete_skill_group(self, text: String) {
        self.soon(move |number| {
            spawn_local(async move {
                let names = api::skill_group_names(&text).await;
                self.answered(number, self.skill_groups, names);
            });
        });
    }

    /// An answer came. One that was overtaken by the typing is left out.
    fn answered(self, number: u64, names: RwSignal<Vec<String>>, answer: Result<Vec<String>, ApiError>) {
        if self.asked.get_value() == number {
            // Without suggestions the field still takes any name.
            names.set(answer.unwrap_or_default());
        }
    }

    /// Asks only when the typing rests.
    fn soon(self, ask: impl FnOnce(u64) + 'static) {
        self.asked.update_value(|asked| *asked += 1);
        let number = self.asked.get_value();
        self.pending.update_value(|pending| {
            if let Some(pending) = pending.take() {
                pending.clear();
            }
            *pending = set_timeout_with_handle(move || ask(number), Duration::from_millis(200)).ok();
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_late_answer_does_not_replace_a_newer_one() {
        let owner = leptos::prelude::Owner::new();
        owner.set();
        let suggestions = Suggestions::new();
        suggestions.asked.update_value(|asked| *asked = 2);
        suggestions.answered(2, suggestions.agents, Ok(vec!["Amy".to_owned()]));
        suggestions.answered(1, suggestions.agents, Ok(vec!["Alice".to_owned(), "Amy".to_owned()]));
        assert_eq!(suggestions.agents(), ["Amy"]);
    }
}
