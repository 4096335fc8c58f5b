//! What is particular to a site: which contexts, lines, extensions, prompts and recordings mean what.
//!
//! Written as TOML; every key has a default that suits a plain Asterisk, see `docs/import-asterisk.md`.

/// Patterns of numbers and of names.
mod pattern;

use std::collections::BTreeMap;

use call_records_wire::words::{CallType, HangupReason};
use serde::Deserialize;

use super::{cdr, cel};
pub use pattern::{NumberPattern, Wildcard};

/// What is particular to a site.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SiteMap {
    /// Who sends the events: names the PBX, whose ids are unique only there.
    pub source: String,
    /// The peers that are lines to the outside.
    pub trunks: Vec<Wildcard>,
    /// What contexts of the dial plan mean.
    pub contexts: Contexts,
    /// What extensions mean.
    pub extensions: Extensions,
    /// Agents, by id.
    pub agents: BTreeMap<String, AgentEntry>,
    /// Queues, by id.
    pub queues: BTreeMap<String, QueueEntry>,
    /// What applications do to a caller.
    pub applications: BTreeMap<String, Application>,
    /// What names a hang-up reason.
    pub reasons: Reasons,
    /// What the PBX itself calls.
    pub originate: Originate,
    /// How recordings are named and laid out.
    pub recordings: Recordings,
    /// The columns of the logs.
    pub columns: ColumnNames,
}

/// What contexts of the dial plan mean.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Contexts {
    /// Where calls from outside arrive.
    pub inbound: Vec<Wildcard>,
    /// Where a dialler puts a customer who answered.
    pub predictive: Vec<Wildcard>,
    /// Where transferred callers land.
    pub transfer: Vec<Wildcard>,
    /// How queues reach agents through Local channels.
    pub agent: Vec<Wildcard>,
    /// Where the keys that a caller presses are kept secret.
    pub masked: Vec<Wildcard>,
}

/// What extensions mean.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Extensions {
    /// Agents' phones.
    pub agents: Vec<NumberPattern>,
    /// Conference rooms.
    pub conferences: Vec<NumberPattern>,
    /// Queues, by the extension that leads there.
    pub queues: BTreeMap<String, String>,
}

/// An agent.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AgentEntry {
    /// The agent's name.
    pub name: Option<String>,
    /// The agent's phones, where they are not named as the agent is.
    pub peers: Vec<String>,
}

/// A queue.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct QueueEntry {
    /// The queue's name.
    pub name: Option<String>,
}

/// What an application does to a caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Application {
    /// Asks for a key.
    Menu,
    /// Says something.
    Prompt,
    /// Takes a message.
    Voicemail,
    /// Understands speech.
    IntelligentNavigation,
    /// Puts the caller into a queue.
    Queue,
    /// Calls somebody.
    Dial,
    /// Puts the caller into a conference room.
    Conference,
    /// Records the channel.
    Record,
}

/// What names a hang-up reason.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Reasons {
    /// Prompts.
    pub prompts: BTreeMap<Wildcard, Reason>,
    /// Contexts of the dial plan.
    pub contexts: BTreeMap<Wildcard, Reason>,
    /// Ways to leave a queue: `timeout`, `overflow`, `no_agent`, `key`, `other`.
    pub queue_exits: BTreeMap<String, Reason>,
}

/// A hang-up reason that a node can name.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Reason(pub HangupReason);

impl TryFrom<String> for Reason {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        const ALLOWED: [&str; 7] = [
            "queue_timeout",
            "queue_overflow",
            "transfer_to_agent_failed",
            "ivr_error",
            "voicemail",
            "transferred_to_external_line",
            "intelligent_navigation_abandonment",
        ];
        if ALLOWED.contains(&text.as_str()) {
            Ok(Self(HangupReason::from_text(&text)))
        } else {
            Err(format!("a hang-up reason must be one of {}", ALLOWED.join(", ")))
        }
    }
}

/// What the PBX itself calls.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Originate {
    /// The type of a call whose customer was called first, where no context tells.
    pub customer_first: CallType,
}

/// How recordings are named and laid out.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Recordings {
    /// What the two channels of a stereo file hold.
    pub stereo: String,
    /// The same for files whose name, without its ending, matches.
    pub stereo_of: BTreeMap<Wildcard, String>,
    /// Files that are no recordings of calls, by the name without its ending.
    pub ignore: Vec<Wildcard>,
}

/// The columns of the logs.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ColumnNames {
    /// Of the CEL file.
    pub cel: Vec<String>,
    /// Of the CDR file.
    pub cdr: Vec<String>,
}

impl SiteMap {
    /// Reads a mapping; the error says where it is wrong and what is allowed there.
    pub fn from_toml(text: &str) -> Result<Self, String> {
        let mut map: Self = toml::from_str(text).map_err(|error| error.to_string().trim_end().to_owned())?;
        // A site that names one application of its own still has Asterisk's.
        for (name, meaning) in Self::default().applications {
            map.applications.entry(name).or_insert(meaning);
        }
        map.check()?;
        Ok(map)
    }

