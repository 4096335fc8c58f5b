//! What is known of each column: its name, its width, what it can be sorted by.

use call_records_wire::layout::{Column, Density};
use call_records_wire::page::SortKey;

use crate::i18n::t;

/// Its name.
pub fn title(column: Column) -> &'static str {
    let t = t();
    match column {
        Column::StartTime => t.start_time,
        Column::ConnectedTime => t.connected_time,
        Column::CallerNumber => t.caller_number,
        Column::CalleeNumber => t.callee_number,
        Column::CallType => t.call_type,
        Column::Agent => t.agent,
        Column::SkillGroup => t.skill_group,
        Column::Duration => t.duration,
        Column::HangupReason => t.hangup_reason,
        Column::Recording => t.recording,
        Column::Operation => t.operation,
        Column::CallId => t.call_id,
        Column::CustomerNumber => t.customer_number,
        Column::CustomerName => t.table.customer_name,
        Column::Wait => t.wait,
        Column::Talk => t.talk,
        Column::HungUpBy => t.hung_up_by,
        Column::EndTime => t.table.end_time,
        Column::Tags => t.table.tags,
    }
}

/// As stylesheets name it.
const fn class(column: Column) -> &'static str {
    match column {
        Column::StartTime => "call-row__start",
        Column::ConnectedTime => "call-row__connected",
        Column::CallerNumber => "call-row__caller",
        Column::CalleeNumber => "call-row__callee",
        Column::CallType => "call-row__type",
        Column::Agent => "call-row__agent",
        Column::SkillGroup => "call-row__group",
        Column::Duration => "call-row__duration",
        Column::HangupReason => "call-row__reason",
        Column::Recording => "call-row__recording",
        Column::Operation => "call-row__operation",
        Column::CallId => "call-row__id",
        Column::CustomerNumber => "call-row__number",
        Column::CustomerName | Column::Wait | Column::Talk | Column::HungUpBy | Column::EndTime | Column::Tags => {
            "call-row__other"
        }
    }
}

/// The classes of its cells, where it is the so manieth and so many stay.
pub fn cell_class(column: Column, at: usize, frozen: usize) -> String {
    let class = class(column);
    if at < frozen { format!("{class} frozen frozen--{at}") } else { class.to_owned() }
}

/// Its width in pixels where nobody chose one.
pub const fn standard_width(column: Column, density: Density) -> u16 {
    match column {
        Column::StartTime => match density {
            Density::Comfortable => 96,
            Density::Compact => 150,
        },
        Column::CallerNumber | Column::CalleeNumber | Column::CustomerNumber | Column::Recording => 127,
        Column::CallType => 88,
        Column::Agent | Column::CustomerName | Column::HungUpBy | Column::EndTime => 100,
        Column::SkillGroup => 86,
        Column::ConnectedTime => 113,
        Column::Duration => 95,
        Column::HangupReason => 178,
        Column::Operation => 82,
        Column::CallId => 122,
        Column::Wait | Column::Talk => 74,
        Column::Tags => 140,
    }
}

/// What it can be sorted by.
pub const fn sort_key(column: Column) -> Option<SortKey> {
    match column {
        Column::StartTime => Some(SortKey::StartedAt),
        Column::Duration => Some(SortKey::Duration),
        Column::Wait => Some(SortKey::Wait),
        Column::Talk => Some(SortKey::Talk),
        _ => None,
    }
}
