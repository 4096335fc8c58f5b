//! What another run may hold and the captured one does not.

use call_records_server::import::SiteMap;
use call_records_wire::call::CallRow;
use call_records_wire::words::{CallType, HangupReason, HungUpBy};

use crate::pbx::Pbx;
use crate::site;

const C: (&str, &str) = ("1.0", "1.0");
const LINE: &str = "PJSIP/trunk-00000001";

/// A caller in the sales queue, one second after the beginning.
fn in_queue() -> Pbx {
    Pbx::default()
        .queue(0.0, "NONE|NONE|NONE|QUEUESTART|")
        .cel(0.0, "CHAN_START", LINE, C, "+15550001111", "+12025550101@from-trunk")
        .cel(1.0, "APP_START", LINE, C, "+15550001111", "s@q-sales Queue(sales,tT,,,18)")
        .queue(1.0, "1.0|sales|NONE|ENTERQUEUE||+15550001111|1|")
}

fn phone(pbx: Pbx, at: f64, channel: &str, id: &str) -> Pbx {
    pbx.cel(at, "CHAN_START", channel, (id, "1.0"), "", "s@from-internal")
}

fn only(pbx: &Pbx) -> CallRow {
    let (mut rows, _) = pbx.import(&site());
    assert_eq!(rows.len(), 1, "one call");
    rows.remove(0)
}

fn agents(row: &CallRow) -> Vec<&str> {
    row.agents.iter().map(|agent| agent.id.as_str()).collect()
}

#[test]
fn of_phones_that_ring_together_only_the_one_that_answers_is_in_the_call() {
    let pbx = phone(in_queue(), 1.1, "PJSIP/101-00000002", "1.1");
    let pbx = phone(pbx, 1.2, "PJSIP/102-00000003", "1.2")
        .cel(4.0, "ANSWER", "PJSIP/102-00000003", ("1.2", "1.0"), "102", "s@from-internal AppQueue((Outgoing Line))")
        .hangup(4.0, "PJSIP/101-00000002", ("1.1", "1.0"), 26, "")
        .queue(4.0, "1.0|sales|Bob|CONNECT|3|1.2|2")
        .bridge(4.1, "b", [("PJSIP/102-00000003", ("1.2", "1.0")), (LINE, C)])
        .hangup(9.0, "PJSIP/102-00000003", ("1.2", "1.0"), 16, "PJSIP/102-00000003")
        .hangup(9.0, LINE, C, 16, "PJSIP/102-00000003");
    let row = only(&pbx);
    assert_eq!(agents(&row), ["102"]);
    assert_eq!(row.agents[0].name, "Bob");
    assert_eq!((row.hangup_reason, row.hung_up_by), (Some(HangupReason::Normal), Some(HungUpBy::Agent)));
}

#[test]
fn a_caller_who_leaves_while_several_phones_ring_abandoned_while_ringing() {
    let pbx = phone(in_queue(), 1.1, "PJSIP/101-00000002", "1.1");
    let pbx = phone(pbx, 1.2, "PJSIP/102-00000003", "1.2")
        .hangup(5.0, "PJSIP/101-00000002", ("1.1", "1.0"), 16, "")
        .hangup(5.0, "PJSIP/102-00000003", ("1.2", "1.0"), 16, "")
        .queue(5.0, "1.0|sales|Alice|RINGCANCELED|3900")
        .queue(5.0, "1.0|sales|Bob|RINGCANCELED|3800")
        .queue(5.0, "1.0|sales|NONE|ABANDON|1|1|4")
        .cel(5.01, "APP_END", LINE, C, "", "s@q-sales Queue(sales,tT,,,18)")
        .hangup(5.01, LINE, C, 0, LINE);
    let row = only(&pbx);
    assert_eq!(row.hangup_reason, Some(HangupReason::AbandonedWhileRinging));
    assert_eq!(row.cause, None, "zero is no cause");
    assert_eq!(agents(&row), [""; 0]);
}

