//! Which records make one call: a customer's journey with every leg that was made for it.
//!
//! A leg is what the PBX gives one linked id. Most calls are one leg. An agent who asks a colleague first opens a
//! second leg, which belongs to the customer's call whether the customer is handed over or not.

use std::collections::{BTreeMap, HashMap, HashSet};

use call_records_wire::words::CallType;

use super::Counts;
use super::cast::{Cast, Channel, Line};
use super::cel::CelRecord;
use super::channel::destinations;
use super::map::{Application, SiteMap, any_matches};
use super::people::Target;
use super::world::World;

/// One call of a customer.
#[derive(Debug)]
pub(super) struct Call<'a> {
    /// The linked id of the customer's leg.
    pub(super) id: &'a str,
    pub(super) kind: CallType,
    /// The customer's leg and those made for it.
    pub(super) legs: HashSet<&'a str>,
    /// Their records, in the order of time.
    pub(super) records: Vec<&'a CelRecord>,
}

/// What a leg is, seen alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A customer's.
    Customer(CallType),
    /// Of somebody who was called, or called, into a conference room.
    ConferenceParty,
    /// Between extensions, or of an extension and the switch.
    House,
    /// Begins before the log does.
    Headless,
}

struct Leg<'a> {
    records: Vec<&'a CelRecord>,
    /// Their places among all records: their order also where times are whole seconds.
    places: Vec<usize>,
    kind: Kind,
    started_at: i64,
    /// Who began it, and on what.
    peer: &'a str,
    line: Option<Line>,
}

/// Sorts the records into calls, in the order in which these began, and counts what is left out.
pub(super) fn calls<'a>(
    records: &[&'a CelRecord],
    world: &World<'_, 'a>,
    counts: &mut Counts,
    headless: &mut Vec<String>,
) -> Vec<Call<'a>> {
    let mut legs = legs(records, world);
    promote_lone_parties(&mut legs, world.site);
    let owners = owners(records, world.cast, &legs);
    let mut calls: BTreeMap<(i64, &'a str), Call<'a>> = BTreeMap::new();
    for (&id, leg) in &legs {
        if let Kind::Customer(call_type) = leg.kind
            && owners.get(id).is_none_or(|owner| *owner == id)
        {
            calls.insert(
                (leg.started_at, id),
                Call { id, kind: call_type, legs: HashSet::from([id]), records: Vec::new() },
            );
        }
    }
    for (&id, leg) in &legs {
        let owner = owners.get(id).and_then(|&owner| Some((legs.get(owner)?.started_at, owner)));
        match owner.filter(|(_, owner)| *owner != id).and_then(|key| calls.get_mut(&key)) {
            Some(call) => {
                counts.consultations += 1;
                call.legs.insert(id);
            }
            None => match leg.kind {
                Kind::Customer(_) => {}
                Kind::ConferenceParty => counts.conference_legs += 1,
                Kind::House => counts.between_extensions += 1,
                Kind::Headless => {
                    counts.headless += 1;
                    headless.push(id.to_owned());
                }
            },
        }
    }
    let mut calls: Vec<Call<'a>> = calls.into_values().collect();
    for call in &mut calls {
        let mut places: Vec<usize> =
            call.legs.iter().filter_map(|leg| legs.get(leg)).flat_map(|leg| leg.places.clone()).collect();
        places.sort_unstable();
        call.records = places.into_iter().map(|at| records[at]).collect();
    }
    calls
}

fn legs<'a>(records: &[&'a CelRecord], world: &World<'_, 'a>) -> BTreeMap<&'a str, Leg<'a>> {
    let cast = world.cast;
    let mut of_leg: BTreeMap<&'a str, Vec<usize>> = BTreeMap::new();
    for (at, &record) in records.iter().enumerate() {
        of_leg.entry(cast.of(record).home).or_default().push(at);
    }
    of_leg
        .into_iter()
        .map(|(id, places)| {
            let records: Vec<&'a CelRecord> = places.iter().map(|&at| records[at]).collect();
            let first = first_channel(id, &records, cast);
            let kind = first.map_or(Kind::Headless, |first| kind(first, &records, world));
            let started_at = records.first().map_or(i64::MAX, |record| record.at);
            let peer = first.map_or("", Channel::peer);
            (id, Leg { kind, started_at, peer, line: first.map(|first| first.line), records, places })
        })
        .collect()
}

