//! Which file is the recording of which call.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

use call_records_wire::words::AudioFormat;
use serde_json::json;

use super::calls::Call;
use super::cdr::CdrRecord;
use super::cel::CelRecord;
use super::draft::{Draft, Origin};
use super::map::{Application, SiteMap, any_matches};
use super::rooms::Rooms;

/// A file of the recordings folder, as its first bytes show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordingFile {
    /// Where it is.
    pub path: PathBuf,
    /// Its name without folder and ending.
    pub base_name: String,
    /// How it is stored.
    pub format: AudioFormat,
    /// How many channels it has.
    pub channels: u16,
    /// Whether it holds no sound: Asterisk makes the file before anybody talks.
    pub empty: bool,
}

/// A recording of a call, to be stored with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordingImport {
    /// The call.
    pub call_id: String,
    /// The recording's id: the same at every import, and without the numbers that file names hold.
    pub recording_id: String,
    /// The file.
    pub path: PathBuf,
    /// How it is stored.
    pub format: AudioFormat,
    /// The file holds no sound: its events say that it failed, and there is nothing to store.
    pub empty: bool,
}

/// A file and what ties it to a call.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found<'a> {
    file: usize,
    /// The channel that was recorded, or whose id the file's name ends with.
    channel: &'a str,
    /// When its recording was ordered, or when its channel entered the room.
    since: Option<i64>,
}

/// The files of every call.
pub(super) struct Shelf<'a> {
    files: &'a [RecordingFile],
    by_leg: HashMap<&'a str, Vec<Found<'a>>>,
    /// How many files belong to no leg of the logs.
    pub(super) unknown: Vec<&'a RecordingFile>,
}

impl<'a> Shelf<'a> {
    /// Ties files to legs: by the recording order in CEL, else by a column of CDR, else by the channel id at the end of
    /// the name, else by the room and the second at which a conference began.
    pub(super) fn new(
        files: &'a [RecordingFile],
        records: &[&'a CelRecord],
        cdr: &'a [CdrRecord],
        homes: &HashMap<&'a str, &'a str>,
        rooms: &Rooms<'a>,
        site: &SiteMap,
    ) -> Self {
        let (orders, parts) = orders(records, site);
        let billed = cdr.iter().filter(|row| !row.recording.is_empty());
        let billed: HashMap<&str, &str> = billed.map(|row| (stem(&row.recording), row.unique_id.as_str())).collect();
        let mut shelf = Self { files, by_leg: HashMap::new(), unknown: Vec::new() };
        for (at, file) in files.iter().enumerate() {
            let name = file.base_name.as_str();
            if parts.contains_key(name) || any_matches(&site.recordings.ignore, name) {
                continue;
            }
            let by_order = orders.get(name).map(|order| (order.unique_id.as_str(), Some(order.at)));
            let by_billing = billed.get(name).map(|id| (*id, None));
            let named = by_order.or(by_billing).and_then(|(id, since)| Some((homes.get_key_value(id)?, since)));
            let tied = named.or_else(|| Some((by_suffix(name, homes)?, None)));
            if let Some(((&channel, &home), since)) = tied {
                shelf.by_leg.entry(home).or_default().push(Found { file: at, channel, since });
                continue;
            }
            let gathering = gathering(name, rooms);
            if gathering.is_empty() {
                shelf.unknown.push(file);
            }
            for (channel, since) in gathering {
                if let Some((&channel, &home)) = homes.get_key_value(channel) {
                    shelf.by_leg.entry(home).or_default().push(Found { file: at, channel, since: Some(since) });
                }
            }
        }
        shelf
    }

    /// The recordings of a call; writes their events.
    pub(super) fn take(&self, call: &Call<'a>, draft: &mut Draft, site: &SiteMap) -> Vec<RecordingImport> {
        let mut legs: Vec<&str> = call.legs.iter().copied().collect();
        legs.sort_unstable();
        let mut taken: Vec<RecordingImport> = Vec::new();
        for found in legs.iter().filter_map(|leg| self.by_leg.get(leg)).flatten() {
            let file = &self.files[found.file];
            let recording_id = format!("{}-{:016x}", found.channel, fingerprint(&site.source, &file.base_name));
            if taken.iter().any(|it| it.recording_id == recording_id) {
                continue;
            }
            let talked_at = talked_at(call, found);
            let began = talked_at.or(found.since).or(call.records.first().map(|record| record.at)).unwrap_or(0);
            let channels = if file.channels == 1 { "mono" } else { site.stereo(&file.base_name) };
            let origin = Origin { channel: &recording_id, event: "recording", at: 0 };
            let data = json!({ "recording_id": recording_id, "channels": channels });
            draft.push_at(began, origin, "recording.started", data);
            if file.empty {
                // Asterisk makes the file when recording is ordered, and fills it when somebody talks.
                let data = json!({ "recording_id": recording_id, "reason": "the file holds no sound" });
                draft.push_at(began, origin, "recording.failed", data);
            }
            taken.push(RecordingImport {
                call_id: call.id.to_owned(),
                recording_id,
                path: file.path.clone(),
                format: file.format,
                empty: file.empty,
            });
        }
        taken
    }

    /// How many files belong only to legs that are not among these.
    pub(super) fn left_out(&self, legs: &HashSet<&str>) -> usize {
        let files = |told: bool| -> HashSet<usize> {
            let legs = self.by_leg.iter().filter(|(leg, _)| legs.contains(*leg) == told);
            legs.flat_map(|(_, found)| found.iter().map(|it| it.file)).collect()
        };
        files(false).difference(&files(true)).count()
    }
}

/// When anybody was first heard on the recorded channel.
fn talked_at(call: &Call<'_>, found: &Found<'_>) -> Option<i64> {
    let mut enters = call.records.iter().filter(|it| it.event == "BRIDGE_ENTER" && it.unique_id == found.channel);
    enters.find(|it| found.since.is_none_or(|since| it.at >= since)).map(|it| it.at)
}

type Orders<'a> = HashMap<&'a str, &'a CelRecord>;

/// The recordings that the dial plan ordered, by file name, and the files that hold one direction only.
fn orders<'a>(records: &[&'a CelRecord], site: &SiteMap) -> (Orders<'a>, Orders<'a>) {
    let mut orders = HashMap::new();
    let mut parts = HashMap::new();
    let starts = records.iter().filter(|it| it.event == "APP_START");
    for &record in starts.filter(|it| site.application(&it.app) == Some(Application::Record)) {
        let mut arguments = record.app_data.splitn(3, ',');
        let file = stem(arguments.next().unwrap_or_default());
        if !file.is_empty() {
            orders.entry(file).or_insert(record);
        }
        // `r(file)` and `t(file)`: what is received and what is sent.
        for part in arguments.next().unwrap_or_default().split(')') {
            if let Some((_, name)) = part.split_once('(') {
                parts.insert(stem(name), record);
            }
        }
    }
    (orders, parts)
}

