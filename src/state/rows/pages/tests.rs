use super::*;
use crate::state::sample;

/// A row that started `at` minutes after midnight.
#[derive(Debug, Clone, PartialEq)]
struct Row {
    id: String,
    at: u64,
    left: bool,
}

impl Listed for Row {
    fn id(&self) -> &str {
        &self.id
    }

    fn key(&self, sort: Sort) -> Key {
        Key::of(sort, &sample::row(&self.id, self.at))
    }

    fn belongs(&self) -> bool {
        !self.left
    }
}

fn row(at: u64) -> Row {
    Row { id: format!("{at:06}"), at, left: false }
}

/// A server that keeps calls by their minute, newest first, and answers in pages.
#[derive(Default)]
struct Server(Vec<u64>);

impl Server {
    fn page(&self, cursor: Option<&str>, limit: usize) -> (Vec<Row>, Option<String>) {
        let after = cursor.map(|it| it.parse::<u64>().expect("a minute"));
        let mut calls: Vec<u64> = self.0.iter().copied().filter(|at| after.is_none_or(|after| *at < after)).collect();
        calls.sort_unstable_by(|a, b| b.cmp(a));
        let next = calls.get(limit - 1).filter(|_| calls.len() > limit).map(u64::to_string);
        (calls.into_iter().take(limit).map(row).collect(), next)
    }
}

fn opened(server: &Server, pages: usize) -> Pages<Row> {
    let (rows, mut next) = server.page(None, 50);
    let mut list = Pages::new(Sort::NEWEST_FIRST, rows, next.is_some());
    for _ in 1..pages {
        let Some(cursor) = next else { break };
        let (rows, after) = server.page(Some(&cursor), 200);
        list.append(Some(cursor), rows, after.is_some());
        if pages > 100 {
            list.let_go(&(list.len() - 1..list.len()));
        }
        next = after;
    }
    list
}

/// Asks for whatever is missing there, until nothing is.
fn load(list: &mut Pages<Row>, server: &Server, near: &Range<usize>) {
    for _ in 0..1_000 {
        let Some(Wanted { cursor }) = list.wanted(near) else { return };
        let (rows, next) = server.page(cursor.as_deref(), 200);
        list.fill(cursor.as_deref(), rows, next);
    }
    panic!("it never has enough");
}

fn minutes(list: &Pages<Row>, range: Range<usize>) -> Vec<Option<u64>> {
    range.map(|index| list.get(index).map(|row| row.at)).collect()
}

#[test]
fn rows_far_away_are_let_go_and_come_back_as_they_were() {
    let server = Server((0..100_000).collect());
    let mut list = opened(&server, 501);
    assert_eq!(list.len(), 100_000);
    for first in [99_980_usize, 50_000, 0, 70_010, 230, 40] {
        let sight = first..first + 20;
        let near = first.saturating_sub(200)..first + 220;
        list.let_go(&near);
        load(&mut list, &server, &near);
        assert!(list.held().count() < KEPT + 1_000, "{} are held", list.held().count());
        assert_eq!(list.len(), 100_000);
        let wanted: Vec<_> = sight.clone().map(|index| Some(99_999 - index as u64)).collect();
        assert_eq!(minutes(&list, sight), wanted);
    }
}

#[test]
fn a_page_that_comes_back_has_what_became_of_it() {
    let mut server = Server((0..10_000).map(|at| at * 2).collect());
    let mut list = opened(&server, 60);
    list.let_go(&(9_900..9_920));
    assert_eq!(list.get(300), None);
    // Among the rows that were let go, three hundred came and one went.
    let near = 250..450;
    let (first, last) = (19_998 - 2 * 250, 19_998 - 2 * 450);
    server.0.extend((0..300).map(|it| last + 2 * (it % 199) + 1).collect::<std::collections::BTreeSet<_>>());
    server.0.retain(|at| *at != first - 4);
    load(&mut list, &server, &(250..1_050));
    let (all, _) = server.page(None, 1_050);
    let wanted: Vec<_> = all.iter().skip(near.start).take(600).map(|row| Some(row.at)).collect();
    assert_eq!(minutes(&list, near.start..near.start + 600), wanted);
    assert_eq!(list.len(), 10_000 + 199 - 1);
}

