//! Channel event logging (CEL): what every channel of the PBX did.

use serde_json::Value;

use super::line::{Columns, epoch_micros};

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
    pub event: String,
    /// When, in microseconds since 1970.
    pub at: i64,
    /// Whether the time has a fraction; where it has none, only the order of the lines tells what came first.
    pub fine: bool,
    /// The caller's name.
    pub name: String,
    /// The caller's number.
    pub num: String,
    /// Where the channel is in the dial plan.
    pub exten: String,
    /// Where the channel is in the dial plan.
    pub context: String,
    /// The channel's name.
    pub channel: String,
    /// The application that runs.
    pub app: String,
    /// Its arguments.
    pub app_data: String,
    /// The channel's id: opaque text.
    pub unique_id: String,
    /// The id of the call that the channel belongs to now: opaque text.
    pub linked_id: String,
    /// What the event says beside, a JSON object or null.
    pub extra: Value,
}

impl CelRecord {
    /// A text in what the event says beside; empty where there is none.
    pub(super) fn extra_text(&self, name: &str) -> &str {
        self.extra.get(name).and_then(Value::as_str).unwrap_or_default()
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
}

impl CelReader {
    pub(super) fn new(columns: &[String]) -> Self {
        Self { columns: Columns::new(columns) }
    }

    pub(super) fn read(&self, line: &str) -> Result<CelRecord, String> {
        let mut row = self.columns.read(line)?;
        let time = row.take("eventtime");
        let at = epoch_micros(&time).ok_or_else(|| "eventtime is not seconds since 1970".to_owned())?;
        let extra = row.take("eventextra");
        let extra = if extra.is_empty() {
            Value::Null
        } else {
            serde_json::from_str(&extra).map_err(|error| format!("eventextra is not JSON: {error}"))?
        };
        let event = row.take("eventtype");
        if event.is_empty() {
            return Err("eventtype is empty".to_owned());
        }
        Ok(CelRecord {
            event,
            at,
            fine: time.contains('.'),
            name: row.take("name"),
            num: row.take("num"),
            exten: row.take("exten"),
            context: row.take("context"),
            channel: row.take("channame"),
            app: row.take("appname"),
            app_data: row.take("appdata"),
            unique_id: row.take_id("uniqueid")?,
            linked_id: row.take_id("linkedid")?,
            extra,
        })
    }
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
        assert_eq!(record.extra_text("hangupcause"), "", "a number is no text");
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