    fn check(&self) -> Result<(), String> {
        let source = &self.source;
        if source.is_empty() || source.len() > 200 || source.chars().any(|c| c.is_control() || c.is_whitespace()) {
            return Err("source must have 1 to 200 characters and no spaces".to_owned());
        }
        for exit in self.reasons.queue_exits.keys() {
            if !["timeout", "overflow", "no_agent", "key", "other"].contains(&exit.as_str()) {
                return Err(format!(
                    "reasons.queue_exits.{exit}: must be one of timeout, overflow, no_agent, key, other"
                ));
            }
        }
        if !matches!(self.originate.customer_first, CallType::Outbound | CallType::PredictiveOutbound) {
            return Err("originate.customer_first must be outbound or predictive_outbound".to_owned());
        }
        for (name, columns, needed) in [
            ("cel", &self.columns.cel, ["eventtype", "eventtime", "channame", "uniqueid", "linkedid"].as_slice()),
            ("cdr", &self.columns.cdr, ["start", "uniqueid", "linkedid"].as_slice()),
        ] {
            for column in needed {
                if !columns.iter().any(|it| it == column) {
                    return Err(format!("columns.{name} must hold {column}"));
                }
            }
        }
        Ok(())
    }

    /// What an application does, whatever the case of its name; some are logged as `BackGround` and `Background`.
    pub(super) fn application(&self, app: &str) -> Option<Application> {
        self.applications.iter().find(|(name, _)| name.eq_ignore_ascii_case(app)).map(|(_, meaning)| *meaning)
    }

    /// The hang-up reason that a prompt names.
    pub(super) fn reason_of_prompt(&self, arguments: &str) -> Option<&HangupReason> {
        let prompts = arguments.split(',').next().unwrap_or_default();
        prompts.split('&').find_map(|prompt| first_match(&self.reasons.prompts, prompt)).map(|Reason(reason)| reason)
    }

    /// The hang-up reason that a context names.
    pub(super) fn reason_of_context(&self, context: &str) -> Option<&HangupReason> {
        first_match(&self.reasons.contexts, context).map(|Reason(reason)| reason)
    }

    /// What the channels of a stereo recording hold.
    pub(super) fn stereo(&self, base_name: &str) -> &str {
        first_match(&self.recordings.stereo_of, base_name).unwrap_or(&self.recordings.stereo)
    }

    /// The name of a queue.
    pub(super) fn queue_name<'a>(&'a self, id: &'a str) -> &'a str {
        self.queues.get(id).and_then(|queue| queue.name.as_deref()).unwrap_or(id)
    }
}

fn first_match<'a, T>(table: &'a BTreeMap<Wildcard, T>, text: &str) -> Option<&'a T> {
    table.iter().find(|(pattern, _)| pattern.matches(text)).map(|(_, value)| value)
}

/// Whether any of the patterns matches.
pub(super) fn any_matches(patterns: &[Wildcard], text: &str) -> bool {
    patterns.iter().any(|pattern| pattern.matches(text))
}

fn wildcards(texts: &[&str]) -> Vec<Wildcard> {
    texts.iter().map(|text| Wildcard::new(text)).collect()
}

fn numbers(texts: &[&str]) -> Vec<NumberPattern> {
    texts.iter().filter_map(|text| NumberPattern::new(text).ok()).collect()
}

impl Default for SiteMap {
    fn default() -> Self {
        use Application::{Conference, Dial, IntelligentNavigation, Menu, Prompt, Queue, Record, Voicemail};
        let applications = [
            ("BackGround", Menu),
            ("Read", Menu),
            ("WaitExten", Menu),
            ("Playback", Prompt),
            ("ControlPlayback", Prompt),
            ("SpeechBackground", IntelligentNavigation),
            ("VoiceMail", Voicemail),
            ("MiniVoiceMail", Voicemail),
            ("Queue", Queue),
            ("Dial", Dial),
            ("ConfBridge", Conference),
            ("MeetMe", Conference),
            ("MixMonitor", Record),
        ];
        Self {
            source: "asterisk".to_owned(),
            trunks: wildcards(&["*trunk*", "*provider*", "*carrier*", "*gateway*"]),
            contexts: Contexts::default(),
            extensions: Extensions::default(),
            agents: BTreeMap::new(),
            queues: BTreeMap::new(),
            applications: applications.into_iter().map(|(name, meaning)| (name.to_owned(), meaning)).collect(),
            reasons: Reasons::default(),
            originate: Originate::default(),
            recordings: Recordings::default(),
            columns: ColumnNames::default(),
        }
    }
}

impl Default for Contexts {
    fn default() -> Self {
        Self {
            inbound: wildcards(&["from-trunk*", "from-pstn*", "from-did*", "from-outside*", "inbound*", "incoming*"]),
            predictive: wildcards(&["dialer*", "dialler*", "predictive*", "campaign*"]),
            transfer: wildcards(&["transfer*"]),
            agent: wildcards(&["*agent*"]),
            masked: Vec::new(),
        }
    }
}

impl Default for Extensions {
    fn default() -> Self {
        Self { agents: numbers(&["_XX", "_XXX", "_XXXX", "_XXXXX"]), conferences: Vec::new(), queues: BTreeMap::new() }
    }
}

impl Default for Originate {
    fn default() -> Self {
        Self { customer_first: CallType::PredictiveOutbound }
    }
}

impl Default for Recordings {
    fn default() -> Self {
        Self { stereo: "stereo".to_owned(), stereo_of: BTreeMap::new(), ignore: Vec::new() }
    }
}

impl Default for ColumnNames {
    fn default() -> Self {
        Self {
            cel: cel::COLUMNS.iter().map(|&name| name.to_owned()).collect(),
            cdr: cdr::COLUMNS.iter().map(|&name| name.to_owned()).collect(),
        }
    }
}

#[cfg(test)]
mod tests;
