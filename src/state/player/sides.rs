//! Who is heard how loud: the two sides of a stereo recording.

use wasm_bindgen::JsValue;
use web_sys::{AudioContext, AudioNode, GainNode, HtmlAudioElement};

/// A side of a stereo recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The first channel.
    Left,
    /// The second channel.
    Right,
}

/// How loud each side is, in percent, and which one is heard alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sides {
    /// How loud the first channel is.
    pub left: u8,
    /// How loud the second channel is.
    pub right: u8,
    /// The side that is heard alone, in both ears.
    pub alone: Option<Side>,
}

impl Default for Sides {
    fn default() -> Self {
        Self { left: 100, right: 100, alone: None }
    }
}

impl Sides {
    /// How loud a side is, in percent.
    pub const fn of(self, side: Side) -> u8 {
        match side {
            Side::Left => self.left,
            Side::Right => self.right,
        }
    }

    /// The same with one side louder or softer.
    #[must_use]
    pub const fn with(mut self, side: Side, percent: u8) -> Self {
        match side {
            Side::Left => self.left = percent,
            Side::Right => self.right = percent,
        }
        self
    }

    /// The same with this side heard alone, or again with the other.
    #[must_use]
    pub fn toggled(mut self, side: Side) -> Self {
        self.alone = (self.alone != Some(side)).then_some(side);
        self
    }

    /// How much of each channel goes into each ear, in percent: left to left, left to right, right to left, right to
    /// right.
    const fn mix(self) -> [u8; 4] {
        match self.alone {
            None => [self.left, 0, 0, self.right],
            Some(Side::Left) => [self.left, self.left, 0, 0],
            Some(Side::Right) => [0, 0, self.right, self.right],
        }
    }
}

/// The way of the sound from the element to the ears.
pub struct Mixer {
    context: AudioContext,
    gains: [GainNode; 4],
}

impl Mixer {
    /// Takes the sound of an element over. An element gives its sound to one mixer, once.
    pub fn of(audio: &HtmlAudioElement) -> Result<Self, JsValue> {
        let context = AudioContext::new()?;
        let source = context.create_media_element_source(audio)?;
        let splitter = context.create_channel_splitter_with_number_of_outputs(2)?;
        let merger = context.create_channel_merger_with_number_of_inputs(2)?;
        source.connect_with_audio_node(&splitter)?;
        let way = |from: u32, to: u32| -> Result<GainNode, JsValue> {
            let gain = context.create_gain()?;
            splitter.connect_with_audio_node_and_output(&gain, from)?;
            let node: &AudioNode = gain.as_ref();
            node.connect_with_audio_node_and_output_and_input(&merger, 0, to)?;
            Ok(gain)
        };
        let gains = [way(0, 0)?, way(0, 1)?, way(1, 0)?, way(1, 1)?];
        merger.connect_with_audio_node(&context.destination())?;
        Ok(Self { context, gains })
    }

    /// Mixes as told.
    pub fn set(&self, sides: Sides) {
        for (gain, value) in self.gains.iter().zip(sides.mix()) {
            gain.gain().set_value(f32::from(value) / 100.0);
        }
        // Browsers hold the sound until somebody has touched the page.
        let _ = self.context.resume();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_side_alone_is_heard_in_both_ears() {
        let sides = Sides::default().with(Side::Right, 50);
        assert_eq!(sides.mix(), [100, 0, 0, 50]);
        assert_eq!(sides.toggled(Side::Right).mix(), [0, 0, 50, 50]);
        assert_eq!(sides.toggled(Side::Right).toggled(Side::Left).mix(), [100, 100, 0, 0]);
        assert_eq!(sides.toggled(Side::Left).toggled(Side::Left), sides);
    }
}