#[test]
fn a_colleague_who_picks_up_is_the_agent() {
    let own = ("2.0", "2.0");
    let moved = ("2.0", "1.0");
    let pbx = phone(in_queue(), 1.1, "SIP/101-00000002", "1.1")
        .cel(2.0, "CHAN_START", "SIP/105-00000004", own, "105", "*8@from-internal")
        .cel(2.1, "APP_START", "SIP/105-00000004", own, "105", "*8@from-internal Pickup()")
        .with(
            2.2,
            "PICKUP",
            "SIP/101-00000002",
            ("1.1", "1.0"),
            "s@from-internal",
            "{\"pickup_channel\":\"SIP/105-00000004\"}",
        )
        .cel(2.2, "ANSWER", "SIP/105-00000004", moved, "105", "")
        .hangup(2.2, "SIP/101-00000002", ("1.1", "1.0"), 26, "")
        .bridge(2.3, "b", [("SIP/105-00000004", moved), (LINE, C)])
        .hangup(8.0, "SIP/105-00000004", moved, 16, LINE)
        .hangup(8.0, LINE, C, 16, LINE);
    let (rows, summary) = pbx.import(&site());
    assert_eq!(rows.len(), 1);
    assert_eq!(agents(&rows[0]), ["105"]);
    assert_eq!(rows[0].hangup_reason, Some(HangupReason::Normal));
    assert_eq!(summary.counts.between_extensions, 0, "the pick-up belongs to the caller's call");
}

/// The phone sends its call on, through a Local channel.
fn forwarded(to: &str) -> Pbx {
    let name = |half: &str| format!("Local/{to}@from-internal-00000001;{half}");
    phone(in_queue(), 1.1, "SIP/101-00000002", "1.1")
        .with(
            2.0,
            "FORWARD",
            LINE,
            C,
            "s@q-sales Queue(sales,tT,,,18)",
            &format!("{{\"forward\":\"Local/{to}@from-internal\"}}"),
        )
        .cel(2.0, "CHAN_START", &name("1"), ("1.2", "1.0"), "", &format!("{to}@from-internal"))
        .cel(2.0, "CHAN_START", &name("2"), ("1.3", "1.0"), "", &format!("{to}@from-internal"))
        .hangup(2.0, "SIP/101-00000002", ("1.1", "1.0"), 0, "")
}

fn talk_behind(pbx: Pbx, to: &str, far: &str) -> Pbx {
    let (one, two) = (format!("Local/{to}@from-internal-00000001;1"), format!("Local/{to}@from-internal-00000001;2"));
    pbx.cel(4.0, "ANSWER", far, ("1.4", "1.0"), to, "")
        .bridge(4.0, "far", [(far, ("1.4", "1.0")), (&two, ("1.3", "1.0"))])
        .bridge(4.1, "near", [(&one, ("1.2", "1.0")), (LINE, C)])
        .with(9.0, "BRIDGE_EXIT", far, ("1.4", "1.0"), "", "{\"bridge_id\":\"far\"}")
        .with(9.0, "BRIDGE_EXIT", &one, ("1.2", "1.0"), "", "{\"bridge_id\":\"near\"}")
        .with(9.1, "BRIDGE_EXIT", LINE, C, "", "{\"bridge_id\":\"near\"}")
        .hangup(9.1, far, ("1.4", "1.0"), 16, far)
        .hangup(9.1, LINE, C, 16, "")
}

#[test]
fn a_phone_that_forwards_to_a_colleague_makes_the_colleague_the_agent() {
    let pbx = forwarded("105")
        .cel(
            2.1,
            "APP_START",
            "Local/105@from-internal-00000001;2",
            ("1.3", "1.0"),
            "",
            "105@from-internal Dial(SIP/105,10,tT)",
        )
        .cel(2.2, "CHAN_START", "SIP/105-00000004", ("1.4", "1.0"), "105", "s@from-internal");
    let row = only(&talk_behind(pbx, "105", "SIP/105-00000004"));
    assert_eq!(agents(&row), ["105"]);
    assert_eq!((row.hangup_reason, row.hung_up_by), (Some(HangupReason::Normal), Some(HungUpBy::Agent)));
}

