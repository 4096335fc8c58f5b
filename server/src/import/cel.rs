//! Channel event logging (CEL): what every channel of the PBX did.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::line::{Columns, epoch_micros};
use super::text::{Text, Texts};

/// The columns of a `cel_custom` file as this import expects them unless the mapping says otherwise.
pub(super) const COLUMNS: [&str; 21] = [
    "eventtype",
    "eventtime",
    "name",
    "num",
    "ani",
    "rdnis",
    "dnid",
    "exten",
    "context",
    "channame",
    "appname",
    "appdata",
    "amaflags",
    "accountcode",
    "uniqueid",
    "linkedid",
    "peer",
    "peeraccount",
    "userfield",
    "userdeftype",
    "eventextra",
];

/// One line of CEL.
#[derive(Debug, Clone, PartialEq)]
pub struct CelRecord {
    /// Such as `CHAN_START`.
    pub event: Text,
    /// When, in microseconds since 1970.
    pub at: i64,
    /// Whether the time has a fraction; where it has none, only the order of the lines tells what came first.
    pub fine: bool,
    /// The caller's name.
    pub name: Text,
    /// The caller's number.
    pub num: Text,
    /// Where the channel is in the dial plan.
    pub exten: Text,
    /// Where the channel is in the dial plan.
    pub context: Text,
    /// The channel's name.
    pub channel: Text,
    /// The application that runs.
    pub app: Text,
    /// Its arguments.
    pub app_data: Text,
    /// The channel's id: opaque text.
    pub unique_id: Text,
    /// The id of the call that the channel belongs to now: opaque text.
    pub linked_id: Text,
    /// What the event says beside: the fields of a JSON object.
    pub extra: Vec<(Text, Text)>,
}

impl CelRecord {
    /// A field of what the event says beside; empty where there is none.
    pub(super) fn extra_text(&self, name: &str) -> &str {
        self.extra.iter().find(|(field, _)| field.as_str() == name).map_or("", |(_, value)| value)
    }

    /// The key that orders the records of one call. Where times are whole seconds the order of the lines decides, so
    /// the sort that uses it has to be stable.
    pub(super) fn order(&self) -> (i64, u8, &str, &str) {
        if self.fine { (self.at, self.rank(), &self.unique_id, &self.app_data) } else { (self.at, 0, "", "") }
    }

    /// What comes first within one microsecond: the end of one application comes before the start of the next.
    fn rank(&self) -> u8 {
        match self.event.as_str() {
            "CHAN_START" => 0,
            "HANGUP" => 5,
            "CHAN_END" => 6,
            "LINKEDID_END" => 7,
            "BRIDGE_EXIT" => 1,
            "APP_END" => 2,
            "APP_START" => 3,
            _ => 4,
        }
    }
}

/// Reads lines of CEL.
pub(super) struct CelReader {
    columns: Columns,
    texts: Texts,
}

impl CelReader {
    pub(super) fn new(columns: &[String]) -> Self {
        Self { columns: Columns::new(columns), texts: Texts::default() }
    }

    pub(super) fn read(&mut self, line: &str) -> Result<CelRecord, String> {
        let mut row = self.columns.read(line)?;
        let time = row.take("eventtime");
        let at = epoch_micros(&time).ok_or_else(|| "eventtime is not seconds since 1970".to_owned())?;
        let event = row.take("eventtype");
        if event.is_empty() {
            return Err("eventtype is empty".to_owned());
        }
        let texts = &mut self.texts;
        let extra = fields(&row.take("eventextra"), texts)?;
        let mut text = |name| texts.keep(&row.take(name));
        Ok(CelRecord {
            name: text("name"),
            num: text("num"),
            exten: text("exten"),
            context: text("context"),
            channel: text("channame"),
            app: text("appname"),
            app_data: text("appdata"),
            unique_id: texts.keep(&row.take_id("uniqueid")?),
            linked_id: texts.keep(&row.take_id("linkedid")?),
            event: texts.keep(&event),
            at,
            fine: time.contains('.'),
            extra,
        })
    }
}

/// The fields of a JSON object, each as text.
fn fields(json: &str, texts: &mut Texts) -> Result<Vec<(Text, Text)>, String> {
    if json.is_empty() {
        return Ok(Vec::new());
    }
    let object: Map<String, Value> =
        serde_json::from_str(json).map_err(|error| format!("eventextra is not JSON: {error}"))?;
    let mut field = |(name, value): (&String, &Value)| {
        let value = value.as_str().map_or_else(|| Cow::Owned(value.to_string()), Cow::Borrowed);
        (texts.keep(name), texts.keep(&value))
    };
    Ok(object.iter().map(&mut field).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<CelRecord, String> {
        CelReader::new(&COLUMNS.map(str::to_owned)).read(line)
    }

    fn line(event: &str, time: &str, name: &str, unique_id: &str, extra: &str) -> String {
        format!(
            "\"{event}\",\"{time}\",\"{name}\",\"+1202\",\"\",\"\",\"\",\"s\",\"from-trunk\",\"SIP/trunk-1\",\"\",\"\",\"3\",\"\",\"{unique_id}\",\"1.0\",\"\",\"\",\"\",\"\",\"{extra}\""
        )
    }

    #[test]
    fn a_line_is_read_whatever_the_caller_is_called() {
        for (written, name) in [
            ("Liam Evans", "Liam Evans"),
            ("Jim \"\"JJ\"\" Stone", "Jim \"JJ\" Stone"),
            ("<script>alert(1)</script>", "<script>alert(1)</script>"),
            ("Smith, John | Co", "Smith, John | Co"),
            ("山田太郎", "山田太郎"),
            ("=cmd()", "=cmd()"),
            ("", ""),
        ] {
            let record = read(&line("CHAN_START", "1795412833.556482", written, "1.0", "")).expect("a line of CEL");
            assert_eq!((record.name.as_str(), record.at, record.fine), (name, 1_795_412_833_556_482, true));
        }
    }

    #[test]
    fn ids_are_any_text_and_what_an_event_says_beside_is_json() {
        let extra = "{\"\"hangupcause\"\":16,\"\"hangupsource\"\":\"\"SIP/trunk-1\"\"}";
        let record = read(&line("HANGUP", "1795412833", "", "dialer-A-00221", extra)).expect("a line of CEL");
        assert_eq!((record.unique_id.as_str(), record.fine), ("dialer-A-00221", false));
        assert_eq!(record.extra_text("hangupsource"), "SIP/trunk-1");
        assert_eq!(record.extra_text("hangupcause"), "16");
        assert_eq!(record.extra_text("nothing"), "");
    }

    #[test]
    fn a_broken_line_says_what_is_wrong() {
        for (line, why) in [
            ("\"HANGUP\"".to_owned(), "has 1 fields instead of 21"),
            (line("", "1795412833", "", "1.0", ""), "eventtype is empty"),
            (line("HANGUP", "noon", "", "1.0", ""), "eventtime is not seconds since 1970"),
            (line("HANGUP", "1795412833", "", "", ""), "uniqueid is not an id"),
            (line("HANGUP", "1795412833", "", &"9".repeat(4096), ""), "uniqueid is not an id"),
            (line("HANGUP", "1795412833", "", "1.0", "{"), "eventextra is not JSON"),
        ] {
            let error = read(&line).expect_err(why);
            assert!(error.starts_with(why), "{error}");
        }
    }
}
