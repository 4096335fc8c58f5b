//! Filters from names and values: the pairs of a query string or the fields of a JSON body.

use std::fmt::Display;
use std::str::FromStr;

use serde_json::Value;

use super::{Anything, CallFilter, NamePattern, NumberPattern};
use crate::page::{MAX_LIMIT, PageRequest, Sort};
use crate::time::{Timestamp, TimestampError};
use crate::words::{HangupReason, UnknownWord};

/// The most values of one field.
const MAX_VALUES: usize = 100;
/// The most call ids: what a person may paste at once.
pub const MAX_CALL_IDS: usize = 500;
/// The longest value of a field, in characters.
pub const MAX_VALUE_CHARS: usize = 255;
/// How many faults are told: no answer may outgrow its question.
const MAX_FAULTS: usize = 100;

/// A field that cannot be read, and what is allowed there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldFault {
    /// The field's name as it was given.
    pub name: String,
    /// What is wrong and what is allowed.
    pub detail: String,
}

/// Names and values, in the order in which they were given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pairs(pub Vec<(String, String)>);

impl Pairs {
    /// The fields of a JSON object: texts, numbers, booleans, or arrays of them; `null` and `[]` count as empty.
    pub fn from_json(body: &Value) -> Result<Self, Vec<FieldFault>> {
        let Value::Object(fields) = body else {
            return Err(vec![FieldFault { name: String::new(), detail: "must be a JSON object".to_owned() }]);
        };
        let mut pairs = Vec::new();
        let mut faults = Vec::new();
        for (name, value) in fields {
            let values = match value {
                Value::Array(values) => values.as_slice(),
                single => std::slice::from_ref(single),
            };
            // A name without a value is still one that may be wrong.
            if matches!(value, Value::Null) || values.is_empty() {
                pairs.push((name.clone(), String::new()));
                continue;
            }
            for value in values {
                if faults.len() == MAX_FAULTS {
                    return Err(faults);
                }
                match value {
                    Value::String(text) => pairs.push((name.clone(), text.clone())),
                    Value::Number(number) => pairs.push((name.clone(), number.to_string())),
                    Value::Bool(flag) => pairs.push((name.clone(), flag.to_string())),
                    Value::Null | Value::Array(_) | Value::Object(_) => faults.push(FieldFault {
                        name: name.clone(),
                        detail: "must be a text, a number, true or false, or an array of them".to_owned(),
                    }),
                }
            }
        }
        if faults.is_empty() { Ok(Self(pairs)) } else { Err(faults) }
    }
}

/// Reads a filter and which page of it is wanted, or says everything that is wrong.
///
/// Window and default dates are the server's to decide: they need a clock.
pub fn parse_search(pairs: &Pairs) -> Result<(CallFilter, PageRequest), Vec<FieldFault>> {
    let mut filter = CallFilter::default();
    let mut page = PageRequest::default();
    let mut reader = Reader::default();
    for (name, value) in &pairs.0 {
        reader.read(name, value, &mut filter);
        if reader.faults.len() >= MAX_FAULTS {
            return Err(reader.faults);
        }
    }
    reader.check_whole(&filter);
    page.sort = reader.sort.unwrap_or(page.sort);
    page.limit = reader.limit.map_or(page.limit, |Limit(limit)| limit);
    page.cursor = reader.cursor.take();
    if reader.faults.is_empty() { Ok((filter, page)) } else { Err(reader.faults) }
}

#[derive(Default)]
struct Reader {
    faults: Vec<FieldFault>,
    sort: Option<Sort>,
    limit: Option<Limit>,
    cursor: Option<String>,
}

/// How many rows a page has.
struct Limit(u32);

impl FromStr for Limit {
    type Err = LimitError;

    fn from_str(text: &str) -> Result<Self, LimitError> {
        text.parse().ok().filter(|limit| (1..=MAX_LIMIT).contains(limit)).map(Self).ok_or(LimitError)
    }
}

struct LimitError;

