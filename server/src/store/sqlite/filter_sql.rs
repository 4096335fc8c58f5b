//! Filters to SQL.
//!
//! A [`Sql`] is a text with `?` for every value, and the values: nothing that a request says becomes SQL.

use call_records_wire::filter::{Anything, CallFilter, NumberPattern, Span};
use call_records_wire::time::Timestamp;
use sqlx::sqlite::SqliteArguments;

use super::resolve::{AnythingKeys, KeySet, Keys, Resolved, after_prefix, json_array};

/// A value of a query.
#[derive(Debug, Clone)]
pub(super) enum Value {
    Integer(i64),
    Text(String),
}

/// A piece of SQL and its values, in order.
#[derive(Debug, Clone, Default)]
pub(super) struct Sql {
    pub(super) text: String,
    pub(super) values: Vec<Value>,
}

impl Sql {
    pub(super) fn new(text: &str) -> Self {
        Self { text: text.to_owned(), values: Vec::new() }
    }

    pub(super) fn push(&mut self, text: &str) -> &mut Self {
        self.text.push_str(text);
        self
    }

    pub(super) fn integer(&mut self, value: i64) -> &mut Self {
        self.text.push('?');
        self.values.push(Value::Integer(value));
        self
    }

    pub(super) fn text(&mut self, value: impl Into<String>) -> &mut Self {
        self.text.push('?');
        self.values.push(Value::Text(value.into()));
        self
    }

    pub(super) fn append(&mut self, other: Self) -> &mut Self {
        self.text.push_str(&other.text);
        self.values.extend(other.values);
        self
    }

    /// `IN (the values of a JSON array)`.
    pub(super) fn in_json(&mut self, json: &str) -> &mut Self {
        self.push(" IN (SELECT value FROM json_each(").text(json).push("))")
    }

    /// The values, bound in order.
    pub(super) fn arguments(&self) -> Result<SqliteArguments, sqlx::Error> {
        let mut arguments = SqliteArguments::default();
        for value in &self.values {
            match value {
                Value::Integer(value) => sqlx::Arguments::add(&mut arguments, *value),
                Value::Text(value) => sqlx::Arguments::add(&mut arguments, value.clone()),
            }
            .map_err(sqlx::Error::Encode)?;
        }
        Ok(arguments)
    }
}

/// Which conditions a query leaves out because the rows it starts from meet them already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Met {
    #[default]
    Nothing,
    CallId,
    Caller,
    Callee,
    Customer,
    Number,
    Agent,
    AgentId,
    SkillGroup,
    SkillGroupId,
    /// The skill group, and the reason with it.
    SkillGroupAndReason,
    SkillGroupIdAndReason,
    Tag,
    Reason,
    Talk,
    Wait,
    Q,
}

/// `from ≤ started_at < to`, for the table with this alias.
pub(super) fn window(filter: &CallFilter, alias: &str) -> Sql {
    let mut sql = Sql::default();
    sql.push(alias).push(".started_at >= ").integer(filter.from.map_or(i64::MIN, Timestamp::micros));
    if let Some(to) = filter.to {
        sql.push(" AND ").push(alias).push(".started_at < ").integer(to.micros());
    }
    sql
}

/// Every condition of the filter but the window and what is `met`, each with a leading ` AND `, for `calls c`.
///
/// No `..`: a new field of the filter must not compile until it is answered here.
pub(super) fn conditions(filter: &CallFilter, resolved: &Resolved, met: Met) -> Sql {
    let CallFilter {
        from: _,
        to: _,
        caller_number,
        callee_number,
        customer_number,
        number,
        agent: _,
        agent_id: _,
        skill_group: _,
        skill_group_id: _,
        tag: _,
        call_type,
        hangup_reason,
        status,
        hung_up_by,
        call_id,
        talk_ms,
        wait_ms,
        has_recording,
        q,
    } = filter;
    let mut sql = Sql::default();
    if met != Met::Caller
        && let Some(keys) = &resolved.caller
    {
        sql.push(" AND ").append(number_is(&["c.caller"], keys, caller_number));
    }
    if met != Met::Callee
        && let Some(keys) = &resolved.callee
    {
        sql.push(" AND ").append(number_is(&["c.callee"], keys, callee_number));
    }
    if met != Met::Customer
        && let Some(keys) = &resolved.customer
    {
        sql.push(" AND ").append(number_is(&["c.customer"], keys, customer_number));
    }
    if met != Met::Number
        && let Some(keys) = &resolved.number
    {
        sql.push(" AND ").append(number_is(&["c.caller", "c.callee"], keys, number));
    }
    if met != Met::Agent
        && let Some(keys) = &resolved.agent
    {
        sql.push(" AND ").append(has_agent(keys));
    }
    if met != Met::AgentId
        && let Some(keys) = &resolved.agent_id
    {
        sql.push(" AND ").append(has_agent(keys));
    }
    if !matches!(met, Met::SkillGroup | Met::SkillGroupAndReason)
        && let Some(keys) = &resolved.skill_group
    {
        sql.push(" AND ").append(has_skill_group(keys));
    }
    if !matches!(met, Met::SkillGroupId | Met::SkillGroupIdAndReason)
        && let Some(keys) = &resolved.skill_group_id
    {
        sql.push(" AND ").append(has_skill_group(keys));
    }
    if met != Met::Tag
        && let Some(keys) = &resolved.tag
    {
        sql.push(" AND ").append(has_tag(keys));
    }
    word_is(&mut sql, "c.call_type", &words(call_type));
    if !matches!(met, Met::Reason | Met::SkillGroupAndReason | Met::SkillGroupIdAndReason) {
        word_is(&mut sql, "c.hangup_reason", &words(hangup_reason));
    }
    word_is(&mut sql, "c.status", &words(status));
    word_is(&mut sql, "c.hung_up_by", &words(hung_up_by));
    if met != Met::CallId && !call_id.is_empty() {
        sql.push(" AND c.key IN (SELECT key FROM call_keys WHERE call_id").in_json(&json_array(call_id)).push(")");
    }
    if met != Met::Talk {
        in_span(&mut sql, "c.talk_ms", *talk_ms);
    }
    if met != Met::Wait {
        in_span(&mut sql, "c.wait_ms", *wait_ms);
    }
    if let Some(wanted) = has_recording {
        sql.push(" AND c.has_recording = ").integer(i64::from(*wanted));
    }
    if met != Met::Q && !q.is_empty() {
        sql.push(" AND (");
        for (nth, (anything, keys)) in q.iter().zip(&resolved.q).enumerate() {
            sql.push(if nth > 0 { " OR " } else { "" }).append(is_anything(anything, keys));
        }
        sql.push(")");
    }
    sql
}

