//! The values that stand in one field. Pure.

use call_records_wire::filter::{Pairs, parse_search};

use super::fault::{Fault, FaultKind};
use super::{length, number};
use crate::format;

/// The values in a field's text as a search spells them, or what is wrong with them.
pub(super) fn values(name: &'static str, text: &str) -> Result<Vec<String>, Fault> {
    let pieces = text.split(|c| splits(name, c)).map(str::trim).filter(|piece| !piece.is_empty());
    pieces
        .map(|piece| match name {
            "min_talk_ms" | "max_talk_ms" | "min_wait_ms" | "max_wait_ms" => {
                length::parse(piece).map(|ms| ms.to_string()).ok_or_else(|| Fault::at(name, FaultKind::NotALength))
            }
            "caller_number" | "callee_number" | "customer_number" | "number" => Ok(number::searched(piece)),
            _ => Ok(piece.to_owned()),
        })
        .collect()
}

/// The same in the one spelling that a filter has for them; nothing where something is wrong.
pub(super) fn canonical(name: &'static str, text: &str) -> Option<Vec<String>> {
    let pairs = values(name, text).ok()?.into_iter().map(|value| (name.to_owned(), value)).collect();
    let (filter, _) = parse_search(&Pairs(pairs)).ok()?;
    Some(filter.to_pairs().into_iter().map(|(_, value)| value).collect())
}

/// A value as its field shows it.
pub(super) fn shown(name: &str, value: String) -> String {
    if name.ends_with("_ms") { value.parse().map(format::length).unwrap_or_default() } else { value }
}

/// What stands between the values of a field.
pub(super) fn separator(name: &str) -> &'static str {
    if matches!(name, "agent" | "skill_group" | "q") { "; " } else { ", " }
}

/// Names and free text may hold commas; ids and numbers are pasted in any shape.
fn splits(name: &str, c: char) -> bool {
    match name {
        "agent" | "skill_group" | "q" => matches!(c, ';' | '；'),
        "call_id" => matches!(c, ',' | ';' | '，' | '；' | '、' | '"' | '\'') || c.is_whitespace(),
        _ => matches!(c, ',' | ';' | '，' | '；' | '、' | '\n' | '\t'),
    }
}
