//! Compares the folded calls with the truth and prints a table.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use call_records_server::domain::fold;
use call_records_server::import::{CallImport, Translation};
use call_records_wire::call::CallRow;
use call_records_wire::event::Event;
use call_records_wire::time::Timestamp;

/// How many of a field were right, and which were not.
#[derive(Default)]
struct Field {
    right: usize,
    of: usize,
    misses: Vec<String>,
}

/// The measure of an import.
pub(crate) struct Score {
    title: String,
    fields: BTreeMap<usize, (&'static str, Field)>,
    /// The folder of the recordings: a part of a run has a part of them.
    recordings: PathBuf,
    /// Calls that the truth does not know.
    pub(crate) extra: Vec<String>,
}

const FIELDS: [&str; 9] = [
    "hang-up reason",
    "call type",
    "customer number",
    "agents",
    "skill groups",
    "hung up by",
    "recording",
    "start",
    "end",
];

/// A line of the truth, by column.
type Expected = HashMap<String, String>;

impl Score {
    /// Folds every call and compares it with `expected.csv` in the run's folder.
    pub(crate) fn of(run: &Path, translation: &Translation, title: &str) -> Self {
        let expected = std::fs::read_to_string(run.join("expected.csv")).expect("the run has its truth");
        let mut score = Self {
            title: title.to_owned(),
            fields: BTreeMap::new(),
            recordings: run.join("recordings"),
            extra: Vec::new(),
        };
        for (at, name) in FIELDS.into_iter().enumerate() {
            score.fields.insert(at, (name, Field::default()));
        }
        let calls: HashMap<&str, &CallImport> =
            translation.calls.iter().map(|call| (call.call_id.as_str(), call)).collect();
        let expected = table(&expected);
        for line in expected.iter().filter(|line| line["scored"] == "yes") {
            score.compare(line, calls.get(line["linkedid"].as_str()).copied());
        }
        let known: Vec<&str> = expected.iter().map(|line| line["linkedid"].as_str()).collect();
        let extra = translation.calls.iter().filter(|call| !known.contains(&call.call_id.as_str()));
        score.extra = extra.map(|call| call.call_id.clone()).collect();
        score
    }

    fn compare(&mut self, expected: &Expected, call: Option<&CallImport>) {
        let row = call.map(folded);
        let text = |f: &dyn Fn(&CallRow) -> String| row.as_ref().map_or_else(|| "no call".to_owned(), f);
        let groups = |row: &CallRow| row.skill_groups.iter().map(|it| it.id.clone()).collect::<Vec<_>>().join(">");
        let agents = |row: &CallRow| row.agents.iter().map(|it| it.id.clone()).collect::<Vec<_>>().join(">");
        let found = [
            ("expected_reason", text(&|row| row.hangup_reason.as_ref().map_or(String::new(), ToString::to_string))),
            ("call_type", text(&|row| row.call_type.to_string())),
            ("customer_number", text(&|row| row.customer_number.clone())),
            ("agents", text(&agents)),
            ("skill_groups", text(&groups)),
            ("hung_up_by", text(&|row| row.hung_up_by.map_or(String::new(), |by| by.to_string()))),
        ];
        for (field, (column, found)) in found.into_iter().enumerate() {
            let wanted = &expected[column];
            self.note(field, expected, *wanted == found, &format!("{found} instead of {wanted}"));
        }
        let wanted = expected["recording_file"].rsplit('/').next().unwrap_or_default();
        if !wanted.is_empty() && self.recordings.join(wanted).exists() {
            let recordings = call.map(|call| call.recordings.as_slice()).unwrap_or_default();
            let attached = recordings.iter().any(|it| it.path.to_string_lossy().ends_with(wanted));
            self.note(6, expected, attached, &format!("{wanted} is not attached"));
        }
        let away = |column: &str, at: Option<Timestamp>| {
            let wanted: Timestamp = expected[column].parse().expect("the truth holds instants");
            at.map_or(i64::MAX, |at| (at.millis() - wanted.millis()).abs())
        };
        let start = away("started_at", row.as_ref().map(|row| row.started_at));
        self.note(7, expected, start <= 500, &format!("{start} ms away"));
        let end = away("ended_at", row.as_ref().and_then(|row| row.ended_at));
        self.note(8, expected, end <= 1000, &format!("{end} ms away"));
    }

    fn note(&mut self, field: usize, expected: &Expected, right: bool, miss: &str) {
        let (_, field) = self.fields.get_mut(&field).expect("every field has its place");
        field.of += 1;
        if right {
            field.right += 1;
        } else {
            field.misses.push(format!("{} ({}): {miss}", expected["linkedid"], expected["scenario"]));
        }
    }

    /// How many of a field were right, in percent.
    #[expect(clippy::cast_precision_loss, reason = "a run has hundreds of calls")]
    pub(crate) fn percent(&self, name: &str) -> f64 {
        let (_, field) = self.fields.values().find(|(field, _)| *field == name).expect("a field of the table");
        if field.of == 0 { 100.0 } else { 100.0 * field.right as f64 / field.of as f64 }
    }

    /// What was wrong with a field.
    pub(crate) fn misses(&self, name: &str) -> &[String] {
        let (_, field) = self.fields.values().find(|(field, _)| *field == name).expect("a field of the table");
        &field.misses
    }

    /// Prints the table and every miss.
    #[expect(clippy::print_stdout, reason = "the table is what is measured")]
    pub(crate) fn print(&self) {
        println!("\n{:<18}{:>7}{:>7}{:>9}   ({})", "field", "right", "of", "percent", self.title);
        for (name, field) in self.fields.values() {
            println!("{name:<18}{:>7}{:>7}{:>8.1} %", field.right, field.of, self.percent(name));
            for miss in &field.misses {
                println!("    {miss}");
            }
        }
    }
}

fn folded(call: &CallImport) -> CallRow {
    let read = |event| Arc::new(Event::from_json(event).expect("an import writes valid events"));
    let mut events: Vec<Arc<Event>> = call.events.iter().map(read).collect();
    fold(&mut events, &[]).expect("a call has events").row
}

/// Reads a table with a header; quotes as in every CSV.
pub(crate) fn table(text: &str) -> Vec<Expected> {
    let mut lines = text.lines().map(fields);
    let header = lines.next().expect("the truth has a header");
    lines.map(|line| header.iter().cloned().zip(line).collect()).collect()
}

fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut quoted = false;
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                fields.last_mut().expect("never empty").push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            c => fields.last_mut().expect("never empty").push(c),
        }
    }
    fields
}
