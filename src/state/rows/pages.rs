//! The list as pages. Rows far from those in sight are let go; their page stays, with what asks for it again. Pure.

use std::cmp::Ordering;
use std::ops::Range;

use call_records_wire::page::Sort;

use super::merge::Key;

/// So many rows are kept, about.
const KEPT: usize = 2_000;

/// What stands in a list.
pub trait Listed {
    /// The call's id.
    fn id(&self) -> &str;
    /// What its place follows from.
    fn key(&self, sort: Sort) -> Key;
    /// Whether it belongs in the list, and is not only kept because somebody reads it.
    fn belongs(&self) -> bool;
}

struct Page<T> {
    /// What asks for it; the first page needs nothing.
    cursor: Option<String>,
    /// The last place in it. The last page of all takes what comes after as well.
    end: Option<Key>,
    /// The first place in it when it was let go.
    start: Option<Key>,
    /// How many rows it has, or had when it was let go.
    len: usize,
    /// Its rows; none where they were let go.
    rows: Vec<T>,
    held: bool,
    /// Whether changes were missed since it came.
    stale: bool,
}

/// Where a call belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spot {
    /// Among the rows that are held: so many rows before it, in the page of this number at this place.
    At { index: usize, page: usize, at: usize },
    /// Before the first row, which was let go.
    Before,
    /// Among rows that were let go: it may have been there already.
    Away,
    /// After the last page that came.
    Beyond,
}

/// A page that is to be asked for again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// What asks for it; the first page needs nothing.
    pub cursor: Option<String>,
}

/// A list in pages.
pub struct Pages<T> {
    sort: Sort,
    pages: Vec<Page<T>>,
}

impl<T> Default for Pages<T> {
    fn default() -> Self {
        Self { sort: Sort::default(), pages: Vec::new() }
    }
}

impl<T: Listed> Pages<T> {
    /// A list of a first page.
    pub fn new(sort: Sort, rows: Vec<T>, more: bool) -> Self {
        let mut pages = Self { sort, pages: Vec::new() };
        pages.append(None, rows, more);
        pages
    }

    /// Puts a page at the end. A change may have brought a row before its page did.
    pub fn append(&mut self, cursor: Option<String>, mut rows: Vec<T>, more: bool) {
        let end = rows.last().filter(|_| more).map(|row| row.key(self.sort));
        rows.retain(|row| self.find(row.id()).is_none());
        self.pages.push(Page { cursor, end, start: None, len: rows.len(), rows, held: true, stale: false });
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.pages.iter().map(|page| page.len).sum()
    }

    /// The first rows that are held without a gap, at most so many.
    pub fn first_held(&self, most: usize) -> Range<usize> {
        let start = self.pages.iter().take_while(|page| !page.held).map(|page| page.len).sum::<usize>();
        let held = self.pages.iter().skip_while(|page| !page.held).take_while(|page| page.held);
        start..start + held.map(|page| page.len).sum::<usize>().min(most)
    }

    /// The row at an index, where it is held.
    pub fn get(&self, index: usize) -> Option<&T> {
        let mut before = 0;
        for page in &self.pages {
            if index < before + page.len {
                return page.rows.get(index - before);
            }
            before += page.len;
        }
        None
    }

    /// All rows that are held.
    pub fn held(&self) -> impl Iterator<Item = &T> {
        self.pages.iter().flat_map(|page| &page.rows)
    }

    /// A call and its index, where it is held.
    pub fn find(&self, id: &str) -> Option<(usize, &T)> {
        let mut before = 0;
        for page in &self.pages {
            if let Some(at) = page.rows.iter().position(|row| row.id() == id) {
                return Some((before + at, &page.rows[at]));
            }
            before += page.len;
        }
        None
    }

    /// Where a call belongs.
    pub fn spot(&self, key: &Key) -> Spot {
        let sort = self.sort;
        let mut index = 0;
        for (number, page) in self.pages.iter().enumerate() {
            if page.end.as_ref().is_some_and(|end| end.order(key, sort) == Ordering::Less) {
                index += page.len;
                continue;
            }
            if page.held {
                let at = page.rows.partition_point(|row| row.key(sort).order(key, sort) != Ordering::Greater);
                return Spot::At { index: index + at, page: number, at };
            }
            let before = number == 0 && page.start.as_ref().is_some_and(|it| key.order(it, sort) == Ordering::Less);
            return if before { Spot::Before } else { Spot::Away };
        }
        Spot::Beyond
    }

