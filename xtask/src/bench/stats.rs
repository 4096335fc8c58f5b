//! Percentiles, and the table that shows them.

use std::time::Duration;

use super::Answer;

/// Three points of a distribution.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Percentiles {
    pub(crate) p50: Duration,
    pub(crate) p95: Duration,
    pub(crate) p99: Duration,
}

impl Percentiles {
    /// By nearest rank: each is a time that was really measured. `None` of nothing.
    pub(crate) fn of(mut times: Vec<Duration>) -> Option<Self> {
        times.sort_unstable();
        let at = |percent: usize| {
            let rank = (times.len() * percent).div_ceil(100).max(1);
            times.get(rank - 1).copied()
        };
        Some(Self { p50: at(50)?, p95: at(95)?, p99: at(99)? })
    }

    pub(crate) fn same(time: Duration) -> Self {
        Self { p50: time, p95: time, p99: time }
    }
}

/// One line for each answer; times in milliseconds, `x base` by the medians.
pub(crate) fn table(answers: &[Answer]) -> String {
    let wide = answers.iter().map(|answer| answer.name.chars().count()).max().unwrap_or(0).max("question".len());
    let mut lines = vec![format!(
        "{:wide$} {:>9} {:>9} {:>9} {:>9} {:>9} {:>7}",
        "question", "bytes", "p50 ms", "p95 ms", "p99 ms", "base ms", "x base"
    )];
    for Answer { name, bytes, took, baseline } in answers {
        let base = baseline.map_or_else(|| "-".to_owned(), |baseline| ms(baseline.p50));
        let times = baseline.map_or_else(|| "-".to_owned(), |baseline| ratio(took.p50, baseline.p50));
        let (p50, p95, p99) = (ms(took.p50), ms(took.p95), ms(took.p99));
        lines.push(format!("{name:wide$} {bytes:>9} {p50:>9} {p95:>9} {p99:>9} {base:>9} {times:>7}"));
    }
    lines.join("\n")
}

fn ms(time: Duration) -> String {
    format!("{:.3}", time.as_secs_f64() * 1000.0)
}

fn ratio(time: Duration, base: Duration) -> String {
    if base.is_zero() { "-".to_owned() } else { format!("{:.2}", time.as_secs_f64() / base.as_secs_f64()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(ms: impl IntoIterator<Item = u64>) -> Option<[u128; 3]> {
        let Percentiles { p50, p95, p99 } = Percentiles::of(ms.into_iter().map(Duration::from_millis).collect())?;
        Some([p50.as_millis(), p95.as_millis(), p99.as_millis()])
    }

    #[test]
    fn percentiles_are_measured_values_by_nearest_rank() {
        assert_eq!(of([]), None);
        assert_eq!(of([7]), Some([7, 7, 7]));
        assert_eq!(of([2, 1]), Some([1, 2, 2]));
        assert_eq!(of(1..=100), Some([50, 95, 99]));
        assert_eq!(of((1..=500).rev()), Some([250, 475, 495]));
        assert_eq!(of(1..=5), Some([3, 5, 5]));
    }

    #[test]
    fn the_table_shows_how_many_times_the_baseline() {
        let ms = |ms| Percentiles::same(Duration::from_micros(ms));
        let answers = [
            Answer { name: "today".to_owned(), bytes: 1200, took: ms(1500), baseline: Some(ms(1000)) },
            Answer { name: "语".to_owned(), bytes: 3, took: ms(20), baseline: None },
            Answer { name: "none".to_owned(), bytes: 3, took: ms(20), baseline: Some(ms(0)) },
        ];
        let table = table(&answers);
        let rows: Vec<Vec<&str>> = table.lines().skip(1).map(|line| line.split_whitespace().collect()).collect();
        assert_eq!(rows[0], ["today", "1200", "1.500", "1.500", "1.500", "1.000", "1.50"]);
        assert_eq!(rows[1], ["语", "3", "0.020", "0.020", "0.020", "-", "-"]);
        assert_eq!(rows[2].last(), Some(&"-"));
    }
}
