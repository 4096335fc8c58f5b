//! Where nobody speaks. Pure.

use call_records_wire::peaks::Peaks;

/// What is no louder than this on every channel is quiet: two of 127, about -36 dB.
const LOUDEST: u8 = 2;
/// Shorter pauses belong to speech.
const LEAST_MS: u64 = 1_500;
/// What is left of a pause at its end, so that no word loses its start.
const LEFT_MS: u64 = 300;
/// Points of this length show pauses well enough.
pub const POINT_MS: u64 = 250;

/// The pauses of a recording that can be skipped: where each begins and ends, in milliseconds.
pub fn pauses(peaks: &Peaks) -> Vec<(u64, u64)> {
    let channels = peaks.channels.max(1) as usize;
    let point_ms = peaks.point_ms();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "small and positive"
    )]
    let ms = |point: usize| (point as f64 * point_ms) as u64;
    let mut found = Vec::new();
    let mut begun = None;
    for (point, values) in peaks.values.chunks(channels).enumerate() {
        let quiet = values.iter().all(|(low, high)| low.unsigned_abs() <= LOUDEST && high.unsigned_abs() <= LOUDEST);
        match (quiet, begun) {
            (true, None) => begun = Some(point),
            (false, Some(first)) => {
                found.push((ms(first), ms(point)));
                begun = None;
            }
            (true, Some(_)) | (false, None) => {}
        }
    }
    if let Some(first) = begun {
        found.push((ms(first), ms(peaks.points())));
    }
    found.retain(|(from, to)| to - from >= LEAST_MS);
    for (from, to) in &mut found {
        *from += LEFT_MS;
        *to -= LEFT_MS;
    }
    found
}

/// The end of the pause that a place lies in.
pub fn end_of_pause(pauses: &[(u64, u64)], at_ms: u64) -> Option<u64> {
    let next = pauses.partition_point(|(_, to)| *to <= at_ms);
    pauses.get(next).filter(|(from, _)| *from <= at_ms).map(|(_, to)| *to)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A quarter of a second a letter: `.` is quiet, `,` is quiet on one side only.
    fn sound(letters: &str) -> Peaks {
        let values = letters.chars().flat_map(|letter| match letter {
            '.' => [(-2, 1), (0, 2)],
            ',' => [(0, 0), (-90, 3)],
            _ => [(-40, 50), (-9, 8)],
        });
        Peaks { sample_rate: 8000, samples_per_point: 2000, channels: 2, values: values.collect() }
    }

    #[test]
    fn long_pauses_of_both_sides_are_skipped_but_for_their_ends() {
        assert_eq!(pauses(&sound("xx......xx")), [(800, 1_700)]);
        assert_eq!(pauses(&sound("xx.....xx")), []);
        assert_eq!(pauses(&sound("xx...,...xx")), []);
        assert_eq!(pauses(&sound("........xx..........")), [(300, 1_700), (2_800, 4_700)]);
        assert_eq!(pauses(&sound("")), []);
    }

    #[test]
    fn who_is_in_a_pause_goes_to_its_end() {
        let pauses = [(300, 1_700), (2_800, 4_700)];
        for (at, end) in
            [(0, None), (300, Some(1_700)), (1_699, Some(1_700)), (1_700, None), (3_000, Some(4_700)), (5_000, None)]
        {
            assert_eq!(end_of_pause(&pauses, at), end, "{at}");
        }
    }
}