/// A file's name without its folder and its ending.
pub(super) fn stem(file: &str) -> &str {
    let name = file.rsplit('/').next().unwrap_or(file);
    match name.rsplit_once('.') {
        // The id of a channel has a dot of its own: `…-1795412833.0` has no ending.
        Some((stem, ending)) if !ending.is_empty() && !ending.bytes().all(|byte| byte.is_ascii_digit()) => stem,
        _ => name,
    }
}

/// The channel whose id a name ends with. Ids may hold dashes themselves.
fn by_suffix<'h, 'a>(name: &str, homes: &'h HashMap<&'a str, &'a str>) -> Option<(&'h &'a str, &'h &'a str)> {
    let mut starts = std::iter::once(0).chain(name.match_indices(['-', '_']).map(|(at, _)| at + 1));
    starts.find_map(|at| homes.get_key_value(&name[at..]))
}

/// Who gathered in the room that a name holds, when the second that it ends with fits: the room's recorder names its
/// file after the second at which it began.
fn gathering<'a>(name: &str, rooms: &Rooms<'a>) -> Vec<(&'a str, i64)> {
    const EARLY: i64 = 30_000_000;
    let tokens: Vec<&str> = name.split(['-', '_']).collect();
    let Some(began) = tokens.last().and_then(|last| last.parse::<i64>().ok()).map(|it| it.saturating_mul(1_000_000))
    else {
        return Vec::new();
    };
    let fits = rooms.gatherings().find(|stays| {
        let from = stays.iter().map(|stay| stay.from).min().unwrap_or(0);
        let to = stays.iter().map(|stay| stay.to).max().unwrap_or(0);
        tokens[..tokens.len() - 1].contains(&stays[0].room) && (from - EARLY..=to).contains(&began)
    });
    fits.into_iter().flatten().map(|stay| (stay.record.unique_id.as_str(), stay.from)).collect()
}

/// A short name for a file name (FNV-1a), so that the numbers in it do not reach addresses and logs.
fn fingerprint(source: &str, base_name: &str) -> u64 {
    let bytes = source.bytes().chain([0]).chain(base_name.bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
}
