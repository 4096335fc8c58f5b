//! The shape of sound: how loud it is from moment to moment, per channel.

use std::io::{self, Write};

use call_records_wire::peaks::Peaks;

use super::encode::EncodingError;
use super::sound::Sound;

/// A hundred points a second show a word; more than these together are told apart by nobody.
const POINTS_A_SECOND: u32 = 100;
const MOST_POINTS: usize = 128 * 1024;

/// Measures the shape of a sound. However long it is, few points are held.
pub(super) fn measure(sound: &mut Sound) -> Result<Peaks, String> {
    let channels = sound.channels;
    let mut shape = Growing::new(sound.rate, channels);
    let mut block = Vec::new();
    while sound.next(&mut block)? {
        for frame in block.chunks_exact(channels) {
            shape.add(frame);
        }
    }
    Ok(shape.finish())
}

/// Writes the shape of a sound as a file.
pub(super) fn write(sound: &mut Sound, to: &mut impl Write) -> Result<(), EncodingError> {
    let peaks = measure(sound).map_err(EncodingError::Unreadable)?;
    to.write_all(&peaks.write()).and_then(|()| to.flush()).map_err(|error: io::Error| EncodingError::Writing(error))
}

/// Points as they come. Where there are too many, two by two become one.
struct Growing {
    peaks: Peaks,
    most: usize,
    /// The lowest and the highest of each channel since the last point.
    since: Vec<(f32, f32)>,
    frames: u32,
}

impl Growing {
    fn new(rate: u32, channels: usize) -> Self {
        let peaks = Peaks {
            sample_rate: rate,
            samples_per_point: (rate / POINTS_A_SECOND).max(1),
            channels: u32::try_from(channels).unwrap_or(1),
            values: Vec::new(),
        };
        Self { peaks, most: MOST_POINTS, since: vec![(0.0, 0.0); channels], frames: 0 }
    }

    fn add(&mut self, frame: &[f32]) {
        for ((low, high), sample) in self.since.iter_mut().zip(frame) {
            if self.frames == 0 {
                (*low, *high) = (*sample, *sample);
            } else {
                (*low, *high) = (low.min(*sample), high.max(*sample));
            }
        }
        self.frames += 1;
        if self.frames == self.peaks.samples_per_point {
            self.point();
        }
    }

    fn point(&mut self) {
        self.frames = 0;
        self.peaks.values.extend(self.since.iter().map(|(low, high)| (small(*low), small(*high))));
        if self.peaks.points() >= self.most * 2 {
            self.peaks = self.peaks.at_most(self.most);
        }
    }

    fn finish(mut self) -> Peaks {
        if self.frames > 0 {
            self.point();
        }
        self.peaks
    }
}

/// A sample in eight bits.
#[expect(clippy::cast_possible_truncation, reason = "it is clamped")]
fn small(sample: f32) -> i8 {
    (sample * 127.0).round().clamp(-128.0, 127.0) as i8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_hold_the_lowest_and_the_highest_of_each_channel() {
        let mut shape = Growing::new(200, 2);
        for frame in [[0.5, 0.0], [-1.0, 0.25], [0.1, -0.5], [0.2, -2.0], [1.0, 0.5]] {
            shape.add(&frame);
        }
        let peaks = shape.finish();
        assert_eq!((peaks.sample_rate, peaks.samples_per_point, peaks.channels), (200, 2, 2));
        assert_eq!(peaks.values, [(-127, 64), (0, 32), (13, 25), (-128, -64), (127, 127), (64, 64)]);
    }

    #[test]
    fn a_long_sound_has_fewer_points_a_second_and_the_same_extremes() {
        let mut shape = Growing { most: 4, ..Growing::new(100, 1) };
        for frame in 0..37_u8 {
            shape.add(&[if frame == 20 { 1.0 } else { f32::from(frame % 5) / -100.0 }]);
        }
        let peaks = shape.finish();
        assert!((4..8).contains(&peaks.points()), "{peaks:?}");
        assert_eq!(peaks.samples_per_point, 8);
        assert_eq!(peaks.values.iter().map(|it| it.1).max(), Some(127));
        assert_eq!(peaks.points(), 37_usize.div_ceil(8));
    }
}