/// One of the columns holds a number of the set; where the set is too large to name, its patterns decide row by row.
fn number_is(columns: &[&str], keys: &Keys, patterns: &[NumberPattern]) -> Sql {
    let mut sql = Sql::new("(");
    for (nth, column) in columns.iter().enumerate() {
        sql.push(if nth > 0 { " OR " } else { "" });
        if let Some(keys) = keys {
            sql.push(column).in_json(&keys.json);
        } else {
            sql.push("EXISTS (SELECT 1 FROM numbers n WHERE n.key = ").push(column).push(" AND (");
            for (nth, pattern) in patterns.iter().enumerate() {
                sql.push(if nth > 0 { " OR " } else { "" });
                if pattern.from_start() {
                    sql.push("(n.bare >= ").text(pattern.as_str());
                    sql.push(" AND n.bare < ").text(after_prefix(pattern.as_str())).push(")");
                } else {
                    sql.push("instr(n.bare, ").text(pattern.as_str()).push(") > 0");
                }
            }
            sql.push("))");
        }
    }
    sql.push(")");
    sql
}

fn has_agent(keys: &KeySet) -> Sql {
    let mut sql = Sql::new("EXISTS (SELECT 1 FROM call_agents a WHERE a.call_key = c.key AND a.agent");
    sql.in_json(&keys.json).push(")");
    sql
}

fn has_skill_group(keys: &KeySet) -> Sql {
    let mut sql = Sql::new("EXISTS (SELECT 1 FROM call_skill_groups g WHERE g.call_key = c.key AND g.skill_group");
    sql.in_json(&keys.json).push(")");
    sql
}

fn has_tag(keys: &KeySet) -> Sql {
    let mut sql = Sql::new("EXISTS (SELECT 1 FROM call_tags t WHERE t.call_key = c.key AND t.tag");
    sql.in_json(&keys.json).push(")");
    sql
}

fn is_anything(anything: &Anything, keys: &AnythingKeys) -> Sql {
    let AnythingKeys { numbers, agents, skill_groups, customer_names, call_keys } = keys;
    let mut sql = Sql::new("(");
    match call_keys {
        Some(keys) => sql.push("c.key").in_json(&keys.json),
        None => sql
            .push("EXISTS (SELECT 1 FROM call_keys k WHERE k.key = c.key AND k.call_id >= ")
            .text(anything.call_id_start())
            .push(" AND k.call_id < ")
            .text(after_prefix(anything.call_id_start()))
            .push(")"),
    };
    if let Some(pattern) = anything.number() {
        sql.push(" OR ").append(number_is(&["c.caller", "c.callee"], numbers, std::slice::from_ref(pattern)));
    }
    if agents.count > 0 {
        sql.push(" OR ").append(has_agent(agents));
    }
    if skill_groups.count > 0 {
        sql.push(" OR ").append(has_skill_group(skill_groups));
    }
    match customer_names {
        Some(keys) => sql.push(" OR c.customer_name").in_json(&keys.json),
        None => sql
            .push(" OR EXISTS (SELECT 1 FROM customer_names m WHERE m.key = c.customer_name AND instr(m.folded, ")
            .text(anything.name().folded())
            .push(") > 0)"),
    };
    sql.push(")");
    sql
}

pub(super) fn words<T: ToString>(words: &[T]) -> Vec<String> {
    words.iter().map(ToString::to_string).collect()
}

/// The column holds one of the words; nothing where none are asked for.
pub(super) fn word_is(sql: &mut Sql, column: &str, words: &[String]) {
    match words {
        [] => {}
        [only] => {
            sql.push(" AND ").push(column).push(" = ").text(only.clone());
        }
        several => {
            sql.push(" AND ").push(column).in_json(&json_array(several));
        }
    }
}

/// The column lies in the span.
pub(super) fn in_span(sql: &mut Sql, column: &str, span: Span) {
    let Span { min, max } = span;
    let bound = |ms: u64| i64::try_from(ms).unwrap_or(i64::MAX);
    if let Some(min) = min {
        sql.push(" AND ").push(column).push(" >= ").integer(bound(min));
    }
    if let Some(max) = max {
        sql.push(" AND ").push(column).push(" <= ").integer(bound(max));
    }
}
