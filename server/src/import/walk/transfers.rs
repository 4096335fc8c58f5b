//! Callers who are handed on.

use serde_json::{Value, json};

use super::Walk;
use crate::import::cast::{Channel, Line};
use crate::import::cel::CelRecord;
use crate::import::channel::{destinations, local};
use crate::import::map::{Application, any_matches};
use crate::import::people::Target;

/// How long before its record an attended transfer may already have swapped the channels.
const SWAP: i64 = 2_000_000;

impl<'a> Walk<'_, 'a> {
    pub(super) fn transfer_blind(&mut self, at: usize, record: &'a CelRecord) {
        let transferee = record.extra_text("transferee_channel_uniqueid");
        if transferee.is_empty() || self.is_customer(transferee) {
            let from = self.agent_of(self.world.cast.of(record));
            let target = self.target(record.extra_text("extension"), at);
            self.transfer_to(record, "blind", from, &target);
        }
    }

    /// An application outside the switch moved the customer elsewhere in the dial plan. CEL has no record of it, but
    /// the customer leaves the bridge for another place than they came from.
    pub(super) fn note_redirect(&mut self, at: usize, record: &'a CelRecord) {
        let here = (record.exten.as_str(), record.context.as_str());
        let moved = self.connected_in.is_some_and(|there| there != here);
        if moved && !self.passed_on.transferring && any_matches(&self.world.site.contexts.transfer, here.1) {
            self.transfer_to(record, "blind", self.last_agent.clone(), &self.target(here.0, at));
        }
    }

    /// Where an extension leads. One that nothing names is a number only if a line is dialled for it.
    fn target(&self, exten: &str, at: usize) -> Target {
        match self.world.people.target(exten) {
            Target::Extension(exten) if self.dials_a_line(at) => Target::Number(exten),
            target => target,
        }
    }

    /// Whether the dial plan, on the customer's channel or on a Local channel, calls a line before the next transfer.
    fn dials_a_line(&self, at: usize) -> bool {
        let later = self.call.records.iter().skip(at + 1);
        let mut next = later.take_while(|it| !matches!(it.event.as_str(), "BLINDTRANSFER" | "ATTENDEDTRANSFER"));
        next.any(|it| {
            let is_flow = self.is_customer(&it.unique_id) || self.world.cast.of(it).line == Line::Local;
            is_flow && self.is_dial_of_line(it)
        })
    }

    fn pair_dials_a_line(&self, pair: &str) -> bool {
        let own = self.call.records.iter().filter(|it| local(&it.channel).is_some_and(|local| local.pair == pair));
        own.into_iter().any(|it| self.is_dial_of_line(it))
    }

    fn is_dial_of_line(&self, record: &CelRecord) -> bool {
        record.event == "APP_START"
            && self.means(record) == Some(Application::Dial)
            && destinations(&record.app_data).any(|to| to.number.is_some() && self.world.cast.is_trunk(to.peer))
    }

    /// Tells of an attended transfer just before its channels are swapped, so that who joins then joins by it.
    pub(super) fn announce_transfer(&mut self, at: usize, record: &'a CelRecord) {
        let soon = self.call.records[at..].iter().take_while(|it| it.at <= record.at + SWAP);
        let transfer = soon.copied().find(|it| {
            it.event == "ATTENDEDTRANSFER"
                && [it.extra_text("transfer_target_channel_uniqueid"), it.extra_text("transferee_channel_uniqueid")]
                    .contains(&record.unique_id.as_str())
                && self.customer.is_some_and(|it| {
                    record.unique_id != it.id
                        && self.connections.bridge(it.id) == self.connections.bridge(&record.unique_id)
                })
        });
        if let Some(transfer) = transfer
            && !self.announced.contains(&(transfer.at, transfer.unique_id.as_str()))
        {
            self.tell_attended(transfer, record.at);
        }
    }

    pub(super) fn transfer_attended(&mut self, record: &'a CelRecord) {
        if !self.announced.contains(&(record.at, record.unique_id.as_str())) {
            self.tell_attended(record, record.at);
        }
    }

    fn tell_attended(&mut self, record: &'a CelRecord, at: i64) {
        self.announced.insert((record.at, record.unique_id.as_str()));
        // The music ends with the swap, which says enough.
        self.held = false;
        let transferee = record.extra_text("transferee_channel_uniqueid");
        let target = record.extra_text("transfer_target_channel_uniqueid");
        // Seen from the agent's second leg the two are swapped.
        let other = if self.is_customer(target) { transferee } else { target };
        let from = self.agent_of(self.world.cast.of(record));
        let target = self.world.cast.get(other).and_then(|channel| self.reached(channel));
        if let Some(target) = target {
            self.push_transfer(record, at, "attended", from, &target);
        }
    }

    /// Who is at the other end of a channel.
    fn reached(&self, channel: &Channel<'a>) -> Option<Target> {
        if let Some(agent) = self.agent_of(channel) {
            return Some(Target::Agent(agent));
        }
        match channel.line {
            // Through the whole call: it was called before it was handed over.
            Line::Local => local(channel.name).map(|local| match self.world.people.target(local.exten) {
                Target::Extension(exten) if self.pair_dials_a_line(local.pair) => Target::Number(exten),
                target => target,
            }),
            Line::Trunk => Some(Target::Number(self.number_of(channel).to_owned())),
            Line::Extension | Line::Internal => None,
        }
    }

    fn transfer_to(&mut self, record: &'a CelRecord, kind: &str, from: Option<String>, target: &Target) {
        self.push_transfer(record, record.at, kind, from, target);
        self.passed_on.transferring = true;
        self.connected = false;
        self.held = false;
    }

    fn push_transfer(&mut self, record: &'a CelRecord, at: i64, kind: &str, from: Option<String>, target: &Target) {
        let (name, to): (&str, Value) = match target {
            Target::Agent(id) => ("to_agent", self.agent(id)),
            Target::SkillGroup(id) => ("to_skill_group", self.world.people.skill_group(id)),
            Target::Number(number) => {
                self.passed_on.outside = true;
                ("to_number", json!(number))
            }
            Target::Extension(exten) => ("to_extension", json!(exten)),
            // Entering the room tells more.
            Target::Conference => return,
        };
        let from = from.map(|from| self.agent(&from));
        let data = json!({ "kind": kind, "from_agent": from, name: to });
        self.draft.push_at(at, record, "call.transferred", data);
    }

    /// A phone sent its call on to another number (a SIP 302). To a colleague, that phone's ringing tells it. Whoever
    /// has that phone never had the caller on the line, and hands nobody over.
    pub(super) fn forward(&mut self, at: usize, record: &'a CelRecord) {
        let number = record.extra_text("forward");
        let number = number.split_once('/').map_or(number, |(_, number)| number);
        let number = number.split(['@', ',']).next().unwrap_or(number);
        if let Target::Number(number) = self.target(number, at) {
            self.passed_on.outside = true;
            // Of several phones that ring, the one that sends the call on stops first.
            let until = |id: &str| self.world.cast.get(id).and_then(|it| it.ended_at).unwrap_or(i64::MAX);
            let by = self.ringing.iter().min_by_key(|(id, _)| (until(id), **id)).map(|(_, agent)| self.agent(agent));
            let data = json!({ "kind": "blind", "forwarded_by": by, "to_number": number });
            self.draft.push(record, "call.transferred", data);
        }
    }
}