#[test]
fn a_phone_that_forwards_outside_passes_the_call_to_an_external_line() {
    let to = "+13125550124";
    let pbx = forwarded(to)
        .cel(
            2.1,
            "APP_START",
            &format!("Local/{to}@from-internal-00000001;2"),
            ("1.3", "1.0"),
            "",
            &format!("{to}@from-internal Dial(SIP/trunk/{to},12,T)"),
        )
        .cel(2.2, "CHAN_START", "SIP/trunk-00000004", ("1.4", "1.0"), "", "s@from-trunk");
    let row = only(&talk_behind(pbx, to, "SIP/trunk-00000004"));
    assert_eq!(agents(&row), [""; 0]);
    assert_eq!(row.hangup_reason, Some(HangupReason::TransferredToExternalLine));
    assert_eq!(row.hung_up_by, Some(HungUpBy::External), "the switch names nobody behind a Local channel");
}

#[test]
fn calls_of_the_house_are_counted_and_left_out() {
    let (a, b) = (("5.0", "5.0"), ("5.1", "5.0"));
    let pbx = in_queue()
        .hangup(3.0, LINE, C, 0, LINE)
        .cel(5.0, "CHAN_START", "SIP/105-00000007", a, "105", "106@from-internal")
        .cel(5.1, "APP_START", "SIP/105-00000007", a, "105", "106@from-internal Dial(SIP/106,10,tT)")
        .cel(5.2, "CHAN_START", "SIP/106-00000008", b, "106", "s@from-internal")
        .bridge(6.0, "b", [("SIP/105-00000007", a), ("SIP/106-00000008", b)])
        .hangup(7.0, "SIP/106-00000008", b, 16, "SIP/106-00000008")
        .hangup(7.0, "SIP/105-00000007", a, 16, "SIP/106-00000008");
    let (rows, summary) = pbx.import(&site());
    assert_eq!(rows.len(), 1);
    assert_eq!((summary.counts.calls, summary.counts.between_extensions), (1, 1));
}

#[test]
fn a_call_that_goes_on_when_the_log_ends_is_left_for_the_next_import() {
    let (rows, summary) = in_queue().import(&site());
    assert!(rows.is_empty());
    assert_eq!((summary.counts.unfinished, summary.unfinished), (1, vec!["1.0".to_owned()]));
}

#[test]
fn a_call_that_began_before_the_log_is_counted() {
    let pbx = Pbx::default().hangup(1.0, LINE, C, 16, LINE);
    let (rows, summary) = pbx.import(&site());
    assert!(rows.is_empty());
    assert_eq!((summary.counts.headless, summary.headless), (1, vec!["1.0".to_owned()]));
}

#[test]
fn an_agent_who_is_reached_over_a_line_is_the_agent_all_the_same() {
    let far = "PJSIP/trunk-00000009";
    let (one, two) = ("Local/104@queue-agent-00000001;1", "Local/104@queue-agent-00000001;2");
    let pbx = in_queue()
        .cel(2.0, "CHAN_START", one, ("1.2", "1.0"), "", "104@queue-agent")
        .cel(2.0, "CHAN_START", two, ("1.3", "1.0"), "", "104@queue-agent")
        .cel(2.1, "APP_START", two, ("1.3", "1.0"), "", "104@queue-agent Dial(PJSIP/+447700900111@trunk,20)")
        .cel(2.2, "CHAN_START", far, ("1.4", "1.0"), "", "s@from-trunk")
        .bridge(4.0, "far", [(far, ("1.4", "1.0")), (two, ("1.3", "1.0"))])
        .bridge(4.1, "near", [(one, ("1.2", "1.0")), (LINE, C)])
        .queue(4.0, "1.0|sales|Zoë|CONNECT|3|1.2|2")
        .hangup(9.0, far, ("1.4", "1.0"), 16, far)
        .hangup(9.0, LINE, C, 16, far);
    let row = only(&pbx);
    assert_eq!((agents(&row), row.agents[0].name.as_str()), (vec!["104"], "Zoë"));
    assert_eq!((row.hangup_reason, row.hung_up_by), (Some(HangupReason::Normal), Some(HungUpBy::Agent)));
}

