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
