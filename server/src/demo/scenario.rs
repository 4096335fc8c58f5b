//! What happens in one call: a script of events, from the first ring to the end.

use call_records_wire::time::Timestamp;
use fastrand::Rng;
use serde_json::{Value, json};

use super::audio::Samples;
use super::people::{self, GROUPS, Group};
use super::sample_event;
use super::written::written;
use crate::store::NewEvent;

/// The recording of a made-up call: which sample it sounds like.
#[derive(Debug, Clone)]
pub(super) struct SampleRecording {
    pub(super) recording_id: String,
    pub(super) sample: usize,
}

/// A made-up call.
#[derive(Debug, Clone)]
pub struct SampleCall {
    /// Its id.
    pub call_id: String,
    /// Its events, in order.
    pub events: Vec<NewEvent>,
    pub(super) recording: Option<SampleRecording>,
}

impl SampleCall {
    /// When its last event happens.
    pub fn ends_at(&self) -> Timestamp {
        self.events.last().map(|new| new.event.time).unwrap_or_default()
    }
}

/// Makes up the call that starts at `at`. The same `rng` makes the same call.
pub(super) fn make_up(rng: &mut Rng, at: Timestamp, samples: &Samples) -> SampleCall {
    let call_id = format!("{}-{:08x}", at.to_datetime().format("%Y%m%d-%H%M%S"), rng.u32(..));
    let (customer, name) = people::customer(rng);
    let mut script = Script { rng, samples, call_id, at, events: Vec::new(), customer, recording: None, agent: None };
    match script.rng.u32(0..100) {
        0..70 => script.inbound(name),
        70..88 => script.outbound(name),
        88..98 => script.predictive(name),
        _ => script.conference(name),
    }
    script.write();
    SampleCall { call_id: script.call_id, events: script.events, recording: script.recording }
}

struct Script<'a> {
    rng: &'a mut Rng,
    samples: &'a Samples,
    call_id: String,
    at: Timestamp,
    events: Vec<NewEvent>,
    customer: String,
    recording: Option<SampleRecording>,
    /// Who talked with the customer.
    agent: Option<Value>,
}

