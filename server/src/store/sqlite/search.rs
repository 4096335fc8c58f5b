//! Pages and totals.
//!
//! A question is first counted, up to the bound that totals are exact to, from the narrowest index that knows one of
//! its conditions. Few matches are then sorted from there; many stand so close together that walking the calls in
//! the order of the list finds a page at once. So neither the size of the table nor the depth of the page matters.

use call_records_wire::filter::CallFilter;
use call_records_wire::page::{EXACT_TOTAL, PageRequest, Sort, SortKey, Total};
use call_records_wire::words::Status;
use sqlx::{AssertSqlSafe, SqlitePool};

use super::filter_sql::{Met, Sql, conditions, in_span, window, word_is, words};
use super::resolve::{KeySet, Keys, Resolved, resolve};
use crate::store::{Cursor, KeptRow, Rows, StoreError};

/// The longest window in which walking all its calls beats an index that knows nothing of time.
const SHORT_WINDOW_US: i64 = 2 * 24 * 3_600 * 1_000_000;

/// The calls that a query starts from.
struct Source {
    /// Selects `key` and `started_at` of calls in the window, each once.
    sql: Sql,
    /// The condition that all of them meet.
    met: Met,
    /// Whether they come in the order of their start.
    in_order: bool,
}

pub(super) async fn search(
    db: &SqlitePool,
    filter: &CallFilter,
    page: &PageRequest,
) -> Result<(Rows, Total), StoreError> {
    let resolved = resolve(db, filter).await?;
    let after = page.cursor.as_deref().and_then(|text| text.parse().ok());
    let Some(source) = narrowest(filter, &resolved) else {
        // Nothing to choose by the count: both are read at the same time.
        let total = total(db, walk_for_count(filter, &resolved));
        return tokio::try_join!(list(db, walk_sql(filter, &resolved, page.sort, after, page.limit), page), total);
    };
    let total = total(db, from_source_for_count(&source, filter, &resolved));
    let from_source = from_source(&source, filter, &resolved, page.sort, after, page.limit);
    if page.sort.key == SortKey::StartedAt && source.in_order {
        return tokio::try_join!(list(db, from_source, page), total);
    }
    let total = total.await?;
    let sql = if total.exact { from_source } else { walk_sql(filter, &resolved, page.sort, after, page.limit) };
    Ok((list(db, sql, page).await?, total))
}

pub(super) async fn walk(
    db: &SqlitePool,
    filter: &CallFilter,
    after: Option<Cursor>,
    limit: u32,
) -> Result<Rows, StoreError> {
    let resolved = resolve(db, filter).await?;
    let sort = after.map_or(Sort::NEWEST_FIRST, |cursor| cursor.sort);
    let page = PageRequest { sort, limit, cursor: None };
    list(db, walk_sql(filter, &resolved, sort, after, limit), &page).await
}

