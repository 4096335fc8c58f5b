//! Whether a customer whom nobody served was called back.

use call_records_wire::call::CallRow;
use call_records_wire::story::{CalledBack, LaterCall};
use call_records_wire::text::bare_number;
use call_records_wire::words::{CallType, Status};

/// Whether the call is over and nobody served the customer.
pub fn is_missed(row: &CallRow) -> bool {
    row.status == Status::Ended && !is_served(row)
}

/// What came after a missed call, from the later calls of the same customer, oldest first.
pub fn called_back(later: &[CallRow]) -> CalledBack {
    let find = |holds: &dyn Fn(&CallRow) -> bool| later.iter().find(|row| holds(row)).map(told);
    CalledBack {
        attempt: find(&calls_the_customer),
        reached: find(&|row| calls_the_customer(row) && is_served(row)),
        called_again: find(&|row| !calls_the_customer(row) && is_served(row)),
    }
}

/// A number that other calls can be found by: one that was not withheld.
pub fn findable_number(row: &CallRow) -> Option<String> {
    Some(bare_number(&row.customer_number)).filter(|number| number.chars().any(|c| c.is_ascii_digit()))
}

/// Whether somebody talked with the customer: one of ours, or whoever took the call on an outside line that it was
/// passed to.
fn is_served(row: &CallRow) -> bool {
    match row.call_type {
        // The dialler reaches customers for whom then nobody is free.
        CallType::PredictiveOutbound => row.answered_at.is_some() && !row.agents.is_empty(),
        _ => row.answered_at.is_some() || row.talk_ms > 0,
    }
}

fn calls_the_customer(row: &CallRow) -> bool {
    let customer = bare_number(&row.customer_number);
    row.call_type.calls_the_customer()
        // A conference does not say which way it began; its numbers do.
        || row.call_type == CallType::Conference
            && bare_number(&row.callee_number) == customer
            && bare_number(&row.caller_number) != customer
}

fn told(row: &CallRow) -> LaterCall {
    let answered = is_served(row);
    LaterCall {
        call_id: row.call_id.clone(),
        started_at: row.started_at,
        agent: row.agents.first().filter(|_| answered).cloned(),
        answered,
    }
}

#[cfg(test)]
mod tests {
    use call_records_wire::event::Event;
    use call_records_wire::time::Timestamp;
    use serde_json::{Value, json};

    use super::*;
    use crate::domain::fold;

    /// A call of a few words: which way, then what became of it.
    fn call(call_id: &str, words: &str) -> CallRow {
        let (way, end) = words.split_once(' ').unwrap_or((words, ""));
        let agent = |id: &str| json!({"agent": {"id": id, "name": id}});
        let (call_type, caller, callee) = match way {
            "in" => ("inbound", "+44777", "+1900"),
            "out" => ("outbound", "+1900", "+44 777"),
            "dial" => ("predictive_outbound", "+1900", "+44777"),
            _ => panic!("no such way: {way}"),
        };
        let started = json!({"call_type": call_type, "caller_number": caller, "callee_number": callee});
        let queued = json!({"skill_group": {"id": "sales", "name": "Sales"}});
        let outside = json!({"node_id": "x", "node_kind": "transfer_to_external_line"});
        let mut told: Vec<(&str, Value)> = vec![("call.started", started)];
        told.extend(match end {
            "missed" => vec![("call.queued", queued)],
            "answered" => vec![("call.answered", agent("ada"))],
            "picked up" => vec![("call.answered", json!({"number": "+44777"})), ("call.queued", queued)],
            "picked up and answered" => {
                vec![("call.answered", json!({"number": "+44777"})), ("call.answered", agent("bob"))]
            }
            "outside" => vec![("call.ivr_node_entered", outside), ("call.answered", json!({"number": "+999"}))],
            "conference" => {
                let again = json!({"call_type": "conference", "caller_number": caller, "callee_number": callee});
                vec![("call.started", again), ("call.answered", agent("ada"))]
            }
            "alive" | "" => vec![],
            _ => panic!("no such end: {end}"),
        });
        if end != "alive" {
            told.push(("call.hung_up", json!({"by": "customer"})));
        }
        let mut events: Vec<Event> = told
            .into_iter()
            .enumerate()
            .map(|(n, (event_type, data))| {
                let time = Timestamp::from_millis(1_795_000_000_000 + i64::try_from(n).expect("few") * 1000);
                let document = json!({
                    "specversion": "1.0", "id": format!("{n}"), "source": "test", "subject": call_id,
                    "type": event_type, "time": time, "data": data,
                });
                Event::from_json(&document).unwrap_or_else(|faults| panic!("{event_type}: {faults:?}"))
            })
            .collect();
        fold(&mut events, &[]).expect("a call").row
    }

    /// The positions of attempt, success and the customer's own next call among the later calls.
    fn found(missed: &str, later: &[&str]) -> Option<[Option<usize>; 3]> {
        let later: Vec<CallRow> = later.iter().enumerate().map(|(n, words)| call(&n.to_string(), words)).collect();
        if !is_missed(&call("missed", missed)) {
            return None;
        }
        let CalledBack { attempt, reached, called_again } = called_back(&later);
        let place = |it: Option<LaterCall>| it.map(|it| it.call_id.parse().expect("a position"));
        Some([place(attempt), place(reached), place(called_again)])
    }

    #[test]
    fn a_missed_call_is_followed_by_the_first_attempt_the_first_success_and_the_customers_own_call() {
        for (missed, later, expected) in [
            ("in missed", &[] as &[&str], Some([None, None, None])),
            ("in missed", &["out"], Some([Some(0), None, None])),
            ("in missed", &["out answered"], Some([Some(0), Some(0), None])),
            ("in missed", &["out", "out", "out answered"], Some([Some(0), Some(2), None])),
            ("in missed", &["in missed", "in answered"], Some([None, None, Some(1)])),
            ("in missed", &["in answered", "out"], Some([Some(1), None, Some(0)])),
            ("in missed", &["dial picked up", "dial picked up and answered"], Some([Some(0), Some(1), None])),
            ("in missed", &["out conference"], Some([Some(0), Some(0), None])),
            ("in missed", &["in conference"], Some([None, None, Some(0)])),
            ("in missed", &["out alive"], Some([Some(0), None, None])),
            ("in", &["out answered"], Some([Some(0), Some(0), None])),
            ("out", &["out answered"], Some([Some(0), Some(0), None])),
            ("dial picked up", &["out answered"], Some([Some(0), Some(0), None])),
            // Who was served need not be called back, and who is being served is not missed yet.
            ("in answered", &["out answered"], None),
            ("in outside", &["out answered"], None),
            ("out answered", &[], None),
            ("in alive", &["out answered"], None),
        ] {
            assert_eq!(found(missed, later), expected, "{missed}, then {later:?}");
        }
    }

    #[test]
    fn who_talked_is_named() {
        let back = called_back(&[call("a", "out"), call("b", "out answered")]);
        assert_eq!(back.attempt.map(|it| (it.answered, it.agent)), Some((false, None)));
        let reached = back.reached.expect("it was answered");
        assert_eq!((reached.answered, reached.agent.map(|it| it.name)), (true, Some("ada".to_owned())));
    }

    #[test]
    fn a_withheld_number_finds_nothing() {
        let with = |number: &str| {
            let mut row = call("c", "in missed");
            number.clone_into(&mut row.customer_number);
            findable_number(&row)
        };
        assert_eq!(with("+44 (777)"), Some("+44777".to_owned()));
        for withheld in ["", "anonymous", "Unknown", " - "] {
            assert_eq!(with(withheld), None, "{withheld}");
        }
    }
}
