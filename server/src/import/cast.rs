//! Who takes part: every channel of the logs, what it is, and what became of it.

use std::collections::{HashMap, HashSet};

use super::cel::CelRecord;
use super::channel::{dialled, is_internal, local, peer};
use super::map::{SiteMap, Wildcard, any_matches};

/// What a channel leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Line {
    /// A line to the outside.
    Trunk,
    /// A phone of the house.
    Extension,
    /// One half of a Local channel, which only leads on through the dial plan.
    Local,
    /// A device of the switch.
    Internal,
}

/// A channel and what became of it.
#[derive(Debug)]
pub(super) struct Channel<'a> {
    pub(super) id: &'a str,
    pub(super) name: &'a str,
    pub(super) line: Line,
    /// The call that it was made for.
    pub(super) home: &'a str,
    /// The record that began it; absent where the log begins later.
    pub(super) start: Option<&'a CelRecord>,
    /// Called by the PBX on somebody's order, not by a caller.
    pub(super) originated: bool,
    pub(super) answered_at: Option<i64>,
    pub(super) hangup: Option<&'a CelRecord>,
    pub(super) ended_at: Option<i64>,
    /// The number at the far end of a line, once something says it.
    pub(super) number: Option<&'a str>,
}

impl<'a> Channel<'a> {
    pub(super) fn peer(&self) -> &'a str {
        peer(self.name)
    }

    pub(super) fn started_at(&self) -> i64 {
        self.start.map_or(i64::MAX, |start| start.at)
    }

    /// The Q.850 cause of its end; zero where there is none.
    pub(super) fn cause(&self) -> u64 {
        self.hangup.and_then(|hangup| hangup.extra_text("hangupcause").parse().ok()).unwrap_or(0)
    }

    /// The channel that hung up, or the part of the switch that did.
    pub(super) fn hung_up_by(&self) -> &'a str {
        self.hangup.map_or("", |hangup| hangup.extra_text("hangupsource"))
    }

    /// How its last `Dial` ended.
    pub(super) fn dial_status(&self) -> &'a str {
        self.hangup.map_or("", |hangup| hangup.extra_text("dialstatus"))
    }
}

/// Every channel of the logs, by its id.
pub(super) struct Cast<'a> {
    channels: HashMap<&'a str, Channel<'a>>,
    trunks: HashSet<&'a str>,
    named_trunks: Vec<Wildcard>,
}

impl<'a> Cast<'a> {
    /// Reads the channels off the records, which are in the order of time.
    pub(super) fn new(records: &[&'a CelRecord], site: &SiteMap) -> Self {
        let trunks = trunk_peers(records, site);
        let mut channels: HashMap<&'a str, Channel<'a>> = HashMap::new();
        for &record in records {
            let channel = channels.entry(&record.unique_id).or_insert_with(|| Channel {
                id: &record.unique_id,
                name: &record.channel,
                line: line(&record.channel, &trunks),
                home: &record.linked_id,
                start: None,
                originated: false,
                answered_at: None,
                hangup: None,
                ended_at: None,
                number: None,
            });
            channel.take(record);
        }
        Self { channels, trunks, named_trunks: site.trunks.clone() }
    }

    pub(super) fn get(&self, id: &str) -> Option<&Channel<'a>> {
        self.channels.get(id)
    }

    /// The channel that a record is about. Every record made one.
    pub(super) fn of(&self, record: &CelRecord) -> &Channel<'a> {
        self.channels.get(record.unique_id.as_str()).expect("the cast was read off the same records")
    }

    /// Whether a peer is a line to the outside.
    pub(super) fn is_trunk(&self, peer: &str) -> bool {
        self.trunks.contains(peer) || any_matches(&self.named_trunks, peer)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Channel<'a>> {
        self.channels.values()
    }
}

impl<'a> Channel<'a> {
    fn take(&mut self, record: &'a CelRecord) {
        // `AppDial2` is what a channel runs that the PBX itself called.
        self.originated |= record.app == "AppDial2";
        match record.event.as_str() {
            "CHAN_START" => {
                self.start.get_or_insert(record);
                self.home = &record.linked_id;
                self.name = &record.channel;
            }
            "ANSWER" => {
                self.answered_at.get_or_insert(record.at);
            }
            "HANGUP" => {
                self.hangup.get_or_insert(record);
                self.ended_at.get_or_insert(record.at);
            }
            "CHAN_END" => {
                self.ended_at.get_or_insert(record.at);
            }
            _ => {}
        }
        // A line that was dialled carries what was dialled as its number, but not before it rings.
        if self.line == Line::Trunk && record.app == "AppDial" && !record.num.is_empty() {
            self.number.get_or_insert(dialled(&record.num));
        }
    }
}

fn line(channel: &str, trunks: &HashSet<&str>) -> Line {
    if local(channel).is_some() {
        Line::Local
    } else if is_internal(channel) {
        Line::Internal
    } else if trunks.contains(peer(channel)) {
        Line::Trunk
    } else {
        Line::Extension
    }
}

/// The peers that are lines: those the mapping names, and those whose channels begin where calls from outside arrive.
fn trunk_peers<'a>(records: &[&'a CelRecord], site: &SiteMap) -> HashSet<&'a str> {
    let starts = records.iter().filter(|record| record.event == "CHAN_START");
    starts
        .filter(|record| {
            let peer = peer(&record.channel);
            !site.agents.values().any(|agent| agent.peers.iter().any(|it| it == peer))
                && (any_matches(&site.trunks, peer) || any_matches(&site.contexts.inbound, &record.context))
        })
        .map(|record| peer(&record.channel))
        .collect()
}
