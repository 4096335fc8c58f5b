//! A caller's visits to queues: when CEL says one began, and what `queue_log` knows of it.

use super::cel::CelRecord;
use super::map::{Application, SiteMap};
use super::queue_log::QueueRecord;

/// How far the whole seconds of `queue_log` may lie from CEL's time.
const SLACK: i64 = 1_500_000;
/// A queue that lets go sooner never took the caller in.
const REFUSED_WITHIN: i64 = 1_500_000;

/// One visit to a queue.
#[derive(Debug)]
pub(super) struct Visit<'a> {
    pub(super) queue: &'a str,
    pub(super) from: i64,
    pub(super) to: i64,
    /// How long callers may wait, where the dial plan says.
    timeout: Option<i64>,
    /// Whether `queue_log` goes back this far.
    logged: bool,
    /// What `queue_log` says of this visit; the first is `ENTERQUEUE`.
    rows: Vec<&'a QueueRecord>,
}

/// The visits of one channel, in order.
pub(super) fn visits<'a>(
    channel: &str,
    records: &[&'a CelRecord],
    rows: &[&'a QueueRecord],
    logged_since: Option<i64>,
    site: &SiteMap,
) -> Vec<Visit<'a>> {
    let own: Vec<&'a CelRecord> = records.iter().copied().filter(|record| record.unique_id == channel).collect();
    let enters = |record: &CelRecord| {
        record.event == "APP_START"
            && site.application(&record.app) == Some(Application::Queue)
            && !record.app_data.is_empty()
    };
    let ends = |record: &CelRecord| matches!(record.event.as_str(), "APP_END" | "APP_START" | "HANGUP" | "CHAN_END");
    let mut visits: Vec<Visit<'a>> = Vec::new();
    for (at, start) in own.iter().enumerate().filter(|(_, record)| enters(record)) {
        let mut arguments = start.app_data.split(',');
        visits.push(Visit {
            queue: arguments.next().unwrap_or_default(),
            from: start.at,
            to: own[at + 1..].iter().find(|record| ends(record)).map_or(i64::MAX, |record| record.at),
            timeout: arguments.nth(3).and_then(|seconds| seconds.trim().parse::<i64>().ok()),
            logged: logged_since.is_some_and(|since| since <= start.at + SLACK),
            rows: Vec::new(),
        });
    }
    assign(&mut visits, rows);
    visits
}

/// Gives every entry of the log to the first visit that it fits.
fn assign<'a>(visits: &mut [Visit<'a>], rows: &[&'a QueueRecord]) {
    let mut current: Option<usize> = None;
    for row in rows {
        if row.event == "ENTERQUEUE" {
            current = visits.iter().position(|visit| {
                visit.rows.is_empty()
                    && visit.queue == row.queue
                    && visit.from - SLACK <= row.at
                    && row.at <= visit.to.saturating_add(SLACK)
            });
        }
        if let Some(visit) = current.and_then(|at| visits.get_mut(at))
            && visit.queue == row.queue
        {
            visit.rows.push(row);
        }
    }
}

impl Visit<'_> {
    /// Whether the queue never took the caller in: it was full, or nobody served it. Neither CEL nor `queue_log` says
    /// so; the queue log is silent, or, where there is none, the queue let go at once.
    pub(super) fn was_refused(&self) -> bool {
        if self.logged { self.rows.is_empty() } else { self.to.saturating_sub(self.from) < REFUSED_WITHIN }
    }

    /// The caller's place on entering.
    pub(super) fn position(&self) -> Option<u64> {
        self.rows.first()?.data(2).parse().ok()
    }

    /// Why the queue let go of a caller whom nobody took, as far as it is known.
    pub(super) fn exit(&self, pressed_key_at: Option<i64>) -> &'static str {
        let said = self.rows.iter().rev().find_map(|row| match row.event.as_str() {
            "EXITWITHTIMEOUT" => Some("timeout"),
            "EXITWITHKEY" => Some("key"),
            "EXITEMPTY" => Some("no_agent"),
            _ => None,
        });
        let waited = self.to.saturating_sub(self.from);
        match said {
            Some(said) => said,
            None if pressed_key_at.is_some_and(|at| self.to.saturating_sub(at) < 1_000_000) => "key",
            None if self.timeout.is_some_and(|seconds| waited + 500_000 >= seconds.saturating_mul(1_000_000)) => {
                "timeout"
            }
            None => "other",
        }
    }

    /// Whether the log says that an agent's phone rang in vain until about then, while the caller waited on. `is` tells
    /// whether a name in the log is that agent's, as far as it is known.
    pub(super) fn rang_in_vain(&self, until: i64, is: impl Fn(&str) -> Option<bool>) -> bool {
        let says = |event: &str, whose: Option<bool>| {
            let mut near = self.rows.iter().filter(|row| (row.at - until).abs() <= SLACK);
            near.any(|row| row.event == event && is(&row.agent) == whose)
        };
        // A phone whose ring was cut off rang until the caller left.
        if says("RINGCANCELED", Some(true)) {
            return false;
        }
        says("RINGNOANSWER", Some(true)) || (says("RINGNOANSWER", None) && !says("RINGCANCELED", None))
    }
}