#[test]
fn a_queue_exit_names_the_reason_where_the_mapping_says_so() {
    let map =
        "trunks = ['trunk']\n[contexts]\ninbound = ['from-trunk']\n[reasons.queue_exits]\ntimeout = 'queue_timeout'";
    let pbx = in_queue()
        .cel(19.1, "APP_END", LINE, C, "", "s@q-sales Queue(sales,tT,,,18)")
        .queue(19.0, "1.0|sales|NONE|EXITWITHTIMEOUT|1|1|18")
        .hangup(19.2, LINE, C, 16, "dialplan/builtin");
    let (rows, _) = pbx.import(&SiteMap::from_toml(map).expect("the mapping is right"));
    assert_eq!(rows[0].hangup_reason, Some(HangupReason::QueueTimeout));
    let row = only(&pbx);
    assert_eq!(row.hangup_reason, Some(HangupReason::AbandonedInIvr), "left the queue, and no node named a reason");
    assert_eq!((row.call_type, row.hung_up_by), (CallType::Inbound, Some(HungUpBy::System)));
}

/// Two phones ring together; the first gives up shortly before the caller does. `first` and `second` are what the queue
/// log calls their agents.
fn one_gave_up(pbx: Pbx, first: &str, second: &str) -> Pbx {
    let pbx = phone(pbx, 1.1, "PJSIP/101-00000002", "1.1");
    phone(pbx, 1.2, "PJSIP/102-00000003", "1.2")
        .hangup(10.2, "PJSIP/101-00000002", ("1.1", "1.0"), 19, "")
        .queue(10.2, &format!("1.0|sales|{first}|RINGNOANSWER|9000"))
        .hangup(10.6, "PJSIP/102-00000003", ("1.2", "1.0"), 16, "")
        .queue(10.6, &format!("1.0|sales|{second}|RINGCANCELED|9400"))
        .queue(10.6, "1.0|sales|NONE|ABANDON|1|1|9")
        .hangup(10.7, LINE, C, 0, LINE)
}

#[test]
fn a_phone_that_gave_up_does_not_silence_the_one_that_rings_on() {
    let named = in_queue().queue(0.5, "0.9|sales|Alice|CONNECT|2|1.1|2").queue(0.5, "0.9|sales|Bob|CONNECT|2|1.2|2");
    for pbx in [
        one_gave_up(in_queue(), "PJSIP/101", "PJSIP/102"),
        one_gave_up(in_queue(), "Local/101@queue-agent/n", "Local/102@queue-agent/n"),
        one_gave_up(named, "Alice", "Bob"),
    ] {
        assert_eq!(only(&pbx).hangup_reason, Some(HangupReason::AbandonedWhileRinging));
    }
    let alone = phone(in_queue(), 1.1, "PJSIP/101-00000002", "1.1")
        .hangup(10.2, "PJSIP/101-00000002", ("1.1", "1.0"), 19, "")
        .queue(10.2, "1.0|sales|PJSIP/101|RINGNOANSWER|9000")
        .queue(10.6, "1.0|sales|NONE|ABANDON|1|1|9")
        .hangup(10.7, LINE, C, 0, LINE);
    assert_eq!(only(&alone).hangup_reason, Some(HangupReason::AbandonedInQueue));
}

/// The PBX calls a phone first, on somebody's click.
fn clicked() -> Pbx {
    let phone = ("5.0", "5.0");
    Pbx::default().cel(0.0, "CHAN_START", "SIP/105-00000007", phone, "105", "s@from-internal")
}

