//! `queue_log`: what callers and agents did in queues.

use super::line::epoch_micros;

/// One line of `queue_log`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueRecord {
    /// When, in microseconds since 1970; the log has whole seconds.
    pub at: i64,
    /// The id of the caller's channel; `NONE`, `MANAGER` and the like for what concerns no call.
    pub call: String,
    /// The queue.
    pub queue: String,
    /// The member's name or, where the PBX logs none, the interface.
    pub agent: String,
    /// Such as `ENTERQUEUE`.
    pub event: String,
    /// What the event says beside.
    pub data: Vec<String>,
}

impl QueueRecord {
    /// The field with this position after the event's name; empty where there is none.
    pub(super) fn data(&self, at: usize) -> &str {
        self.data.get(at).map(String::as_str).unwrap_or_default()
    }
}

/// Reads a line. Asterisk writes `_` for every `|` in a name, so a bar always ends a field.
pub(super) fn read(line: &str) -> Result<QueueRecord, String> {
    let mut fields = line.split('|');
    let mut next = || fields.next().map(str::to_owned);
    let (Some(time), Some(call), Some(queue), Some(agent), Some(event)) = (next(), next(), next(), next(), next())
    else {
        return Err("has fewer than five fields".to_owned());
    };
    let at = epoch_micros(&time).ok_or_else(|| "the time is not seconds since 1970".to_owned())?;
    if event.is_empty() || !event.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_') {
        return Err("the event has no name".to_owned());
    }
    Ok(QueueRecord { at, call, queue, agent, event, data: fields.map(str::to_owned).collect() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_read_whatever_names_it_holds() {
        for (line, event, agent, data) in [
            (
                "1795412833|1.0|sales|NONE|ENTERQUEUE||+4670|1|山田太郎",
                "ENTERQUEUE",
                "NONE",
                vec!["", "+4670", "1", "山田太郎"],
            ),
            ("1795412833|1.0|sales|Bob O'Brien|CONNECT|1|1.1|1", "CONNECT", "Bob O'Brien", vec!["1", "1.1", "1"]),
            ("1795412833|1.0|q|Jim \"JJ\" Stone|RINGNOANSWER|9000", "RINGNOANSWER", "Jim \"JJ\" Stone", vec!["9000"]),
            (
                "1795412833|1.0|q|NONE|ENTERQUEUE||x|1|<b>a_b</b>",
                "ENTERQUEUE",
                "NONE",
                vec!["", "x", "1", "<b>a_b</b>"],
            ),
            ("1795412833.25|NONE|NONE|NONE|QUEUESTART|", "QUEUESTART", "NONE", vec![""]),
            ("1795412833|dialer-A-1|q|NONE|ABANDON|1|1|5", "ABANDON", "NONE", vec!["1", "1", "5"]),
        ] {
            let record = read(line).expect("the table holds lines");
            assert_eq!((record.event.as_str(), record.agent.as_str()), (event, agent), "{line}");
            assert_eq!(record.data, data, "{line}");
        }
    }

    #[test]
    fn a_broken_line_says_what_is_wrong() {
        for (line, why) in [
            ("1795412833|1.0|sales", "has fewer than five fields"),
            ("now|1.0|sales|NONE|ABANDON", "the time is not seconds since 1970"),
            ("1795412833|1.0|sales|NONE|", "the event has no name"),
            ("1795412833|1.0|sales|NONE|what ever|", "the event has no name"),
        ] {
            assert_eq!(read(line), Err(why.to_owned()), "{line}");
        }
    }
}
