//! The shape of a recording's sound: the lowest and the highest sample of each stretch, per channel, in the binary format of
//! audiowaveform, version 2 (<https://github.com/bbc/audiowaveform/blob/master/doc/DataFormat.md>) with 8-bit values.

/// The version that is written and read.
const VERSION: i32 = 2;
/// The flag that says that values have 8 bits.
const EIGHT_BITS: u32 = 1;
/// How many bytes stand before the values.
const HEAD: usize = 24;

/// The shape of a recording's sound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Peaks {
    /// Samples a second.
    pub sample_rate: u32,
    /// How many samples make a point.
    pub samples_per_point: u32,
    /// How many channels.
    pub channels: u32,
    /// For each point, for each channel: the lowest and the highest sample.
    pub values: Vec<(i8, i8)>,
}

/// Why bytes are no peaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotPeaks;

impl Peaks {
    /// Reads them from a file's bytes.
    pub fn read(bytes: &[u8]) -> Result<Self, NotPeaks> {
        let number = |at: usize| -> Result<u32, NotPeaks> {
            let bytes = bytes.get(at..at + 4).ok_or(NotPeaks)?;
            Ok(u32::from_le_bytes(bytes.try_into().map_err(|_| NotPeaks)?))
        };
        let positive = |at: usize| number(at).and_then(|it| if it == 0 { Err(NotPeaks) } else { Ok(it) });
        if number(0)?.cast_signed() != VERSION || number(4)? & EIGHT_BITS == 0 {
            return Err(NotPeaks);
        }
        let (sample_rate, samples_per_point, points, channels) =
            (positive(8)?, positive(12)?, number(16)?, positive(20)?);
        let count = (points as usize).checked_mul(channels as usize).ok_or(NotPeaks)?;
        let values = bytes.get(HEAD..).ok_or(NotPeaks)?;
        if values.len() != count.checked_mul(2).ok_or(NotPeaks)? {
            return Err(NotPeaks);
        }
        let values = values.chunks_exact(2).map(|pair| (pair[0].cast_signed(), pair[1].cast_signed())).collect();
        Ok(Self { sample_rate, samples_per_point, channels, values })
    }

    /// The bytes of the file.
    pub fn write(&self) -> Vec<u8> {
        let points = u32::try_from(self.points()).unwrap_or(u32::MAX);
        let mut out = Vec::with_capacity(HEAD + self.values.len() * 2);
        out.extend(VERSION.to_le_bytes());
        for number in [EIGHT_BITS, self.sample_rate, self.samples_per_point, points, self.channels] {
            out.extend(number.to_le_bytes());
        }
        out.extend(self.values.iter().flat_map(|(low, high)| [low.cast_unsigned(), high.cast_unsigned()]));
        out
    }

    /// How many points there are.
    pub fn points(&self) -> usize {
        self.values.len() / self.channels.max(1) as usize
    }

    /// How long a point lasts, in milliseconds.
    pub fn point_ms(&self) -> f64 {
        f64::from(self.samples_per_point) * 1000.0 / f64::from(self.sample_rate.max(1))
    }

    /// The points of one channel, lowest and highest.
    pub fn channel(&self, channel: u32) -> impl Iterator<Item = (i8, i8)> + '_ {
        self.values.iter().skip(channel as usize).step_by(self.channels.max(1) as usize).copied()
    }

    /// The same with at most so many points: neighbours are put together.
    #[must_use]
    pub fn at_most(&self, points: usize) -> Self {
        let together = self.points().div_ceil(points.max(1)).max(1);
        let channels = self.channels.max(1) as usize;
        let joined = |stretch: &[(i8, i8)], channel: usize| {
            let all = stretch.iter().skip(channel).step_by(channels);
            all.fold((i8::MAX, i8::MIN), |(low, high), it| (low.min(it.0), high.max(it.1)))
        };
        let values = self.values.chunks(together * channels);
        let values = values.flat_map(|stretch| (0..channels).map(move |channel| joined(stretch, channel))).collect();
        let samples_per_point = self.samples_per_point.saturating_mul(u32::try_from(together).unwrap_or(u32::MAX));
        Self { samples_per_point, values, ..*self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stereo() -> Peaks {
        let values = vec![(-3, 4), (0, 0), (-128, 127), (-1, 1), (-5, 2), (0, 9), (-2, 8), (-7, 0), (-1, 1), (-2, 3)];
        Peaks { sample_rate: 8000, samples_per_point: 256, channels: 2, values }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let peaks = stereo();
        assert_eq!(Peaks::read(&peaks.write()), Ok(peaks.clone()));
        assert_eq!(peaks.write()[..8], [2, 0, 0, 0, 1, 0, 0, 0]);
        assert_eq!((peaks.points(), peaks.point_ms()), (5, 32.0));
        assert_eq!(peaks.channel(1).collect::<Vec<_>>(), [(0, 0), (-1, 1), (0, 9), (-7, 0), (-2, 3)]);
    }

    #[test]
    fn what_is_cut_off_or_of_another_kind_is_refused() {
        let bytes = stereo().write();
        for cut in [0, 4, HEAD - 1, HEAD, bytes.len() - 1] {
            assert_eq!(Peaks::read(&bytes[..cut]), Err(NotPeaks), "{cut}");
        }
        for (at, value) in [(0, 1), (4, 0), (12, 0), (20, 0), (20, 200)] {
            let mut other = bytes.clone();
            other[at..at + 4].copy_from_slice(&[value, 0, 0, 0]);
            assert_eq!(Peaks::read(&other), Err(NotPeaks), "{at}");
        }
    }

    #[test]
    fn fewer_points_keep_the_extremes_of_each_channel() {
        let fewer = stereo().at_most(2);
        assert_eq!((fewer.points(), fewer.samples_per_point), (2, 768));
        assert_eq!(fewer.values, [(-128, 127), (-1, 9), (-2, 8), (-7, 3)]);
        assert_eq!(stereo().at_most(5), stereo());
        assert_eq!(stereo().at_most(100), stereo());
    }
}