#[test]
fn a_click_that_nobody_took_is_a_customers_call_only_if_it_was_for_a_number_outside() {
    let phone = ("5.0", "5.0");
    for (exten, calls) in [(Some("+442079460999"), 1), (Some("106"), 0), (Some("701"), 0), (Some(""), 0), (None, 1)] {
        let extra = "{\"hangupcause\":19,\"hangupsource\":\"\",\"dialstatus\":\"\"}";
        let mut pbx =
            clicked().with(9.0, "HANGUP", "SIP/105-00000007", phone, "@from-internal AppDial2((Outgoing Line))", extra);
        if let Some(exten) = exten {
            let answer = "\"Event\": \"OriginateResponse\", \"Response\": \"Failure\", \"Channel\": \"SIP/105\"";
            pbx = pbx.ami(9.0, &format!("{answer}, \"Exten\": \"{exten}\", \"Uniqueid\": \"<unknown>\""));
        }
        let (rows, summary) = pbx.import(&site());
        assert_eq!((rows.len(), summary.counts.between_extensions), (calls, 1 - calls as u64), "{exten:?}");
        for row in rows {
            assert_eq!(row.hangup_reason, Some(HangupReason::Unanswered));
            assert_eq!(row.customer_number, exten.unwrap_or_default());
        }
    }
}

#[test]
fn a_phone_that_is_called_for_an_application_is_no_customers_call() {
    let phone = ("5.0", "5.0");
    let pbx = clicked()
        .cel(2.0, "ANSWER", "SIP/105-00000007", phone, "105", "@from-internal AppDial2((Outgoing Line))")
        .cel(2.1, "APP_START", "SIP/105-00000007", phone, "105", "@from-internal Playback(lab/news)")
        .hangup(9.0, "SIP/105-00000007", phone, 16, "SIP/105-00000007");
    let (rows, summary) = pbx.import(&site());
    assert_eq!((rows.len(), summary.counts.between_extensions), (0, 1));
}

#[test]
fn what_the_dial_plan_does_after_a_caller_is_gone_is_not_done_to_them() {
    let pbx = in_queue()
        .queue(5.0, "1.0|sales|NONE|ABANDON|1|1|4")
        .cel(5.0, "APP_END", LINE, C, "", "s@q-sales Queue(sales,tT,,,18)")
        .cel(5.1, "APP_START", LINE, C, "", "h@q-sales Playback(lab/all-busy)")
        .cel(9.0, "APP_END", LINE, C, "", "h@q-sales Playback(lab/all-busy)")
        .hangup(9.0, LINE, C, 0, LINE);
    let row = only(&pbx);
    assert_eq!((row.hangup_reason, row.hung_up_by), (Some(HangupReason::AbandonedInQueue), Some(HungUpBy::Customer)));
    assert_eq!(row.duration_ms, 5_100);
}

/// The caller talks to the agent 101 from the third second on.
fn talking() -> Pbx {
    phone(in_queue(), 1.1, "PJSIP/101-00000002", "1.1")
        .cel(3.0, "ANSWER", "PJSIP/101-00000002", ("1.1", "1.0"), "101", "s@from-internal AppQueue((Outgoing Line))")
        .queue(3.0, "1.0|sales|Alice|CONNECT|2|1.1|2")
        .bridge(3.0, "b", [("PJSIP/101-00000002", ("1.1", "1.0")), (LINE, C)])
}

/// Both go at the twentieth second.
fn over(pbx: Pbx) -> Pbx {
    pbx.hangup(20.0, LINE, C, 16, LINE).hangup(20.0, "PJSIP/101-00000002", ("1.1", "1.0"), 16, LINE)
}

