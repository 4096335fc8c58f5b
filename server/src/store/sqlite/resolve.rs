//! Names and numbers of a filter to the keys that rows hold.
//!
//! There are far fewer distinct names and numbers than calls, so a fragment is first looked up among those.

use call_records_wire::filter::{Anything, CallFilter, NamePattern, NumberPattern};
use sqlx::SqlitePool;

use crate::store::StoreError;

/// Beyond this many keys a set is no longer narrower than the calls themselves.
const MOST_KEYS: i64 = 20_000;

/// A set of keys, as the JSON array that `json_each` reads; `None` where there are too many to name.
pub(super) type Keys = Option<KeySet>;

/// Some keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct KeySet {
    pub(super) json: String,
    pub(super) count: i64,
}

/// Sets of keys for one value of `q`.
#[derive(Debug, Clone)]
pub(super) struct AnythingKeys {
    pub(super) numbers: Keys,
    pub(super) agents: KeySet,
    pub(super) skill_groups: KeySet,
    pub(super) customer_names: Keys,
    pub(super) call_keys: Keys,
}

/// A filter's names and numbers as keys; `None` where the filter does not ask.
#[derive(Debug, Default)]
pub(super) struct Resolved {
    pub(super) caller: Option<Keys>,
    pub(super) callee: Option<Keys>,
    pub(super) customer: Option<Keys>,
    pub(super) number: Option<Keys>,
    pub(super) agent: Option<KeySet>,
    pub(super) agent_id: Option<KeySet>,
    pub(super) skill_group: Option<KeySet>,
    pub(super) skill_group_id: Option<KeySet>,
    pub(super) tag: Option<KeySet>,
    pub(super) q: Vec<AnythingKeys>,
}

pub(super) async fn resolve(db: &SqlitePool, filter: &CallFilter) -> Result<Resolved, StoreError> {
    let mut q = Vec::new();
    for anything in &filter.q {
        q.push(anything_keys(db, anything).await?);
    }
    Ok(Resolved {
        caller: numbers(db, &filter.caller_number).await?,
        callee: numbers(db, &filter.callee_number).await?,
        customer: numbers(db, &filter.customer_number).await?,
        number: numbers(db, &filter.number).await?,
        agent: names(db, Table::Agents, &filter.agent).await?,
        agent_id: ids(db, Table::Agents, &filter.agent_id).await?,
        skill_group: names(db, Table::SkillGroups, &filter.skill_group).await?,
        skill_group_id: ids(db, Table::SkillGroups, &filter.skill_group_id).await?,
        tag: tags(db, &filter.tag).await?,
        q,
    })
}

async fn numbers(db: &SqlitePool, patterns: &[NumberPattern]) -> Result<Option<Keys>, StoreError> {
    match patterns {
        [] => Ok(None),
        [only] => Ok(Some(number(db, only).await?)),
        several => {
            let mut sets = Vec::new();
            for pattern in several {
                match number(db, pattern).await? {
                    Some(set) => sets.push(set),
                    None => return Ok(Some(None)),
                }
            }
            Ok(Some(Some(union(sets))))
        }
    }
}

/// The numbers with this pattern.
async fn number(db: &SqlitePool, pattern: &NumberPattern) -> Result<Keys, StoreError> {
    let bare = pattern.as_str();
    let found: (String, i64) = if pattern.from_start() {
        sqlx::query_as(
            "SELECT json_group_array(key), count(*) FROM \
             (SELECT key FROM numbers WHERE bare >= ?1 AND bare < ?2 LIMIT ?3)",
        )
        .bind(bare)
        .bind(after_prefix(bare))
        .bind(MOST_KEYS + 1)
        .fetch_one(db)
        .await?
    } else {
        sqlx::query_as(
            "SELECT json_group_array(key), count(*) FROM (SELECT n.key FROM numbers_trigram t \
             CROSS JOIN numbers n ON n.key = t.rowid WHERE numbers_trigram MATCH ?1 AND instr(n.bare, ?2) > 0 LIMIT ?3)",
        )
        .bind(trigrams(bare))
        .bind(bare)
        .bind(MOST_KEYS + 1)
        .fetch_one(db)
        .await?
    };
    Ok(limited(found))
}

/// A query of the trigram index for all trigrams of `text`, which has at least three characters.
fn trigrams(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let quoted: Vec<String> =
        chars.windows(3).map(|three| format!("\"{}\"", three.iter().collect::<String>())).collect();
    quoted.join(" AND ")
}

/// The first text, in the order of bytes, that is greater than every text that starts with `prefix`.
pub(super) fn after_prefix(prefix: &str) -> String {
    format!("{prefix}\u{10ffff}")
}

