//! Made-up calls for tests.

use call_records_wire::call::CallRow;
use call_records_wire::time::Timestamp;
use call_records_wire::words::{CallType, HangupReason, Status};

/// An inbound call that ended normally. It started `change` minutes after midnight of 23 November 2026, UTC.
pub fn row(id: &str, change: u64) -> CallRow {
    let minutes = i64::try_from(change).expect("a small number");
    CallRow {
        call_id: id.to_owned(),
        change,
        call_type: CallType::Inbound,
        status: Status::Ended,
        started_at: Timestamp::from_millis(1_795_392_000_000 + minutes * 60_000),
        connected_at: None,
        answered_at: None,
        ended_at: None,
        caller_number: "+44 7700 900123".to_owned(),
        callee_number: "+44 20 7946 0100".to_owned(),
        customer_number: "+44 7700 900123".to_owned(),
        customer_name: None,
        agents: Vec::new(),
        ringing: Vec::new(),
        skill_groups: Vec::new(),
        hangup_reason: Some(HangupReason::Normal),
        hung_up_by: None,
        cause: None,
        wait_ms: 0,
        talk_ms: 0,
        duration_ms: 0,
        stages: Vec::new(),
        recordings: Vec::new(),
        tags: Vec::new(),
    }
}
