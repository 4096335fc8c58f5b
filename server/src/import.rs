//! Turns the logs of an Asterisk PBX into the events that everything else sends.
//!
//! Channel event logging (CEL) tells the story; `queue_log` adds why queues let callers go, and who their agents are;
//! CDR adds how the PBX billed; the log of the manager interface adds numbers that were dialled in vain. What is
//! particular to a site is in its [`SiteMap`](crate::import::SiteMap). Nothing here asks for the time, and the same logs give the same events
//! with the same ids, also when more was written to them since.
//!
//! Records are held in memory while they are sorted into calls, about a quarter of a kilobyte for each line of CEL; the events
//! are handed over call by call. Who imports years reads them in the parts that the logs were rotated into.

/// The site's own meanings. Start here.
pub mod map;
/// The files, and reading them.
mod sources;

/// The manager interface's log.
mod ami;
/// Call detail records.
mod cdr;
/// Channel event logging.
mod cel;
/// The recordings folder.
mod folder;
/// Reading logs line by line.
mod line;
/// What happens in queues.
mod queue_log;
/// Texts that logs repeat.
mod text;

/// Which records make one call.
mod calls;
/// Every channel and what became of it.
mod cast;
/// Names of channels and of what is dialled.
mod channel;
/// Who hears whom.
mod connections;
/// The events of one call while they are written.
mod draft;
/// Agents and queues, and what they are called.
mod people;
/// Which file is the recording of which call.
mod recordings;
/// Conference rooms.
mod rooms;
/// Visits to queues.
mod visits;
/// Through one call's records, in order.
mod walk;
/// What a walk looks things up in.
mod world;

use std::collections::{BTreeMap, HashMap, HashSet};

use serde_json::Value;

pub use ami::Dialled;
pub use cdr::CdrRecord;
pub use cel::CelRecord;
pub use channel::peer;
pub use folder::SkippedFile;
pub use map::SiteMap;
pub use queue_log::QueueRecord;
pub use recordings::{RecordingFile, RecordingImport};
pub use sources::{ImportError, Progress, Sources, ami_logs, load, read, read_map};
pub use text::Text;

use cast::Cast;
use people::People;
use recordings::Shelf;
use rooms::Rooms;
use walk::Walk;
use world::World;

/// Everything that the files hold.
#[derive(Debug, Clone, Default)]
pub struct Logs {
    /// Channel event logging, in the order of its lines.
    pub cel: Vec<CelRecord>,
    /// Queue log, in the order of its lines.
    pub queue: Vec<QueueRecord>,
    /// Call detail records, in the order of their lines.
    pub cdr: Vec<CdrRecord>,
    /// What the PBX was asked to dial.
    pub dialled: Vec<Dialled>,
    /// The recordings folder.
    pub recordings: Vec<RecordingFile>,
    /// Lines that could not be read.
    pub unreadable: Vec<Unreadable>,
    /// Files of the recordings folder that were left.
    pub skipped_files: Vec<SkippedFile>,
}

/// A line that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// The file's name.
    pub file: String,
    /// The line's number, from one.
    pub line: u64,
    /// What is wrong with it.
    pub why: String,
}

/// One call: its events and its recordings.
#[derive(Debug, Clone, PartialEq)]
pub struct CallImport {
    /// The call's id: its linked id.
    pub call_id: String,
    /// Its events as `CloudEvents` documents, in order.
    pub events: Vec<Value>,
    /// Its recordings.
    pub recordings: Vec<RecordingImport>,
}

/// How much was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Calls of customers.
    pub calls: u64,
    /// Their events.
    pub events: u64,
    /// Their recordings.
    pub recordings: u64,
    /// How many of them hold no sound.
    pub recordings_empty: u64,
    /// Recordings of calls that were left out.
    pub recordings_left_out: u64,
    /// Recordings that no call of these logs names.
    pub recordings_unknown: u64,
    /// Calls between extensions, and of extensions with the switch: left out.
    pub between_extensions: u64,
    /// Legs that agents opened while on the line with a customer: part of the customer's call.
    pub consultations: u64,
    /// Legs of others into a conference room: told in the customers' calls.
    pub conference_legs: u64,
    /// Calls that had not ended when the logs did: left for the next import.
    pub unfinished: u64,
    /// Calls that began before the logs did: left out.
    pub headless: u64,
    /// Calls that CDR knows and CEL does not: left out.
    pub only_in_cdr: u64,
}

