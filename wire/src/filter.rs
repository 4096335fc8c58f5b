//! Which calls are asked for: one definition that the page matches pushed calls with and the store turns into SQL.
//!
//! All fields combine with AND, the values of one field with OR. Every reader takes a filter apart by destructuring
//! without `..`, so that a new field does not compile until each of them answers it.

mod parse;

use crate::call::CallRow;
use crate::text::{bare_number, folded};
use crate::time::Timestamp;
use crate::words::{CallType, HangupReason, HungUpBy, Status};

pub use parse::{FIELDS, FieldFault, MAX_CALL_IDS, MAX_VALUE_CHARS, Pairs, parse_search};

/// A fragment of a phone number, as it is searched for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct NumberPattern(String);

/// Why a text cannot be searched for in numbers.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NumberPatternError {
    /// Too little to search by.
    #[error("must have at least three digits")]
    TooFewDigits,
    /// Holds what no number holds.
    #[error(
        "must be digits, with a leading + for a number from its start; spaces, dashes, dots and parentheses are ignored"
    )]
    NotANumber,
    /// Longer than any number.
    #[error("must have at most 64 characters")]
    TooLong,
}

impl NumberPattern {
    /// Reads what a person typed.
    pub fn parse(text: &str) -> Result<Self, NumberPatternError> {
        if text.chars().count() > 64 {
            return Err(NumberPatternError::TooLong);
        }
        let bare = bare_number(text);
        let digits = bare.strip_prefix('+').unwrap_or(&bare);
        if !digits.chars().all(|c| c.is_ascii_digit() || c == '*' || c == '#') {
            return Err(NumberPatternError::NotANumber);
        }
        if digits.chars().filter(char::is_ascii_digit).count() < 3 {
            return Err(NumberPatternError::TooFewDigits);
        }
        Ok(Self(bare))
    }

    /// The pattern without punctuation.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the pattern only matches from the start of a number.
    pub fn from_start(&self) -> bool {
        self.0.starts_with('+')
    }

    /// Whether `number`, as the switch told it, has this pattern.
    pub fn matches(&self, number: &str) -> bool {
        let bare = bare_number(number);
        if self.from_start() { bare.starts_with(&self.0) } else { bare.contains(&self.0) }
    }
}

/// A piece of a name, compared without case and accents.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct NamePattern {
    typed: String,
    folded: String,
}

impl NamePattern {
    /// The pattern that `typed` stands for.
    pub fn new(typed: &str) -> Self {
        Self { typed: typed.to_owned(), folded: folded(typed.trim()) }
    }

    /// As it was typed.
    pub fn as_str(&self) -> &str {
        &self.typed
    }

    /// As it is compared.
    pub fn folded(&self) -> &str {
        &self.folded
    }

    /// Whether `name` is the pattern, from its first letter to its last.
    pub fn is(&self, name: &str) -> bool {
        folded(name.trim()) == self.folded
    }

    /// Whether `name` holds the pattern.
    pub fn matches(&self, name: &str) -> bool {
        folded(name).contains(&self.folded)
    }
}

/// Anything that a person may paste: a number, a name, the start of a call id.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Anything {
    name: NamePattern,
    number: Option<NumberPattern>,
}

impl Anything {
    /// What `typed` may stand for.
    pub fn new(typed: &str) -> Self {
        Self { name: NamePattern::new(typed), number: NumberPattern::parse(typed).ok() }
    }

    /// As it was typed.
    pub fn as_str(&self) -> &str {
        self.name.as_str()
    }

    /// As the start of a call id.
    pub fn call_id_start(&self) -> &str {
        self.name.as_str().trim()
    }

    /// As a piece of a name.
    pub fn name(&self) -> &NamePattern {
        &self.name
    }

    /// As a fragment of a number, where it can be one.
    pub fn number(&self) -> Option<&NumberPattern> {
        self.number.as_ref()
    }

    fn matches(&self, row: &CallRow) -> bool {
        row.call_id.starts_with(self.call_id_start())
            || self.number.as_ref().is_some_and(|it| it.matches(&row.caller_number) || it.matches(&row.callee_number))
            || row.agents.iter().any(|agent| self.name.matches(&agent.name))
            || row.skill_groups.iter().any(|group| self.name.matches(&group.name))
            || row.customer_name.as_ref().is_some_and(|name| self.name.matches(name))
    }
}

/// A span of durations in milliseconds, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Span {
    /// At least this.
    pub min: Option<u64>,
    /// At most this.
    pub max: Option<u64>,
}

impl Span {
    /// Whether the span leaves anything out.
    pub const fn is_open(&self) -> bool {
        self.min.is_none() && self.max.is_none()
    }

    /// Whether `ms` lies in the span.
    pub fn contains(&self, ms: u64) -> bool {
        self.min.is_none_or(|min| min <= ms) && self.max.is_none_or(|max| ms <= max)
    }
}

/// Which calls are asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CallFilter {
    /// Calls that started at this instant or later.
    pub from: Option<Timestamp>,
    /// Calls that started before this instant.
    pub to: Option<Timestamp>,
    /// The caller's number.
    pub caller_number: Vec<NumberPattern>,
    /// The callee's number.
    pub callee_number: Vec<NumberPattern>,
    /// The customer's number.
    pub customer_number: Vec<NumberPattern>,
    /// Either number.
    pub number: Vec<NumberPattern>,
    /// The name of an agent who was on the line.
    pub agent: Vec<NamePattern>,
    /// The id of an agent who was on the line.
    pub agent_id: Vec<String>,
    /// The name of a skill group that the call entered.
    pub skill_group: Vec<NamePattern>,
    /// The id of a skill group that the call entered.
    pub skill_group_id: Vec<String>,
    /// A tag of the call, in full.
    pub tag: Vec<NamePattern>,
    /// The call's type.
    pub call_type: Vec<CallType>,
    /// The hang-up reason.
    pub hangup_reason: Vec<HangupReason>,
    /// Where the call is now.
    pub status: Vec<Status>,
    /// The side that ended the call.
    pub hung_up_by: Vec<HungUpBy>,
    /// The call's id, in full.
    pub call_id: Vec<String>,
    /// The time from the answer to the end.
    pub talk_ms: Span,
    /// The time from the start to the answer.
    pub wait_ms: Span,
    /// Whether a recording can be played.
    pub has_recording: Option<bool>,
    /// Anything: a number, a name, the start of a call id.
    pub q: Vec<Anything>,
}

