//! The import is measured: what it makes of a real PBX's logs, against what the phones themselves noted.

/// Compares the folded calls with the truth and prints a table.
#[path = "import_asterisk/score.rs"]
mod score;

use std::path::{Path, PathBuf};

use call_records_server::import::{SiteMap, Sources, Translation, read, read_map};

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
        recordings: Some(run.join("recordings")),
        time_zone: chrono_tz::UTC,
    }
}

fn import(sources: &Sources) -> Translation {
    read(sources, &site(), &mut |_| {}).expect("the logs are readable")
}

fn assert_good(score: &Score) {
    score.print();
    for (field, least) in [
        ("hang-up reason", 98.0),
        ("call type", 99.0),
        ("customer number", 99.0),
        ("agents", 99.0),
        ("skill groups", 99.0),
        ("hung up by", 98.0),
        ("recording", 100.0),
        ("start", 99.0),
        ("end", 98.0),
    ] {
        let percent = score.percent(field);
        assert!(percent >= least, "{field}: {percent:.1} % instead of {least} %");
    }
    assert!(score.extra.is_empty(), "calls that are no customer's: {:?}", score.extra);
}

#[test]
fn the_fixture_is_read_right() {
    let translation = import(&sources(&fixture()));
    let score = Score::of(&fixture(), &translation, "fixture");
    assert_good(&score);
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
    let score = Score::of(&run, &translation, "whole run");
    assert_good(&score);
}