    /// Puts a row where it belongs, unless that is not held; the answer is its index.
    pub fn insert(&mut self, row: T) -> Option<usize> {
        if self.find(row.id()).is_some() {
            return None;
        }
        let Spot::At { index, page, at } = self.spot(&row.key(self.sort)) else { return None };
        let page = &mut self.pages[page];
        page.rows.insert(at, row);
        page.len += 1;
        Some(index)
    }

    /// Takes out the rows that are held and do not stay; true where there were any.
    pub fn retain(&mut self, stays: impl Fn(&T) -> bool) -> bool {
        let before = self.len();
        for page in self.pages.iter_mut().filter(|page| page.held) {
            page.rows.retain(&stays);
            page.len = page.rows.len();
        }
        self.len() != before
    }

    /// Changes were missed: every page is to be asked for again, when somebody looks at it.
    pub fn distrust(&mut self) {
        for page in &mut self.pages {
            page.stale = true;
        }
    }

    /// Lets go of rows far from those in sight where more are held than are kept, and of those that cannot be trusted.
    /// True where the number of rows became another.
    pub fn let_go(&mut self, near: &Range<usize>) -> bool {
        let before = self.len();
        loop {
            let mut excess = self.pages.iter().map(|page| page.rows.len()).sum::<usize>() > KEPT;
            let mut first = 0;
            let mut farthest: Option<(usize, usize)> = None;
            for (number, page) in self.pages.iter().enumerate() {
                let distance = near.start.saturating_sub(first + page.len).max(first.saturating_sub(near.end));
                first += page.len;
                if page.held && distance > 0 && (page.stale || farthest.is_none_or(|it| it.1 < distance)) {
                    farthest = Some((number, distance));
                    if page.stale {
                        excess = true;
                        break;
                    }
                }
            }
            let Some((number, _)) = farthest.filter(|_| excess) else { return self.len() != before };
            let sort = self.sort;
            let page = &mut self.pages[number];
            page.rows.retain(Listed::belongs);
            page.start = page.rows.first().map(|row| row.key(sort));
            page.len = page.rows.len();
            page.rows = Vec::new();
            page.held = false;
            page.stale = false;
        }
    }

    /// What asks for a page around these rows that was let go, or cannot be trusted.
    pub fn wanted(&self, near: &Range<usize>) -> Option<Wanted> {
        let mut first = 0;
        let wanted = self.pages.iter().find(|page| {
            let touched = first < near.end && near.start < first + page.len.max(1);
            first += page.len;
            touched && (page.stale || !page.held)
        });
        wanted.map(|page| Wanted { cursor: page.cursor.clone() })
    }

    /// A page came again. What it has beyond its end belongs to the next; what it lacks before its end, because there
    /// are more rows by now than one answer holds, becomes a page of its own.
    pub fn fill(&mut self, cursor: Option<&str>, mut rows: Vec<T>, next: Option<String>) {
        let Some(number) = self.pages.iter().position(|page| page.cursor.as_deref() == cursor) else { return };
        let sort = self.sort;
        let (end, len) = (self.pages[number].end.clone(), self.pages[number].len);
        let mut whole = next.is_none();
        if let Some(end) = &end {
            let came = rows.len();
            match rows.iter().position(|row| row.id() == end.id) {
                Some(at) => rows.truncate(at + 1),
                None => rows.retain(|row| row.key(sort).order(end, sort) != Ordering::Greater),
            }
            whole |= rows.len() < came || rows.last().is_some_and(|row| row.id() == end.id);
        }
        let last = rows.last().map(|row| row.key(sort));
        let elsewhere = |id: &str| {
            let others = self.pages.iter().enumerate().filter(|(at, _)| *at != number);
            others.flat_map(|(_, page)| &page.rows).any(|row| row.id() == id)
        };
        rows.retain(|row| !elsewhere(row.id()));
        let rest = (!whole).then(|| Page {
            cursor: next,
            end: end.clone(),
            start: None,
            len: len.saturating_sub(rows.len()).max(1),
            rows: Vec::new(),
            held: false,
            stale: false,
        });
        let page = &mut self.pages[number];
        page.end = if rest.is_some() { last } else { end };
        page.len = rows.len();
        page.rows = rows;
        page.held = true;
        page.stale = false;
        if let Some(rest) = rest {
            self.pages.insert(number + 1, rest);
        }
    }
}

#[cfg(test)]
mod tests;
