//! Changed copies of the fixture.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

/// A copy of the run with one file changed; recordings stay where they are.
pub(crate) fn with(run: &Path, file: &str, change: impl Fn(&str) -> String) -> TempDir {
    let copy = tempfile::tempdir().expect("there is room for a folder");
    for name in ["cel.csv", "queue_log", "cdr.csv", "ami.jsonl", "expected.csv"] {
        let text = fs::read_to_string(run.join(name)).expect("the fixture is whole");
        let text = if name == file { change(&text) } else { text };
        fs::write(copy.path().join(name), text).expect("the folder can be written");
    }
    copy
}

/// The lines in another order: the same one at every run.
pub(crate) fn shuffled(text: &str) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    let mut state: u64 = 20_261_123;
    for at in (1..lines.len()).rev() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let other = usize::try_from(state >> 33).expect("31 bits fit") % (at + 1);
        lines.swap(at, other);
    }
    lines.join("\n")
}

/// CEL whose times are whole seconds.
pub(crate) fn whole_seconds(text: &str) -> String {
    let line = |line: &str| {
        let mut fields: Vec<String> = line.splitn(3, ',').map(str::to_owned).collect();
        if let Some(time) = fields.get_mut(1) {
            let seconds = time.split('.').next().unwrap_or_default().to_owned();
            *time = format!("{seconds}\"");
        }
        fields.join(",")
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}