impl Script<'_> {
    fn tell(&mut self, event_type: &str, data: Value) {
        let event = sample_event(&self.call_id, self.events.len(), self.at, event_type, &data);
        self.events.push(event);
    }

    /// Lets between `least` and `most` seconds pass.
    fn wait(&mut self, least: f64, most: f64) {
        let ms = (least + self.rng.f64() * (most - least)) * 1000.0;
        #[expect(clippy::cast_possible_truncation, reason = "seconds of a call")]
        let ms = ms as i64;
        self.at = self.at.plus_millis(ms);
    }

    fn start(&mut self, call_type: &str, agent_side: &str, name: Option<String>) {
        let customer = self.customer.clone();
        let (caller, callee) = if call_type.contains("outbound") {
            (agent_side, customer.as_str())
        } else {
            (customer.as_str(), agent_side)
        };
        let data = json!({
            "call_type": call_type, "caller_number": caller, "callee_number": callee, "customer_name": name,
        });
        self.tell("call.started", data);
    }

    fn node(&mut self, id: &str, name: &str, kind: &str) {
        self.tell("call.ivr_node_entered", json!({"node_id": id, "node_name": name, "node_kind": kind}));
    }

    fn reason(&mut self, reason: &str, name: &str) {
        self.tell(
            "call.ivr_node_entered",
            json!({"node_id": reason, "node_name": name, "node_kind": "hangup_reason", "hangup_reason": reason}),
        );
    }

    fn end(&mut self, by: &str) {
        self.tell(
            "call.hung_up",
            json!({"by": by, "cause": {"protocol": "Q.850", "code": 16, "text": "Normal call clearing"}}),
        );
    }

    fn end_by_someone(&mut self) {
        let by = if self.rng.u32(0..10) < 6 { "customer" } else { "agent" };
        self.end(by);
    }

    fn inbound(&mut self, name: Option<String>) {
        let did = ["+442079460100", "+12025550100", "+4930231250100"][self.rng.usize(0..3)];
        self.start("inbound", did, name);
        self.wait(0.2, 0.8);
        if self.rng.u32(0..100) < 4 {
            self.node("assistant", "Assistant", "intelligent_navigation");
            self.wait(4.0, 25.0);
            if self.rng.bool() {
                return self.end("customer");
            }
        }
        self.node("main", "Main menu", "menu");
        self.wait(3.0, 14.0);
        let group = GROUPS[self.rng.usize(0..GROUPS.len())];
        match self.rng.u32(0..100) {
            0..6 => self.end("customer"),
            6 => {
                self.reason("ivr_error", "Error");
                self.wait(0.5, 1.5);
                self.end("system");
            }
            7..10 => {
                self.tell("call.key_pressed", json!({"key": "8"}));
                self.node("partner", "Partner line", "transfer_to_external_line");
                self.wait(4.0, 9.0);
                self.tell("call.answered", json!({"number": "+12025550177"}));
                self.wait(20.0, 240.0);
                self.end("external");
            }
            10..13 => {
                self.tell("call.key_pressed", json!({"key": "9"}));
                self.voicemail();
            }
            _ => {
                self.tell("call.key_pressed", json!({"key": group.key}));
                self.wait(0.3, 1.0);
                self.node("to-agent", "Transfer to agent", "transfer_to_agent");
                self.wait(0.1, 0.3);
                self.queue(group);
            }
        }
    }

    fn voicemail(&mut self) {
        self.reason("voicemail", "Voicemail");
        self.wait(8.0, 60.0);
        self.end("customer");
    }

    fn queue(&mut self, group: Group) {
        let position = self.rng.u32(1..7);
        self.tell("call.queued", json!({"skill_group": {"id": group.id, "name": group.name}, "position": position}));
        match self.rng.u32(0..100) {
            0..2 => {
                self.wait(0.1, 0.3);
                self.tell("call.queue_left", json!({"reason": "overflow"}));
                self.reason("queue_overflow", "Queue is full");
                self.wait(3.0, 6.0);
                self.end("system");
            }
            2..7 => {
                self.wait(4.0, 110.0);
                self.end("customer");
            }
            7..10 => {
                self.wait(119.0, 121.0);
                self.tell("call.queue_left", json!({"reason": "timeout"}));
                self.reason("queue_timeout", "Waited too long");
                self.wait(4.0, 7.0);
                self.end("system");
            }
            10..12 => {
                self.wait(0.2, 20.0);
                self.tell("call.queue_left", json!({"reason": "no_agent"}));
                self.reason("transfer_to_agent_failed", "Nobody on duty");
                self.wait(3.0, 6.0);
                self.end("system");
            }
            _ => {
                self.wait(0.5, 45.0);
                self.ring_and_talk(group);
            }
        }
    }

    fn ring_and_talk(&mut self, group: Group) {
        let mut agent = self.agent_of(group);
        self.ring(agent);
        match self.rng.u32(0..100) {
            0..4 => {
                self.wait(2.0, 12.0);
                return self.end("customer");
            }
            4..10 => {
                self.wait(8.0, 15.0);
                let reason = ["no_answer", "rejected", "busy"][self.rng.usize(0..3)];
                self.tell("call.agent_missed", json!({"agent": people::agent(agent), "reason": reason}));
                self.wait(0.5, 2.0);
                agent = self.agent_of(group);
                self.ring(agent);
            }
            _ => {}
        }
        self.wait(1.0, 8.0);
        self.tell("call.answered", json!({"agent": people::agent(agent)}));
        self.tell("call.queue_left", json!({"reason": "answered"}));
        self.talk(agent);
    }

    /// Each group has its own people, some of them in two groups.
    fn agent_of(&mut self, group: Group) -> usize {
        let first = GROUPS.iter().position(|it| it.id == group.id).unwrap_or(0) * 8;
        first + self.rng.usize(0..11)
    }

    fn ring(&mut self, agent: usize) {
        let data = json!({"agent": people::agent(agent), "number": people::agent_number(agent)});
        self.tell("call.agent_ringing", data);
    }

    /// Talks as long as a sample lasts, so that what is heard fits what is shown.
    fn talk(&mut self, agent: usize) {
        self.agent = Some(people::agent(agent));
        let sample = self.samples.pick(self.rng);
        let recording_id = format!("{}-r1", self.call_id);
        self.tell(
            "recording.started",
            json!({
                "recording_id": recording_id, "agent": people::agent(agent), "channels": "customer_left_agent_right",
            }),
        );
        self.recording = Some(SampleRecording { recording_id, sample });
        #[expect(clippy::cast_precision_loss, reason = "seconds of a call")]
        let seconds = self.samples.duration_ms(sample) as f64 / 1000.0 + self.rng.f64() * 0.8;
        match self.rng.u32(0..100) {
            0..10 => {
                self.wait(seconds * 0.3, seconds * 0.3);
                self.tell("call.held", json!({"agent": people::agent(agent)}));
                self.wait(seconds * 0.25, seconds * 0.25);
                self.tell("call.resumed", json!({"agent": people::agent(agent)}));
                self.wait(seconds * 0.45, seconds * 0.45);
                self.end_by_someone();
            }
            10..17 => {
                self.wait(seconds * 0.5, seconds * 0.5);
                let colleague = agent + 1 + self.rng.usize(0..20);
                let (from, to) = (people::agent(agent), people::agent(colleague));
                self.tell("call.transferred", json!({"kind": "blind", "from_agent": from, "to_agent": to}));
                self.ring(colleague);
                self.wait(2.0, 6.0);
                self.tell("call.answered", json!({"agent": to}));
                self.wait(seconds * 0.5, seconds * 0.5);
                self.end_by_someone();
            }
            17..19 => {
                self.wait(seconds, seconds);
                let from = people::agent(agent);
                self.tell(
                    "call.transferred",
                    json!({"kind": "blind", "from_agent": from, "to_number": "+12025550177"}),
                );
                self.wait(4.0, 9.0);
                self.tell("call.answered", json!({"number": "+12025550177"}));
                self.wait(10.0, 90.0);
                self.end("external");
            }
            _ => {
                self.wait(seconds, seconds);
                self.end_by_someone();
            }
        }
    }

    /// What is written on the call in the moments after it.
    fn write(&mut self) {
        for (event_type, data) in written(&self.call_id, self.agent.as_ref()) {
            self.at = self.at.plus_millis(4_000);
            self.tell(event_type, data);
        }
    }

    fn outbound(&mut self, name: Option<String>) {
        let agent = self.rng.usize(0..people::AGENTS.len());
        self.start("outbound", &people::agent_number(agent), name);
        self.tell("call.party_joined", json!({"agent": people::agent(agent)}));
        if self.rng.u32(0..100) < 62 {
            self.wait(4.0, 18.0);
            let number = self.customer.clone();
            self.tell("call.answered", json!({"number": number}));
            self.talk(agent);
        } else {
            self.unanswered();
        }
    }

    fn unanswered(&mut self) {
        let (by, code, text) = [
            ("system", 19, "No answer from user"),
            ("customer", 17, "User busy"),
            ("customer", 21, "Call rejected"),
            ("system", 1, "Unallocated number"),
        ][self.rng.usize(0..4)];
        self.wait(3.0, 28.0);
        self.tell("call.hung_up", json!({"by": by, "cause": {"protocol": "Q.850", "code": code, "text": text}}));
    }

    fn predictive(&mut self, name: Option<String>) {
        self.start("predictive_outbound", "+12025550100", name);
        if self.rng.u32(0..100) < 45 {
            return self.unanswered();
        }
        self.wait(4.0, 16.0);
        let number = self.customer.clone();
        self.tell("call.answered", json!({"number": number}));
        self.wait(0.1, 0.4);
        let group = GROUPS[0];
        self.tell("call.queued", json!({"skill_group": {"id": group.id, "name": group.name}}));
        if self.rng.u32(0..100) < 14 {
            self.wait(1.0, 9.0);
            return self.end("customer");
        }
        self.wait(0.2, 3.0);
        self.ring_and_talk(group);
    }

    fn conference(&mut self, name: Option<String>) {
        self.start("conference", "+442079460800", name);
        self.wait(2.0, 8.0);
        let agents = self.rng.usize(2..4);
        let first = self.rng.usize(0..people::AGENTS.len());
        for nth in 0..agents {
            self.tell("call.party_joined", json!({"agent": people::agent(first + nth * 7)}));
            self.wait(1.0, 9.0);
        }
        self.talk(first);
    }
}
