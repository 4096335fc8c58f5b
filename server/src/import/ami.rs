//! The manager interface's log (AMI), optional: the only place that says which number the PBX itself dialled when
//! nobody answered.
//!
//! Read as it comes off the wire (`Key: value`, a message after another) or as JSON, one message a line.

use serde_json::Value;

use super::cast::{Cast, Line};
use super::channel::dialled;
use super::line::epoch_micros;

use std::collections::HashMap;

/// What the PBX was asked to dial.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dialled {
    /// The channel that dials; absent in an answer that names none.
    pub unique_id: Option<String>,
    /// The phone that was called first, as `SIP/106`, where that is all the answer names.
    pub phone: String,
    /// The number, or the extension; empty where the phone was called for an application instead.
    pub number: String,
    /// When it was said, in microseconds since 1970; zero where the log has no times.
    pub at: i64,
}

/// Reads a log of messages line by line.
#[derive(Default)]
pub(super) struct AmiReader {
    message: HashMap<String, String>,
    pub(super) dialled: Vec<Dialled>,
}

impl AmiReader {
    pub(super) fn read(&mut self, line: &str) -> Result<(), String> {
        if line.starts_with('{') {
            // Nearly all of such a log is something else.
            if !line.contains("DialBegin") && !line.contains("OriginateResponse") {
                return Ok(());
            }
            let value: Value = serde_json::from_str(line).map_err(|error| format!("is not JSON: {error}"))?;
            let fields = value.get("event").unwrap_or(&value).as_object().ok_or("is not a JSON object")?;
            let texts = fields.iter().filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())));
            self.message = texts.collect();
            self.close();
        } else if let Some((name, value)) = line.split_once(':') {
            if name == "Event" {
                self.close();
            }
            self.message.insert(name.to_owned(), value.trim().to_owned());
        }
        Ok(())
    }

    /// Ends the message that is being read.
    pub(super) fn close(&mut self) {
        let message = std::mem::take(&mut self.message);
        let field = |name: &str| message.get(name).map(String::as_str).unwrap_or_default();
        let at = epoch_micros(field("Timestamp")).unwrap_or(0);
        match field("Event") {
            // Without a calling channel it is the PBX itself that dials.
            "DialBegin" if field("Channel").is_empty() && field("DialString").contains('/') => {
                self.dialled.push(Dialled {
                    unique_id: Some(field("DestUniqueid").to_owned()),
                    phone: String::new(),
                    number: dialled(field("DialString")).to_owned(),
                    at,
                });
            }
            "OriginateResponse"
                if message.contains_key("Exten")
                    && (field("Exten").is_empty() || field("Exten").bytes().any(|byte| byte.is_ascii_digit())) =>
            {
                let unique_id = Some(field("Uniqueid")).filter(|id| !id.is_empty() && *id != "<unknown>");
                self.dialled.push(Dialled {
                    unique_id: unique_id.map(str::to_owned),
                    phone: field("Channel").to_owned(),
                    number: field("Exten").to_owned(),
                    at,
                });
            }
            _ => {}
        }
    }
}

/// The numbers by channel. An answer that names only the phone is that of the call which ended then.
pub(super) fn by_channel(dialled: &[Dialled], cast: &Cast<'_>) -> HashMap<String, String> {
    const SLACK: i64 = 2_000_000;
    let mut phones: HashMap<&str, Vec<(i64, &str)>> = HashMap::new();
    for channel in cast.iter().filter(|channel| channel.line == Line::Extension && channel.originated) {
        if let Some(ended_at) = channel.ended_at {
            phones.entry(channel.peer()).or_default().push((ended_at, channel.id));
        }
    }
    let mut numbers = HashMap::new();
    for it in dialled {
        let id = it.unique_id.clone().or_else(|| {
            let peer = it.phone.split_once('/').map_or(it.phone.as_str(), |(_, peer)| peer);
            let ended = phones.get(peer)?.iter().map(|(at, id)| ((at - it.at).abs(), *id));
            ended.filter(|(away, _)| *away <= SLACK).min().map(|(_, id)| id.to_owned())
        });
        if let Some(id) = id {
            numbers.entry(id).or_insert_with(|| it.number.clone());
        }
    }
    numbers
}
