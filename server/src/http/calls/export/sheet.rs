//! The lines of a spreadsheet: which columns, times in which zone, the header cells in which language.

use bytes::Bytes;
use call_records_wire::call::CallRow;
use call_records_wire::filter::FieldFault;
use call_records_wire::layout::Column;
use call_records_wire::time::Timestamp;
use chrono::SecondsFormat;
use chrono_tz::Tz;

use super::words::{self, Language};

/// What stands in one column of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Of(Column),
    /// When a person was first on the line: no column of the list, and in the file of those who name no columns.
    AnsweredTime,
}

/// What stands in the file where no columns are named.
const STANDARD: [Field; 16] = [
    Field::Of(Column::StartTime),
    Field::Of(Column::ConnectedTime),
    Field::AnsweredTime,
    Field::Of(Column::EndTime),
    Field::Of(Column::CallerNumber),
    Field::Of(Column::CalleeNumber),
    Field::Of(Column::CustomerName),
    Field::Of(Column::CallType),
    Field::Of(Column::Agent),
    Field::Of(Column::SkillGroup),
    Field::Of(Column::Wait),
    Field::Of(Column::Talk),
    Field::Of(Column::Duration),
    Field::Of(Column::HangupReason),
    Field::Of(Column::HungUpBy),
    Field::Of(Column::CallId),
];

/// How the lines are written.
pub(super) struct Sheet {
    fields: Vec<Field>,
    zone: Tz,
    /// Where none was named, the words are the contract's, under English header cells: names that programs rely on.
    language: Option<Language>,
}

impl Sheet {
    /// Reads what was asked for; names of columns one by one or with commas between them.
    pub(super) fn read(columns: &[String], time_zone: &[String], language: &[String]) -> Result<Self, Vec<FieldFault>> {
        let mut faults = Vec::new();
        let fault = |name: &str, detail: String| FieldFault { name: name.to_owned(), detail };
        let mut fields = Vec::new();
        let most = Column::ALL.len();
        let named: Vec<&str> =
            columns.iter().flat_map(|names| names.split(',')).map(str::trim).take(most + 1).collect();
        if named.len() > most {
            // No answer outgrows its question.
            return Err(vec![fault("columns", format!("takes at most {most} names"))]);
        }
        for name in named {
            match Column::from_text(name) {
                // A button is no data.
                Some(Column::Operation) => {}
                Some(column) if !fields.contains(&Field::Of(column)) => fields.push(Field::Of(column)),
                Some(_) => faults.push(fault("columns", format!("names {name} twice"))),
                None => {
                    let all = Column::ALL.map(Column::as_str).join(", ");
                    faults.push(fault("columns", format!("must be of {all}")));
                }
            }
        }
        if columns.is_empty() {
            fields = STANDARD.to_vec();
        } else if fields.is_empty() && faults.is_empty() {
            faults.push(fault("columns", "must name a column that holds data".to_owned()));
        }
        let time_zone = single("time_zone", time_zone, &mut faults);
        let zone = time_zone.map_or(Ok(Tz::UTC), str::parse);
        let zone = zone.unwrap_or_else(|_| {
            faults.push(fault("time_zone", "must be a time zone such as Europe/Berlin".to_owned()));
            Tz::UTC
        });
        let language = match single("language", language, &mut faults) {
            None => None,
            Some("en") => Some(Language::English),
            Some("zh") => Some(Language::Chinese),
            Some(_) => {
                faults.push(fault("language", "must be one of en, zh".to_owned()));
                None
            }
        };
        if faults.is_empty() { Ok(Self { fields, zone, language }) } else { Err(faults) }
    }

    /// The lines of these calls, under the header cells where the file begins.
    pub(super) fn lines(&self, rows: &[CallRow], heading: bool) -> Bytes {
        // A byte-order mark makes spreadsheets read UTF-8.
        let begin = if heading { "\u{feff}".as_bytes().to_vec() } else { Vec::new() };
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(begin);
        if heading {
            let cells = self.fields.iter().map(|field| self.header(*field));
            writer.write_record(cells).expect("memory takes every record");
        }
        for row in rows {
            let cells = self.fields.iter().map(|field| harmless(self.cell(*field, row)));
            writer.write_record(cells).expect("memory takes every record");
        }
        writer.into_inner().expect("memory takes every record").into()
    }

    fn header(&self, field: Field) -> String {
        let (english, chinese) = names(field);
        let zone = self.zone.name();
        match (self.language, is_time(field)) {
            (None | Some(Language::English), false) => english.to_owned(),
            (None | Some(Language::English), true) => format!("{english} ({zone})"),
            (Some(Language::Chinese), false) => chinese.to_owned(),
            (Some(Language::Chinese), true) => format!("{chinese}（{zone}）"),
        }
    }

