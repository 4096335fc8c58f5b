//! The way that a call goes while its events are read in order.

/// Agents: rung, answering, holding, handing on.
mod agents;
/// The customer: called, reached, and what shows that they were.
mod customer;

use call_records_wire::call::{Agent, Cause, Explanation, ReasonRule, SkillGroup};
use call_records_wire::event::{EventKind, NodeKind, QueueLeft};
use call_records_wire::text::{is_direction_mark, tidy};
use call_records_wire::time::Timestamp;
use call_records_wire::words::{CallType, HangupReason, HungUpBy, StageKind, Status};

use super::phones::Phones;
use super::standing::Standing;
use super::timeline::Timeline;

/// The longest name that a row shows, in characters; the log keeps the whole.
const NAME_CHARS: usize = 200;
/// The longest other text that a row shows, in characters.
pub(super) const TEXT_CHARS: usize = 255;

/// How a call ended.
#[derive(Debug, Clone)]
pub(super) struct End {
    pub(super) at: Timestamp,
    pub(super) by: HungUpBy,
    pub(super) cause: Option<Cause>,
    pub(super) reason: HangupReason,
    pub(super) explanation: Explanation,
}

/// A call on its way: what is known after some of its events.
#[derive(Debug)]
pub(super) struct Journey {
    pub(super) started_at: Timestamp,
    last_at: Timestamp,
    /// Said by the `call.started` events; `None` where none arrived.
    direction: Option<CallType>,
    conference: bool,
    pub(super) caller_number: String,
    dialled_number: String,
    pub(super) customer_name: Option<String>,
    pub(super) agents: Vec<Agent>,
    pub(super) skill_groups: Vec<SkillGroup>,
    phones: Phones,
    /// The event that put the caller into the queue that they are in.
    in_queue: Option<usize>,
    /// When a queue was entered while the caller was in another one, which they may be told to have left only then.
    queue_replaced_at: Option<Timestamp>,
    /// A queue said that an agent took the caller, and nothing told yet who.
    let_go: Option<(Timestamp, usize)>,
    customer_answered_at: Option<Timestamp>,
    agent_answered_at: Option<Timestamp>,
    standing: Standing,
    before_ringing: Standing,
    pub(super) timeline: Timeline,
    pub(super) end: Option<End>,
}

impl Journey {
    pub(super) fn new(started_at: Timestamp) -> Self {
        Self {
            started_at,
            last_at: started_at,
            direction: None,
            conference: false,
            caller_number: String::new(),
            dialled_number: String::new(),
            customer_name: None,
            agents: Vec::new(),
            skill_groups: Vec::new(),
            phones: Phones::default(),
            in_queue: None,
            queue_replaced_at: None,
            let_go: None,
            customer_answered_at: None,
            agent_answered_at: None,
            standing: Standing::Nothing,
            before_ringing: Standing::Nothing,
            timeline: Timeline::new(started_at),
            end: None,
        }
    }

    /// Learns what holds for the whole call, before its events are gone through: which way it goes decides what an
    /// answer means, also one whose sender's clock is ahead of the start's.
    pub(super) fn learn(&mut self, kind: &EventKind) {
        let EventKind::CallStarted { call_type, caller_number, callee_number, customer_name } = kind else {
            return;
        };
        let first = self.direction.is_none() && !self.conference;
        if *call_type != CallType::Conference {
            self.direction.get_or_insert(*call_type);
        } else if first {
            self.conference = true;
        }
        // A second start, as of a call that became a conference, only adds what is not known.
        if self.caller_number.is_empty() && self.dialled_number.is_empty() {
            self.caller_number = tidy(caller_number, NAME_CHARS);
            self.dialled_number = tidy(callee_number, NAME_CHARS);
        }
        if self.customer_name.is_none() {
            self.customer_name = customer_name.as_deref().map(|name| tidy(name, NAME_CHARS));
        }
    }