/// The channel that a leg began with: it gave the leg its linked id.
fn first_channel<'c, 'a>(id: &str, records: &[&CelRecord], cast: &'c Cast<'a>) -> Option<&'c Channel<'a>> {
    let first = cast.get(id)?;
    first.start?;
    if first.line != Line::Local {
        return Some(first);
    }
    // Called through the dial plan: what counts is who was reached.
    let reached = records.iter().map(|record| cast.of(record));
    reached.filter(|channel| matches!(channel.line, Line::Trunk | Line::Extension)).find(|it| it.start.is_some())
}

fn kind(first: &Channel<'_>, records: &[&CelRecord], world: &World<'_, '_>) -> Kind {
    let World { site, cast, .. } = *world;
    let originated = first.originated || cast.get(first.home).is_some_and(|it| it.line == Line::Local);
    let runs = |meaning| {
        let mut starts = records.iter().filter(|record| record.event == "APP_START");
        starts.any(|record| record.unique_id == first.id && site.application(&record.app) == Some(meaning))
    };
    match first.line {
        Line::Trunk if !originated => Kind::Customer(CallType::Inbound),
        Line::Trunk if runs(Application::Conference) => Kind::ConferenceParty,
        Line::Trunk => {
            let predictive = records.iter().any(|record| any_matches(&site.contexts.predictive, &record.context));
            let call_type = if predictive { CallType::PredictiveOutbound } else { site.originate.customer_first };
            Kind::Customer(call_type)
        }
        Line::Extension if calls_outside(records, cast, site) => Kind::Customer(CallType::Outbound),
        Line::Extension if runs(Application::Conference) => Kind::ConferenceParty,
        // The agent's phone was rung first, and nobody was dialled yet when it was over.
        Line::Extension if originated && !runs(Application::Dial) && !runs(Application::Queue) => {
            if was_for_outside(first, world) { Kind::Customer(CallType::Outbound) } else { Kind::House }
        }
        Line::Extension | Line::Local | Line::Internal => Kind::House,
    }
}

/// Whether a phone that the PBX called first, and that dialled nobody, was called for a number outside. Where the
/// manager interface does not say, it was if it was never answered: an answered one runs what it was called for.
fn was_for_outside(phone: &Channel<'_>, world: &World<'_, '_>) -> bool {
    match world.dialled.get(phone.id) {
        Some(number) if number.is_empty() => false,
        Some(number) => matches!(world.people.target(number), Target::Number(_)),
        None => phone.answered_at.is_none(),
    }
}

/// Whether a leg called a line, or tried to.
fn calls_outside(records: &[&CelRecord], cast: &Cast<'_>, site: &SiteMap) -> bool {
    records.iter().any(|record| match record.event.as_str() {
        "CHAN_START" => cast.of(record).line == Line::Trunk,
        "APP_START" if site.application(&record.app) == Some(Application::Dial) => {
            destinations(&record.app_data).any(|it| it.number.is_some() && cast.is_trunk(it.peer))
        }
        _ => false,
    })
}

/// A customer who was called straight into a conference room is a call only where the room holds no other customer:
/// else one who calls for three would be three calls.
fn promote_lone_parties(legs: &mut BTreeMap<&str, Leg<'_>>, site: &SiteMap) {
    let rooms = |leg: &Leg<'_>| -> Vec<String> {
        let enters = leg.records.iter().filter(|record| record.event == "BRIDGE_ENTER");
        let rooms = enters.filter(|record| site.application(&record.app) == Some(Application::Conference));
        rooms.map(|record| record.extra_text("bridge_id").to_owned()).collect()
    };
    let mut taken: HashSet<String> = HashSet::new();
    for leg in legs.values().filter(|leg| matches!(leg.kind, Kind::Customer(_))) {
        taken.extend(rooms(leg));
    }
    for leg in legs.values_mut().filter(|leg| leg.kind == Kind::ConferenceParty) {
        let here = rooms(leg);
        if leg.line == Some(Line::Trunk) && here.iter().all(|room| !taken.contains(room)) {
            leg.kind = Kind::Customer(CallType::Outbound);
            taken.extend(here);
        }
    }
}

