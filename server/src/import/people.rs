//! Agents: how a phone tells who answers it, and what people call them.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::cast::{Cast, Line};
use super::channel::local;
use super::map::SiteMap;
use super::queue_log::QueueRecord;

/// What people and queues are called.
pub(super) struct People<'a> {
    site: &'a SiteMap,
    /// Names as the logs tell them, by agent id.
    names: HashMap<String, String>,
    /// The agent of each peer that the mapping names.
    by_peer: HashMap<&'a str, &'a str>,
    /// The agent of each name in the queue log.
    members: HashMap<String, String>,
}

/// Where an extension leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    Agent(String),
    SkillGroup(String),
    Conference,
    Number(String),
    /// Too short for an outside number, and the mapping names it nowhere.
    Extension(String),
}

/// The fewest digits of an outside number, unless a plus begins it or a line is seen to dial it.
const OUTSIDE_DIGITS: usize = 6;

impl<'a> People<'a> {
    /// Learns names: the queue log's member names before the phones' own caller names.
    pub(super) fn new(site: &'a SiteMap, cast: &Cast<'_>, queue: &[QueueRecord]) -> Self {
        let by_peer = site.agents.iter().flat_map(|(id, agent)| agent.peers.iter().map(move |peer| (&**peer, &**id)));
        let mut people = Self { site, names: HashMap::new(), by_peer: by_peer.collect(), members: HashMap::new() };
        for record in queue.iter().filter(|record| record.event == "CONNECT") {
            // Without member names Asterisk logs the interface, such as `SIP/101`.
            if let (Some(channel), false) = (cast.get(record.data(1)), record.agent.contains('/')) {
                let peer = local(channel.name).map_or(channel.peer(), |local| local.exten);
                let id = people.id(peer);
                people.members.entry(record.agent.clone()).or_insert_with(|| id.clone());
                people.names.entry(id).or_insert_with(|| record.agent.clone());
            }
        }
        let mut phones: Vec<_> = cast.iter().filter(|channel| channel.line == Line::Extension).collect();
        phones.sort_by_key(|channel| (channel.started_at(), channel.id));
        for phone in phones {
            if let Some(start) = phone.start.filter(|start| !start.name.trim().is_empty()) {
                let id = people.id(phone.peer());
                people.names.entry(id).or_insert_with(|| start.name.as_str().to_owned());
            }
        }
        people
    }

    /// The id of the agent with this phone.
    pub(super) fn id(&self, peer: &str) -> String {
        (*self.by_peer.get(peer).unwrap_or(&peer)).to_owned()
    }

    /// The agent with this id, as events name agents.
    pub(super) fn agent(&self, id: &str) -> Value {
        json!({ "id": id, "name": self.name(id).unwrap_or(id) })
    }

    fn name(&self, id: &str) -> Option<&str> {
        let mapped = self.site.agents.get(id).and_then(|agent| agent.name.as_deref());
        mapped.or_else(|| self.names.get(id).map(String::as_str))
    }

    /// Whether this agent is the one whom the queue log names so, by name or by interface; `None` where nothing tells
    /// whose name it is.
    pub(super) fn is_member(&self, id: &str, said: &str) -> Option<bool> {
        if said.contains('/') {
            let peer = said.split(['/', '@']).nth(1).unwrap_or_default();
            return Some(self.id(peer) == id);
        }
        match self.members.get(said) {
            Some(member) => Some(member == id),
            None => (self.name(id) == Some(said)).then_some(true),
        }
    }

    /// The queue with this id, as events name skill groups.
    pub(super) fn skill_group(&self, id: &str) -> Value {
        json!({ "id": id, "name": self.site.queue_name(id) })
    }

    /// Where an extension leads.
    pub(super) fn target(&self, exten: &str) -> Target {
        let extensions = &self.site.extensions;
        let id = self.id(exten);
        if let Some(queue) = extensions.queues.get(exten) {
            Target::SkillGroup(queue.clone())
        } else if extensions.conferences.iter().any(|pattern| pattern.matches(exten)) {
            Target::Conference
        } else if self.site.agents.contains_key(&id) || extensions.agents.iter().any(|it| it.matches(exten)) {
            Target::Agent(id)
        } else if exten.starts_with('+') || exten.bytes().filter(u8::is_ascii_digit).count() >= OUTSIDE_DIGITS {
            Target::Number(exten.to_owned())
        } else {
            Target::Extension(exten.to_owned())
        }
    }
}
