//! What the entries tell when they are read together: the way through the IVR, and who had the call from when to when.

use call_records_wire::call::LogEntry;
use call_records_wire::time::Timestamp;
use serde_json::Value;

use super::{agent, name, text, words};
use crate::i18n::{fill, t};

/// A node of the IVR and the keys that were pressed there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// When it was entered.
    pub time: Timestamp,
    /// The node.
    pub node: String,
    /// The keys, one after the other.
    pub keys: String,
}

/// The way through the IVR.
pub fn ivr_path(log: &[LogEntry]) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for entry in log {
        match entry.event_type.as_str() {
            "call.ivr_node_entered" => {
                let plain = matches!(text(&entry.data, "node_kind").as_str(), "menu" | "prompt");
                let named = ["node_name", "node_id"].map(|field| text(&entry.data, field));
                let node = named.into_iter().find(|name| plain && !name.is_empty());
                let node = node.unwrap_or_else(|| words(entry));
                steps.push(Step { time: entry.time, node, keys: String::new() });
            }
            "call.key_pressed" => {
                let key = text(&entry.data, "key");
                match steps.last_mut() {
                    Some(step) => step.keys.push_str(&key),
                    None => steps.push(Step { time: entry.time, node: t().story.no_node.to_owned(), keys: key }),
                }
            }
            _ => {}
        }
    }
    steps
}

/// A stretch of the call that somebody had, or that somebody's phone rang for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// Who.
    pub who: String,
    /// Whether they talked; otherwise their phone rang and they did not take the call.
    pub talked: bool,
    /// Since when.
    pub from: Timestamp,
    /// Until when; `None` while it lasts.
    pub to: Option<Timestamp>,
    /// How it ended, where the log says more than that it did.
    pub how: Option<String>,
}

/// Who had the call, in order, and how each passed it on.
pub fn turns(log: &[LogEntry]) -> Vec<Turn> {
    let mut turns: Vec<Turn> = Vec::new();
    let mut ringing: Vec<(String, Timestamp)> = Vec::new();
    for entry in log {
        let (data, at) = (&entry.data, entry.time);
        match entry.event_type.as_str() {
            "call.agent_ringing" => ringing.push((agent(data, "agent"), at)),
            "call.agent_missed" => {
                let who = agent(data, "agent");
                let from = take(&mut ringing, &who).unwrap_or(at);
                turns.push(Turn { who, talked: false, from, to: Some(at), how: Some(words(entry)) });
            }
            "call.answered" | "call.party_joined" => {
                let who = match (name(data, "agent"), ringing.as_slice()) {
                    (Some(who), _) => who,
                    // Nobody is named, and one phone rang.
                    (None, [(who, _)]) if text(data, "number").is_empty() => who.clone(),
                    (None, _) => continue,
                };
                take(&mut ringing, &who);
                if turns.iter().all(|turn| turn.to.is_some() || turn.who != who) {
                    turns.push(Turn { who, talked: true, from: at, to: None, how: None });
                }
            }
            "call.party_left" => close(&mut turns, name(data, "agent").as_deref(), at, None),
            "call.transferred" => pass_on(&mut turns, data, at, words(entry)),
            "call.hung_up" => {
                for (who, from) in ringing.drain(..) {
                    let how = Some(t().story.rang_in_vain.to_owned());
                    turns.push(Turn { who, talked: false, from, to: Some(at), how });
                }
                turns.iter_mut().filter(|turn| turn.to.is_none()).for_each(|turn| turn.to = Some(at));
            }
            _ => {}
        }
    }
    turns
}

/// The turn of whoever passes the call on ends; whoever consulted before takes it at once.
fn pass_on(turns: &mut Vec<Turn>, data: &Value, at: Timestamp, how: String) {
    let from = name(data, "from_agent")
        .or_else(|| turns.iter().find(|turn| turn.talked && turn.to.is_none()).map(|turn| turn.who.clone()));
    close(turns, from.as_deref(), at, Some(how));
    if let Some(who) = name(data, "to_agent").filter(|_| text(data, "kind") == "attended")
        && turns.iter().all(|turn| turn.to.is_some() || turn.who != who)
    {
        turns.push(Turn { who, talked: true, from: at, to: None, how: None });
    }
}

fn close(turns: &mut [Turn], who: Option<&str>, at: Timestamp, how: Option<String>) {
    let turn = turns.iter_mut().find(|turn| turn.to.is_none() && Some(turn.who.as_str()) == who);
    if let Some(turn) = turn {
        turn.to = Some(at);
        turn.how = how;
    }
}

fn take(ringing: &mut Vec<(String, Timestamp)>, who: &str) -> Option<Timestamp> {
    let at = ringing.iter().position(|(it, _)| it == who)?;
    Some(ringing.remove(at).1)
}