    /// Takes the next event in order; `position` is its place in the operations log.
    pub(super) fn apply(&mut self, at: Timestamp, position: usize, kind: &EventKind) {
        if self.end.is_some() {
            // A call ends once. What comes later is in the log, but the call was over.
            return;
        }
        self.last_at = self.last_at.max(at);
        match kind {
            EventKind::CallStarted { call_type, .. } => self.start(at, *call_type),
            EventKind::IvrNodeEntered { node_kind, hangup_reason, .. } => {
                self.enter_node(at, position, *node_kind, hangup_reason.as_ref());
            }
            EventKind::KeyPressed { .. } => self.press_key(at, position),
            EventKind::Queued { skill_group, .. } => self.enter_queue(at, position, skill_group),
            EventKind::QueueLeft { reason } => self.leave_queue(at, position, *reason),
            EventKind::AgentRinging { agent, number } => self.ring(at, position, agent, number.as_deref()),
            EventKind::AgentMissed { agent, .. } => self.miss(at, position, agent),
            EventKind::Answered { agent, number } => self.answer(at, position, agent.as_ref(), number.as_deref()),
            EventKind::Held { agent } => self.hold(at, agent.as_ref()),
            EventKind::Resumed { .. } => self.resume(at),
            EventKind::Transferred { kind, from_agent, to_agent, to_skill_group, to_number } => {
                let attended = kind == "attended";
                self.hand_over(at, position, from_agent.as_ref());
                match (to_agent, to_skill_group, to_number) {
                    (Some(agent), _, _) if attended => self.connect_agent(at, position, Some(agent), None),
                    (Some(agent), _, _) => self.hand_to_agent(at, agent),
                    (None, Some(group), _) => self.hand_to_group(at, group),
                    (None, None, Some(_)) => self.hand_outside(at, position, attended),
                    (None, None, None) if attended => {}
                    (None, None, None) => self.hand_to_flow(at),
                }
            }
            EventKind::PartyJoined { agent, .. } => self.join(at, position, agent.as_ref()),
            EventKind::PartyLeft { agent: Some(agent), .. } => self.leave(at, agent),
            EventKind::HungUp { by, cause } => self.hang_up(at, position, *by, cause.as_ref()),
            EventKind::PartyLeft { agent: None, .. }
            | EventKind::RecordingStarted { .. }
            | EventKind::RecordingPaused { .. }
            | EventKind::RecordingResumed { .. }
            | EventKind::RecordingFailed { .. }
            | EventKind::NoteAdded { .. }
            | EventKind::NoteRemoved { .. }
            | EventKind::Tagged { .. }
            | EventKind::Untagged { .. }
            | EventKind::Unknown => {}
        }
    }

    /// A queue's word that an agent took the caller stands, unless somebody tells more of it.
    pub(super) fn settle(&mut self) {
        if let Some((at, position)) = self.let_go.take() {
            self.connect_agent(at, position, None, None);
        }
    }

    pub(super) fn call_type(&self) -> CallType {
        if self.conference { CallType::Conference } else { self.direction.unwrap_or(CallType::Inbound) }
    }

    pub(super) fn calls_the_customer(&self) -> bool {
        self.direction.is_some_and(CallType::calls_the_customer)
    }

    pub(super) fn callee_number(&self) -> String {
        let agents = self.phones.number().filter(|_| !self.calls_the_customer());
        agents.unwrap_or(&self.dialled_number).to_owned()
    }

    pub(super) fn customer_number(&self) -> String {
        if self.calls_the_customer() { self.dialled_number.clone() } else { self.caller_number.clone() }
    }

    pub(super) fn connected_at(&self) -> Option<Timestamp> {
        if self.calls_the_customer() { self.customer_answered_at } else { Some(self.started_at) }
    }

    pub(super) fn answered_at(&self) -> Option<Timestamp> {
        if self.calls_the_customer() { self.customer_answered_at } else { self.agent_answered_at }
    }

    /// When the call ended, or the last that is known of it.
    pub(super) fn known_until(&self) -> Timestamp {
        self.end.as_ref().map_or(self.last_at, |end| end.at)
    }

    pub(super) fn status(&self) -> Status {
        match (&self.end, self.timeline.now()) {
            (Some(_), _) => Status::Ended,
            (None, Some(StageKind::Ivr)) => Status::InIvr,
            (None, Some(StageKind::Queue)) => Status::Queued,
            (None, Some(StageKind::Talk)) => Status::Connected,
            (None, Some(StageKind::Hold)) => Status::OnHold,
            (None, Some(StageKind::Ring) | None) => {
                if self.awaits_customer() {
                    Status::Dialing
                } else {
                    Status::Ringing
                }
            }
        }
    }

    /// Whose phones ring now.
    pub(super) fn ringing(&self) -> Vec<Agent> {
        let rung = if self.end.is_some() { &[] } else { self.phones.ringing() };
        rung.iter().map(|it| it.agent.clone()).collect()
    }

