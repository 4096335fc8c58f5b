//! Small logs, written by hand, of what the captured run has not.

use std::fs;

use call_records_server::domain::fold;
use call_records_server::import::{SiteMap, Sources, Summary, Translation, read};
use call_records_wire::call::CallRow;
use call_records_wire::event::Event;
use std::sync::Arc;

/// Logs that grow line by line. Times are seconds after an arbitrary beginning.
#[derive(Default)]
pub(crate) struct Pbx {
    cel: String,
    queue_log: String,
    ami: String,
}

const BEGINNING: f64 = 1_795_000_000.0;

impl Pbx {
    /// A line of CEL: what happened, on which channel, in which call; `what` is `exten@context app(arguments)`.
    pub(crate) fn cel(mut self, at: f64, event: &str, channel: &str, ids: (&str, &str), num: &str, what: &str) -> Self {
        self.push(at, event, channel, ids, num, what, "");
        self
    }

    /// The same with what the event says beside.
    pub(crate) fn with(
        mut self,
        at: f64,
        event: &str,
        channel: &str,
        ids: (&str, &str),
        what: &str,
        extra: &str,
    ) -> Self {
        self.push(at, event, channel, ids, "", what, extra);
        self
    }

    /// Both of these enter a bridge.
    pub(crate) fn bridge(self, at: f64, bridge: &str, members: [(&str, (&str, &str)); 2]) -> Self {
        let extra = format!("{{\"bridge_id\":\"{bridge}\",\"bridge_technology\":\"simple_bridge\"}}");
        members.into_iter().fold(self, |pbx, (channel, ids)| pbx.with(at, "BRIDGE_ENTER", channel, ids, "", &extra))
    }

    /// A channel hangs up.
    pub(crate) fn hangup(self, at: f64, channel: &str, ids: (&str, &str), cause: u32, by: &str) -> Self {
        let extra = format!("{{\"hangupcause\":{cause},\"hangupsource\":\"{by}\",\"dialstatus\":\"\"}}");
        self.with(at, "HANGUP", channel, ids, "", &extra)
    }

    /// A line of the queue log.
    pub(crate) fn queue(mut self, at: f64, rest: &str) -> Self {
        let seconds = (BEGINNING + at).floor();
        self.queue_log.push_str(&[&format!("{seconds:.0}|"), rest, "\n"].concat());
        self
    }

    /// A message of the manager interface: `fields` are those of a JSON object.
    pub(crate) fn ami(mut self, at: f64, fields: &str) -> Self {
        let time = format!("{:.6}", BEGINNING + at);
        self.ami += &["{\"event\": {\"Timestamp\": \"", &time, "\", ", fields, "}}\n"].concat();
        self
    }

    #[expect(clippy::too_many_arguments, reason = "a line of CEL has 21 fields")]
    fn push(&mut self, at: f64, event: &str, channel: &str, ids: (&str, &str), num: &str, what: &str, extra: &str) {
        let (place, run) = what.split_once(' ').unwrap_or((what, ""));
        let (exten, context) = place.split_once('@').unwrap_or(("", place));
        let (app, arguments) = run.strip_suffix(')').and_then(|run| run.split_once('(')).unwrap_or((run, ""));
        let time = format!("{:.6}", BEGINNING + at);
        let (unique, linked) = ids;
        let fields = [
            event, &time, "", num, "", "", "", exten, context, channel, app, arguments, "3", "", unique, linked, "",
            "", "", "", extra,
        ];
        let quoted: Vec<String> = fields.iter().map(|field| format!("\"{}\"", field.replace('"', "\"\""))).collect();
        self.cel += &(quoted.join(",") + "\n");
    }

    /// Imports the logs.
    pub(crate) fn translate(&self, site: &SiteMap) -> Translation {
        let folder = tempfile::tempdir().expect("there is room for a folder");
        let path = |name: &str| folder.path().join(name);
        fs::write(path("cel.csv"), &self.cel).expect("the folder can be written");
        fs::write(path("queue_log"), &self.queue_log).expect("the folder can be written");
        fs::write(path("ami.jsonl"), &self.ami).expect("the folder can be written");
        let sources = Sources {
            cel: vec![path("cel.csv")],
            queue_log: vec![path("queue_log")],
            cdr: Vec::new(),
            ami: vec![path("ami.jsonl")],
            recordings: None,
            time_zone: chrono_tz::UTC,
        };
        let translation = read(&sources, site, &mut |_| {}).expect("the logs are readable");
        assert_eq!(translation.summary.unreadable, Vec::new());
        translation
    }

    /// Imports the logs and folds every call.
    pub(crate) fn import(&self, site: &SiteMap) -> (Vec<CallRow>, Summary) {
        let translation = self.translate(site);
        let folded = translation.calls.iter().map(|call| {
            let read = |event| Arc::new(Event::from_json(event).expect("an import writes valid events"));
            let mut events: Vec<Arc<Event>> = call.events.iter().map(read).collect();
            fold(&mut events, &[]).expect("a call has events").row
        });
        (folded.collect(), translation.summary)
    }
}