/// Whether `values` is empty or one of them holds.
fn any<T>(values: &[T], holds: impl FnMut(&T) -> bool) -> bool {
    values.is_empty() || values.iter().any(holds)
}

impl CallFilter {
    /// Whether `row` is among the calls asked for.
    pub fn matches(&self, row: &CallRow) -> bool {
        let Self {
            from,
            to,
            caller_number,
            callee_number,
            customer_number,
            number,
            agent,
            agent_id,
            skill_group,
            skill_group_id,
            tag,
            call_type,
            hangup_reason,
            status,
            hung_up_by,
            call_id,
            talk_ms,
            wait_ms,
            has_recording,
            q,
        } = self;
        from.is_none_or(|from| from <= row.started_at)
            && to.is_none_or(|to| row.started_at < to)
            && any(caller_number, |it| it.matches(&row.caller_number))
            && any(callee_number, |it| it.matches(&row.callee_number))
            && any(customer_number, |it| it.matches(&row.customer_number))
            && any(number, |it| it.matches(&row.caller_number) || it.matches(&row.callee_number))
            && any(agent, |it| row.agents.iter().any(|agent| it.matches(&agent.name)))
            && any(agent_id, |it| row.agents.iter().any(|agent| agent.id == *it))
            && any(skill_group, |it| row.skill_groups.iter().any(|group| it.matches(&group.name)))
            && any(skill_group_id, |it| row.skill_groups.iter().any(|group| group.id == *it))
            && any(tag, |it| row.tags.iter().any(|tag| it.is(tag)))
            && any(call_type, |it| *it == row.call_type)
            && any(hangup_reason, |it| row.hangup_reason.as_ref() == Some(it))
            && any(status, |it| *it == row.status)
            && any(hung_up_by, |it| row.hung_up_by == Some(*it))
            && any(call_id, |it| *it == row.call_id)
            && talk_ms.contains(row.talk_ms)
            && wait_ms.contains(row.wait_ms)
            && has_recording.is_none_or(|wanted| wanted == row.has_recording())
            && any(q, |it| it.matches(row))
    }

    /// The filter as names and values; [`parse_search`] reads them back.
    pub fn to_pairs(&self) -> Vec<(&'static str, String)> {
        let Self {
            from,
            to,
            caller_number,
            callee_number,
            customer_number,
            number,
            agent,
            agent_id,
            skill_group,
            skill_group_id,
            tag,
            call_type,
            hangup_reason,
            status,
            hung_up_by,
            call_id,
            talk_ms,
            wait_ms,
            has_recording,
            q,
        } = self;
        let mut pairs = Vec::new();
        let mut put = |name, values: Vec<String>| pairs.extend(values.into_iter().map(|value| (name, value)));
        put("from", from.iter().map(ToString::to_string).collect());
        put("to", to.iter().map(ToString::to_string).collect());
        put("caller_number", caller_number.iter().map(|it| it.as_str().to_owned()).collect());
        put("callee_number", callee_number.iter().map(|it| it.as_str().to_owned()).collect());
        put("customer_number", customer_number.iter().map(|it| it.as_str().to_owned()).collect());
        put("number", number.iter().map(|it| it.as_str().to_owned()).collect());
        put("agent", agent.iter().map(|it| it.as_str().to_owned()).collect());
        put("agent_id", agent_id.clone());
        put("skill_group", skill_group.iter().map(|it| it.as_str().to_owned()).collect());
        put("skill_group_id", skill_group_id.clone());
        put("tag", tag.iter().map(|it| it.as_str().to_owned()).collect());
        put("call_type", call_type.iter().map(ToString::to_string).collect());
        put("hangup_reason", hangup_reason.iter().map(ToString::to_string).collect());
        put("status", status.iter().map(ToString::to_string).collect());
        put("hung_up_by", hung_up_by.iter().map(ToString::to_string).collect());
        put("call_id", call_id.clone());
        put("min_talk_ms", talk_ms.min.iter().map(ToString::to_string).collect());
        put("max_talk_ms", talk_ms.max.iter().map(ToString::to_string).collect());
        put("min_wait_ms", wait_ms.min.iter().map(ToString::to_string).collect());
        put("max_wait_ms", wait_ms.max.iter().map(ToString::to_string).collect());
        put("has_recording", has_recording.iter().map(ToString::to_string).collect());
        put("q", q.iter().map(|it| it.as_str().to_owned()).collect());
        pairs
    }

    /// The fields whose values name people or calls. They belong into a body or a fragment, never into a query
    /// string, which servers log and referrers carry.
    pub fn is_private(field: &str) -> bool {
        matches!(
            field,
            "caller_number"
                | "callee_number"
                | "customer_number"
                | "number"
                | "agent"
                | "agent_id"
                | "skill_group"
                | "skill_group_id"
                | "tag"
                | "call_id"
                | "q"
        )
    }
}

#[cfg(test)]
mod tests;
