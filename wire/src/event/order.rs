//! The order of a call's events.

use super::Event;

/// Puts the events of one call in order, whatever the order in which they arrived.
///
/// Time decides. Events of one source at the same instant follow their sequence, then their natural rank. A sequence says
/// nothing about another source's events: of several sources at the same instant the one goes on whose next event ranks
/// lower, so that no source's hang-up comes before another's answer.
pub fn in_order<E: AsRef<Event>>(events: &mut [E]) {
    events.sort_by(|a, b| a.as_ref().order_at_source().cmp(&b.as_ref().order_at_source()));
    for instant in events.chunk_by_mut(|a, b| a.as_ref().time == b.as_ref().time) {
        if let [first, .., last] = &*instant
            && first.as_ref().source != last.as_ref().source
        {
            merge(instant);
        }
    }
}

/// Merges the events of one instant, which are in order source by source.
fn merge<E: AsRef<Event>>(instant: &mut [E]) {
    let mut places: Vec<(u8, usize)> = Vec::with_capacity(instant.len());
    for (at, event) in instant.iter().map(AsRef::as_ref).enumerate() {
        // An event waits for those before it, so it ranks no lower than any of them.
        let before = at.checked_sub(1).filter(|&before| instant[before].as_ref().source == event.source);
        let least = before.map_or(0, |before| places[before].0);
        places.push((event.kind.natural_rank().max(least), at));
    }
    places.sort_unstable();
    let mut from: Vec<usize> = places.into_iter().map(|(_, at)| at).collect();
    for start in 0..from.len() {
        let mut at = start;
        while from[at] != start {
            let next = from[at];
            instant.swap(at, next);
            from[at] = at;
            at = next;
        }
        from[at] = at;
    }
}
