//! The import is measured: what it makes of a real PBX's logs, against what the phones themselves noted.

/// What the captured run has not.
#[path = "import_asterisk/cases.rs"]
mod cases;
/// Changed copies of the fixture.
#[path = "import_asterisk/copies.rs"]
mod copies;
/// Small logs, written by hand.
#[path = "import_asterisk/pbx.rs"]
mod pbx;
/// Compares the folded calls with the truth and prints a table.
#[path = "import_asterisk/score.rs"]
mod score;
/// Another run of the same PBX.
#[path = "import_asterisk/variant.rs"]
mod variant;

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use call_records_server::import::{ImportError, SiteMap, Sources, Translation, ami_logs, read, read_map};

use score::Score;

/// Names a folder with a whole run of the PBX, laid out as the fixture is.
const RUN: &str = "CALL_RECORDS_PBX_RUN";

fn fixture() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/asterisk")
}

fn site() -> SiteMap {
    read_map(&fixture().join("map.toml")).expect("the fixture's mapping is right")
}

fn sources(run: &Path) -> Sources {
    let existing = |names: &[&str]| -> Vec<PathBuf> {
        names.iter().map(|name| run.join(name)).filter(|path| path.exists()).take(1).collect()
    };
    Sources {
        cel: existing(&["cel.csv"]),
        queue_log: existing(&["queue_log"]),
        cdr: existing(&["cdr.csv"]),
        ami: existing(&["ami.jsonl", "ami.jsonl.gz"]),
        recordings: Some(run.join("recordings")).filter(|folder| folder.exists()),
        time_zone: chrono_tz::UTC,
    }
}

fn import(sources: &Sources) -> Translation {
    read(sources, &site(), &mut |_| {}).expect("the logs are readable")
}

fn assert_good(score: &Score) {
    assert_fields(
        score,
        &[
            ("hang-up reason", 98.0),
            ("call type", 99.0),
            ("customer number", 99.0),
            ("agents", 99.0),
            ("skill groups", 99.0),
            ("hung up by", 98.0),
            ("recording", 100.0),
            ("start", 99.0),
            ("end", 98.0),
        ],
    );
}

fn assert_fields(score: &Score, bounds: &[(&str, f64)]) {
    score.print();
    for (field, least) in bounds {
        let percent = score.percent(field);
        assert!(percent >= *least, "{field}: {percent:.1} % instead of {least} %");
    }
    assert!(score.extra.is_empty(), "calls that are no customer's: {:?}", score.extra);
}

#[test]
fn the_fixture_is_read_right() {
    let translation = import(&sources(&fixture()));
    assert_good(&Score::of(&fixture(), &translation, "fixture"));
    let summary = translation.summary;
    assert_eq!(summary.counts.between_extensions, 3);
    assert_eq!(summary.counts.recordings_left_out, 2, "recordings of calls between extensions");
    assert_eq!(summary.counts.recordings_empty, 3);
    assert_eq!(summary.counts.recordings_unknown, 0);
    assert_eq!((summary.counts.unfinished, summary.counts.headless), (0, 0));
    assert_eq!((summary.unreadable, summary.refused), (Vec::new(), Vec::new()));
}

#[test]
#[expect(clippy::print_stdout, reason = "says aloud that it measured nothing")]
fn the_whole_run_is_read_right() {
    let Some(run) = std::env::var_os(RUN).map(PathBuf::from) else {
        println!("NOT MEASURED: {RUN} names no folder with a whole run; only the fixture was read");
        return;
    };
    let translation = import(&sources(&run));
    println!("{:#?}", translation.summary.counts);
    assert_good(&Score::of(&run, &translation, "whole run"));
    let other = tempfile::tempdir().expect("there is room for a folder");
    if run.join("ami.jsonl").exists() {
        variant::write(&run, other.path());
        assert_good(&Score::of(other.path(), &import(&sources(other.path())), "variant of the whole run"));
    }
    let log_only = import(&Sources { ami: Vec::new(), cdr: Vec::new(), ..sources(&run) });
    Score::of(&run, &log_only, "whole run, CEL and queue log only").print();
    let cel_only = import(&Sources { ami: Vec::new(), cdr: Vec::new(), queue_log: Vec::new(), ..sources(&run) });
    Score::of(&run, &cel_only, "whole run, CEL only").print();
    let unmapped = read(&sources(&run), &SiteMap::default(), &mut |_| {}).expect("the logs are readable");
    Score::of(&run, &unmapped, "whole run, without a mapping").print();
}