    fn enter_node(&mut self, at: Timestamp, position: usize, kind: NodeKind, reason: Option<&HangupReason>) {
        self.settle();
        let reached = self.reach_customer(at);
        if kind == NodeKind::Prompt && reason.is_none() && !reached && self.is_with_somebody() {
            // Their place in the queue, or that the call is recorded: a caller hears it where they are.
            return;
        }
        let outlasts = self.standing.outlasts_prompts();
        match (reason, kind) {
            (Some(reason), _) => self.standing = Standing::ReasonNode(shown_reason(reason), position),
            (None, NodeKind::Voicemail) => self.standing = Standing::VoicemailNode(position),
            (None, NodeKind::TransferToExternalLine) => self.standing = Standing::ExternalNode(position),
            (None, NodeKind::IntelligentNavigation) => self.standing = Standing::Navigation(position),
            (
                None,
                NodeKind::Menu
                | NodeKind::Prompt
                | NodeKind::TransferToAgent
                | NodeKind::HangupReason
                | NodeKind::Other,
            ) => {
                if !outlasts {
                    self.standing = Standing::Ivr(position);
                }
            }
        }
        self.in_queue = None;
        self.phones.stop_all();
        self.phones.all_leave();
        self.timeline.open(at, StageKind::Ivr);
    }

    /// Whether a queue, a ringing phone or a person has the caller, rather than the flow.
    fn is_with_somebody(&self) -> bool {
        match self.timeline.now() {
            Some(StageKind::Queue | StageKind::Talk | StageKind::Hold) => true,
            Some(StageKind::Ring) => self.awaits_customer() || !self.phones.ringing().is_empty(),
            Some(StageKind::Ivr) | None => false,
        }
    }

    fn enter_queue(&mut self, at: Timestamp, position: usize, group: &SkillGroup) {
        self.settle();
        self.reach_customer(at);
        self.add_group(group);
        self.queue_replaced_at = self.in_queue.replace(position).map(|_| at);
        // Whoever had the caller before has them no more, also where no transfer says so.
        self.phones.stop_all();
        self.phones.all_leave();
        self.standing = Standing::Queue(position);
        self.timeline.open(at, StageKind::Queue);
    }

    fn leave_queue(&mut self, at: Timestamp, position: usize, reason: QueueLeft) {
        let taken = reason == QueueLeft::Answered;
        self.let_go = None;
        if !taken && self.queue_replaced_at.take() == Some(at) {
            // Of the queue before: within one instant the caller is told to enter the next before leaving it.
            return;
        }
        let was_in_queue = self.in_queue.take().is_some();
        if !was_in_queue && !matches!(self.standing, Standing::Nothing | Standing::Queue(_) | Standing::Ringing(_)) {
            // The flow went on within the same instant, or somebody has the caller.
        } else if taken {
            self.let_go = (!self.awaits_customer()).then_some((at, position));
        } else {
            self.phones.stop_all();
            self.standing = Standing::Ivr(position);
            self.timeline.open(at, StageKind::Ivr);
        }
    }

    fn hang_up(&mut self, at: Timestamp, position: usize, by: HungUpBy, cause: Option<&Cause>) {
        self.settle();
        self.timeline.close(at);
        let (reason, explanation) = if self.awaits_customer() && !self.conference {
            (HangupReason::Unanswered, Explanation { rule: ReasonRule::NeverAnswered, events: vec![position] })
        } else {
            self.standing.reason(position)
        };
        let cause = cause.map(|Cause { protocol, code, text }| Cause {
            protocol: tidy(protocol, TEXT_CHARS),
            code: *code,
            text: text.as_deref().map(|text| tidy(text, TEXT_CHARS)),
        });
        self.end = Some(End { at, by, cause, reason, explanation });
    }

    fn add_agent(&mut self, agent: &Agent) {
        push_new(&mut self.agents, tidy_agent(agent), |a, b| a.id == b.id);
    }

    fn add_group(&mut self, group: &SkillGroup) {
        let group = SkillGroup { id: group.id.clone(), name: tidy(&group.name, NAME_CHARS) };
        push_new(&mut self.skill_groups, group, |a, b| a.id == b.id);
    }
}

/// A reason as a row shows it. One that is not known stays different from those that are, whatever hides in it.
fn shown_reason(reason: &HangupReason) -> HangupReason {
    match reason {
        HangupReason::Other(text) => {
            HangupReason::Other(tidy(&text.replace(is_direction_mark, "\u{fffd}"), TEXT_CHARS))
        }
        known => known.clone(),
    }
}

fn tidy_agent(agent: &Agent) -> Agent {
    Agent { id: agent.id.clone(), name: tidy(&agent.name, NAME_CHARS) }
}

fn push_new<T>(list: &mut Vec<T>, item: T, same: impl Fn(&T, &T) -> bool) {
    if !list.iter().any(|it| same(it, &item)) {
        list.push(item);
    }
}