/// What an import gives.
#[derive(Debug, Clone, Default)]
pub struct Translation {
    /// The calls, in the order in which they began.
    pub calls: Vec<CallImport>,
    /// The rest.
    pub summary: Summary,
}

/// What an import gives beside the calls.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// How much was found.
    pub counts: Counts,
    /// Lines that could not be read.
    pub unreadable: Vec<Unreadable>,
    /// Files of the recordings folder that were left.
    pub skipped_files: Vec<SkippedFile>,
    /// Calls that had not ended when the logs did.
    pub unfinished: Vec<String>,
    /// Calls that began before the logs did.
    pub headless: Vec<String>,
    /// Events that would not be accepted, and why; they are left out of their calls.
    pub refused: Vec<String>,
}

/// Translates everything at once.
pub fn translate(logs: &Logs, site: &SiteMap) -> Translation {
    let mut calls = Vec::new();
    let summary = translate_each(logs, site, &mut |call| calls.push(call));
    Translation { calls, summary }
}

/// Translates and hands over every call as it is done.
pub fn translate_each(logs: &Logs, site: &SiteMap, done: &mut dyn FnMut(CallImport)) -> Summary {
    let mut summary = Summary {
        unreadable: logs.unreadable.clone(),
        skipped_files: logs.skipped_files.clone(),
        ..Summary::default()
    };
    let counts = &mut summary.counts;
    // Announcers and recorders of conference rooms are devices of the switch; nobody's call.
    let mut records: Vec<&CelRecord> = logs.cel.iter().filter(|it| !channel::is_internal(&it.channel)).collect();
    records.sort_by(|a, b| a.order().cmp(&b.order()));
    let cast = Cast::new(&records, site);
    let rooms = Rooms::new(&records, site);
    let homes: HashMap<&str, &str> = cast.iter().map(|channel| (channel.id, channel.home)).collect();
    let shelf = Shelf::new(&logs.recordings, &records, &logs.cdr, &homes, &rooms, site);
    counts.recordings_unknown = shelf.unknown.len() as u64;
    let people = People::new(site, &cast, &logs.queue);
    let dialled = ami::by_channel(&logs.dialled, &cast);
    let world = World { site, cast: &cast, people: &people, rooms: &rooms, dialled: &dialled };
    let calls = calls::calls(&records, &world, counts, &mut summary.headless);
    let queue = by_key(&logs.queue, |row| &row.call);
    let mut billed = by_key(&logs.cdr, |row| &row.linked_id);
    for rows in billed.values_mut() {
        rows.sort_by_key(|row| (row.start, row.sequence));
    }
    let legs: HashSet<&str> = homes.values().copied().collect();
    counts.only_in_cdr = billed.keys().filter(|id| !legs.contains(*id)).count() as u64;
    let logged_since = logs.queue.iter().map(|row| row.at).min();
    let mut told: HashSet<&str> = HashSet::new();
    for call in &calls {
        told.extend(&call.legs);
        let cdr = billed.get(call.id).map(Vec::as_slice).unwrap_or_default();
        let walk = Walk::new(&world, call, cdr, |customer| {
            let rows = queue.get(customer).map(Vec::as_slice).unwrap_or_default();
            visits::visits(customer, &call.records, rows, logged_since, site)
        });
        let mut walked = walk.walk();
        if !walked.ended {
            summary.counts.unfinished += 1;
            summary.unfinished.push(call.id.to_owned());
            continue;
        }
        let recordings = shelf.take(call, &mut walked.draft, site);
        let (events, refused) = walked.draft.finish();
        summary.refused.extend(refused);
        let counts = &mut summary.counts;
        counts.calls += 1;
        counts.events += events.len() as u64;
        counts.recordings += recordings.len() as u64;
        counts.recordings_empty += recordings.iter().filter(|it| it.empty).count() as u64;
        done(CallImport { call_id: call.id.to_owned(), events, recordings });
    }
    summary.counts.recordings_left_out = shelf.left_out(&told) as u64;
    summary
}

fn by_key<T>(rows: &[T], key: impl Fn(&T) -> &String) -> BTreeMap<&str, Vec<&T>> {
    let mut groups: BTreeMap<&str, Vec<&T>> = BTreeMap::new();
    for row in rows {
        groups.entry(key(row)).or_default().push(row);
    }
    groups
}