#[test]
fn another_run_with_other_numbers_agents_and_technology_is_read_as_well() {
    let run = tempfile::tempdir().expect("there is room for a folder");
    variant::write(&fixture(), run.path());
    let translation = import(&sources(run.path()));
    assert_good(&Score::of(run.path(), &translation, "variant"));
    assert_eq!(translation.summary.counts, import(&sources(&fixture())).summary.counts);
    let text = serde_json::to_string(&translation.calls[0].events).expect("events are plain data");
    assert!(!text.contains("Alice"), "{text}");
}

#[test]
fn cel_and_the_queue_log_are_enough_for_all_but_numbers_dialled_in_vain() {
    let translation = import(&Sources { ami: Vec::new(), cdr: Vec::new(), ..sources(&fixture()) });
    let score = Score::of(&fixture(), &translation, "fixture, CEL and queue log only");
    assert_fields(&score, &[("hang-up reason", 98.0), ("call type", 99.0), ("agents", 99.0), ("skill groups", 99.0)]);
    for miss in score.misses("customer number") {
        assert!(miss.contains("(pred_") || miss.contains("(click_agent-noanswer)"), "{miss}");
    }
}

#[test]
fn cel_alone_still_tells_most() {
    let cel = sources(&fixture()).cel;
    let bare =
        Sources { cel, queue_log: vec![], cdr: vec![], ami: vec![], recordings: None, time_zone: chrono_tz::UTC };
    let score = Score::of(&fixture(), &import(&bare), "fixture, CEL only");
    assert_fields(&score, &[("hang-up reason", 95.0), ("call type", 99.0), ("agents", 99.0), ("hung up by", 98.0)]);
}

#[test]
fn the_order_of_the_lines_does_not_matter() {
    let copy = copies::with(&fixture(), "cel.csv", copies::shuffled);
    let sources = Sources { cel: vec![copy.path().join("cel.csv")], ..sources(&fixture()) };
    assert_eq!(import(&sources).calls, import(&self::sources(&fixture())).calls);
}

#[test]
fn a_log_with_whole_seconds_is_read_by_the_order_of_its_lines() {
    let copy = copies::with(&fixture(), "cel.csv", copies::whole_seconds);
    let sources = Sources { cel: vec![copy.path().join("cel.csv")], ..sources(&fixture()) };
    let score = Score::of(&fixture(), &import(&sources), "fixture, whole seconds");
    assert_fields(&score, &[("hang-up reason", 95.0), ("agents", 99.0), ("skill groups", 98.0), ("hung up by", 95.0)]);
}

#[test]
fn importing_again_gives_the_same_events_and_a_longer_log_only_adds_calls() {
    let whole = import(&sources(&fixture()));
    assert_eq!(whole.calls, import(&sources(&fixture())).calls);
    let ids: Vec<&str> = whole.calls.iter().flat_map(|call| &call.events).filter_map(|it| it["id"].as_str()).collect();
    assert_eq!(ids.iter().collect::<HashSet<_>>().len(), ids.len(), "an id stands for one event");

    let copy = copies::with(&fixture(), "cel.csv", |text| {
        let lines: Vec<&str> = text.lines().collect();
        lines[..lines.len() * 6 / 10].join("\n")
    });
    let earlier = import(&Sources { cel: vec![copy.path().join("cel.csv")], ..sources(&fixture()) });
    assert!(earlier.summary.counts.unfinished > 0, "calls were going on when the log was read");
    assert!(earlier.calls.len() > 30);
    for call in &earlier.calls {
        let later = whole.calls.iter().find(|it| it.call_id == call.call_id).expect("the log only grew");
        let ids = |events: &[serde_json::Value]| events.iter().map(|it| it["id"].clone()).collect::<Vec<_>>();
        assert_eq!(ids(&call.events), ids(&later.events));
    }
}

