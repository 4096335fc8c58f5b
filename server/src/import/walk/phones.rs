//! Phones that ring, are answered, and are not.

use call_records_wire::words::CallType;
use serde_json::json;

use super::Walk;
use crate::import::cast::{Channel, Line};
use crate::import::cel::CelRecord;
use crate::import::channel::{destinations, local};
use crate::import::map::{Application, any_matches};

impl<'a> Walk<'_, 'a> {
    /// A channel begins: an agent's phone rings, unless a colleague is only asked while the customer waits on hold.
    pub(super) fn ring(&mut self, record: &'a CelRecord) {
        let channel = self.world.cast.of(record);
        if let (Line::Trunk, Some(number)) = (channel.line, self.asked.remove(channel.peer())) {
            self.reached.insert(channel.id, number);
        }
        if let (Line::Trunk, Some((peer, agent))) = (channel.line, self.dialling_agent)
            && channel.peer() == peer
            && !self.is_customer(channel.id)
        {
            self.remote.insert(channel.id, self.world.people.id(agent));
            self.dialling_agent = None;
        }
        let Some(agent) = self.agent_of(channel) else {
            return;
        };
        if channel.home != self.call.id || self.joined.contains(channel.id) || self.connected || self.held {
            return;
        }
        if self.call.kind == CallType::Outbound && self.customer.is_none_or(|it| it.answered_at.is_none()) {
            return;
        }
        let number = if channel.line == Line::Extension { channel.peer() } else { &agent };
        let data = json!({ "agent": self.agent(&agent), "number": number });
        self.draft.push(record, "call.agent_ringing", data);
        self.ringing.insert(channel.id, agent);
    }

    /// Lines are told apart by what they dial. A queue may reach an agent through a Local channel that dials a line.
    pub(super) fn note_dial(&mut self, record: &'a CelRecord) {
        if self.means(record) != Some(Application::Dial) {
            return;
        }
        for line in destinations(&record.app_data).filter(|it| self.world.cast.is_trunk(it.peer)) {
            if let Some(number) = line.number {
                self.asked.insert(line.peer, number);
            }
            if let Some(local) = local(&record.channel)
                && any_matches(&self.world.site.contexts.agent, local.context)
            {
                self.dialling_agent = Some((line.peer, local.exten));
            }
        }
    }

    /// The number at the far end of a line.
    pub(super) fn number_of(&self, channel: &Channel<'a>) -> &'a str {
        let shown = channel.number.filter(|number| number.bytes().any(|byte| byte.is_ascii_digit()));
        self.reached.get(channel.id).copied().or(shown).unwrap_or("external")
    }

    /// The customer picks up a call that was made to them.
    pub(super) fn customer_answers(&mut self, record: &'a CelRecord) {
        if self.call.kind.calls_the_customer() {
            self.draft.push(record, "call.answered", json!({ "number": self.customer_number }));
        }
    }

    pub(super) fn enter_bridge(&mut self, at: usize, record: &'a CelRecord) {
        let bridge = record.extra_text("bridge_id");
        if self.means(record) == Some(Application::Conference) {
            if self.is_customer(&record.unique_id) {
                self.join_room(record, bridge);
            }
            return;
        }
        self.connections.enter(&record.unique_id, bridge);
        self.announce_transfer(at, record);
        let Some(customer) = self.customer else {
            return;
        };
        let heard = self.connections.heard_by(customer.id, self.world.cast);
        if heard.is_empty() {
            return;
        }
        self.connected = true;
        for id in heard {
            if self.joined.insert(id)
                && let Some(channel) = self.world.cast.get(id)
            {
                self.join(record, channel);
            }
        }
        if self.is_customer(&record.unique_id) {
            self.connected_in = Some((&record.exten, &record.context));
        }
    }

    fn join(&mut self, record: &'a CelRecord, channel: &Channel<'a>) {
        self.passed_on.transferring = false;
        if let Some(agent) = self.agent_of(channel) {
            self.leave_queue_with_agent(record);
            let number = if channel.line == Line::Extension { channel.peer() } else { &agent };
            let data = json!({ "agent": self.agent(&agent), "number": number });
            self.draft.push(record, "call.answered", data);
            self.ringing.clear();
            self.passed_on.outside = false;
            self.last_agent = Some(agent);
        } else {
            let number = self.number_of(channel);
            self.draft.push(record, "call.party_joined", json!({ "number": number }));
        }
    }

    pub(super) fn leave_bridge(&mut self, at: usize, record: &'a CelRecord) {
        let bridge = record.extra_text("bridge_id");
        if self.is_customer(&record.unique_id) {
            self.note_redirect(at, record);
        }
        self.connections.leave(&record.unique_id, bridge);
        self.connected = self.customer.is_some_and(|it| !self.connections.heard_by(it.id, self.world.cast).is_empty());
    }

    /// Music starts for a customer who is in a bridge: whoever they talk with put them on hold.
    pub(super) fn hold(&mut self, record: &'a CelRecord) {
        let music = !record.extra_text("class").is_empty();
        if music && !self.held && self.connections.bridge(&record.unique_id).is_some() {
            self.held = true;
            let agent = self.last_agent.as_deref().map(|agent| self.agent(agent));
            self.draft.push(record, "call.held", json!({ "agent": agent }));
        }
    }

    pub(super) fn resume(&mut self, record: &'a CelRecord) {
        if !self.held {
            return;
        }
        self.held = false;
        // A caller who is taken off hold to be handed on is not back with the agent.
        if self.connections.bridge(&record.unique_id).is_some() && !self.passed_on.transferring {
            let agent = self.last_agent.as_deref().map(|agent| self.agent(agent));
            self.draft.push(record, "call.resumed", json!({ "agent": agent }));
        }
    }

    /// A leg is over: a phone that rang in vain did so only if the customer waited on.
    pub(super) fn hang_up_leg(&mut self, at: usize, record: &'a CelRecord) {
        self.connections.end(&record.unique_id);
        let Some(agent) = self.ringing.remove(record.unique_id.as_str()) else {
            return;
        };
        let channel = self.world.cast.of(record);
        let is = |said: &str| self.world.people.is_member(&agent, said);
        if !self.goes_on_after(at) && !self.waiting().is_some_and(|visit| visit.rang_in_vain(record.at, is)) {
            return;
        }
        let reason = match channel.cause() {
            // Another phone took the call.
            26 => return,
            17 => "busy",
            21 => "rejected",
            1 | 3 | 20 | 22 | 27 | 28 | 34 | 38 | 41 | 58 | 88 => "unreachable",
            _ => "no_answer",
        };
        self.draft.push(record, "call.agent_missed", json!({ "agent": self.agent(&agent), "reason": reason }));
    }
}
