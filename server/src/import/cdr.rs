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

#[cfg(test)]
mod tests {
    use super::*;

    fn read(time_zone: Tz, start: &str) -> Result<CdrRecord, String> {
        let line = format!(
            "\"\",\"+1\",\"s\",\"q\",\"\"\"<b>\"\" <+1>\",\"SIP/trunk-1\",\"\",\"Queue\",\"sales,tT\",\"{start}\",,\"\",4,0,\"NO ANSWER\",\"DOCUMENTATION\",\"1.0\",\"\",\"\",\"1.0\",5"
        );
        CdrReader::new(&COLUMNS.map(str::to_owned), time_zone).read(&line)
    }

    #[test]
    fn local_times_are_of_the_pbxs_zone() {
        for (zone, local, utc) in [
            (Tz::UTC, "2026-11-23 05:47:20", "2026-11-23T05:47:20.000Z"),
            (Tz::UTC, "2026-11-23 05:47:20.524002", "2026-11-23T05:47:20.524002Z"),
            (Tz::Europe__Berlin, "2026-07-01 12:00:00", "2026-07-01T10:00:00.000Z"),
            // The hour that is lived through twice, and the one that is skipped.
            (Tz::Europe__Berlin, "2026-10-25 02:30:00", "2026-10-25T00:30:00.000Z"),
            (Tz::Europe__Berlin, "2026-03-29 02:30:00", "2026-03-29T01:30:00.000Z"),
            (Tz::America__New_York, "2026-11-23 05:47:20", "2026-11-23T10:47:20.000Z"),
        ] {
            let record = read(zone, local).expect("the table holds times");
            assert_eq!(record.start.to_string(), utc, "{local} in {zone}");
            assert_eq!((record.answer, record.disposition.as_str()), (None, "NO ANSWER"));
        }
    }

    #[test]
    fn a_wrong_time_says_which() {
        assert_eq!(read(Tz::UTC, ""), Err("start is empty".to_owned()));
        let error = read(Tz::UTC, "23.11.2026").expect_err("another country's dates");
        assert!(error.starts_with("start is not a time such as"), "{error}");
    }
}
