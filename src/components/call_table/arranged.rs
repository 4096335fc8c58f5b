//! How a list that nobody has put into another order is arranged where it has little room. Pure.

use call_records_wire::layout::{Column, Layout, ShownColumn};

use super::sight::{CHOICE, width};

/// Narrower boxes than this have cards, which have no columns.
const CARDS: f64 = 660.0;

/// What such a list shows first, from its start to what it says of the call: the time of the connection, which for
/// inbound calls is that of the start, comes after that.
const FIRST: [Column; 9] = [
    Column::StartTime,
    Column::CallerNumber,
    Column::CalleeNumber,
    Column::CallType,
    Column::Agent,
    Column::SkillGroup,
    Column::Duration,
    Column::HangupReason,
    Column::ConnectedTime,
];

/// The widths of such a list, where nobody chose others.
const fn narrow(column: Column) -> Option<u16> {
    match column {
        Column::CallType | Column::SkillGroup | Column::Duration => Some(80),
        Column::Agent => Some(92),
        Column::HangupReason => Some(160),
        Column::ConnectedTime => Some(122),
        _ => None,
    }
}

/// The layout in a box of this width: the hang-up reason is in sight beside the column that stays at the end.
pub fn arranged(layout: &Layout, room: f64) -> Layout {
    let is_standard = layout.columns.iter().map(|it| it.column).eq(Column::STANDARD);
    let until_reason = || {
        let before = layout.columns.iter().take_while(|it| it.column != Column::HangupReason);
        let both = [Column::HangupReason, Column::Operation].map(|column| width(layout, column));
        before.map(|it| width(layout, it.column)).chain(both).sum::<u16>() + CHOICE
    };
    if !is_standard || room < CARDS || f64::from(until_reason()) <= room {
        return layout.clone();
    }
    let place = |shown: &ShownColumn| FIRST.iter().position(|it| *it == shown.column).unwrap_or(FIRST.len());
    let mut narrower = layout.clone();
    narrower.columns.sort_by_key(place);
    for shown in &mut narrower.columns {
        shown.width = shown.width.or(narrow(shown.column));
    }
    narrower
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where a column ends.
    fn end_of(layout: &Layout, column: Column) -> u16 {
        let at = layout.columns.iter().position(|it| it.column == column).expect("it is shown");
        CHOICE + layout.columns[..=at].iter().map(|it| width(layout, it.column)).sum::<u16>()
    }

    #[test]
    fn the_reason_is_in_sight_in_a_window_of_1024_pixels() {
        let layout = Layout::default();
        // What the box has there, without the column that stays at its end.
        let room = 959.0;
        let shown = arranged(&layout, room);
        let left = 959 - width(&shown, Column::Operation);
        assert!(end_of(&layout, Column::HangupReason) > left, "it needs no arranging");
        assert!(end_of(&shown, Column::HangupReason) <= left, "{}", end_of(&shown, Column::HangupReason));
        assert_eq!(shown.columns.len(), layout.columns.len());
    }

    #[test]
    fn what_somebody_chose_stays_as_it_is() {
        let own = Layout::default().sized(Column::Duration, Some(200));
        assert_eq!(width(&arranged(&own, 959.0), Column::Duration), 200);
        let mut ordered = Layout::default();
        ordered.columns.swap(2, 3);
        assert_eq!(arranged(&ordered, 959.0), ordered);
        for room in [390.0, 1_400.0] {
            assert_eq!(arranged(&Layout::default(), room), Layout::default());
        }
    }
}
