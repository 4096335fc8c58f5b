//! The outline of a sound, for drawing: the least and the greatest sample of every 20 ms, for each channel.

use call_records_wire::peaks::Peaks;

use super::sound::Sound;

/// How many points a second has.
const POINTS_A_SECOND: u32 = 50;

/// The outline of a whole sound; the text says why it cannot be read.
pub(super) fn peaks(sound: &mut Sound) -> Result<Peaks, String> {
    let step = (sound.rate / POINTS_A_SECOND).max(1);
    let mut values = Vec::new();
    let mut samples = Vec::new();
    let mut point = vec![(f32::INFINITY, f32::NEG_INFINITY); sound.channels];
    let mut in_point = 0;
    while sound.next(&mut samples)? {
        for frame in samples.chunks_exact(sound.channels) {
            for ((least, greatest), &sample) in point.iter_mut().zip(frame) {
                *least = least.min(sample);
                *greatest = greatest.max(sample);
            }
            in_point += 1;
            if in_point == step {
                take(&mut point, &mut values);
                in_point = 0;
            }
        }
    }
    if in_point > 0 {
        take(&mut point, &mut values);
    }
    let channels = u32::try_from(sound.channels).unwrap_or(u32::MAX);
    Ok(Peaks { sample_rate: sound.rate, samples_per_point: step, channels, values })
}

fn take(point: &mut [(f32, f32)], values: &mut Vec<(i8, i8)>) {
    for (least, greatest) in point {
        values.push((eight_bits(*least), eight_bits(*greatest)));
        (*least, *greatest) = (f32::INFINITY, f32::NEG_INFINITY);
    }
}

#[expect(clippy::cast_possible_truncation, reason = "it is held within 8 bits first")]
fn eight_bits(sample: f32) -> i8 {
    (sample * 128.0).floor().clamp(-128.0, 127.0) as i8
}
