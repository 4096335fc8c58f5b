//! How a list is laid out: which columns, in which order, how wide, how dense.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

/// A column of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Column {
    /// When the call was placed or received.
    StartTime,
    /// Outbound: when it was answered; inbound: when it was received.
    ConnectedTime,
    /// The caller's number.
    CallerNumber,
    /// The callee's number.
    CalleeNumber,
    /// Inbound, outbound, …
    CallType,
    /// Who was on the line.
    Agent,
    /// Which queues it entered.
    SkillGroup,
    /// From the start to the end, with the journey to scale.
    Duration,
    /// Why it ended, or where it is now.
    HangupReason,
    /// Its recordings.
    Recording,
    /// The button that opens the call.
    Operation,
    /// The call's id.
    CallId,
    /// Whichever of the two numbers is the customer's.
    CustomerNumber,
    /// The customer's name, where the switch knows one.
    CustomerName,
    /// From the start to the answer.
    Wait,
    /// From the answer to the end.
    Talk,
    /// Which side ended it.
    HungUpBy,
    /// When the last leg ended.
    EndTime,
    /// The tags that people gave it.
    Tags,
}

impl Column {
    /// Every column, as the list of columns names them.
    pub const ALL: [Self; 19] = [
        Self::StartTime,
        Self::ConnectedTime,
        Self::CallerNumber,
        Self::CalleeNumber,
        Self::CallType,
        Self::Agent,
        Self::SkillGroup,
        Self::Duration,
        Self::HangupReason,
        Self::Recording,
        Self::Operation,
        Self::CallId,
        Self::CustomerNumber,
        Self::CustomerName,
        Self::Wait,
        Self::Talk,
        Self::HungUpBy,
        Self::EndTime,
        Self::Tags,
    ];

    /// The columns of a list that nobody has changed.
    pub const STANDARD: [Self; 12] = [
        Self::StartTime,
        Self::ConnectedTime,
        Self::CallerNumber,
        Self::CalleeNumber,
        Self::CallType,
        Self::Agent,
        Self::SkillGroup,
        Self::Duration,
        Self::HangupReason,
        Self::Recording,
        Self::Operation,
        Self::CallId,
    ];

    /// As it is spelled.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::StartTime => "start_time",
            Self::ConnectedTime => "connected_time",
            Self::CallerNumber => "caller_number",
            Self::CalleeNumber => "callee_number",
            Self::CallType => "call_type",
            Self::Agent => "agent",
            Self::SkillGroup => "skill_group",
            Self::Duration => "duration",
            Self::HangupReason => "hangup_reason",
            Self::Recording => "recording",
            Self::Operation => "operation",
            Self::CallId => "call_id",
            Self::CustomerNumber => "customer_number",
            Self::CustomerName => "customer_name",
            Self::Wait => "wait",
            Self::Talk => "talk",
            Self::HungUpBy => "hung_up_by",
            Self::EndTime => "end_time",
            Self::Tags => "tags",
        }
    }

    /// The column of this spelling.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.as_str() == text)
    }
}

/// How close rows stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Density {
    /// Two lines a row.
    #[default]
    Comfortable,
    /// One line a row.
    Compact,
}

/// A column that is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ShownColumn {
    /// Which.
    pub column: Column,
    /// Its width in CSS pixels, where the reader chose one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<u16>,
}

/// How a list is laid out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Layout {
    /// What is shown, in order; never empty. Columns that this version does not know are left out.
    #[serde(deserialize_with = "known_columns")]
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub columns: Vec<ShownColumn>,
    /// How many of them, from the first, stay in sight when the list is scrolled sideways.
    #[serde(deserialize_with = "known_frozen")]
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub frozen: u8,
    /// How close rows stand.
    #[serde(deserialize_with = "known_density")]
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub density: Density,
}

impl Default for Layout {
    fn default() -> Self {
        let shown = |column| ShownColumn { column, width: None };
        Self { columns: Column::STANDARD.map(shown).to_vec(), frozen: 1, density: Density::default() }
    }
}

impl Layout {
    /// Whether a column is shown.
    pub fn shows(&self, column: Column) -> bool {
        self.columns.iter().any(|it| it.column == column)
    }