/// The narrowest index that knows one of the conditions; `None` where only time is asked for, or nothing is narrow.
fn narrowest(filter: &CallFilter, resolved: &Resolved) -> Option<Source> {
    let Resolved { caller, callee, customer, number, agent, agent_id, skill_group, skill_group_id, tag, q: _ } =
        resolved;
    let keys_of = |keys: &Option<Keys>| keys.clone().flatten();
    if !filter.call_id.is_empty() {
        let mut sql =
            Sql::new("SELECT c.key, c.started_at FROM call_keys k CROSS JOIN calls c ON c.key = k.key WHERE k.call_id");
        sql.in_json(&super::resolve::json_array(&filter.call_id)).push(" AND ").append(window(filter, "c"));
        return Some(Source { sql, met: Met::CallId, in_order: false });
    }
    if let Some(keys) = keys_of(customer) {
        return Some(by_number("customer", &keys, filter, Met::Customer));
    }
    if let Some(keys) = keys_of(caller) {
        return Some(by_number("caller", &keys, filter, Met::Caller));
    }
    if let Some(keys) = keys_of(callee) {
        return Some(by_number("callee", &keys, filter, Met::Callee));
    }
    if let Some(keys) = keys_of(number) {
        let mut sql = by_number("caller", &keys, filter, Met::Number).sql;
        sql.push(" UNION ").append(by_number("callee", &keys, filter, Met::Number).sql);
        return Some(Source { sql, met: Met::Number, in_order: false });
    }
    // One agent has fewer calls than a tag that a whole center gives.
    if let Some(keys) = agent_id {
        return Some(by_agent(keys, filter, Met::AgentId));
    }
    if let Some(keys) = tag {
        return Some(by_tag(keys, filter));
    }
    if let Some(keys) = agent {
        return Some(by_agent(keys, filter, Met::Agent));
    }
    let reasons = words(&filter.hangup_reason);
    if let Some(keys) = skill_group_id {
        let met = if reasons.is_empty() { Met::SkillGroupId } else { Met::SkillGroupIdAndReason };
        return Some(by_skill_group(keys, &reasons, filter, met));
    }
    if let Some(keys) = skill_group {
        let met = if reasons.is_empty() { Met::SkillGroup } else { Met::SkillGroupAndReason };
        return Some(by_skill_group(keys, &reasons, filter, met));
    }
    if !filter.status.is_empty() && !filter.status.contains(&Status::Ended) {
        let mut sql =
            Sql::new("SELECT c.key, c.started_at FROM calls c INDEXED BY live_calls WHERE c.status <> 'ended'");
        word_is(&mut sql, "c.status", &words(&filter.status));
        sql.push(" AND ").append(window(filter, "c"));
        // The status is still checked row by row; live calls are few.
        return Some(Source { sql, met: Met::Nothing, in_order: false });
    }
    if !reasons.is_empty() {
        let mut sql = Sql::new("SELECT c.key, c.started_at FROM calls c INDEXED BY calls_by_reason WHERE ");
        sql.append(window(filter, "c"));
        word_is(&mut sql, "c.hangup_reason", &reasons);
        return Some(Source { sql, met: Met::Reason, in_order: reasons.len() == 1 });
    }
    let short =
        filter.from.is_some_and(|from| filter.to.is_some_and(|to| to.micros() - from.micros() <= SHORT_WINDOW_US));
    for (span, column, index, met) in [
        (filter.talk_ms, "c.talk_ms", "calls_by_talk", Met::Talk),
        (filter.wait_ms, "c.wait_ms", "calls_by_wait", Met::Wait),
    ] {
        if !span.is_open() && !short {
            let mut sql = Sql::new("SELECT c.key, c.started_at FROM calls c INDEXED BY ");
            sql.push(index).push(" WHERE ").append(window(filter, "c"));
            in_span(&mut sql, column, span);
            return Some(Source { sql, met, in_order: false });
        }
    }
    None
}

fn by_number(column: &str, keys: &KeySet, filter: &CallFilter, met: Met) -> Source {
    let mut sql = Sql::new("SELECT c.key, c.started_at FROM calls c INDEXED BY calls_by_");
    sql.push(column).push(" WHERE c.").push(column);
    one_or_more(&mut sql, keys);
    sql.push(" AND ").append(window(filter, "c"));
    Source { sql, met, in_order: keys.count == 1 }
}

fn by_agent(keys: &KeySet, filter: &CallFilter, met: Met) -> Source {
    // A call stands once for each of its agents.
    let mut sql = Sql::new(if keys.count > 1 { "SELECT DISTINCT" } else { "SELECT" });
    sql.push(" a.call_key AS key, a.started_at FROM call_agents a WHERE a.agent");
    one_or_more(&mut sql, keys);
    sql.push(" AND ").append(window(filter, "a"));
    Source { sql, met, in_order: keys.count == 1 }
}

fn by_tag(keys: &KeySet, filter: &CallFilter) -> Source {
    let mut sql = Sql::new(if keys.count > 1 { "SELECT DISTINCT" } else { "SELECT" });
    sql.push(" t.call_key AS key, t.started_at FROM call_tags t WHERE t.tag");
    one_or_more(&mut sql, keys);
    sql.push(" AND ").append(window(filter, "t"));
    Source { sql, met: Met::Tag, in_order: keys.count == 1 }
}