#[test]
fn a_second_call_of_an_agent_belongs_to_the_first_only_if_the_customer_was_held_for_it() {
    let (own, far) = (("2.0", "2.0"), ("2.1", "2.0"));
    let music = "{\"class\":\"default\"}";
    for (hold, calls) in [(None, 2), (Some((5.0, 16.0)), 1), (Some((5.0, 9.0)), 2), (Some((10.0, 16.0)), 2)] {
        let mut pbx = talking();
        if let Some((from, _)) = hold {
            pbx = pbx.with(from, "STREAM_BEGIN", LINE, C, "", music);
        }
        pbx = pbx
            .cel(6.0, "CHAN_START", "PJSIP/101-00000008", own, "101", "+442079460999@from-internal")
            .cel(
                6.1,
                "APP_START",
                "PJSIP/101-00000008",
                own,
                "101",
                "s@from-internal Dial(PJSIP/+442079460999@trunk,9)",
            )
            .cel(6.2, "CHAN_START", "PJSIP/trunk-00000009", far, "", "s@from-trunk")
            .cel(8.0, "ANSWER", "PJSIP/trunk-00000009", far, "+442079460999", "s@from-trunk AppDial((Outgoing Line))")
            .bridge(8.0, "c", [("PJSIP/trunk-00000009", far), ("PJSIP/101-00000008", own)])
            .hangup(15.0, "PJSIP/trunk-00000009", far, 16, "PJSIP/trunk-00000009")
            .hangup(15.0, "PJSIP/101-00000008", own, 16, "PJSIP/trunk-00000009");
        if let Some((_, to)) = hold {
            pbx = pbx.with(to, "STREAM_END", LINE, C, "", music);
        }
        let (rows, summary) = over(pbx).import(&site());
        assert_eq!((rows.len(), summary.counts.consultations), (calls, 2 - calls as u64), "{hold:?}");
        assert_eq!(rows[0].hangup_reason, Some(HangupReason::Normal));
    }
}

fn blind(to: &str) -> Pbx {
    let extra =
        format!("{{\"extension\":\"{to}\",\"context\":\"transfer-target\",\"transferee_channel_uniqueid\":\"1.0\"}}");
    talking().with(9.0, "BLINDTRANSFER", "PJSIP/101-00000002", ("1.1", "1.0"), "s@from-internal", &extra)
}

#[test]
fn a_short_extension_that_the_mapping_does_not_name_is_no_outside_number() {
    let gone = |pbx: Pbx| only(&pbx.hangup(20.0, LINE, C, 16, LINE)).hangup_reason;
    let dialled = |to: &str| {
        blind(to).cel(9.1, "APP_START", LINE, C, "", &format!("{to}@transfer-target Dial(PJSIP/{to}@trunk,9)"))
    };
    assert_eq!(gone(blind("250")), Some(HangupReason::Normal));
    assert_eq!(gone(blind("+442079460999")), Some(HangupReason::TransferredToExternalLine));
    assert_eq!(gone(blind("02079460999")), Some(HangupReason::TransferredToExternalLine));
    assert_eq!(gone(dialled("250")), Some(HangupReason::TransferredToExternalLine));
    let rung = blind("250").cel(9.2, "CHAN_START", "PJSIP/250-00000005", ("1.5", "1.0"), "", "s@from-internal");
    assert_eq!(gone(rung), Some(HangupReason::AbandonedWhileRinging));
}

#[test]
fn of_phones_that_ring_together_the_one_that_stops_first_sent_the_call_on() {
    let pbx = phone(in_queue(), 1.1, "SIP/101-00000002", "1.1");
    let pbx = phone(pbx, 1.1, "SIP/102-00000003", "1.2");
    let pbx = phone(pbx, 1.1, "SIP/103-00000004", "1.3")
        .with(2.0, "FORWARD", LINE, C, "s@q-sales Queue(sales)", "{\"forward\":\"Local/+13125550124@from-internal\"}")
        .hangup(2.1, "SIP/102-00000003", ("1.2", "1.0"), 0, "")
        .hangup(9.0, "SIP/101-00000002", ("1.1", "1.0"), 26, "")
        .hangup(9.0, "SIP/103-00000004", ("1.3", "1.0"), 26, "")
        .hangup(20.0, LINE, C, 16, LINE);
    let translation = pbx.translate(&site());
    let told = translation.calls[0].events.iter().find(|event| event["type"] == "call.transferred");
    assert_eq!(told.map(|event| event["data"]["forwarded_by"]["id"].clone()), Some("102".into()));
    assert_eq!(pbx.translate(&site()).calls, translation.calls);
}
