//! Which rows are in sight, and how wide the columns are. Pure.

use std::fmt::Write;
use std::ops::Range;

use call_records_wire::layout::{Column, Density, Layout};

use super::columns::standard_width;

/// The height of the heads of the columns, in pixels.
pub const HEAD: f64 = 36.0;
/// The width of the column of checkboxes.
pub const CHOICE: u16 = 34;
/// No browser draws an element of any height; all draw one of this.
const TALLEST: f64 = 12_000_000.0;
/// So many rows above and below those in sight are drawn.
const OVERSCAN: usize = 8;
/// The most columns that stay.
pub const MOST_FROZEN: u8 = 4;
/// Columns are no narrower and no wider.
pub const WIDTHS: Range<u16> = 48..640;

/// The height of a row, in pixels.
pub const fn row_height(density: Density, narrow: bool) -> f64 {
    match (narrow, density) {
        (true, _) => 124.0,
        (false, Density::Comfortable) => 46.0,
        (false, Density::Compact) => 32.0,
    }
}

/// The rows that are laid out, out of all: more than fit into one element are a piece of the list that moves along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// How many rows stand before it.
    pub base: usize,
    /// How many rows it has.
    pub len: usize,
}

impl Piece {
    /// The piece to lay out where `first` is the first row in sight, of `len` in all, and the piece began at `base`.
    pub fn around(base: usize, len: usize, first: usize, height: f64) -> Self {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small positive number")]
        let most = (TALLEST / height) as usize;
        if len <= most {
            return Self { base: 0, len };
        }
        let margin = most / 8;
        let last = len - most;
        let near_edge = (first < base + margin && base > 0) || (first + margin > base + most && base < last);
        let base = if near_edge { first.saturating_sub(most / 2) } else { base }.min(last);
        Self { base, len: most }
    }
}

/// The rows that a view of this height sees, where so many pixels of the piece are above it.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "pixels are few and not negative")]
pub fn in_sight(piece: Piece, top: f64, view: f64, height: f64) -> Range<usize> {
    let end = piece.base + piece.len;
    let first = piece.base + (top.max(0.0) / height) as usize;
    let last = piece.base + ((top + view).max(0.0) / height).ceil() as usize;
    first.min(end)..last.min(end)
}

/// The rows to draw for those in sight. It changes with every fourth row, not with each.
pub fn drawn(sight: &Range<usize>, piece: Piece) -> Range<usize> {
    let start = sight.start.saturating_sub(OVERSCAN) / 4 * 4;
    let end = (sight.end + OVERSCAN).div_ceil(4) * 4;
    start.max(piece.base)..end.min(piece.base + piece.len)
}

/// The width of a column, in pixels.
pub fn width(layout: &Layout, column: Column) -> u16 {
    let chosen = layout.columns.iter().find(|it| it.column == column).and_then(|it| it.width);
    chosen.unwrap_or_else(|| standard_width(column, layout.density)).clamp(WIDTHS.start, WIDTHS.end)
}

/// The widths of all columns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Widths {
    /// As a grid's template.
    pub template: String,
    /// The least width of the table.
    pub least: u16,
    /// Where each column that stays begins.
    pub frozen: Vec<u16>,
    /// Where the last of them ends.
    pub frozen_end: u16,
}

/// Lays the columns out in a box of this width. What stays takes no more than half of it.
pub fn widths(layout: &Layout, room: f64) -> Widths {
    let mut out = Widths { template: format!("{CHOICE}px"), least: CHOICE, frozen_end: CHOICE, ..Widths::default() };
    let mut stays = true;
    for (at, shown) in layout.columns.iter().enumerate() {
        let width = width(layout, shown.column);
        stays &= at < layout.frozen.min(MOST_FROZEN).into() && (at == 0 || f64::from(out.least + width) * 2.0 <= room);
        if stays {
            out.frozen.push(out.least);
            out.frozen_end = out.least + width;
        }
        out.least = out.least.saturating_add(width);
        // What stays, and what somebody gave a width to, does not stretch.
        let _ = if stays || shown.width.is_some() || shown.column == Column::Operation {
            write!(out.template, " {width}px")
        } else {
            write!(out.template, " minmax({width}px, {width}fr)")
        };
    }
    out
}

/// How many rows one index is after another.
pub fn difference(index: usize, from: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a list has fewer rows than that")]
    let (index, from) = (index as f64, from as f64);
    index - from
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rows_in_sight_follow_from_the_pixels_above() {
        let all = Piece { base: 0, len: 100 };
        for (top, view, wanted) in [
            (0.0, 460.0, 0..10),
            (23.0, 460.0, 0..11),
            (46.0, 460.0, 1..11),
            (4_590.0, 460.0, 99..100),
            (99_999.0, 460.0, 100..100),
            // Not scrolled to yet.
            (-900.0, 460.0, 0..0),
            (-100.0, 460.0, 0..8),
        ] {
            assert_eq!(in_sight(all, top, view, 46.0), wanted, "{top}");
        }
        assert_eq!(in_sight(Piece { base: 50, len: 20 }, 46.0, 92.0, 46.0), 51..53);
        assert_eq!(drawn(&(51..53), Piece { base: 50, len: 20 }), 50..64);
        assert_eq!(drawn(&(20..40), all), 12..48);
        assert_eq!(drawn(&(95..100), all), 84..100);
    }

    #[test]
    fn a_list_of_any_length_is_laid_out_in_a_piece_that_browsers_draw() {
        let height = 46.0;
        assert_eq!(Piece::around(0, 100_000, 99_000, height), Piece { base: 0, len: 100_000 });
        let len = 10_000_000;
        let mut base = 0;
        // Down to the end in steps, by a leap, and up again.
        let down = (0..len).step_by(997);
        for first in down.chain([4_000_000, 20, 9_999_990]).chain((0..len).rev().step_by(1009)) {
            let piece = Piece::around(base, len, first, height);
            assert!(f64::from(u32::try_from(piece.len).expect("few")) * height <= TALLEST);
            assert!(piece.base <= first && first < piece.base + piece.len, "{first} in {piece:?}");
            // There is room to go on, unless there are no rows to go on to.
            assert!(first > piece.base + 1_000 || piece.base == 0, "{first} in {piece:?}");
            assert!(first + 1_000 < piece.base + piece.len || piece.base + piece.len == len, "{first} in {piece:?}");
            base = piece.base;
        }
    }

    #[test]
    fn all_columns_of_a_fresh_list_fit_a_window_of_1440_pixels_with_its_scrollbar() {
        let widths = widths(&Layout::default(), 1390.0);
        assert!(widths.least <= 1375, "{}", widths.least);
        assert_eq!(widths.frozen, [CHOICE]);
    }

    #[test]
    fn what_stays_leaves_half_of_the_room() {
        let layout = Layout { frozen: 9, ..Layout::default() };
        assert_eq!(widths(&layout, 5000.0).frozen.len(), 4);
        assert_eq!(widths(&layout, 500.0).frozen.len(), 2);
        assert_eq!(widths(&layout, 100.0).frozen.len(), 1);
        let none = widths(&Layout { frozen: 0, ..layout }, 5000.0);
        assert_eq!((none.frozen.len(), none.frozen_end), (0, CHOICE));
    }

    #[test]
    fn a_width_that_was_chosen_does_not_stretch() {
        let layout = Layout { frozen: 0, ..Layout::default() }.sized(Column::Agent, Some(9_999));
        let widths = widths(&layout, 2000.0);
        assert!(widths.template.contains(" 640px "), "{}", widths.template);
        assert!(widths.template.starts_with("34px minmax("), "{}", widths.template);
    }
}