fn by_skill_group(keys: &KeySet, reasons: &[String], filter: &CallFilter, met: Met) -> Source {
    let mut sql = Sql::new(if keys.count > 1 { "SELECT DISTINCT" } else { "SELECT" });
    sql.push(" g.call_key AS key, g.started_at FROM call_skill_groups g");
    sql.push(if reasons.is_empty() { "" } else { " INDEXED BY call_skill_groups_by_reason" });
    sql.push(" WHERE g.skill_group");
    one_or_more(&mut sql, keys);
    word_is(&mut sql, "g.hangup_reason", reasons);
    sql.push(" AND ").append(window(filter, "g"));
    Source { sql, met, in_order: keys.count == 1 && reasons.len() <= 1 }
}

/// `= key` keeps the order of an index, which `IN` loses.
fn one_or_more(sql: &mut Sql, keys: &KeySet) {
    match keys.json.trim_matches(['[', ']']).parse() {
        Ok(only) => sql.push(" = ").integer(only),
        Err(_) => sql.in_json(&keys.json),
    };
}

fn from_source_for_count(source: &Source, filter: &CallFilter, resolved: &Resolved) -> Sql {
    let rest = conditions(filter, resolved, source.met);
    let mut sql = Sql::new("SELECT 1 FROM (");
    sql.append(source.sql.clone()).push(") s");
    if !rest.text.is_empty() {
        sql.push(" CROSS JOIN calls c ON c.key = s.key").append(rest);
    }
    sql
}

fn walk_for_count(filter: &CallFilter, resolved: &Resolved) -> Sql {
    let mut sql = Sql::new("SELECT 1 FROM calls c INDEXED BY calls_by_start WHERE ");
    sql.append(window(filter, "c")).append(conditions(filter, resolved, Met::Nothing));
    sql
}

/// Counts the rows of `sql` (which selects `1`), but not much beyond what totals are exact to.
///
/// Whether there is a row beyond that bound is asked first: skipping rows costs a quarter of counting them behind a
/// limit, which runs each through a subquery.
pub(super) async fn total(db: &SqlitePool, sql: Sql) -> Result<Total, StoreError> {
    let bound = i64::try_from(EXACT_TOTAL).unwrap_or(i64::MAX);
    let mut counted = Sql::new("SELECT coalesce((");
    counted.append(sql.clone()).push(" LIMIT 1 OFFSET ").integer(bound).push(") + ").integer(bound);
    counted.push(", (SELECT count(*) FROM (").append(sql).push(")))");
    let arguments = counted.arguments()?;
    let count: i64 = sqlx::query_scalar_with(AssertSqlSafe(counted.text), arguments).fetch_one(db).await?;
    let count = u64::try_from(count).unwrap_or(0);
    Ok(Total { value: count.min(EXACT_TOTAL), exact: count <= EXACT_TOTAL })
}

fn from_source(
    source: &Source,
    filter: &CallFilter,
    resolved: &Resolved,
    sort: Sort,
    after: Option<Cursor>,
    limit: u32,
) -> Sql {
    let rest = conditions(filter, resolved, source.met);
    let column = column(sort);
    let joined = !rest.text.is_empty() || sort.key != SortKey::StartedAt;
    let mut sql = Sql::new("SELECT ");
    sql.push(if joined { column } else { "s.started_at" }).push(" AS value, s.started_at, s.key FROM (");
    sql.append(source.sql.clone()).push(") s");
    sql.push(if joined { " CROSS JOIN calls c ON c.key = s.key" } else { "" }).push(" WHERE 1").append(rest);
    place(&mut sql, sort, after, if joined { column } else { "s.started_at" }, "s");
    order(&mut sql, sort, limit);
    sql
}

fn walk_sql(filter: &CallFilter, resolved: &Resolved, sort: Sort, after: Option<Cursor>, limit: u32) -> Sql {
    let index = match sort.key {
        SortKey::StartedAt => "calls_by_start",
        SortKey::Duration => "calls_by_duration",
        SortKey::Wait => "calls_by_wait",
        SortKey::Talk => "calls_by_talk",
    };
    let column = column(sort);
    let mut sql = Sql::new("SELECT ");
    sql.push(column).push(" AS value, c.started_at, c.key FROM calls c INDEXED BY ").push(index).push(" WHERE ");
    sql.append(window(filter, "c")).append(conditions(filter, resolved, Met::Nothing));
    place(&mut sql, sort, after, column, "c");
    order(&mut sql, sort, limit);
    sql
}

