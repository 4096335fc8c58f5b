//! How the recordings are heard: how fast, how loud each side is, with or without pauses.

use leptos::prelude::{Get, GetUntracked, LocalStorage, RwSignal, Set, StoredValue, Update, UpdateValue, WithValue};
use web_sys::HtmlAudioElement;

use super::sides::{Mixer, Side, Sides};
use super::{Player, to_ms};
use crate::state::browser::{keep, kept};

/// The speeds that the player offers, in percent.
pub const SPEEDS: [u16; 8] = [50, 75, 100, 125, 150, 200, 300, 400];

const SPEED: &str = "call-records.speed";
const PAUSES: &str = "call-records.pauses";
const SKIPPED: &str = "skipped";

/// How the recordings are heard.
#[derive(Clone, Copy)]
pub(super) struct Hearing {
    speed: RwSignal<u16>,
    skips_pauses: RwSignal<bool>,
    /// How much of this call was skipped, in milliseconds.
    saved_ms: RwSignal<u64>,
    sides: RwSignal<Sides>,
    mixer: StoredValue<Option<Mixer>, LocalStorage>,
}

impl Hearing {
    /// As it was left on this machine.
    pub(super) fn restore() -> Self {
        let speed = kept(SPEED).and_then(|text| text.parse().ok()).filter(|speed| SPEEDS.contains(speed));
        Self {
            speed: RwSignal::new(speed.unwrap_or(100)),
            skips_pauses: RwSignal::new(kept(PAUSES).is_some_and(|text| text == SKIPPED)),
            saved_ms: RwSignal::new(0),
            sides: RwSignal::new(Sides::default()),
            mixer: StoredValue::new_local(None),
        }
    }

    /// Another call is heard.
    pub(super) fn begin(self) {
        self.saved_ms.set(0);
    }

    pub(super) fn skips_pauses_now(self) -> bool {
        self.skips_pauses.get_untracked()
    }

    /// Counts what was skipped.
    pub(super) fn save(self, ms: u64) {
        self.saved_ms.update(|saved| *saved += ms);
    }

    /// Makes the element sound as chosen. The pitch stays.
    pub(super) fn apply(self, audio: &HtmlAudioElement) {
        audio.set_default_playback_rate(f64::from(self.speed.get_untracked()) / 100.0);
        audio.set_playback_rate(f64::from(self.speed.get_untracked()) / 100.0);
    }
}

impl Player {
    /// The speed in percent.
    pub fn speed(self) -> u16 {
        self.hearing.speed.get()
    }

    /// Plays faster or slower, from now on.
    pub fn set_speed(self, percent: u16) {
        self.hearing.speed.set(percent);
        keep(SPEED, &percent.to_string());
        self.with_audio(|audio| self.hearing.apply(audio));
    }

    /// Takes the sound away or gives it back, and says which.
    pub fn toggle_sound(self) -> bool {
        let mut sounds = true;
        self.with_audio(|audio| {
            sounds = audio.muted();
            audio.set_muted(!sounds);
        });
        sounds
    }

    /// How loud each side is.
    pub fn sides(self) -> Sides {
        self.hearing.sides.get()
    }

    /// Makes a side louder or softer, in percent.
    pub fn set_side(self, side: Side, percent: u8) {
        self.mix(self.hearing.sides.get_untracked().with(side, percent.min(100)));
    }

    /// Hears a side alone, or both again.
    pub fn toggle_alone(self, side: Side) {
        self.mix(self.hearing.sides.get_untracked().toggled(side));
    }

    fn mix(self, sides: Sides) {
        self.hearing.sides.set(sides);
        // The mixer is made when it is first needed: whoever changes nothing hears the element itself.
        self.with_audio(|audio| {
            self.hearing.mixer.update_value(|mixer| {
                if mixer.is_none() {
                    *mixer = Mixer::of(audio).ok();
                }
            });
        });
        self.hearing.mixer.with_value(|mixer| {
            if let Some(mixer) = mixer {
                mixer.set(sides);
            }
        });
    }

    /// Whether pauses are skipped, and how many milliseconds of this call that has saved.
    pub fn skips_pauses(self) -> (bool, u64) {
        (self.hearing.skips_pauses.get(), self.hearing.saved_ms.get())
    }

    /// Skips pauses from now on, or no longer.
    pub fn skip_pauses(self, skip: bool) {
        self.hearing.skips_pauses.set(skip);
        keep(PAUSES, if skip { SKIPPED } else { "heard" });
        if skip {
            self.with_reel(|reel| self.shapes.fetch(reel, true));
        }
    }

    /// How far the element is in its recording, in milliseconds.
    pub(super) fn heard_ms(self) -> Option<u64> {
        let mut heard = None;
        self.with_audio(|audio| heard = Some(to_ms(audio.current_time())));
        heard
    }
}
