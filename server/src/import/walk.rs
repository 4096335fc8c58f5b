//! Walks through one call's records in order and writes its events.

/// How a call ended: when, by whom, with which cause.
mod ending;
/// The customer's way through the dial plan: nodes, queues, rooms.
mod flow;
/// Phones that ring, are answered, and are not.
mod phones;
/// Callers who are handed on.
mod transfers;

use std::collections::{HashMap, HashSet, VecDeque};

use call_records_wire::words::CallType;
use serde_json::{Value, json};

use super::calls::Call;
use super::cast::{Channel, Line};
use super::cdr::CdrRecord;
use super::cel::CelRecord;
use super::connections::Connections;
use super::draft::{Draft, number};
use super::map::{Application, any_matches};
use super::visits::Visit;
use super::world::World;

/// A walk through one call.
pub(super) struct Walk<'w, 'a> {
    world: &'w World<'w, 'a>,
    call: &'w Call<'a>,
    cdr: &'w [&'w CdrRecord],
    draft: Draft,
    /// The customer's channel; absent where a call to a customer never got that far.
    customer: Option<&'w Channel<'a>>,
    customer_number: String,
    caller_number: String,
    callee_number: String,
    visits: VecDeque<Visit<'a>>,
    /// The queue that the customer is in.
    in_queue: Option<Visit<'a>>,
    pressed_key_at: Option<i64>,
    connections: Connections<'a>,
    /// Whether the customer hears anybody.
    connected: bool,
    /// Where the customer was in the dial plan when last connected.
    connected_in: Option<(&'a str, &'a str)>,
    held: bool,
    /// Phones that were answered, by channel id.
    joined: HashSet<&'a str>,
    /// Phones that ring, with their agents.
    ringing: HashMap<&'a str, String>,
    /// Agents who are reached over a line instead of a phone of the house.
    remote: HashMap<&'a str, String>,
    /// The line that a Local channel dials for an agent, and that agent.
    dialling_agent: Option<(&'a str, &'a str)>,
    /// What each line was last asked to dial.
    asked: HashMap<&'a str, &'a str>,
    /// The numbers that lines reached, by channel id.
    reached: HashMap<&'a str, &'a str>,
    last_agent: Option<String>,
    passed_on: PassedOn,
    /// Attended transfers that were told already.
    announced: HashSet<(i64, &'a str)>,
}

/// What was told of the call's being passed on.
#[derive(Default)]
struct PassedOn {
    /// A transfer was told and nobody answered it yet.
    transferring: bool,
    /// An outside number was told as the one that the call goes to.
    outside: bool,
}

/// What a walk gives.
pub(super) struct Walked {
    pub(super) draft: Draft,
    /// Whether the logs tell its end.
    pub(super) ended: bool,
}

