//! Conference rooms: who was in which, and when. Participants keep their own calls; only the bridge ties them.

use std::collections::{BTreeMap, HashMap};

use super::cel::CelRecord;
use super::map::{Application, SiteMap};

/// Somebody's stay in a room.
#[derive(Debug)]
pub(super) struct Stay<'a> {
    /// The record of entering.
    pub(super) record: &'a CelRecord,
    pub(super) bridge: &'a str,
    /// The room's number.
    pub(super) room: &'a str,
    pub(super) from: i64,
    pub(super) to: i64,
}

/// Every stay in every room.
#[derive(Default)]
pub(super) struct Rooms<'a> {
    stays: BTreeMap<&'a str, Vec<Stay<'a>>>,
}

impl<'a> Rooms<'a> {
    pub(super) fn new(records: &[&'a CelRecord], site: &SiteMap) -> Self {
        let mut rooms = Self::default();
        let mut open: HashMap<(&'a str, &'a str), usize> = HashMap::new();
        for &record in records.iter().filter(|it| site.application(&it.app) == Some(Application::Conference)) {
            let bridge = record.extra_text("bridge_id");
            if bridge.is_empty() {
                continue;
            }
            let stays = rooms.stays.entry(bridge).or_default();
            match record.event.as_str() {
                "BRIDGE_ENTER" => {
                    open.insert((&record.unique_id, bridge), stays.len());
                    let room = record.app_data.split(',').next().unwrap_or_default();
                    stays.push(Stay { record, bridge, room, from: record.at, to: i64::MAX });
                }
                "BRIDGE_EXIT" => {
                    if let Some(at) = open.remove(&(record.unique_id.as_str(), bridge)) {
                        stays[at].to = record.at;
                    }
                }
                _ => {}
            }
        }
        rooms
    }

    /// The stay of a channel that began then.
    pub(super) fn stay(&self, bridge: &str, channel: &str, from: i64) -> Option<&Stay<'a>> {
        self.stays.get(bridge)?.iter().find(|stay| stay.record.unique_id == channel && stay.from == from)
    }

    /// Who else was there at the same time.
    pub(super) fn others<'s>(&'s self, own: &'s Stay<'a>) -> impl Iterator<Item = &'s Stay<'a>> {
        let stays = self.stays.get(own.bridge).into_iter().flatten();
        stays.filter(|other| {
            other.record.unique_id != own.record.unique_id && other.from < own.to && own.from < other.to
        })
    }

    /// The stays of one gathering, for recordings that name the room and when it began.
    pub(super) fn gatherings(&self) -> impl Iterator<Item = &[Stay<'a>]> {
        self.stays.values().map(Vec::as_slice).filter(|stays| !stays.is_empty())
    }
}