/// Which customer's leg a leg was made for.
fn owners<'a>(
    records: &[&'a CelRecord],
    cast: &Cast<'a>,
    legs: &BTreeMap<&'a str, Leg<'a>>,
) -> HashMap<&'a str, &'a str> {
    let mut sets = Sets::default();
    for record in records {
        // A channel that moved to another call ties the two: a transfer, a pick-up.
        sets.join(cast.of(record).home, &record.linked_id);
        if record.event == "ATTENDEDTRANSFER" {
            for id in ["channel2_uniqueid", "transferee_channel_uniqueid", "transfer_target_channel_uniqueid"] {
                if let Some(channel) = cast.get(record.extra_text(id)) {
                    sets.join(&record.linked_id, channel.home);
                }
            }
        }
    }
    for (asking, customer) in consultations(cast, legs) {
        sets.join(asking, customer);
    }
    // The customer's leg of each set: one who called before one who was called, then the earliest.
    let mut best: HashMap<&'a str, (bool, i64, &'a str)> = HashMap::new();
    for (&id, leg) in legs {
        if let Kind::Customer(call_type) = leg.kind {
            let rank = (call_type == CallType::Outbound, leg.started_at, id);
            let best = best.entry(sets.root(id)).or_insert(rank);
            *best = (*best).min(rank);
        }
    }
    let may_follow = |kind| !matches!(kind, Kind::Customer(CallType::Inbound | CallType::PredictiveOutbound));
    legs.iter()
        .filter(|(_, leg)| may_follow(leg.kind))
        .filter_map(|(&id, _)| Some((id, best.get(sets.root(id))?.2)))
        .collect()
}

/// How far apart two things of one consultation may be: a customer is put on hold, and a colleague called.
const TOGETHER: i64 = 2_000_000;

/// Legs that an agent opened while on the line with a customer. One to the outside asks for the customer's sake if the
/// customer was on hold for all of it; else it is a call of its own, unless a transfer ties the two.
fn consultations<'a>(cast: &Cast<'a>, legs: &BTreeMap<&'a str, Leg<'a>>) -> Vec<(&'a str, &'a str)> {
    let mut talks: HashMap<&'a str, Vec<(i64, i64, &'a str)>> = HashMap::new();
    for (&id, leg) in legs.iter().filter(|(_, leg)| matches!(leg.kind, Kind::Customer(_))) {
        for channel in leg.records.iter().filter(|it| it.event == "BRIDGE_ENTER").map(|record| cast.of(record)) {
            if channel.line == Line::Extension
                && let (Some(from), Some(to)) = (channel.answered_at.or(Some(leg.started_at)), channel.ended_at)
            {
                talks.entry(channel.peer()).or_default().push((from, to, id));
            }
        }
    }
    let waits: HashMap<&'a str, Vec<(i64, i64)>> = legs.iter().map(|(&id, leg)| (id, holds(leg, cast))).collect();
    let opened = legs.iter().filter(|(_, leg)| matches!(leg.kind, Kind::House | Kind::Customer(CallType::Outbound)));
    opened
        .filter_map(|(&id, leg)| {
            let during = talks.get(leg.peer)?;
            let ended_at = leg.records.last().map_or(i64::MAX, |record| record.at);
            let waits = |customer: &str| {
                waits[customer]
                    .iter()
                    .any(|(from, to)| *from <= leg.started_at + TOGETHER && ended_at <= to.saturating_add(TOGETHER))
            };
            let found = during.iter().find(|(from, to, other)| {
                *other != id
                    && *from < leg.started_at
                    && leg.started_at < *to
                    && (leg.kind == Kind::House || waits(other))
            });
            found.map(|(_, _, customer)| (id, *customer))
        })
        .collect()
}

/// When the customer of a leg heard music instead of an agent.
fn holds(leg: &Leg<'_>, cast: &Cast<'_>) -> Vec<(i64, i64)> {
    let mut holds: Vec<(i64, i64)> = Vec::new();
    for record in leg.records.iter().filter(|it| cast.of(it).line == Line::Trunk) {
        match record.event.as_str() {
            "STREAM_BEGIN" if !record.extra_text("class").is_empty() => holds.push((record.at, i64::MAX)),
            "STREAM_END" | "HANGUP" => {
                if let Some((_, to)) = holds.last_mut() {
                    *to = (*to).min(record.at);
                }
            }
            _ => {}
        }
    }
    holds
}

/// Disjoint sets of legs.
#[derive(Default)]
struct Sets<'a> {
    parents: HashMap<&'a str, &'a str>,
}

impl<'a> Sets<'a> {
    fn root(&self, id: &'a str) -> &'a str {
        let mut at = id;
        while let Some(&parent) = self.parents.get(at) {
            at = parent;
        }
        at
    }

    fn join(&mut self, a: &'a str, b: &'a str) {
        let (a, b) = (self.root(a), self.root(b));
        if a != b {
            // Towards the smaller name, so that the order of the records does not matter.
            let (root, child) = if a < b { (a, b) } else { (b, a) };
            self.parents.insert(child, root);
        }
    }
}