#[derive(Clone, Copy)]
enum Table {
    Agents,
    SkillGroups,
}

async fn names(db: &SqlitePool, table: Table, patterns: &[NamePattern]) -> Result<Option<KeySet>, StoreError> {
    if patterns.is_empty() {
        return Ok(None);
    }
    let folded: Vec<&str> = patterns.iter().map(NamePattern::folded).collect();
    let query = match table {
        Table::Agents => {
            "SELECT json_group_array(key), count(*) FROM agents \
             WHERE EXISTS (SELECT 1 FROM json_each(?) it WHERE instr(folded, it.value) > 0)"
        }
        Table::SkillGroups => {
            "SELECT json_group_array(key), count(*) FROM skill_groups \
             WHERE EXISTS (SELECT 1 FROM json_each(?) it WHERE instr(folded, it.value) > 0)"
        }
    };
    let (json, count) = sqlx::query_as(query).bind(json_array(&folded)).fetch_one(db).await?;
    Ok(Some(KeySet { json, count }))
}

async fn tags(db: &SqlitePool, tags: &[NamePattern]) -> Result<Option<KeySet>, StoreError> {
    if tags.is_empty() {
        return Ok(None);
    }
    let folded: Vec<&str> = tags.iter().map(NamePattern::folded).collect();
    let query = "SELECT json_group_array(key), count(*) FROM tags WHERE folded IN (SELECT value FROM json_each(?))";
    let (json, count) = sqlx::query_as(query).bind(json_array(&folded)).fetch_one(db).await?;
    Ok(Some(KeySet { json, count }))
}

async fn ids(db: &SqlitePool, table: Table, ids: &[String]) -> Result<Option<KeySet>, StoreError> {
    if ids.is_empty() {
        return Ok(None);
    }
    let query = match table {
        Table::Agents => {
            "SELECT json_group_array(key), count(*) FROM agents WHERE id IN (SELECT value FROM json_each(?))"
        }
        Table::SkillGroups => {
            "SELECT json_group_array(key), count(*) FROM skill_groups WHERE id IN (SELECT value FROM json_each(?))"
        }
    };
    let (json, count) = sqlx::query_as(query).bind(json_array(ids)).fetch_one(db).await?;
    Ok(Some(KeySet { json, count }))
}

async fn anything_keys(db: &SqlitePool, anything: &Anything) -> Result<AnythingKeys, StoreError> {
    let name = std::slice::from_ref(anything.name());
    let nothing = || KeySet { json: "[]".to_owned(), count: 0 };
    let customer_names = sqlx::query_as(
        "SELECT json_group_array(key), count(*) FROM \
         (SELECT key FROM customer_names WHERE instr(folded, ?1) > 0 LIMIT ?2)",
    )
    .bind(anything.name().folded())
    .bind(MOST_KEYS + 1)
    .fetch_one(db)
    .await?;
    let call_keys = sqlx::query_as(
        "SELECT json_group_array(key), count(*) FROM \
         (SELECT key FROM call_keys WHERE call_id >= ?1 AND call_id < ?2 LIMIT ?3)",
    )
    .bind(anything.call_id_start())
    .bind(after_prefix(anything.call_id_start()))
    .bind(MOST_KEYS + 1)
    .fetch_one(db)
    .await?;
    Ok(AnythingKeys {
        numbers: match anything.number() {
            Some(pattern) => number(db, pattern).await?,
            None => Some(nothing()),
        },
        agents: names(db, Table::Agents, name).await?.unwrap_or_else(nothing),
        skill_groups: names(db, Table::SkillGroups, name).await?.unwrap_or_else(nothing),
        customer_names: limited(customer_names),
        call_keys: limited(call_keys),
    })
}

fn limited((json, count): (String, i64)) -> Keys {
    (count <= MOST_KEYS).then_some(KeySet { json, count })
}

fn union(sets: Vec<KeySet>) -> KeySet {
    let count = sets.iter().map(|set| set.count).sum();
    let inner: Vec<&str> =
        sets.iter().map(|set| set.json.trim_matches(['[', ']'])).filter(|keys| !keys.is_empty()).collect();
    KeySet { json: format!("[{}]", inner.join(",")), count }
}

/// Texts as a JSON array, for `json_each`.
pub(super) fn json_array<T: AsRef<str>>(texts: &[T]) -> String {
    let texts: Vec<&str> = texts.iter().map(AsRef::as_ref).collect();
    serde_json::to_string(&texts).expect("texts are plain data")
}