#[test]
fn broken_lines_are_reported_and_cost_only_themselves() {
    let broken = [
        "\"CHAN_START\",\"1795412833.556482\",\"cut off",
        "not a line of CEL",
        "\"CHAN_START\",\"yesterday\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"SIP/1-1\",\"\",\"\",\"3\",\"\",\"1.1\",\"1.1\",\"\",\"\",\"\",\"\",\"\"",
        "\"HANGUP\",\"1795412833.5\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"SIP/1-1\",\"\",\"\",\"3\",\"\",\"1.1\",\"1.1\",\"\",\"\",\"\",\"\",\"{not json\"",
    ];
    let copy = copies::with(&fixture(), "cel.csv", |text| {
        let mut lines: Vec<&str> = text.lines().collect();
        for (at, line) in broken.iter().enumerate() {
            lines.insert(100 * (at + 1), line);
        }
        lines.join("\n") + "\n\"CHAN_START\",\"179541"
    });
    let found = import(&Sources { cel: vec![copy.path().join("cel.csv")], ..sources(&fixture()) });
    assert_eq!(found.calls, import(&sources(&fixture())).calls);
    let said: Vec<(u64, &str)> = found.summary.unreadable.iter().map(|it| (it.line, it.why.as_str())).collect();
    assert_eq!(said.len(), 5, "{said:?}");
    assert_eq!(said[0], (101, "a quoted field does not end"));
    assert_eq!(said[1], (201, "has 1 fields instead of 21"));
    assert_eq!(said[2], (301, "eventtime is not seconds since 1970"));
    assert!(said[3].1.starts_with("eventextra is not JSON"), "{said:?}");
    assert!(found.summary.unreadable.iter().all(|it| it.file == "cel.csv"));
}

#[test]
fn what_cannot_be_read_at_all_is_an_error_that_names_it() {
    let error = |sources: Sources| read(&sources, &site(), &mut |_| {}).expect_err("it cannot be read");
    let missing = error(Sources { cel: vec![PathBuf::from("no/such/cel.csv")], ..sources(&fixture()) });
    assert!(missing.to_string().starts_with("cannot read no/such/cel.csv: "), "{missing}");
    let none = error(Sources { cel: Vec::new(), ..sources(&fixture()) });
    assert!(matches!(none, ImportError::NoCel));
    let wrong = error(Sources { cel: sources(&fixture()).queue_log, ..sources(&fixture()) });
    assert!(matches!(wrong, ImportError::NotCel { .. }), "{wrong}");
    let map = read_map(&fixture().join("cel.csv")).expect_err("a log is no mapping");
    assert!(map.to_string().contains("the mapping"), "{map}");
}

#[test]
fn compressed_parts_of_a_rotated_log_are_read_like_the_whole() {
    use std::io::Write;
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let text = std::fs::read_to_string(fixture().join("cel.csv")).expect("the fixture is whole");
    let half = text.len() / 2 + text[text.len() / 2..].find('\n').expect("the log has lines") + 1;
    let packed = folder.path().join("cel.csv.1.gz");
    let file = std::fs::File::create(&packed).expect("the folder can be written");
    let mut packer = flate2::write::GzEncoder::new(file, flate2::Compression::fast());
    packer.write_all(&text.as_bytes()[..half]).and_then(|()| packer.finish().map(drop)).expect("there is room");
    let rest = folder.path().join("cel.csv");
    std::fs::write(&rest, &text[half..]).expect("the folder can be written");
    let mut told = 0;
    let parts = Sources { cel: vec![packed, rest], ..sources(&fixture()) };
    let found = read(&parts, &site(), &mut |progress| told += usize::from(progress.bytes <= progress.of));
    assert_eq!(found.expect("the parts are readable").calls, import(&sources(&fixture())).calls);
    assert!(told >= 4, "progress is told for every file");
}

#[test]
fn the_log_of_the_manager_interface_is_found_beside_the_first_cel_file() {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let path = |name: &str| folder.path().join(name);
    let cel = [path("cel.csv"), fixture().join("cel.csv")];
    let found = |given: &[PathBuf]| {
        let mut said = String::new();
        (ami_logs(given.to_vec(), &cel, |text| text.clone_into(&mut said)), said)
    };
    assert_eq!(found(&[]), (vec![], String::new()));
    let packed = path("ami.jsonl.gz");
    std::fs::write(&packed, "").expect("the folder can be written");
    let (logs, said) = found(&[]);
    assert_eq!(logs, std::slice::from_ref(&packed));
    assert!(said.starts_with("reading ") && said.contains("ami.jsonl.gz"), "{said}");
    std::fs::write(path("ami.jsonl"), "").expect("the folder can be written");
    assert_eq!(found(&[]).0, [path("ami.jsonl")]);
    assert_eq!(found(std::slice::from_ref(&packed)), (vec![packed], String::new()));
}
