//! How a call ended: when, by whom, with which cause.

use call_records_wire::words::{CallType, HungUpBy};
use serde_json::{Value, json};

use super::Walk;
use crate::import::cast::{Channel, Line};
use crate::import::channel::local;
use crate::import::draft::Origin;

impl<'a> Walk<'_, 'a> {
    /// Tells of the end; false where the logs stop before.
    pub(super) fn end(&mut self) -> bool {
        let caller = self.caller_channel().filter(|_| self.call.kind == CallType::Outbound);
        let answered = self.customer.is_some_and(|it| it.answered_at.is_some());
        // A call that the customer never took ends for the agent, who may have heard a busy tone for a while.
        let last = if answered { self.customer } else { caller.or(self.customer) };
        let Some((last, ended_at)) = last.and_then(|last| Some((last, last.ended_at?))) else {
            return false;
        };
        let by =
            if answered || !self.call.kind.calls_the_customer() { self.ended_by() } else { self.refused_by(caller) };
        let cause = self.customer.map_or_else(|| last.cause(), Channel::cause);
        let data = json!({ "by": by.as_str(), "cause": q850(cause), "cdr": self.billing() });
        let origin = Origin { channel: last.id, event: "HANGUP", at: ended_at };
        self.draft.push_at(self.gone_at(last).unwrap_or(ended_at), origin, "call.hung_up", data);
        true
    }

    /// The channel that the switch names as the one that hung up.
    fn ended_by(&self) -> HungUpBy {
        let Some(customer) = self.customer else {
            return HungUpBy::System;
        };
        let source = customer.hung_up_by();
        if source.starts_with("dialplan") {
            return HungUpBy::System;
        }
        let named = (!source.is_empty()).then(|| self.named(source)).flatten();
        named.or_else(|| self.first_to_leave()).map_or(HungUpBy::System, |channel| self.side(channel))
    }

    /// A channel of this call, by its name.
    fn named(&self, name: &str) -> Option<&Channel<'a>> {
        self.call.records.iter().map(|record| self.world.cast.of(record)).find(|channel| channel.name == name)
    }

    /// Where a party sits behind a Local channel the switch names nobody; but who hangs up leaves the bridge first.
    fn first_to_leave(&self) -> Option<&Channel<'a>> {
        let customer = self.customer?;
        let records = &self.call.records;
        let exit = |channel: &str| records.iter().rposition(|it| it.event == "BRIDGE_EXIT" && it.unique_id == channel);
        let own = exit(customer.id)?;
        let bridge = records[own].extra_text("bridge_id");
        let mut exits = records.iter().filter(|it| it.event == "BRIDGE_EXIT" && it.extra_text("bridge_id") == bridge);
        // Those who left long before were handed on.
        let near = |at: i64| (records[own].at - at).abs() < 1_000_000;
        exits.find(|it| near(it.at)).map(|it| self.world.cast.of(it))
    }

    fn side(&self, channel: &Channel<'a>) -> HungUpBy {
        if self.is_customer(channel.id) {
            return HungUpBy::Customer;
        }
        match channel.line {
            Line::Extension => HungUpBy::Agent,
            Line::Trunk if self.remote.contains_key(channel.id) => HungUpBy::Agent,
            Line::Trunk => HungUpBy::External,
            Line::Local if self.passed_on.outside => HungUpBy::External,
            Line::Local if local(channel.name).is_some() => HungUpBy::Agent,
            Line::Local | Line::Internal => HungUpBy::System,
        }
    }

    /// Who ended a call that the customer never took: the customer's side refused it, the agent gave up, or nobody
    /// did anything until the time was over.
    fn refused_by(&self, caller: Option<&Channel<'a>>) -> HungUpBy {
        let status = caller.map_or("", Channel::dial_status);
        if caller.is_some_and(|it| it.hung_up_by() == it.name) {
            return HungUpBy::Agent;
        }
        let Some(customer) = self.customer else {
            let refused = matches!(status, "BUSY" | "CONGESTION");
            return if refused { HungUpBy::Customer } else { HungUpBy::System };
        };
        if customer.hung_up_by() == customer.name || matches!(status, "BUSY" | "CONGESTION") {
            return HungUpBy::Customer;
        }
        // 16: the switch stopped calling. 18 and 19: no answer. 26: somebody else answered. 127: interworking.
        match customer.cause() {
            0 | 16 | 18 | 19 | 26 | 127 => HungUpBy::System,
            _ => HungUpBy::Customer,
        }
    }

    /// What CDR adds: how the PBX billed the call.
    fn billing(&self) -> Value {
        let Some(first) = self.cdr.first() else {
            return Value::Null;
        };
        let text = |text: &str| Some(text).filter(|text| !text.is_empty()).map(str::to_owned);
        let campaign = self.cdr.iter().find_map(|row| text(&row.campaign));
        let user_field = self.cdr.iter().find_map(|row| text(&row.user_field));
        json!({
            "disposition": text(&first.disposition),
            "account": text(&first.account),
            "user_field": user_field,
            "campaign": campaign,
            "answered_at": first.answer.map(|at| at.to_string()),
            "legs": self.cdr.len(),
        })
    }
}

/// A cause as events hold it; zero says that the switch knows none.
fn q850(code: u64) -> Value {
    let text = match code {
        0 => return Value::Null,
        1 => "Unallocated (unassigned) number",
        2 => "No route to specified transit network",
        3 => "No route to destination",
        16 => "Normal call clearing",
        17 => "User busy",
        18 => "No user responding",
        19 => "No answer from user (user alerted)",
        20 => "Subscriber absent",
        21 => "Call rejected",
        22 => "Number changed",
        26 => "Answered elsewhere",
        27 => "Destination out of order",
        28 => "Invalid number format",
        31 => "Normal, unspecified",
        34 => "No circuit/channel available",
        38 => "Network out of order",
        41 => "Temporary failure",
        42 => "Switching equipment congestion",
        58 => "Bearer capability not available",
        102 => "Recovery on timer expiry",
        127 => "Interworking, unspecified",
        _ => return json!({ "protocol": "Q.850", "code": code }),
    };
    json!({ "protocol": "Q.850", "code": code, "text": text })
}
