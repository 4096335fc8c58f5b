//! The stages that a call goes through while its events are read in order.

use call_records_wire::call::{Agent, Cause, Explanation, ReasonRule, SkillGroup, Stage};
use call_records_wire::event::{EventKind, NodeKind, QueueLeft};
use call_records_wire::text::{bare_number, tidy};
use call_records_wire::time::Timestamp;
use call_records_wire::words::{CallType, HangupReason, HungUpBy, StageKind, Status};

use super::standing::Standing;

/// The longest name that a row shows, in characters; the log keeps the whole.
const NAME_CHARS: usize = 200;

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
    /// Said by the `call.started` events; `None` while none arrived.
    direction: Option<CallType>,
    conference: bool,
    pub(super) caller_number: String,
    dialled_number: String,
    /// The number of the agent who was rung or answered last.
    agent_number: Option<String>,
    pub(super) customer_name: Option<String>,
    pub(super) agents: Vec<Agent>,
    pub(super) skill_groups: Vec<SkillGroup>,
    ringing: Vec<(Agent, Option<String>)>,
    on_line: Vec<String>,
    in_queue: Option<usize>,
    customer_answered_at: Option<Timestamp>,
    agent_answered_at: Option<Timestamp>,
    standing: Standing,
    before_ringing: Standing,
    stages: Vec<Stage>,
    open_stage: Option<(StageKind, Timestamp)>,
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
            agent_number: None,
            customer_name: None,
            agents: Vec::new(),
            skill_groups: Vec::new(),
            ringing: Vec::new(),
            on_line: Vec::new(),
            in_queue: None,
            customer_answered_at: None,
            agent_answered_at: None,
            standing: Standing::Nothing,
            before_ringing: Standing::Nothing,
            stages: Vec::new(),
            open_stage: None,
            end: None,
        }
    }

    /// Takes the next event in order; `position` is its place in the operations log.
    pub(super) fn apply(&mut self, at: Timestamp, position: usize, kind: &EventKind) {
        if self.end.is_some() {
            // A call ends once. What comes later is in the log, but the call was over.
            return;
        }
        self.last_at = at;
        match kind {
            EventKind::CallStarted { call_type, caller_number, callee_number, customer_name } => {
                self.start(at, *call_type, caller_number, callee_number, customer_name.as_deref());
            }
            EventKind::IvrNodeEntered { node_kind, hangup_reason, .. } => {
                self.enter_node(at, position, *node_kind, hangup_reason.as_ref());
            }
            EventKind::Queued { skill_group, .. } => {
                let group = SkillGroup { id: skill_group.id.clone(), name: tidy(&skill_group.name, NAME_CHARS) };
                push_new(&mut self.skill_groups, group, |a, b| a.id == b.id);
                self.in_queue = Some(position);
                self.standing = Standing::Queue(position);
                self.open(at, StageKind::Queue);
            }
            EventKind::QueueLeft { reason } => self.leave_queue(at, position, *reason),
            EventKind::AgentRinging { agent, number } => self.ring(at, position, agent, number.as_deref()),
            EventKind::AgentMissed { agent, .. } => self.miss(at, agent),
            EventKind::Answered { agent, number } => self.answer(at, position, agent.as_ref(), number.as_deref()),
            EventKind::Held { .. } if self.is_open(StageKind::Talk) => self.open(at, StageKind::Hold),
            EventKind::Resumed { .. } if self.is_open(StageKind::Hold) => self.open(at, StageKind::Talk),
            EventKind::Transferred { kind, from_agent, to_agent, to_skill_group, to_number } => {
                let attended = kind == "attended";
                self.leave_line(from_agent.as_ref());
                match (to_agent, to_skill_group, to_number) {
                    (Some(agent), _, _) if attended => self.connect_agent(at, position, Some(agent), None),
                    (Some(_), _, _) => self.ring_after_transfer(at, position),
                    (None, Some(_), _) => self.open(at, StageKind::Ivr),
                    (None, None, Some(_)) => {
                        self.standing = Standing::PassedOutside(position);
                        self.open(at, if attended { StageKind::Talk } else { StageKind::Ring });
                    }
                    (None, None, None) => {}
                }
            }
            EventKind::PartyJoined { agent, .. } => self.join(at, position, agent.as_ref()),
            EventKind::PartyLeft { agent: Some(agent), .. } => {
                self.on_line.retain(|id| *id != agent.id);
                if self.on_line.is_empty() && !self.ringing.is_empty() {
                    self.standing = Standing::Ringing(position);
                    self.open(at, StageKind::Ring);
                }
            }
            EventKind::HungUp { by, cause } => self.hang_up(at, position, *by, cause.clone()),
            EventKind::KeyPressed { .. }
            | EventKind::Held { .. }
            | EventKind::Resumed { .. }
            | EventKind::PartyLeft { agent: None, .. }
            | EventKind::RecordingStarted { .. }
            | EventKind::RecordingPaused { .. }
            | EventKind::RecordingResumed { .. }
            | EventKind::RecordingFailed { .. }
            | EventKind::Unknown => {}
        }
    }

    pub(super) fn call_type(&self) -> CallType {
        if self.conference { CallType::Conference } else { self.direction.unwrap_or(CallType::Inbound) }
    }

    pub(super) fn calls_the_customer(&self) -> bool {
        self.direction.is_some_and(CallType::calls_the_customer)
    }

    pub(super) fn callee_number(&self) -> String {
        match &self.agent_number {
            Some(number) if !self.calls_the_customer() => number.clone(),
            _ => self.dialled_number.clone(),
        }
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
        match (&self.end, self.open_stage) {
            (Some(_), _) => Status::Ended,
            (None, Some((StageKind::Ivr, _))) => Status::InIvr,
            (None, Some((StageKind::Queue, _))) => Status::Queued,
            (None, Some((StageKind::Talk, _))) => Status::Connected,
            (None, Some((StageKind::Hold, _))) => Status::OnHold,
            (None, Some((StageKind::Ring, _)) | None) => {
                if self.calls_the_customer() && self.customer_answered_at.is_none() {
                    Status::Dialing
                } else {
                    Status::Ringing
                }
            }
        }
    }

    /// Whose phones ring now.
    pub(super) fn ringing(&self) -> Vec<Agent> {
        if self.end.is_some() { Vec::new() } else { self.ringing.iter().map(|(agent, _)| agent.clone()).collect() }
    }

    /// The stages so far, the last one open while the call lives.
    pub(super) fn stages(&self) -> Vec<Stage> {
        let open = self.open_stage.map(|(kind, at)| Stage { kind, at_ms: at.millis_since(self.started_at), ms: None });
        self.stages.iter().cloned().chain(open).collect()
    }

    fn start(&mut self, at: Timestamp, call_type: CallType, caller: &str, callee: &str, name: Option<&str>) {
        if call_type == CallType::Conference {
            self.conference = true;
        } else if self.direction.is_none() {
            self.direction = Some(call_type);
            if call_type.calls_the_customer() && self.open_stage.is_none() {
                self.open(at, StageKind::Ring);
            }
        }
        // A second start, as of a call that became a conference, only adds what is not known.
        if self.caller_number.is_empty() && self.dialled_number.is_empty() {
            self.caller_number = tidy(caller, NAME_CHARS);
            self.dialled_number = tidy(callee, NAME_CHARS);
        }
        if self.customer_name.is_none() {
            self.customer_name = name.map(|name| tidy(name, NAME_CHARS));
        }
    }

    fn enter_node(&mut self, at: Timestamp, position: usize, kind: NodeKind, reason: Option<&HangupReason>) {
        let outlasts = self.standing.outlasts_prompts();
        match (reason, kind) {
            (Some(reason), _) => self.standing = Standing::ReasonNode(reason.clone(), position),
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
        self.ringing.clear();
        self.on_line.clear();
        self.open(at, StageKind::Ivr);
    }

    fn leave_queue(&mut self, at: Timestamp, position: usize, reason: QueueLeft) {
        self.in_queue = None;
        if reason == QueueLeft::Answered {
            return;
        }
        self.ringing.clear();
        self.standing = Standing::Ivr(position);
        self.open(at, StageKind::Ivr);
    }

    fn ring(&mut self, at: Timestamp, position: usize, agent: &Agent, number: Option<&str>) {
        let number = number.map(|number| tidy(number, NAME_CHARS));
        self.ringing.retain(|(ringing, _)| ringing.id != agent.id);
        if let Some(number) = &number {
            self.agent_number = Some(number.clone());
        }
        self.ringing.push((tidy_agent(agent), number));
        // A colleague who is asked while an agent stays on the line does not make the customer wait for a ring.
        if self.on_line.is_empty() && !self.awaits_customer() {
            if !matches!(self.standing, Standing::Ringing(_)) {
                self.before_ringing = std::mem::replace(&mut self.standing, Standing::Ringing(position));
            }
            self.open(at, StageKind::Ring);
        }
    }

    fn miss(&mut self, at: Timestamp, agent: &Agent) {
        self.ringing.retain(|(ringing, _)| ringing.id != agent.id);
        if !self.ringing.is_empty() || !matches!(self.standing, Standing::Ringing(_)) {
            return;
        }
        if let Some(queued) = self.in_queue {
            self.standing = Standing::Queue(queued);
            self.open(at, StageKind::Queue);
        } else {
            // Where nothing was entered before, having rung is all that the call shows.
            if self.before_ringing != Standing::Nothing {
                self.standing = std::mem::replace(&mut self.before_ringing, Standing::Nothing);
            }
            self.open(at, StageKind::Ivr);
        }
    }

    /// The caller was handed to a colleague, whose phone may ring already: a consultation that was not waited for.
    fn ring_after_transfer(&mut self, at: Timestamp, position: usize) {
        if self.on_line.is_empty() && !self.ringing.is_empty() {
            self.before_ringing = std::mem::replace(&mut self.standing, Standing::Ringing(position));
        }
        self.open(at, StageKind::Ring);
    }

    /// Whether a call to a customer still waits for the customer's answer.
    fn awaits_customer(&self) -> bool {
        self.calls_the_customer() && self.customer_answered_at.is_none()
    }

    fn answer(&mut self, at: Timestamp, position: usize, agent: Option<&Agent>, number: Option<&str>) {
        let is_customers = number.is_some_and(|number| {
            self.calls_the_customer() && bare_number(number) == bare_number(&self.dialled_number)
        });
        let was_rung = agent.is_some_and(|agent| self.ringing.iter().any(|(ringing, _)| ringing.id == agent.id));
        if self.calls_the_customer() && (is_customers || (self.awaits_customer() && !was_rung)) {
            self.answer_of_customer(at, position, agent);
        } else if agent.is_none() && self.standing.is_outside() {
            self.open(at, StageKind::Talk);
        } else if self.awaits_customer() {
            // The agent's own phone, rung before the customer is called.
            self.ringing.clear();
            self.take_line(agent);
        } else {
            self.connect_agent(at, position, agent, number);
        }
    }

    fn answer_of_customer(&mut self, at: Timestamp, position: usize, agent: Option<&Agent>) {
        self.customer_answered_at.get_or_insert(at.floor_to_millis());
        self.take_line(agent);
        let predictive = self.direction == Some(CallType::PredictiveOutbound);
        if predictive && agent.is_none() && self.on_line.is_empty() {
            // The dialler has the customer on the line, and nobody yet to talk to.
            self.standing = Standing::Ivr(position);
            self.open(at, StageKind::Ivr);
        } else {
            self.ringing.clear();
            self.standing = Standing::Connected(position);
            self.open(at, StageKind::Talk);
        }
    }

    fn connect_agent(&mut self, at: Timestamp, position: usize, agent: Option<&Agent>, number: Option<&str>) {
        // An answer without a name is that of the one phone that rings.
        let rung = match (agent, self.ringing.as_slice()) {
            (None, [(only, _)]) => Some(only.clone()),
            _ => None,
        };
        let agent = agent.or(rung.as_ref());
        let rung_number = agent.and_then(|agent| self.ringing.iter().find(|(ringing, _)| ringing.id == agent.id));
        if let Some(number) = number.or(rung_number.and_then(|(_, number)| number.as_deref())) {
            self.agent_number = Some(tidy(number, NAME_CHARS));
        }
        self.agent_answered_at.get_or_insert(at.floor_to_millis());
        self.take_line(agent);
        self.ringing.clear();
        self.in_queue = None;
        self.standing = Standing::Connected(position);
        self.open(at, StageKind::Talk);
    }

    fn join(&mut self, at: Timestamp, position: usize, agent: Option<&Agent>) {
        if self.awaits_customer() && !self.conference {
            // The agent who places the call; nobody is connected yet.
            self.take_line(agent);
        } else if self.conference || agent.is_some() {
            self.connect_agent(at, position, agent, None);
        } else if self.standing.is_outside() {
            self.open(at, StageKind::Talk);
        }
    }

    fn take_line(&mut self, agent: Option<&Agent>) {
        if let Some(agent) = agent {
            push_new(&mut self.agents, tidy_agent(agent), |a, b| a.id == b.id);
            push_new(&mut self.on_line, agent.id.clone(), |a, b| a == b);
        }
    }

    /// An agent hands the call over; where nobody is named, whoever was on the line.
    fn leave_line(&mut self, agent: Option<&Agent>) {
        match agent {
            Some(agent) => self.on_line.retain(|id| *id != agent.id),
            None => self.on_line.clear(),
        }
    }

    fn hang_up(&mut self, at: Timestamp, position: usize, by: HungUpBy, cause: Option<Cause>) {
        self.close(at);
        let (reason, explanation) = if self.awaits_customer() && !self.conference {
            (HangupReason::Unanswered, Explanation { rule: ReasonRule::NeverAnswered, events: vec![position] })
        } else {
            self.standing.reason(position)
        };
        self.end = Some(End { at, by, cause, reason, explanation });
    }

    fn is_open(&self, kind: StageKind) -> bool {
        self.open_stage.is_some_and(|(open, _)| open == kind)
    }

    /// Opens a stage and closes the one before, unless it is of the same kind.
    fn open(&mut self, at: Timestamp, kind: StageKind) {
        if self.is_open(kind) {
            return;
        }
        self.close(at);
        self.open_stage = Some((kind, at));
    }

    fn close(&mut self, at: Timestamp) {
        if let Some((kind, from)) = self.open_stage.take() {
            let ms = at.millis_since(from);
            if ms > 0 {
                self.stages.push(Stage { kind, at_ms: from.millis_since(self.started_at), ms: Some(ms) });
            }
        }
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
