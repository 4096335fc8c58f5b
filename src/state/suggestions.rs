//! Names that complete what is typed.

use std::time::Duration;

use leptos::prelude::{
    Get, LocalStorage, RwSignal, Set, StoredValue, TimeoutHandle, UpdateValue, set_timeout_with_handle,
};
use leptos::task::spawn_local;

use crate::api;

/// Names of agents and skill groups that complete what is typed.
#[derive(Clone, Copy)]
pub struct Suggestions {
    agents: RwSignal<Vec<String>>,
    skill_groups: RwSignal<Vec<String>>,
    pending: StoredValue<Option<TimeoutHandle>, LocalStorage>,
}

impl Suggestions {
    /// Nothing was typed yet.
    pub fn new() -> Self {
        Self {
            agents: RwSignal::new(Vec::new()),
            skill_groups: RwSignal::new(Vec::new()),
            pending: StoredValue::new_local(None),
        }
    }

    /// Nobody is signed in any more: names are none of the next reader's business.
    pub fn forget(self) {
        self.soon(|| {});
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
        self.soon(move || {
            spawn_local(async move {
                // Without suggestions the field still takes any name.
                self.agents.set(api::agent_names(&text).await.unwrap_or_default());
            });
        });
    }

    /// Something was typed as the name of a skill group.
    pub fn complete_skill_group(self, text: String) {
        self.soon(move || {
            spawn_local(async move {
                self.skill_groups.set(api::skill_group_names(&text).await.unwrap_or_default());
            });
        });
    }

    /// Asks only when the typing rests.
    fn soon(self, ask: impl FnOnce() + 'static) {
        self.pending.update_value(|pending| {
            if let Some(pending) = pending.take() {
                pending.clear();
            }
            *pending = set_timeout_with_handle(ask, Duration::from_millis(200)).ok();
        });
    }
}
