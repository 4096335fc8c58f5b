//! The hang-up reason, and what it rests on.

use call_records_wire::call::ReasonRule;

use super::folded;

#[test]
fn the_hang_up_reason_follows_from_the_stage_at_disconnect() {
    use ReasonRule as R;
    for (script, reason, rule) in [
        // Normal
        ("0 in; 1 queue sales; 2 ring 101; 4 answer 101; 60 end customer", "normal", R::Connected),
        ("0 in; 4 answer 101; 60 end agent", "normal", R::Connected),
        ("0 out; 9 answer 101; 60 end customer", "normal", R::Connected),
        ("0 out; 0 join 101; 9 pickup +44777; 60 end agent", "normal", R::Connected),
        (
            "0 predictive; 5 pickup +44777; 6 queue sales; 7 ring 101; 9 answer 101; 60 end agent",
            "normal",
            R::Connected,
        ),
        ("0 conference; 1 join 101; 60 end customer", "normal", R::Connected),
        (
            "0 in; 1 ring 101; 3 answer 101; 9 blind 101 102; 9 ring 102; 12 answer 102; 60 end agent",
            "normal",
            R::Connected,
        ),
        (
            "0 in; 3 answer 101; 9 requeue 101 support; 10 queue support; 12 answer 102; 60 end agent",
            "normal",
            R::Connected,
        ),
        ("0 in; 3 answer 101; 9 hold; 12 ring 102; 20 end customer", "normal", R::Connected),
        ("0 in; 3 answer 101; 9 attended 101 102; 60 end customer", "normal", R::Connected),
        ("0 in; 3 answer 101; 9 blind 101 102; 9 ring 102; 18 miss 102; 20 end system", "normal", R::Connected),
        ("0 in; 3 answer 101; 50 prompt; 60 end customer", "normal", R::Connected),
        ("0 predictive; 6 queue sales; 7 ring 101; 9 answer 101; 60 end agent", "normal", R::Connected),
        ("0 out; 9 pickup +44777; 30 hold; 31 ring 102; 40 end customer", "normal", R::Connected),
        ("0 in; 9 answer; 30 hold; 31 ring 102; 40 end customer", "normal", R::Connected),
        ("0 pickup +44777; 0.2 out; 60 end agent", "normal", R::Connected),
        ("0 join 101; 0.2 out; 9 pickup +44777; 60 end agent", "normal", R::Connected),
        (
            "0 in; 1 queue sales; 2 ring 101; 4 answer 101; 10 ring 102; 12 leave 101; 20 miss 102; 25 end system",
            "normal",
            R::Connected,
        ),
        ("0 in; 1 queue sales; 5 left answered; 60 end customer", "normal", R::Connected),
        ("0 in; 1 queue sales; 5 left answered; 9 hold; 60 end customer", "normal", R::Connected),
        ("0 in; 9 blind 101 102; 60 end customer", "normal", R::Connected),
        ("0 in; 3 answer 101; 9 away 101; 60 end customer", "normal", R::Connected),
        ("0 in; 3 answer 101; 9 hold; 12 answer 102; 20 prompt; 60 end customer", "normal", R::Connected),
        // Unanswered
        ("0 out; 20 end system", "unanswered", R::NeverAnswered),
        ("0 out; 0 join 101; 20 end customer", "unanswered", R::NeverAnswered),
        ("0 out; 0 ring 101; 2 answer 101; 20 end customer", "unanswered", R::NeverAnswered),
        ("0 predictive; 20 end system", "unanswered", R::NeverAnswered),
        ("0 out; 0 menu; 20 end customer", "unanswered", R::NeverAnswered),
        ("0 out; 0 key 1; 20 end customer", "unanswered", R::NeverAnswered),
        ("0 out; 5 left answered; 20 end customer", "unanswered", R::NeverAnswered),
        ("0 predictive; 20 end customer; 21 queue sales", "unanswered", R::NeverAnswered),
        // Abandoned in IVR
        ("0 in; 1 menu; 9 end customer", "abandoned_in_ivr", R::LeftInIvr),
        ("0 in; 1 menu; 2 key 1; 3 transfer_to_agent; 9 end customer", "abandoned_in_ivr", R::LeftInIvr),
        ("0 in; 1 queue sales; 20 left timeout; 25 end system", "abandoned_in_ivr", R::LeftInIvr),
        ("0 in; 1 queue sales; 20 left overflow; 21 prompt; 25 end system", "abandoned_in_ivr", R::LeftInIvr),
        ("0 in; 3 key 1; 9 end customer", "abandoned_in_ivr", R::LeftInIvr),
        ("0 predictive; 3 key 1; 9 end customer", "abandoned_in_ivr", R::LeftInIvr),
        ("0 predictive; 3 prompt; 9 end customer", "abandoned_in_ivr", R::LeftInIvr),
        ("0 in; 1 queue sales; 20 left timeout; 20 prompt; 25 end system", "abandoned_in_ivr", R::LeftInIvr),
        ("0 in; 1 queue sales; 20 left timeout; 20 menu; 25 end system", "abandoned_in_ivr", R::LeftInIvr),
        (
            "0 in; 1 queue sales; 20 queue vip; 20 left timeout; 30 left overflow; 31 end customer",
            "abandoned_in_ivr",
            R::LeftInIvr,
        ),
        // Abandoned in queue
        ("0 in; 1 menu; 2 queue sales; 20 end customer", "abandoned_in_queue", R::LeftInQueue),
        ("0 in; 2 queue sales; 3 ring 101; 12 miss 101; 20 end customer", "abandoned_in_queue", R::LeftInQueue),
        ("0 in; 2 queue vip; 9 left timeout; 9.1 queue sales; 20 end customer", "abandoned_in_queue", R::LeftInQueue),
        ("0 in; 3 answer 101; 9 requeue 101 vip; 9 queue vip; 20 end customer", "abandoned_in_queue", R::LeftInQueue),
        ("0 predictive; 5 pickup +44777; 6 queue sales; 9 end customer", "abandoned_in_queue", R::LeftInQueue),
        ("0 predictive; 6 queue sales; 9 end customer", "abandoned_in_queue", R::LeftInQueue),
        ("0 predictive; 6 pickup +44777; 6 queue sales; 9 end customer", "abandoned_in_queue", R::LeftInQueue),
        ("0 in; 1 queue sales; 20 left timeout; 20 queue vip; 30 end customer", "abandoned_in_queue", R::LeftInQueue),
        ("0 in; 1 queue sales; 9 prompt; 20 end customer", "abandoned_in_queue", R::LeftInQueue),
        ("0 in; 1 queue sales; 9 miss 101; 20 end customer", "abandoned_in_queue", R::LeftInQueue),
        (
            "0 in; 3 answer 101; 9 requeue 101 vip; 9 queue vip; 9.1 away 101; 20 end customer",
            "abandoned_in_queue",
            R::LeftInQueue,
        ),
        // Abandoned while ringing
        ("0 in; 2 queue sales; 3 ring 101; 9 end customer", "abandoned_while_ringing", R::LeftWhileRinging),
        ("0 in; 0 ring 105; 9 end customer", "abandoned_while_ringing", R::LeftWhileRinging),
        (
            "0 in; 2 queue sales; 3 ring 101; 3 ring 102; 5 miss 101; 9 end customer",
            "abandoned_while_ringing",
            R::LeftWhileRinging,
        ),
        (
            "0 in; 3 answer 101; 9 blind 101 102; 9 ring 102; 12 end customer",
            "abandoned_while_ringing",
            R::LeftWhileRinging,
        ),
        (
            "0 in; 1 queue sales; 4 answer 101; 20 queue support; 22 ring 102; 25 end customer",
            "abandoned_while_ringing",
            R::LeftWhileRinging,
        ),
        (
            "0 in; 3 answer 101; 9 hold; 10 ring 102; 12 answer 102; 20 blind 101 103; 21 ring 103; 25 end customer",
            "abandoned_while_ringing",
            R::LeftWhileRinging,
        ),
        (
            "0 in; 3 answer 101; 9 hold; 10 ring 102; 12 blind 101 102; 20 end customer",
            "abandoned_while_ringing",
            R::LeftWhileRinging,
        ),
        ("0 in; 5 miss 101; 9 end customer", "abandoned_while_ringing", R::LeftWhileRinging),
        ("0 in; 5 left answered; 6 ring 101; 9 end customer", "abandoned_while_ringing", R::LeftWhileRinging),
        ("0 in; 1 queue sales; 2 ring 101; 5 prompt; 9 end customer", "abandoned_while_ringing", R::LeftWhileRinging),
        // Nodes
        (
            "0 in; 1 queue sales; 20 left timeout; 20.1 reason queue_timeout; 25 end system",
            "queue_timeout",
            R::ReasonNode,
        ),
        (
            "0 in; 1 queue sales; 20 left timeout; 20 reason queue_timeout; 25 end system",
            "queue_timeout",
            R::ReasonNode,
        ),
        (
            "0 in; 1 queue sales; 20 left answered; 20 reason queue_timeout; 25 end system",
            "queue_timeout",
            R::ReasonNode,
        ),
        ("0 in; 1 queue sales; 20 left timeout; 20 voicemail; 25 end system", "voicemail", R::VoicemailNode),
        (
            "0 in; 1 queue sales; 1 left overflow; 2 reason queue_overflow; 4 prompt; 9 end system",
            "queue_overflow",
            R::ReasonNode,
        ),
        (
            "0 in; 3 answer 101; 9 blind 101 107; 9 reason transfer_to_agent_failed; 20 end system",
            "transfer_to_agent_failed",
            R::ReasonNode,
        ),
        ("0 in; 1 menu; 2 reason ivr_error; 3 end system", "ivr_error", R::ReasonNode),
        ("0 in; 1 menu; 2 reason robot_tired; 3 end system", "robot_tired", R::ReasonNode),
        ("0 in; 1 menu; 2 reason voicemail; 9 end customer", "voicemail", R::ReasonNode),
        ("0 in; 1 menu; 2 voicemail; 9 end customer", "voicemail", R::VoicemailNode),
        ("0 in; 0 ring 105; 10 miss 105; 10 voicemail; 30 end customer", "voicemail", R::VoicemailNode),
        // External line
        (
            "0 in; 1 menu; 2 transfer_to_external_line; 30 end external",
            "transferred_to_external_line",
            R::ExternalLineNode,
        ),
        (
            "0 in; 2 transfer_to_external_line; 9 pickup +999; 30 end customer",
            "transferred_to_external_line",
            R::ExternalLineNode,
        ),
        (
            "0 in; 2 transfer_to_external_line; 9 prompt; 30 end system",
            "transferred_to_external_line",
            R::ExternalLineNode,
        ),
        ("0 in; 3 answer 101; 9 outside 101; 30 end external", "transferred_to_external_line", R::PassedToExternalLine),
        (
            "0 in; 3 answer 101; 9 outside 101; 12 pickup +999; 30 end customer",
            "transferred_to_external_line",
            R::PassedToExternalLine,
        ),
        ("0 in; 3 answer 101; 9 outside 101; 12 ring 102; 15 answer 102; 30 end customer", "normal", R::Connected),
        (
            "0 in; 1 queue sales; 20 left overflow; 20 transfer_to_external_line; 30 end customer",
            "transferred_to_external_line",
            R::ExternalLineNode,
        ),
        (
            "0 in; 3 answer 101; 9 hold; 10 ring 102; 15 outside 101; 15.1 leave 101; 40 end external",
            "transferred_to_external_line",
            R::PassedToExternalLine,
        ),
        (
            "0 in; 3 answer 101; 9 outside 101; 12 ring 102; 20 miss 102; 30 end external",
            "transferred_to_external_line",
            R::PassedToExternalLine,
        ),
        // Intelligent navigation
        (
            "0 in; 1 intelligent_navigation; 9 end customer",
            "intelligent_navigation_abandonment",
            R::IntelligentNavigation,
        ),
        (
            "0 in; 1 queue sales; 20 left timeout; 20 intelligent_navigation; 30 end customer",
            "intelligent_navigation_abandonment",
            R::IntelligentNavigation,
        ),
        ("0 in; 1 intelligent_navigation; 5 menu; 9 end customer", "abandoned_in_ivr", R::LeftInIvr),
        // Unknown
        ("0 in; 9 end customer", "unknown", R::NoStage),
        ("0 in; 3 sing; 9 end system", "unknown", R::NoStage),
        ("0 end system", "unknown", R::NoStage),
    ] {
        let call = folded(script);
        assert_eq!(
            call.row.hangup_reason.as_ref().map(call_records_wire::words::HangupReason::as_str),
            Some(reason),
            "{script}"
        );
        assert_eq!(call.explanation.map(|it| it.rule), Some(rule), "{script}");
    }
}