    /// With a column shown, as the last, or not shown. The last that is left stays.
    #[must_use]
    pub fn with(mut self, column: Column, shown: bool) -> Self {
        if !shown && self.columns.len() > 1 {
            self.columns.retain(|it| it.column != column);
        } else if shown && !self.shows(column) {
            self.columns.push(ShownColumn { column, width: None });
        }
        self
    }

    /// With a column so many places further on, or back.
    #[must_use]
    pub fn moved(mut self, column: Column, by: isize) -> Self {
        if let Some(at) = self.columns.iter().position(|it| it.column == column) {
            let to = at.saturating_add_signed(by).min(self.columns.len() - 1);
            let moved = self.columns.remove(at);
            self.columns.insert(to, moved);
        }
        self
    }

    /// With a column of another width, or of its own.
    #[must_use]
    pub fn sized(mut self, column: Column, width: Option<u16>) -> Self {
        for it in self.columns.iter_mut().filter(|it| it.column == column) {
            it.width = width;
        }
        self
    }
}

/// A layout may have been kept by a newer version, or by hand: what is known of it is used, each column once.
fn known_columns<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<ShownColumn>, D::Error> {
    let mut known: Vec<ShownColumn> = Vec::new();
    for value in known_or(deserializer, Vec::<Value>::new())? {
        if let Ok(shown) = serde_json::from_value::<ShownColumn>(value)
            && known.iter().all(|it| it.column != shown.column)
        {
            known.push(shown);
        }
    }
    Ok(if known.is_empty() { Layout::default().columns } else { known })
}

fn known_frozen<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u8, D::Error> {
    known_or(deserializer, Layout::default().frozen)
}

fn known_density<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Density, D::Error> {
    known_or(deserializer, Density::default())
}

fn known_or<'de, D: Deserializer<'de>, T: DeserializeOwned>(deserializer: D, fallback: T) -> Result<T, D::Error> {
    Ok(serde_json::from_value(Value::deserialize(deserializer)?).unwrap_or(fallback))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_layout_comes_back_as_it_was_kept() {
        let layout = Layout {
            columns: vec![
                ShownColumn { column: Column::Talk, width: Some(120) },
                ShownColumn { column: Column::StartTime, width: None },
            ],
            frozen: 2,
            density: Density::Compact,
        };
        let kept = serde_json::to_string(&layout).expect("plain values");
        assert_eq!(serde_json::from_str::<Layout>(&kept).expect("the same shape"), layout);
    }

    #[test]
    fn what_is_not_known_of_a_layout_is_left_out() {
        let kept = json!({
            "columns": [{"column": "mood"}, {"column": "talk", "width": 90}, {"column": "talk"}, 7], "later": true,
        });
        let layout: Layout = serde_json::from_value(kept).expect("known parts");
        assert_eq!(layout.columns, [ShownColumn { column: Column::Talk, width: Some(90) }]);
        for kept in [json!({}), json!({"columns": []}), json!({"columns": 7, "frozen": 256, "density": "airy"})] {
            assert_eq!(serde_json::from_value::<Layout>(kept).expect("nothing known"), Layout::default());
        }
    }

    #[test]
    fn columns_come_go_move_and_take_other_widths() {
        let columns = |layout: &Layout| layout.columns.iter().map(|it| it.column).collect::<Vec<_>>();
        let two = Layout { columns: Layout::default().columns[..2].to_vec(), ..Layout::default() };
        assert_eq!(columns(&two), [Column::StartTime, Column::ConnectedTime]);
        let three = two.with(Column::Talk, true).with(Column::Talk, true);
        assert_eq!(columns(&three), [Column::StartTime, Column::ConnectedTime, Column::Talk]);
        let moved = three.moved(Column::Talk, -1).moved(Column::StartTime, -1).moved(Column::ConnectedTime, 9);
        assert_eq!(columns(&moved), [Column::StartTime, Column::Talk, Column::ConnectedTime]);
        let sized = moved.sized(Column::Talk, Some(90));
        assert_eq!(sized.columns[1].width, Some(90));
        let one = sized.with(Column::StartTime, false).with(Column::ConnectedTime, false).with(Column::Talk, false);
        assert_eq!(columns(&one), [Column::Talk]);
    }

    #[test]
    fn every_column_is_spelled_as_it_is_sent() {
        for column in Column::ALL {
            assert_eq!(json!(column), column.as_str());
            assert_eq!(Column::from_text(column.as_str()), Some(column));
        }
    }
}
