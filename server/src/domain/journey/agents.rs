//! Agents: rung, answering, holding, handing on.

use call_records_wire::call::{Agent, SkillGroup};
use call_records_wire::text::{bare_number, tidy};
use call_records_wire::time::Timestamp;
use call_records_wire::words::StageKind;

use super::{Journey, NAME_CHARS, tidy_agent};
use crate::domain::standing::Standing;

impl Journey {
    pub(super) fn ring(&mut self, at: Timestamp, position: usize, agent: &Agent, number: Option<&str>) {
        self.let_go = None;
        self.phones.ring(tidy_agent(agent), number.map(|number| tidy(number, NAME_CHARS)), position);
        // A colleague who is asked while the customer talks or is held does not make the customer wait for a ring.
        let asked = self.timeline.is(StageKind::Talk) || self.timeline.is(StageKind::Hold);
        if !asked && !self.awaits_customer() {
            self.wait_for_ring();
            self.timeline.open(at, StageKind::Ring);
        }
    }

    /// The customer waits for the phones that ring; what this rests on is a phone that still does.
    fn wait_for_ring(&mut self) {
        let Some(position) = self.phones.ringing().first().map(|rung| rung.position) else {
            return;
        };
        let before = std::mem::replace(&mut self.standing, Standing::Ringing(position));
        if !matches!(before, Standing::Ringing(_)) {
            self.before_ringing = before;
        }
    }

    pub(super) fn miss(&mut self, at: Timestamp, position: usize, agent: &Agent) {
        self.let_go = None;
        self.phones.stop_ringing(&agent.id);
        let rings_on = !self.phones.ringing().is_empty();
        match self.standing {
            Standing::Ringing(_) if rings_on => self.wait_for_ring(),
            Standing::Ringing(_) => self.wait_on(at),
            // Whoever missed a call was rung, even if nothing else tells of it.
            Standing::Nothing if !self.awaits_customer() => {
                self.standing = Standing::Ringing(position);
                self.timeline.open(at, StageKind::Ivr);
            }
            // Handed to a colleague whose phone was not told to ring.
            Standing::Connected(_) if self.timeline.is(StageKind::Ring) && !self.awaits_customer() => {
                self.timeline.open(at, StageKind::Ivr);
            }
            Standing::Nothing
            | Standing::Ivr(_)
            | Standing::Navigation(_)
            | Standing::ReasonNode(..)
            | Standing::VoicemailNode(_)
            | Standing::ExternalNode(_)
            | Standing::PassedOutside(_)
            | Standing::Queue(_)
            | Standing::Connected(_) => {}
        }
    }

    /// No phone rings any more: the customer is where they were before.
    fn wait_on(&mut self, at: Timestamp) {
        if let Some(queued) = self.in_queue {
            self.standing = Standing::Queue(queued);
            self.timeline.open(at, StageKind::Queue);
        } else {
            // Where nothing was entered before, having rung is all that the call shows.
            if self.before_ringing != Standing::Nothing {
                self.standing = std::mem::replace(&mut self.before_ringing, Standing::Nothing);
            }
            self.timeline.open(at, StageKind::Ivr);
        }
    }

    pub(super) fn answer(&mut self, at: Timestamp, position: usize, agent: Option<&Agent>, number: Option<&str>) {
        let is_customers = number.is_some_and(|number| {
            self.calls_the_customer() && bare_number(number) == bare_number(&self.dialled_number)
        });
        if self.awaits_customer() {
            if is_customers || !agent.is_some_and(|agent| self.phones.rings(agent)) {
                self.answer_of_customer(at, position, agent);
            } else {
                // The agent's own phone, rung before the customer is called.
                self.phones.stop_all();
                self.take_line(agent);
            }
        } else if is_customers && agent.is_none() {
            // The customer is there already.
        } else if agent.is_none() && self.standing.is_outside() {
            self.timeline.open(at, StageKind::Talk);
        } else {
            let number = number.filter(|_| !is_customers);
            let asked = self.timeline.is(StageKind::Hold) && !self.standing.is_outside() && !self.phones.holds(agent);
            if asked {
                self.add_asked(agent, number);
            } else {
                self.connect_agent(at, position, agent, number);
            }
        }
    }

    /// A colleague answers whoever holds the customer, and is not yet on the line with the customer.
    fn add_asked(&mut self, agent: Option<&Agent>, number: Option<&str>) {
        let rung = self.phones.only_ringing();
        let Some(agent) = agent.or(rung.as_ref()) else {
            return;
        };
        self.phones.stop_ringing(&agent.id);
        self.phones.learn(&agent.id, number.map(|number| tidy(number, NAME_CHARS)));
        self.take_line(Some(agent));
    }