/// What somebody wrote, as the log tells it: the start of a long note is enough there.
pub(super) fn written(entry: &LogEntry) -> String {
    let data = &entry.data;
    let who = |field| name(data, field).unwrap_or_else(|| t().log.somebody.to_owned());
    let note = text(data, "text");
    let short: String = note.chars().take(120).collect();
    let note = if short.len() < note.len() { format!("{short}…") } else { short };
    match entry.event_type.as_str() {
        "call.note_added" => fill(t().story.log_note_added, &[("who", &who("author")), ("text", &note)]),
        "call.note_removed" => fill(t().story.log_note_removed, &[("who", &who("by"))]),
        "call.tagged" => fill(t().story.log_tagged, &[("who", &who("by")), ("tag", &text(data, "tag"))]),
        _ => fill(t().story.log_untagged, &[("who", &who("by")), ("tag", &text(data, "tag"))]),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn log(entries: &[(i64, &str, Value)]) -> Vec<LogEntry> {
        let entry = |(at, event_type, data): &(i64, &str, Value)| LogEntry {
            id: at.to_string(),
            source: "test".to_owned(),
            time: Timestamp::from_millis(*at * 1000),
            event_type: (*event_type).to_owned(),
            data: data.clone(),
            extensions: serde_json::Map::new(),
        };
        entries.iter().map(entry).collect()
    }

    fn about(field: &str, name: &str) -> Value {
        json!({field: {"id": name, "name": name}})
    }

    fn told(entries: &[(i64, &str, Value)]) -> Vec<String> {
        turns(&log(entries))
            .into_iter()
            .map(|turn| {
                let to = turn.to.map(|to| (to.millis() / 1000).to_string()).unwrap_or_default();
                let verb = if turn.talked { "talks" } else { "rings" };
                let how = turn.how.map(|how| format!(": {how}")).unwrap_or_default();
                format!("{} {verb} {}-{to}{how}", turn.who, turn.from.millis() / 1000)
            })
            .collect()
    }

    #[test]
    fn who_had_the_call_stands_in_order_with_how_they_passed_it_on() {
        let transfer = json!({
            "kind": "blind", "from_agent": {"id": "a", "name": "Amy"}, "to_agent": {"id": "b", "name": "Bob"},
        });
        assert_eq!(
            told(&[
                (1, "call.agent_ringing", about("agent", "Zoë")),
                (4, "call.agent_missed", json!({"agent": {"id": "z", "name": "Zoë"}, "reason": "busy"})),
                (5, "call.agent_ringing", about("agent", "Amy")),
                (7, "call.answered", json!({})),
                (20, "call.transferred", transfer),
                (21, "call.agent_ringing", about("agent", "Bob")),
                (25, "call.answered", about("agent", "Bob")),
                (60, "call.hung_up", json!({"by": "customer"})),
            ]),
            ["Zoë rings 1-4: Zoë was busy", "Amy talks 7-20: Transferred to Bob (blind)", "Bob talks 25-60"]
        );
    }

    #[test]
    fn a_phone_that_rang_to_the_end_and_a_talk_that_lasts_are_told() {
        assert_eq!(
            told(&[(1, "call.agent_ringing", about("agent", "Bob")), (9, "call.hung_up", json!({"by": "customer"}))]),
            ["Bob rings 1-9: the call ended while it rang"]
        );
        assert_eq!(told(&[(1, "call.answered", about("agent", "Bob"))]), ["Bob talks 1-"]);
        // The customer's phone is no agent.
        assert_eq!(told(&[(1, "call.answered", json!({"number": "+44777"}))]), [""; 0]);
    }

    #[test]
    fn an_attended_transfer_goes_over_at_once() {
        let transfer = json!({
            "kind": "attended", "from_agent": {"id": "a", "name": "Amy"}, "to_agent": {"id": "b", "name": "Bob"},
        });
        assert_eq!(
            told(&[
                (1, "call.answered", about("agent", "Amy")),
                (9, "call.transferred", transfer),
                (12, "call.hung_up", json!({"by": "agent"})),
            ]),
            ["Amy talks 1-9: Transferred to Bob (attended)", "Bob talks 9-12"]
        );
    }

    #[test]
    fn keys_stand_with_the_node_where_they_were_pressed() {
        let node = |name: &str, kind: &str| json!({"node_id": "n", "node_name": name, "node_kind": kind});
        let path = ivr_path(&log(&[
            (0, "call.key_pressed", json!({"key": "*"})),
            (1, "call.ivr_node_entered", node("Main menu", "menu")),
            (2, "call.key_pressed", json!({"key": "2"})),
            (3, "call.key_pressed", json!({"key": "1"})),
            (4, "call.ivr_node_entered", node("Leave word", "voicemail")),
        ]));
        let shown: Vec<(&str, &str)> = path.iter().map(|step| (step.node.as_str(), step.keys.as_str())).collect();
        assert_eq!(shown, [("Before the first node", "*"), ("Main menu", "21"), ("Voice mail: Leave word", "")]);
    }

    #[test]
    fn what_was_written_is_told_in_short() {
        let note = json!({"note_id": "n", "text": "x".repeat(500), "author": {"id": "ada"}});
        assert_eq!(written(&log(&[(0, "call.note_added", note)])[0]), format!("Note by ada: {}…", "x".repeat(120)));
        let tag = json!({"tag": "VIP"});
        assert_eq!(written(&log(&[(0, "call.tagged", tag)])[0]), "Somebody added the tag VIP");
    }
}
