//! Call detail records (CDR): one line per leg, written when the leg is over, in the PBX's own local time.

use call_records_wire::time::Timestamp;
use chrono::{NaiveDateTime, TimeZone, Utc};
use chrono_tz::Tz;

use super::line::Columns;

/// The columns of `Master.csv` as this import expects them unless the mapping says otherwise.
pub(super) const COLUMNS: [&str; 21] = [
    "accountcode",
    "src",
    "dst",
    "dcontext",
    "clid",
    "channel",
    "dstchannel",
    "lastapp",
    "lastdata",
    "start",
    "answer",
    "end",
    "duration",
    "billsec",
    "disposition",
    "amaflags",
    "uniqueid",
    "userfield",
    "peeraccount",
    "linkedid",
    "sequence",
];

/// One line of CDR.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CdrRecord {
    /// The account that the leg is billed to.
    pub account: String,
    /// The caller.
    pub src: String,
    /// What was dialled.
    pub dst: String,
    /// When the leg began.
    pub start: Timestamp,
    /// When it was answered, by whatever answered it.
    pub answer: Option<Timestamp>,
    /// When it ended.
    pub end: Option<Timestamp>,
    /// Such as `ANSWERED`; that says only that something took the leg, which may be an announcement.
    pub disposition: String,
    /// Whatever the site writes there.
    pub user_field: String,
    /// The campaign, where the site has a column for it.
    pub campaign: String,
    /// The dialled number, where the site has a column for it.
    pub did: String,
    /// The file of the leg's recording, where the site has a column for it.
    pub recording: String,
    /// The leg's first channel.
    pub unique_id: String,
    /// The call that the leg belongs to.
    pub linked_id: String,
    /// Counts the records of a PBX.
    pub sequence: u64,
}

/// Reads lines of CDR.
pub(super) struct CdrReader {
    columns: Columns,
    time_zone: Tz,
}

impl CdrReader {
    pub(super) fn new(columns: &[String], time_zone: Tz) -> Self {
        Self { columns: Columns::new(columns), time_zone }
    }

    pub(super) fn read(&self, line: &str) -> Result<CdrRecord, String> {
        let mut row = self.columns.read(line)?;
        let start = self.time("start", &row.take("start"))?.ok_or_else(|| "start is empty".to_owned())?;
        Ok(CdrRecord {
            account: row.take("accountcode"),
            src: row.take("src"),
            dst: row.take("dst"),
            start,
            answer: self.time("answer", &row.take("answer"))?,
            end: self.time("end", &row.take("end"))?,
            disposition: row.take("disposition"),
            user_field: row.take("userfield"),
            campaign: row.take("campaign"),
            did: row.take("did"),
            recording: row.take("recordingfile"),
            unique_id: row.take_id("uniqueid")?,
            linked_id: row.take_id("linkedid")?,
            sequence: row.take("sequence").parse().unwrap_or(0),
        })
    }

    /// The hour that clocks live through twice is taken for the first, the hour that they skip for the one after.
    fn time(&self, column: &str, text: &str) -> Result<Option<Timestamp>, String> {
        if text.is_empty() {
            return Ok(None);
        }
        let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%.f")
            .map_err(|_| format!("{column} is not a time such as 2026-11-23 09:30:00"))?;
        let at = self.time_zone.from_local_datetime(&local).earliest().or_else(|| {
            let later = local.checked_add_signed(chrono::TimeDelta::hours(1))?;
            self.time_zone.from_local_datetime(&later).earliest()
        });
        let at = at.ok_or_else(|| format!("{column} is not a time in {}", self.time_zone))?;
        Ok(Some(Timestamp::from(at.with_timezone(&Utc))))
    }
}
