//! The words that name a field, and the words that a field takes. Pure.

use call_records_wire::text::folded;
use call_records_wire::words::{CallType, HangupReason, HungUpBy, Status};

use crate::i18n::{Language, call_type_in, hung_up_by_in, reason_in, status_in};

/// What a field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Takes {
    Number(&'static str),
    Text(&'static str),
    Words(&'static str),
    YesOrNo(&'static str),
    /// The field of the least and that of the most.
    Length(&'static str, &'static str),
}

/// A field by the words that people have for it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Key {
    pub(super) name: &'static str,
    others: &'static [&'static str],
    pub(super) takes: Takes,
}

const KEYS: [Key; 16] = [
    Key {
        name: "number", others: &["tel", "phone", "号码", "电话", "任一号码"], takes: Takes::Number("number")
    },
    Key { name: "caller", others: &["caller_number", "主叫", "主叫号码"], takes: Takes::Number("caller_number") },
    Key { name: "callee", others: &["callee_number", "被叫", "被叫号码"], takes: Takes::Number("callee_number") },
    Key {
        name: "customer", others: &["customer_number", "客户", "客户号码"], takes: Takes::Number("customer_number")
    },
    Key { name: "agent", others: &["坐席", "客服"], takes: Takes::Text("agent") },
    Key { name: "agent_id", others: &["坐席id"], takes: Takes::Text("agent_id") },
    Key {
        name: "group",
        others: &["skill", "skill_group", "queue", "技能组", "队列"],
        takes: Takes::Text("skill_group"),
    },
    Key { name: "skill_group_id", others: &["group_id", "技能组id"], takes: Takes::Text("skill_group_id") },
    Key { name: "type", others: &["call_type", "类型", "通话类型"], takes: Takes::Words("call_type") },
    Key { name: "reason", others: &["hangup_reason", "原因", "挂断原因"], takes: Takes::Words("hangup_reason") },
    Key { name: "status", others: &["状态"], takes: Takes::Words("status") },
    Key { name: "by", others: &["hung_up_by", "挂断方"], takes: Takes::Words("hung_up_by") },
    Key { name: "id", others: &["call", "call_id", "通话id"], takes: Takes::Text("call_id") },
    Key { name: "talk", others: &["通话", "通话时长"], takes: Takes::Length("min_talk_ms", "max_talk_ms") },
    Key { name: "wait", others: &["等待", "等待时长"], takes: Takes::Length("min_wait_ms", "max_wait_ms") },
    Key { name: "recording", others: &["has_recording", "录音"], takes: Takes::YesOrNo("has_recording") },
];

/// The field that a word names.
pub(super) fn key(word: &str) -> Option<&'static Key> {
    let word = folded(word);
    KEYS.iter().find(|key| key.name == word || key.others.contains(&word.as_str()))
}

/// Whether a word stands before a number and says only that it is one.
pub(super) fn is_number_label(word: &str) -> bool {
    let word = folded(word);
    matches!(word.trim_end_matches(['.', ':']), "tel" | "phone" | "fax" | "mobile" | "call" | "电话" | "手机" | "号码")
}

/// What stands after the word for an extension, within the same word.
pub(super) fn after_extension(word: &str) -> Option<&str> {
    let names = ["extension", "ext.", "ext", "x", "分机", "转"];
    let lower = word.to_ascii_lowercase();
    let name = names.into_iter().find(|name| lower.starts_with(name))?;
    Some(word[name.len()..].trim_start_matches(['.', ':', '：']))
}

/// `yes` and `no`.
pub(super) fn yes_or_no(word: &str) -> Option<bool> {
    match folded(word.trim()).as_str() {
        "yes" | "y" | "true" | "1" | "with" | "有" | "是" => Some(true),
        "no" | "n" | "false" | "0" | "without" | "无" | "没有" | "否" => Some(false),
        _ => None,
    }
}

/// The words of a field that a text means: the one that it is, or those that have it from the beginning of a word on.
pub(super) fn fitting(field: &'static str, text: &str) -> Vec<String> {
    let text = spoken(text);
    if text.is_empty() {
        return Vec::new();
    }
    let words = words(field);
    let having = |fits: &dyn Fn(&str) -> bool| -> Vec<String> {
        words.iter().filter(|(_, names)| names.iter().any(|name| fits(name))).map(|it| it.0.clone()).collect()
    };
    let exact = having(&|name| name == text);
    if !exact.is_empty() {
        return exact;
    }
    having(&|name| holds(name, &text))
}

/// Whether a name has a text from the beginning of one of its words on. Chinese has no such beginnings.
fn holds(name: &str, text: &str) -> bool {
    let begins = |at: usize| at == 0 || name[..at].ends_with(' ');
    name.match_indices(text).any(|(at, _)| begins(at) || !text.is_ascii())
}

/// Whether a text of several words is one of the field's names, or part of one.
pub(super) fn is_of_a_name(field: &str, text: &str) -> bool {
    let text = spoken(text);
    words(field).iter().any(|(_, names)| names.iter().any(|name| holds(name, &text)))
}

/// What a phrase may mean where a word of the contract is as likely as a name, each with its field.
pub fn words_like(text: &str) -> Vec<(&'static str, String)> {
    if spoken(text).chars().count() < 2 {
        return Vec::new();
    }
    let fields = ["hangup_reason", "call_type", "status"];
    fields.into_iter().flat_map(|field| fitting(field, text).into_iter().map(move |word| (field, word))).collect()
}

/// The words of a field, each with its names in every language.
fn words(field: &str) -> Vec<(String, Vec<String>)> {
    let named = |word: String, names: [&str; 2]| {
        let mut names: Vec<String> = names.into_iter().map(spoken).collect();
        names.push(spoken(&word));
        (word, names)
    };
    let in_all = Language::ALL.map(Language::messages);
    match field {
        "call_type" => {
            CallType::ALL.iter().map(|it| named(it.to_string(), in_all.map(|texts| call_type_in(texts, *it)))).collect()
        }
        "status" => {
            Status::ALL.iter().map(|it| named(it.to_string(), in_all.map(|texts| status_in(texts, *it)))).collect()
        }
        "hung_up_by" => HungUpBy::ALL
            .iter()
            .map(|it| named(it.to_string(), in_all.map(|texts| hung_up_by_in(texts, *it))))
            .collect(),
        _ => HangupReason::ALL
            .iter()
            .map(|it| {
                let names = in_all.map(|texts| reason_in(texts, it));
                named(it.to_string(), [&*names[0], &*names[1]])
            })
            .collect(),
    }
}

/// A name as people may type it: folded, with spaces for whatever joins its words.
fn spoken(name: &str) -> String {
    let plain = folded(name).replace(['_', '-', ':', '：'], " ");
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}