/// An end of the range of time that is searched.
struct Bound(Timestamp);

impl FromStr for Bound {
    type Err = TimestampError;

    fn from_str(text: &str) -> Result<Self, TimestampError> {
        // What lies before all calls or after them is the window's to judge.
        Timestamp::nearest(text).map(Self)
    }
}

impl Reader {
    fn read(&mut self, name: &str, value: &str, filter: &mut CallFilter) {
        if !FIELDS.contains(&name) {
            self.fault(name, format_args!("is no field of a search; the fields are {}", FIELDS.join(", ")));
            return;
        }
        // An empty field of a form asks for nothing.
        if value.trim().is_empty() {
            return;
        }
        match name {
            "from" => self.bound(name, value, &mut filter.from),
            "to" => self.bound(name, value, &mut filter.to),
            "caller_number" => self.number(name, value, &mut filter.caller_number),
            "callee_number" => self.number(name, value, &mut filter.callee_number),
            "customer_number" => self.number(name, value, &mut filter.customer_number),
            "number" => self.number(name, value, &mut filter.number),
            "agent" => self.name(name, value, &mut filter.agent),
            "agent_id" => self.text(name, value, MAX_VALUES, &mut filter.agent_id),
            "skill_group" => self.name(name, value, &mut filter.skill_group),
            "skill_group_id" => self.text(name, value, MAX_VALUES, &mut filter.skill_group_id),
            "tag" => self.name(name, value, &mut filter.tag),
            "call_type" => self.words(name, value, &mut filter.call_type),
            "hangup_reason" => self.reasons(name, value, &mut filter.hangup_reason),
            "status" => self.words(name, value, &mut filter.status),
            "hung_up_by" => self.words(name, value, &mut filter.hung_up_by),
            "call_id" => self.text(name, value, MAX_CALL_IDS, &mut filter.call_id),
            "min_talk_ms" => self.single(name, value, &mut filter.talk_ms.min),
            "max_talk_ms" => self.single(name, value, &mut filter.talk_ms.max),
            "min_wait_ms" => self.single(name, value, &mut filter.wait_ms.min),
            "max_wait_ms" => self.single(name, value, &mut filter.wait_ms.max),
            "has_recording" => self.single(name, value, &mut filter.has_recording),
            "q" if !self.short_enough(name, value) => {}
            "q" => self.push(name, Anything::new(value), MAX_VALUES, &mut filter.q),
            "sort" => {
                let mut sort = self.sort.take();
                self.single(name, value, &mut sort);
                self.sort = sort;
            }
            "limit" => {
                let mut limit = self.limit.take();
                self.single(name, value, &mut limit);
                self.limit = limit;
            }
            "cursor" if self.cursor.is_some() => self.fault(name, "takes one value"),
            "cursor" => self.cursor = Some(value.to_owned()),
            _ => {}
        }
    }

    /// What only shows when all fields are read.
    fn check_whole(&mut self, filter: &CallFilter) {
        if let (Some(from), Some(to)) = (filter.from, filter.to)
            && from >= to
        {
            self.fault("to", "must be later than from");
        }
        for (name, span) in [("max_talk_ms", filter.talk_ms), ("max_wait_ms", filter.wait_ms)] {
            if let (Some(min), Some(max)) = (span.min, span.max)
                && min > max
            {
                self.fault(name, "must not be less than the minimum");
            }
        }
    }

    fn fault(&mut self, name: &str, detail: impl Display) {
        self.faults.push(FieldFault { name: name.to_owned(), detail: detail.to_string() });
    }

    fn short_enough(&mut self, name: &str, value: &str) -> bool {
        let short_enough = value.chars().count() <= MAX_VALUE_CHARS;
        if !short_enough {
            self.fault(name, format_args!("must have at most {MAX_VALUE_CHARS} characters"));
        }
        short_enough
    }