impl<'w, 'a> Walk<'w, 'a> {
    pub(super) fn new(
        world: &'w World<'w, 'a>,
        call: &'w Call<'a>,
        cdr: &'w [&'w CdrRecord],
        visits: impl FnOnce(&str) -> Vec<Visit<'a>>,
    ) -> Self {
        let customer = customer(world, call);
        let mut walk = Self {
            world,
            call,
            cdr,
            draft: Draft::new(&world.site.source, call.id),
            customer,
            customer_number: String::new(),
            caller_number: String::new(),
            callee_number: String::new(),
            visits: customer.map(|it| visits(it.id)).unwrap_or_default().into(),
            in_queue: None,
            pressed_key_at: None,
            connections: Connections::default(),
            connected: false,
            connected_in: None,
            held: false,
            joined: HashSet::new(),
            ringing: HashMap::new(),
            remote: HashMap::new(),
            dialling_agent: None,
            asked: HashMap::new(),
            reached: HashMap::new(),
            last_agent: None,
            passed_on: PassedOn::default(),
            announced: HashSet::new(),
        };
        walk.find_numbers();
        walk
    }

    /// Writes the events.
    pub(super) fn walk(mut self) -> Walked {
        self.start();
        for at in 0..self.call.records.len() {
            self.take(at);
        }
        let ended = self.end();
        Walked { draft: self.draft, ended }
    }

    fn take(&mut self, at: usize) {
        let record = self.call.records[at];
        let is_customer = self.is_customer(&record.unique_id);
        match record.event.as_str() {
            "CHAN_START" => self.ring(record),
            "ANSWER" if is_customer => self.customer_answers(record),
            // What the dial plan does after a caller is gone is not done to them.
            "APP_START" if is_customer && record.exten == "h" => {}
            "APP_START" => {
                self.note_dial(record);
                if is_customer {
                    self.start_application(at, record);
                }
            }
            "APP_END" if is_customer && self.means(record) == Some(Application::Queue) => self.leave_queue(at, record),
            "DTMF" if is_customer && !self.connected => self.press_key(record),
            "BRIDGE_ENTER" => self.enter_bridge(at, record),
            "BRIDGE_EXIT" => self.leave_bridge(at, record),
            "STREAM_BEGIN" if is_customer => self.hold(record),
            "STREAM_END" if is_customer => self.resume(record),
            "BLINDTRANSFER" => self.transfer_blind(at, record),
            "ATTENDEDTRANSFER" => self.transfer_attended(record),
            "FORWARD" => self.forward(at, record),
            "HANGUP" => self.hang_up_leg(at, record),
            _ => {}
        }
    }

    fn is_customer(&self, channel: &str) -> bool {
        self.customer.is_some_and(|customer| customer.id == channel)
    }

    fn means(&self, record: &CelRecord) -> Option<Application> {
        self.world.site.application(&record.app)
    }

    /// The id of the agent on this channel.
    fn agent_of(&self, channel: &Channel<'_>) -> Option<String> {
        match channel.line {
            Line::Extension => Some(self.world.people.id(channel.peer())),
            Line::Trunk => self.remote.get(channel.id).cloned(),
            Line::Local | Line::Internal => None,
        }
    }

    fn agent(&self, id: &str) -> Value {
        self.world.people.agent(id)
    }

    /// Tells of the call's beginning: its numbers, and the agent who places it.
    fn start(&mut self) {
        let Some(first) = self.call.records.first().copied() else {
            return;
        };
        let name = self.customer.and_then(|it| it.start).map(|start| start.name.as_str());
        let name = name.filter(|name| self.call.kind == CallType::Inbound && !name.trim().is_empty());
        let data = json!({
            "call_type": self.call.kind.as_str(),
            "caller_number": self.caller_number,
            "callee_number": self.callee_number,
            "customer_name": name,
        });
        self.draft.push(first, "call.started", data);
        if self.call.kind == CallType::Outbound
            && let Some(caller) = self.caller_channel()
            && let Some(agent) = self.agent_of(caller)
        {
            self.joined.insert(caller.id);
            self.draft.push(first, "call.party_joined", json!({ "agent": self.agent(&agent) }));
            self.last_agent = Some(agent);
        }
    }

    /// The phone that an outgoing call was placed from.
    fn caller_channel(&self) -> Option<&'w Channel<'a>> {
        let own = self.call.records.iter().map(|record| self.world.cast.of(record));
        own.filter(|it| it.home == self.call.id).find(|it| it.line == Line::Extension)
    }

    fn find_numbers(&mut self) {
        let asked = [self.customer.map_or("", |it| it.id), self.call.id];
        let asked =
            asked.iter().find_map(|&id| self.world.dialled.get(id)).filter(|it| !it.is_empty()).map(String::as_str);
        let own = |id: &'a str| self.call.records.iter().filter(move |record| record.unique_id == id);
        match self.call.kind {
            CallType::Outbound => {
                let dialled = self.dialled_number();
                let line = self.customer.and_then(|it| it.number);
                self.customer_number = number(dialled.or(line).or(asked).unwrap_or_default());
                let caller = self.caller_channel().map(|it| self.world.people.id(it.peer()));
                self.caller_number = number(&caller.unwrap_or_default());
                self.callee_number.clone_from(&self.customer_number);
            }
            CallType::PredictiveOutbound => {
                let mut numbers = self.customer.map(|it| own(it.id)).into_iter().flatten();
                let shown = numbers.clone().find(|it| !it.num.is_empty()).map_or("", |it| it.num.as_str());
                let customer = numbers.find(|it| it.event == "APP_START" && it.num != shown && !it.num.is_empty());
                let customer = customer.map(|it| it.num.as_str()).or(asked);
                self.customer_number = number(customer.unwrap_or_default());
                self.caller_number = number(shown);
                self.callee_number.clone_from(&self.customer_number);
            }
            CallType::Inbound | CallType::Conference => {
                let mut numbers = self.customer.map(|it| own(it.id)).into_iter().flatten();
                let caller = numbers.find(|it| !it.num.is_empty()).map(|it| it.num.as_str());
                let caller = caller.or_else(|| self.cdr.first().map(|row| row.src.as_str()));
                self.customer_number = number(caller.unwrap_or_default());
                self.caller_number.clone_from(&self.customer_number);
                let dialled = self.customer.and_then(|it| it.start).map_or("", |start| start.exten.as_str());
                let did = self.cdr.iter().map(|row| row.did.as_str()).find(|did| !did.is_empty());
                self.callee_number = number(did.unwrap_or(dialled));
            }
        }
    }

    /// What the caller's `Dial` asked a line for, else what was dialled on the phone.
    fn dialled_number(&self) -> Option<&'a str> {
        let caller = self.caller_channel()?;
        let own = self.call.records.iter().filter(|record| record.unique_id == caller.id);
        let mut dials = own.filter(|it| it.event == "APP_START" && self.means(it) == Some(Application::Dial));
        let asked = dials.find_map(|record| {
            let mut destinations = super::channel::destinations(&record.app_data);
            destinations.find(|it| self.world.cast.is_trunk(it.peer)).and_then(|it| it.number)
        });
        let phoned = caller.start.map(|start| start.exten.as_str()).filter(|it| it.bytes().any(|b| b.is_ascii_digit()));
        asked.or(phoned)
    }

    fn press_key(&mut self, record: &'a CelRecord) {
        self.pressed_key_at = Some(record.at);
        let masked = any_matches(&self.world.site.contexts.masked, &record.context);
        let key = if masked { "•" } else { record.extra_text("digit") };
        if !key.is_empty() {
            self.draft.push(record, "call.key_pressed", json!({ "key": key }));
        }
    }
}

/// The customer's channel: the one that called, or the line that was called and answered, else the last one tried.
fn customer<'w, 'a>(world: &'w World<'w, 'a>, call: &Call<'a>) -> Option<&'w Channel<'a>> {
    let own = || call.records.iter().map(|it| world.cast.of(it)).filter(|it| it.home == call.id);
    match call.kind {
        CallType::Outbound => {
            let lines = || own().filter(|it| it.line == Line::Trunk);
            lines().find(|it| it.answered_at.is_some()).or_else(|| lines().next_back())
        }
        CallType::Inbound | CallType::PredictiveOutbound | CallType::Conference => {
            own().find(|it| it.line == Line::Trunk)
        }
    }
}