    pub(super) fn connect_agent(
        &mut self,
        at: Timestamp,
        position: usize,
        agent: Option<&Agent>,
        number: Option<&str>,
    ) {
        self.let_go = None;
        // An answer without a name is that of the one phone that rings.
        let rung = self.phones.only_ringing();
        let agent = agent.or(rung.as_ref());
        if let Some(agent) = agent {
            self.phones.learn(&agent.id, number.map(|number| tidy(number, NAME_CHARS)));
        }
        self.agent_answered_at.get_or_insert(at.floor_to_millis());
        self.take_line(agent);
        self.phones.take(agent.map(|agent| agent.id.as_str()));
        self.phones.stop_all();
        self.in_queue = None;
        self.standing = Standing::Connected(position);
        self.timeline.open(at, StageKind::Talk);
    }

    pub(super) fn take_line(&mut self, agent: Option<&Agent>) {
        if let Some(agent) = agent {
            self.add_agent(agent);
            self.phones.come(&agent.id);
        }
    }

    pub(super) fn hold(&mut self, at: Timestamp, agent: Option<&Agent>) {
        self.settle();
        if self.timeline.is(StageKind::Talk) {
            self.phones.hold(agent);
            self.timeline.open(at, StageKind::Hold);
        }
    }

    pub(super) fn resume(&mut self, at: Timestamp) {
        self.settle();
        if self.timeline.is(StageKind::Hold) {
            self.timeline.open(at, StageKind::Talk);
        }
    }

    pub(super) fn join(&mut self, at: Timestamp, position: usize, agent: Option<&Agent>) {
        if self.awaits_customer() && !self.conference {
            // The agent who places the call; nobody is connected yet.
            self.take_line(agent);
        } else if self.conference || agent.is_some() {
            self.connect_agent(at, position, agent, None);
        } else if self.standing.is_outside() {
            self.timeline.open(at, StageKind::Talk);
        }
    }

    pub(super) fn leave(&mut self, at: Timestamp, agent: &Agent) {
        self.settle();
        self.phones.leave(&agent.id);
        let held = self.timeline.is(StageKind::Hold);
        if self.standing.is_outside() || !(held || self.timeline.is(StageKind::Talk)) {
            // Who leaves had handed the customer on before.
            return;
        }
        match self.phones.last_on_line().map(ToOwned::to_owned) {
            Some(colleague) if held && self.phones.nobody_holds() => {
                self.phones.take(Some(&colleague));
                self.timeline.open(at, StageKind::Talk);
            }
            Some(_) => {}
            None => {
                if !self.phones.ringing().is_empty() {
                    self.wait_for_ring();
                    self.timeline.open(at, StageKind::Ring);
                }
            }
        }
    }

    /// An agent hands the call over; where nobody is named, whoever was on the line.
    pub(super) fn hand_over(&mut self, at: Timestamp, position: usize, from: Option<&Agent>) {
        self.settle();
        let Some(agent) = from else {
            self.phones.all_leave();
            return;
        };
        let is_new = !self.agents.iter().any(|it| it.id == agent.id);
        self.add_agent(agent);
        self.phones.leave(&agent.id);
        if is_new && !self.awaits_customer() && !matches!(self.standing, Standing::Connected(_)) {
            // Who hands a caller on had them on the line, even if nothing else tells of it.
            self.agent_answered_at.get_or_insert(at.floor_to_millis());
            self.phones.take(Some(&agent.id));
            self.standing = Standing::Connected(position);
        }
    }

    /// To a colleague, whose phone may ring already: a consultation that was not waited for.
    pub(super) fn hand_to_agent(&mut self, at: Timestamp, agent: &Agent) {
        self.phones.stop_all_but(&agent.id);
        self.wait_for_ring();
        self.timeline.open(at, StageKind::Ring);
    }

    pub(super) fn hand_to_group(&mut self, at: Timestamp, group: &SkillGroup) {
        self.add_group(group);
        self.hand_to_flow(at);
    }

    /// Back into the flow, which knows where to.
    pub(super) fn hand_to_flow(&mut self, at: Timestamp) {
        self.phones.stop_all();
        self.timeline.open(at, StageKind::Ivr);
    }

    pub(super) fn hand_outside(&mut self, at: Timestamp, position: usize, attended: bool) {
        self.phones.stop_all();
        self.standing = Standing::PassedOutside(position);
        self.timeline.open(at, if attended { StageKind::Talk } else { StageKind::Ring });
    }
}