    fn cell(&self, field: Field, row: &CallRow) -> String {
        let time = |at: Option<Timestamp>| at.map(|at| self.time(at)).unwrap_or_default();
        let column = match field {
            Field::AnsweredTime => return time(row.answered_at),
            Field::Of(column) => column,
        };
        match column {
            Column::StartTime => time(Some(row.started_at)),
            Column::ConnectedTime => time(row.connected_at),
            Column::EndTime => time(row.ended_at),
            Column::CallerNumber => row.caller_number.clone(),
            Column::CalleeNumber => row.callee_number.clone(),
            Column::CustomerNumber => row.customer_number.clone(),
            Column::CustomerName => row.customer_name.clone().unwrap_or_default(),
            Column::CallType => self.word(&row.call_type, Some(words::call_type(row.call_type))),
            Column::Agent => joined(row.agents.iter().map(|agent| agent.name.as_str())),
            Column::SkillGroup => joined(row.skill_groups.iter().map(|group| group.name.as_str())),
            Column::Wait => seconds(row.wait_ms),
            Column::Talk => seconds(row.talk_ms),
            Column::Duration => seconds(row.duration_ms),
            Column::HangupReason => match &row.hangup_reason {
                Some(reason) => self.word(reason, words::reason(reason)),
                None => self.word(&row.status, Some(words::status(row.status))),
            },
            Column::HungUpBy => row.hung_up_by.map(|by| self.word(&by, Some(words::side(by)))).unwrap_or_default(),
            Column::Recording => {
                let states = row.recordings.iter().map(|recording| recording.state);
                let states: Vec<String> =
                    states.map(|state| self.word(&state, Some(words::recording(state)))).collect();
                joined(states.iter().map(String::as_str))
            }
            Column::Tags => joined(row.tags.iter().map(String::as_str)),
            Column::CallId => row.call_id.clone(),
            Column::Operation => String::new(),
        }
    }

    /// A word of the contract, as people read it where a language was named.
    fn word(&self, word: &impl ToString, both: Option<(&'static str, &'static str)>) -> String {
        match self.language.zip(both) {
            Some((language, both)) => language.of(both).to_owned(),
            None => word.to_string(),
        }
    }

    /// An instant in the file's zone, with its offset.
    fn time(&self, at: Timestamp) -> String {
        if self.zone == Tz::UTC {
            return at.to_string();
        }
        at.to_datetime().with_timezone(&self.zone).to_rfc3339_opts(SecondsFormat::Millis, true)
    }
}

/// The value of a field that takes one.
pub(super) fn single<'a>(name: &str, values: &'a [String], faults: &mut Vec<FieldFault>) -> Option<&'a str> {
    match values {
        [] => None,
        [only] => Some(only),
        [..] => {
            faults.push(FieldFault { name: name.to_owned(), detail: "takes one value".to_owned() });
            None
        }
    }
}

fn joined<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.collect::<Vec<_>>().join("; ")
}

fn seconds(ms: u64) -> String {
    format!("{}.{:03}", ms / 1000, ms % 1000)
}

fn is_time(field: Field) -> bool {
    match field {
        Field::AnsweredTime => true,
        Field::Of(column) => matches!(column, Column::StartTime | Column::ConnectedTime | Column::EndTime),
    }
}

/// The header cell in English and 简体中文; the English ones are names that programs rely on.
const fn names(field: Field) -> (&'static str, &'static str) {
    let column = match field {
        Field::AnsweredTime => return ("Answered time", "应答时间"),
        Field::Of(column) => column,
    };
    match column {
        Column::StartTime => ("Start time", "开始时间"),
        Column::ConnectedTime => ("Call connected time", "接通时间"),
        Column::EndTime => ("End time", "结束时间"),
        Column::CallerNumber => ("Caller number", "主叫号码"),
        Column::CalleeNumber => ("Callee number", "被叫号码"),
        Column::CustomerNumber => ("Customer number", "客户号码"),
        Column::CustomerName => ("Customer name", "客户姓名"),
        Column::CallType => ("Call type", "通话类型"),
        Column::Agent => ("Agents", "坐席"),
        Column::SkillGroup => ("Skill groups", "技能组"),
        Column::Wait => ("Wait (s)", "等待时长（秒）"),
        Column::Talk => ("Talk (s)", "通话时长（秒）"),
        Column::Duration => ("Duration (s)", "时长（秒）"),
        Column::HangupReason => ("Hang-up reason", "挂断原因"),
        Column::HungUpBy => ("Hung up by", "挂断方"),
        Column::Recording => ("Recording", "录音"),
        Column::Tags => ("Tags", "标签"),
        Column::CallId => ("Call ID", "通话 ID"),
        Column::Operation => ("Operation", "操作"),
    }
}

/// A cell that no spreadsheet takes for a formula (OWASP ASVS 5.0, 1.2.10): a `'` before it says that it is text, also
/// after what a spreadsheet of another country takes for the end of a cell.
fn harmless(cell: String) -> String {
    let mut out = String::with_capacity(cell.len() + 1);
    if cell.starts_with(['\t', '\r', '\n', '\0']) {
        out.push('\'');
    }
    for part in cell.split_inclusive([';', ',', '|', '\t', '\r', '\n']) {
        let begins = part.trim_start_matches(|c: char| c.is_whitespace() || c == '"');
        if begins.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) {
            out.push('\'');
        }
        out.push_str(part);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_taken_for_a_formula() {
        for (cell, written) in [
            ("=cmd()", "'=cmd()"),
            ("+442079460101", "'+442079460101"),
            ("-2+3", "'-2+3"),
            ("@SUM(1+1)", "'@SUM(1+1)"),
            (" =1", "' =1"),
            ("\t=1", "'\t'=1"),
            ("Ann; =cmd()", "Ann;' =cmd()"),
            ("x;=1,+2|@3", "x;'=1,'+2|'@3"),
            ("a - b", "a - b"),
            ("\"=1\"", "'\"=1\""),
            ("'=1", "'=1"),
            ("Alice", "Alice"),
            ("", ""),
        ] {
            assert_eq!(harmless(cell.to_owned()), written);
        }
    }
}
