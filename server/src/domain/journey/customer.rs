//! The customer: called, reached, and what shows that they were.

use call_records_wire::call::Agent;
use call_records_wire::time::Timestamp;
use call_records_wire::words::{CallType, StageKind};

use super::Journey;
use crate::domain::standing::Standing;

impl Journey {
    pub(super) fn start(&mut self, at: Timestamp, call_type: CallType) {
        if call_type == CallType::Conference {
            self.conference = true;
        } else if self.awaits_customer() && self.timeline.now().is_none() {
            self.timeline.open(at, StageKind::Ring);
        }
    }

    /// Whether a call to a customer still waits for the customer's answer.
    pub(super) fn awaits_customer(&self) -> bool {
        self.calls_the_customer() && self.customer_answered_at.is_none()
    }

    /// A dialler that has a customer wait, or choose, has reached them: not every one says so first. Whether this is
    /// the first that tells.
    pub(super) fn reach_customer(&mut self, at: Timestamp) -> bool {
        let reached = self.direction == Some(CallType::PredictiveOutbound) && self.customer_answered_at.is_none();
        if reached {
            self.customer_answered_at = Some(at.floor_to_millis());
        }
        reached
    }

    /// Only who is in an IVR presses keys.
    pub(super) fn press_key(&mut self, at: Timestamp, position: usize) {
        let reached = self.reach_customer(at);
        let shows_nothing = self.standing == Standing::Nothing && self.timeline.now().is_none();
        if reached || (shows_nothing && self.let_go.is_none() && !self.awaits_customer()) {
            self.standing = Standing::Ivr(position);
            self.timeline.open(at, StageKind::Ivr);
        }
    }

    pub(super) fn answer_of_customer(&mut self, at: Timestamp, position: usize, agent: Option<&Agent>) {
        self.customer_answered_at.get_or_insert(at.floor_to_millis());
        self.take_line(agent);
        let predictive = self.direction == Some(CallType::PredictiveOutbound);
        if predictive && self.phones.last_on_line().is_none() {
            // The dialler has the customer on the line, and nobody yet to talk to.
            self.standing = Standing::Ivr(position);
            self.timeline.open(at, StageKind::Ivr);
        } else {
            self.phones.stop_all();
            self.standing = Standing::Connected(position);
            self.timeline.open(at, StageKind::Talk);
        }
    }
}