const fn column(sort: Sort) -> &'static str {
    match sort.key {
        SortKey::StartedAt => "c.started_at",
        SortKey::Duration => "c.duration_ms",
        SortKey::Wait => "c.wait_ms",
        SortKey::Talk => "c.talk_ms",
    }
}

/// Only rows after the cursor. A cursor of another order is no place in this list.
fn place(sql: &mut Sql, sort: Sort, after: Option<Cursor>, column: &str, alias: &str) {
    let Some(cursor) = after.filter(|cursor| cursor.sort == sort) else { return };
    let than = if sort.descending { " < (" } else { " > (" };
    if sort.key == SortKey::StartedAt {
        // The plain bound beside the pair is what the index can seek to.
        sql.push(" AND ").push(alias).push(".started_at").push(if sort.descending { " <= " } else { " >= " });
        sql.integer(cursor.started_at);
        sql.push(" AND (").push(alias).push(".started_at, ").push(alias).push(".key)").push(than);
        sql.integer(cursor.started_at).push(", ").integer(cursor.key).push(")");
    } else {
        sql.push(" AND (")
            .push(column)
            .push(", ")
            .push(alias)
            .push(".started_at, ")
            .push(alias)
            .push(".key)")
            .push(than);
        sql.integer(cursor.value).push(", ").integer(cursor.started_at).push(", ").integer(cursor.key).push(")");
    }
}

fn order(sql: &mut Sql, sort: Sort, limit: u32) {
    let direction = if sort.descending { " DESC" } else { "" };
    sql.push(" ORDER BY ");
    if sort.key != SortKey::StartedAt {
        sql.push("1").push(direction).push(", ");
    }
    // One row more than asked for says whether there is a next page.
    sql.push("2").push(direction).push(", 3").push(direction).push(" LIMIT ").integer(i64::from(limit) + 1);
}

/// The rows of the places that `sql` selects, in its order.
async fn list(db: &SqlitePool, sql: Sql, page: &PageRequest) -> Result<Rows, StoreError> {
    let mut joined = Sql::new("SELECT r.row, t.value, t.started_at, t.key FROM (");
    let direction = if page.sort.descending { " DESC" } else { "" };
    joined.append(sql).push(") t CROSS JOIN call_rows r ON r.key = t.key ORDER BY 2").push(direction);
    joined.push(", 3").push(direction).push(", 4").push(direction);
    let arguments = joined.arguments()?;
    let mut found: Vec<(String, i64, i64, i64)> =
        sqlx::query_as_with(AssertSqlSafe(joined.text), arguments).fetch_all(db).await?;
    let limit = usize::try_from(page.limit).unwrap_or(usize::MAX);
    let more = found.len() > limit;
    found.truncate(limit);
    let next = found.last().filter(|_| more).map(|&(_, value, started_at, key)| Cursor {
        sort: page.sort,
        value,
        started_at,
        key,
    });
    let items = found.into_iter().map(|(row, ..)| KeptRow::of(row)).collect::<Result<_, _>>()?;
    Ok(Rows { items, next })
}

#[cfg(test)]
mod tests {
    use call_records_wire::filter::{Pairs, parse_search};

    use super::*;
    use crate::store::{CallStore, SqliteStore, conformance};

    #[tokio::test]
    async fn a_question_starts_from_the_narrowest_index() {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let store = SqliteStore::open(&folder.path().join("calls.db")).await.expect("a new database");
        store.append(conformance::inbound("c1", 0)).await.expect("a call");
        for (fields, met) in [
            (vec!["tag", "agent"], Some(Met::Tag)),
            (vec!["tag", "agent_id"], Some(Met::AgentId)),
            (vec!["skill_group", "tag"], Some(Met::Tag)),
            (vec!["call_id", "agent_id"], Some(Met::CallId)),
            (vec!["q"], None),
        ] {
            let pairs = Pairs(fields.iter().map(|name| ((*name).to_owned(), "x".to_owned())).collect());
            let (filter, _) = parse_search(&pairs).expect("a filter");
            let resolved = resolve(&store.readers, &filter).await.expect("keys");
            let source = narrowest(&filter, &resolved);
            assert_eq!(source.map(|source| source.met), met, "{fields:?}");
        }
    }
}