#[test]
fn calls_find_their_place_whatever_is_held() {
    let server = Server((100..5_100).collect());
    let mut list = opened(&server, 20);
    let spot = |list: &Pages<Row>, at: u64| list.spot(&row(at).key(Sort::NEWEST_FIRST));
    assert_eq!(spot(&list, 6_000), Spot::At { index: 0, page: 0, at: 0 });
    assert!(matches!(spot(&list, 5_000), Spot::At { index: 100, .. }));
    assert_eq!(spot(&list, 1), Spot::Beyond);
    list.let_go(&(3_800..3_820));
    assert_eq!(spot(&list, 6_000), Spot::Before);
    assert_eq!(spot(&list, 5_000), Spot::Away);
    assert_eq!(list.insert(row(6_000)), None);
    // The last page of all takes what comes after.
    let mut whole = opened(&Server(vec![5, 3]), 1);
    assert_eq!((whole.insert(row(1)), whole.insert(row(4)), whole.insert(row(4))), (Some(2), Some(1), None));
    assert_eq!(minutes(&whole, 0..4), [Some(5), Some(4), Some(3), Some(1)]);
}

#[test]
fn what_left_goes_with_its_page() {
    let server = Server((0..5_000).collect());
    let mut list = opened(&server, 26);
    list.retain(|row| row.at != 4_900);
    let mut gone = row(4_900);
    gone.left = true;
    list.insert(gone);
    assert_eq!(list.len(), 5_000);
    assert!(list.let_go(&(4_800..4_820)), "the list became shorter");
    assert_eq!(list.len(), 4_999);
}

#[test]
fn pages_that_cannot_be_trusted_are_asked_for_again_where_somebody_looks() {
    let mut server = Server((0..1_000).collect());
    let mut list = opened(&server, 9);
    let near = 300..320;
    list.distrust();
    list.let_go(&near);
    // What is in sight stays in sight until its page comes.
    assert_eq!(minutes(&list, 300..302), [Some(699), Some(698)]);
    assert_eq!(list.get(900), None);
    server.0.retain(|at| *at != 699);
    load(&mut list, &server, &near);
    assert_eq!(minutes(&list, 300..302), [Some(698), Some(697)]);
    assert_eq!(list.wanted(&near), None);
}

#[test]
fn no_row_is_twice_in_the_list_whatever_comes_and_goes() {
    let mut dice = 7_u64;
    let mut roll = move |sides: u64| {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (dice >> 33) % sides
    };
    let mut server = Server((0..6_000).map(|at| at * 3).collect());
    let mut list = opened(&server, 31);
    for _ in 0..400 {
        let at = roll(18_000);
        match roll(3) {
            0 if !server.0.contains(&at) => {
                server.0.push(at);
                list.insert(row(at));
            }
            1 => {
                server.0.retain(|it| *it != at);
                list.retain(|row| row.at != at);
            }
            _ => {}
        }
        let first = usize::try_from(roll(5_900)).expect("a small number");
        let near = first..first + 60;
        list.let_go(&near);
        load(&mut list, &server, &near);
        let seen: Vec<u64> = minutes(&list, first..(first + 60).min(list.len())).into_iter().flatten().collect();
        assert!(seen.windows(2).all(|pair| pair[0] > pair[1]), "in order, each once: {seen:?}");
        assert!(seen.iter().all(|at| server.0.contains(at)), "only what there is");
    }
    // Looked at from end to end, it is what the server has.
    for first in (0..list.len()).step_by(150) {
        let near = first..first + 200;
        list.let_go(&near);
        load(&mut list, &server, &near);
    }
    assert_eq!(list.len(), server.0.len());
}
