//! The customer's way through the dial plan: nodes, queues, rooms.

use call_records_wire::words::{CallType, HangupReason};
use serde_json::json;

use super::Walk;
use crate::import::cast::Channel;
use crate::import::cel::CelRecord;
use crate::import::channel::destinations;
use crate::import::draft::Origin;
use crate::import::map::Application;
use crate::import::visits::Visit;

impl<'a> Walk<'_, 'a> {
    pub(super) fn start_application(&mut self, at: usize, record: &'a CelRecord) {
        self.leave_queue(at, record);
        if let Some(reason) = self.world.site.reason_of_context(&record.context).cloned() {
            self.enter_node(record, "hangup_reason", Some(&reason));
        }
        match self.means(record) {
            Some(Application::Menu) => self.enter_node(record, "menu", None),
            Some(Application::Prompt) => match self.world.site.reason_of_prompt(&record.app_data).cloned() {
                Some(reason) => self.enter_node(record, "hangup_reason", Some(&reason)),
                None => self.enter_node(record, "prompt", None),
            },
            Some(Application::Voicemail) => self.enter_node(record, "voicemail", None),
            Some(Application::IntelligentNavigation) => self.enter_node(record, "intelligent_navigation", None),
            Some(Application::Queue) => self.enter_queue(record),
            Some(Application::Dial) => self.dial(record),
            Some(Application::Conference) => self.enter_room(record),
            Some(Application::Record) | None => {}
        }
    }

    fn enter_node(&mut self, record: &'a CelRecord, kind: &str, reason: Option<&HangupReason>) {
        // `Read` names the variable it fills before the prompt that it plays.
        let prompt = usize::from(record.app.eq_ignore_ascii_case("Read"));
        let what = record.app_data.split(',').nth(prompt).unwrap_or_default();
        let data = json!({
            "node_id": node_id(record),
            "node_name": Some(what).filter(|what| !what.is_empty()),
            "node_kind": kind,
            "hangup_reason": reason.map(HangupReason::as_str),
        });
        self.draft.push(record, "call.ivr_node_entered", data);
    }

    fn enter_queue(&mut self, record: &'a CelRecord) {
        let Some(visit) = self.visits.pop_front() else {
            return;
        };
        let skill_group = self.world.people.skill_group(visit.queue);
        // A queue that sent the caller on to one that took them in was never theirs.
        if visit.was_refused() && self.visits.iter().any(|later| !later.was_refused()) {
            self.draft.push(record, "asterisk.queue_refused", json!({ "skill_group": skill_group }));
            return;
        }
        let data = json!({ "skill_group": skill_group, "position": visit.position() });
        self.draft.push(record, "call.queued", data);
        self.in_queue = Some(visit);
    }

    /// The customer's `Queue` is over. Where an agent took the call, or the caller hung up, that is told elsewhere.
    pub(super) fn leave_queue(&mut self, at: usize, record: &'a CelRecord) {
        let Some(visit) = self.in_queue.take() else {
            return;
        };
        if !self.goes_on_after(at) {
            return;
        }
        let reason = if visit.was_refused() { self.why_refused(at, record) } else { visit.exit(self.pressed_key_at) };
        self.draft.push(record, "call.queue_left", json!({ "reason": reason }));
        if let Some(reason) = self.world.site.reasons.queue_exits.get(reason) {
            let data = json!({
                "node_id": "queue_exit",
                "node_name": visit.queue,
                "node_kind": "hangup_reason",
                "hangup_reason": reason.0.as_str(),
            });
            self.draft.push(record, "call.ivr_node_entered", data);
        }
    }

    /// An agent took the call out of the queue.
    pub(super) fn leave_queue_with_agent(&mut self, record: &'a CelRecord) {
        if self.in_queue.take().is_some() {
            self.draft.push(record, "call.queue_left", json!({ "reason": "answered" }));
        }
    }

    /// The visit that goes on.
    pub(super) fn waiting(&self) -> Option<&Visit<'a>> {
        self.in_queue.as_ref()
    }

    /// What the dial plan does next tells a full queue from one that nobody serves: it sends the caller elsewhere.
    fn why_refused(&self, at: usize, record: &CelRecord) -> &'static str {
        let later = self.call.records[at..].iter().filter(|it| it.unique_id == record.unique_id);
        let starts = later.filter(|it| it.event == "APP_START" && it.exten != "h");
        for next in starts {
            let site = &self.world.site;
            let named = match self.means(next) {
                Some(Application::Prompt) => site.reason_of_prompt(&next.app_data),
                Some(Application::Queue) => return "overflow",
                Some(Application::Dial) if destinations(&next.app_data).any(|it| self.world.cast.is_trunk(it.peer)) => {
                    return "overflow";
                }
                Some(Application::Voicemail) => return "no_agent",
                _ => None,
            };
            match named.or_else(|| site.reason_of_context(&next.context)) {
                Some(HangupReason::QueueOverflow) => return "overflow",
                Some(HangupReason::TransferToAgentFailed) => return "no_agent",
                Some(_) => return "other",
                None => {}
            }
        }
        "other"
    }

    /// Whether the customer stayed after this record: something was done for them, or they hung up only later.
    pub(super) fn goes_on_after(&self, at: usize) -> bool {
        const SOON: i64 = 1_000_000;
        let here = self.call.records[at];
        let Some(customer) = self.customer else {
            return false;
        };
        let hung_up_later = self.gone_at(customer).is_none_or(|end| end - here.at > SOON);
        let by_dialplan = customer.hung_up_by().starts_with("dialplan");
        hung_up_later
            || by_dialplan
            || self.call.records[at..].iter().any(|it| {
                it.unique_id == customer.id
                    && it.exten != "h"
                    && matches!(it.event.as_str(), "APP_START" | "BRIDGE_ENTER" | "DTMF")
            })
    }

    /// When a party was gone: the dial plan may have gone on without them, in its extension `h`.
    pub(super) fn gone_at(&self, channel: &Channel<'a>) -> Option<i64> {
        let is_end = |it: &CelRecord| matches!(it.event.as_str(), "HANGUP" | "CHAN_END" | "LINKEDID_END");
        let own = self.call.records.iter().rev().filter(|it| it.unique_id == channel.id && !is_end(it));
        own.take_while(|it| it.exten == "h").last().map(|it| it.at).or(channel.ended_at)
    }

    fn dial(&mut self, record: &'a CelRecord) {
        let mut destinations = destinations(&record.app_data);
        if let Some(line) = destinations.find(|it| it.number.is_some() && self.world.cast.is_trunk(it.peer))
            && !self.passed_on.outside
        {
            self.passed_on.outside = true;
            let data = json!({
                "node_id": node_id(record),
                "node_name": line.number,
                "node_kind": "transfer_to_external_line",
            });
            self.draft.push(record, "call.ivr_node_entered", data);
        }
    }

    fn enter_room(&mut self, record: &'a CelRecord) {
        let data = json!({
            "call_type": CallType::Conference.as_str(),
            "caller_number": self.caller_number,
            "callee_number": self.callee_number,
        });
        self.draft.push(record, "call.started", data);
    }

    /// The customer joins the others in a room: tells who of the house is there, and when.
    pub(super) fn join_room(&mut self, record: &'a CelRecord, bridge: &str) {
        let Some(own) = self.world.rooms.stay(bridge, &record.unique_id, record.at) else {
            return;
        };
        let data = json!({ "number": self.customer_number });
        self.draft.push(record, "call.party_joined", data);
        for stay in self.world.rooms.others(own) {
            let Some(agent) = self.agent_of(self.world.cast.of(stay.record)) else {
                continue;
            };
            // The same stay is told in the call of every customer who was there.
            let channel = format!("{}+{}", &*record.unique_id, &*stay.record.unique_id);
            let origin = Origin { channel: &channel, event: "BRIDGE_ENTER", at: stay.from };
            let data = json!({ "agent": self.agent(&agent) });
            self.draft.push_at(stay.from.max(own.from), origin, "call.party_joined", data.clone());
            if stay.to < own.to {
                self.draft.push_at(stay.to, origin, "call.party_left", data);
            }
        }
    }
}

/// Contexts are this PBX's nodes.
fn node_id(record: &CelRecord) -> &str {
    if record.context.is_empty() { "dialplan" } else { &record.context }
}