    fn push<T>(&mut self, name: &str, value: T, most: usize, values: &mut Vec<T>) {
        match values.len() {
            len if len < most => values.push(value),
            // One fault, not one for each value too many.
            len if len == most && self.faults.iter().all(|fault| fault.name != name) => {
                self.fault(name, format_args!("takes at most {most} values"));
            }
            _ => {}
        }
    }

    fn single<T: FromStr<Err: Describe>>(&mut self, name: &str, value: &str, field: &mut Option<T>) {
        if field.is_some() {
            self.fault(name, "takes one value");
            return;
        }
        match value.trim().parse() {
            Ok(value) => *field = Some(value),
            Err(error) => self.fault(name, T::Err::describe(&error)),
        }
    }

    fn bound(&mut self, name: &str, value: &str, field: &mut Option<Timestamp>) {
        let mut bound = field.take().map(Bound);
        self.single(name, value, &mut bound);
        *field = bound.map(|Bound(at)| at);
    }

    /// Known reasons may stand in one value, with commas between. Any other is taken as it stands: a sender may name
    /// one that this version does not know.
    fn reasons(&mut self, name: &str, value: &str, reasons: &mut Vec<HangupReason>) {
        if !self.short_enough(name, value) {
            return;
        }
        let pieces = value.split(',').map(|word| HangupReason::from_text(word.trim()));
        let pieces: Vec<HangupReason> = pieces.collect();
        if pieces.iter().any(|reason| matches!(reason, HangupReason::Other(_))) {
            self.push(name, HangupReason::from_text(value.trim()), MAX_VALUES, reasons);
        } else {
            for reason in pieces {
                self.push(name, reason, MAX_VALUES, reasons);
            }
        }
    }

    fn number(&mut self, name: &str, value: &str, patterns: &mut Vec<NumberPattern>) {
        match NumberPattern::parse(value) {
            Ok(pattern) => self.push(name, pattern, MAX_VALUES, patterns),
            Err(error) => self.fault(name, error),
        }
    }

    fn name(&mut self, name: &str, value: &str, patterns: &mut Vec<NamePattern>) {
        if self.short_enough(name, value) {
            self.push(name, NamePattern::new(value), MAX_VALUES, patterns);
        }
    }

    fn text(&mut self, name: &str, value: &str, most: usize, values: &mut Vec<String>) {
        if self.short_enough(name, value) {
            self.push(name, value.trim().to_owned(), most, values);
        }
    }

    fn words<T: FromStr<Err: Display>>(&mut self, name: &str, value: &str, values: &mut Vec<T>) {
        for word in value.split(',') {
            match word.trim().parse() {
                Ok(word) => self.push(name, word, MAX_VALUES, values),
                Err(error) => self.fault(name, error),
            }
        }
    }
}

/// Errors of the standard library say what went wrong; a fault says what is allowed.
trait Describe {
    fn describe(&self) -> String;
}

impl Describe for TimestampError {
    fn describe(&self) -> String {
        self.to_string()
    }
}

impl Describe for UnknownWord {
    fn describe(&self) -> String {
        self.to_string()
    }
}

impl Describe for LimitError {
    fn describe(&self) -> String {
        format!("must be a whole number from 1 to {MAX_LIMIT}")
    }
}

impl Describe for std::num::ParseIntError {
    fn describe(&self) -> String {
        "must be a whole number of milliseconds, zero or more".to_owned()
    }
}

impl Describe for std::str::ParseBoolError {
    fn describe(&self) -> String {
        "must be true or false".to_owned()
    }
}

/// Every field that a search takes.
pub const FIELDS: [&str; 25] = [
    "from",
    "to",
    "caller_number",
    "callee_number",
    "customer_number",
    "number",
    "agent",
    "agent_id",
    "skill_group",
    "skill_group_id",
    "tag",
    "call_type",
    "hangup_reason",
    "status",
    "hung_up_by",
    "call_id",
    "min_talk_ms",
    "max_talk_ms",
    "min_wait_ms",
    "max_wait_ms",
    "has_recording",
    "q",
    "sort",
    "limit",
    "cursor",
];
