//! The recording that plays: at most one, and it goes on while the reader browses.

use call_records_wire::call::{CallRow, Recording};
use call_records_wire::time::Timestamp;
use call_records_wire::words::AudioFormat;
use leptos::prelude::{
    Get, GetUntracked, GetValue, LocalStorage, RwSignal, Set, StoredValue, UpdateValue, With, WithUntracked, WithValue,
};
use leptos::task::spawn_local;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{BroadcastChannel, Event, HtmlAudioElement};

use super::session::SessionState;
use crate::api::{self, ApiError};

/// The speeds that the player offers, in percent.
pub const SPEEDS: [u16; 6] = [75, 100, 125, 150, 175, 200];

/// By this name the pages of one browser tell each other that one of them plays.
const CHANNEL: &str = "call-records.player";

/// What the player knows of what it plays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Track {
    /// The recording.
    pub recording: Recording,
    /// The call that it belongs to.
    pub call_id: String,
    /// The customer's number.
    pub number: String,
    /// The agent, where there was one.
    pub agent: Option<String>,
    /// When the call started.
    pub started_at: Timestamp,
}

/// Where the player is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Playing {
    /// The audio is on its way.
    Loading,
    /// It plays.
    Yes,
    /// It is held.
    No,
    /// It cannot be played.
    Failed,
}

/// The player.
#[derive(Clone, Copy)]
pub struct Player {
    track: RwSignal<Option<Track>>,
    playing: RwSignal<Playing>,
    position_ms: RwSignal<u64>,
    length_ms: RwSignal<u64>,
    speed: RwSignal<u16>,
    audio: StoredValue<Option<HtmlAudioElement>, LocalStorage>,
    /// Counts attempts to play: one that was broken off by the next says nothing about that.
    attempt: StoredValue<u64>,
    /// The way to the other pages.
    others: StoredValue<Option<BroadcastChannel>, LocalStorage>,
    session: SessionState,
}

impl Player {
    /// A player with nothing in it.
    pub fn new(session: SessionState) -> Self {
        let audio = HtmlAudioElement::new().ok();
        let player = Self {
            track: RwSignal::new(None),
            playing: RwSignal::new(Playing::No),
            position_ms: RwSignal::new(0),
            length_ms: RwSignal::new(0),
            speed: RwSignal::new(100),
            audio: StoredValue::new_local(audio),
            attempt: StoredValue::new(0),
            others: StoredValue::new_local(BroadcastChannel::new(CHANNEL).ok()),
            session,
        };
        for name in ["playing", "pause", "ended", "waiting", "timeupdate", "durationchange", "error"] {
            player.on(name);
        }
        player.listen_to_others();
        player
    }

    /// Two recordings at once are none: where another page begins to play, this one holds.
    fn listen_to_others(self) {
        let began = Closure::<dyn FnMut(Event)>::new(move |_: Event| self.with_audio(|audio| drop(audio.pause())));
        self.others.with_value(|others| {
            if let Some(others) = others {
                others.set_onmessage(Some(began.as_ref().unchecked_ref()));
            }
        });
        began.forget();
    }

    fn on(self, name: &'static str) {
        let listener = Closure::<dyn FnMut(Event)>::new(move |_: Event| self.happened(name));
        self.with_audio(|audio| {
            audio.set_preload("none");
            let _ = audio.add_event_listener_with_callback(name, listener.as_ref().unchecked_ref());
        });
        // The player lives as long as the page.
        listener.forget();
    }

    fn happened(self, name: &str) {
        match name {
            "playing" => self.playing.set(Playing::Yes),
            "waiting" => self.playing.set(Playing::Loading),
            "pause" | "ended" if self.playing.get_untracked() != Playing::Failed => self.playing.set(Playing::No),
            // Taking the recording out is an error to the element, not to the reader.
            "error" if self.track.with_untracked(Option::is_some) => self.fail(),
            "timeupdate" => self.with_audio(|audio| self.position_ms.set(to_ms(audio.current_time()))),
            "durationchange" => self.with_audio(|audio| {
                if audio.duration().is_finite() {
                    self.length_ms.set(to_ms(audio.duration()));
                }
            }),
            _ => {}
        }
    }

    /// The element does not say why; a session that ended is no fault of the recording.
    fn fail(self) {
        self.playing.set(Playing::Failed);
        spawn_local(async move {
            if api::session().await == Err(ApiError::SignedOut) {
                self.session.ended();
            }
        });
    }

    /// What is in the player.
    pub fn track(self) -> Option<Track> {
        self.track.get()
    }

    /// Whether it plays.
    pub fn playing(self) -> Playing {
        self.playing.get()
    }

    /// How far it is, and how long the recording is, in milliseconds.
    pub fn position(self) -> (u64, u64) {
        (self.position_ms.get(), self.length_ms.get())
    }

    /// The speed in percent.
    pub fn speed(self) -> u16 {
        self.speed.get()
    }

    /// Whether this recording is in the player and plays or is about to.
    pub fn plays(self, recording_id: &str) -> bool {
        let here = self.track.with(|track| track.as_ref().is_some_and(|it| it.recording.recording_id == recording_id));
        here && matches!(self.playing.get(), Playing::Yes | Playing::Loading)
    }

    /// Plays a recording, or holds it if it is the one that plays.
    pub fn toggle_recording(self, row: &CallRow, recording: &Recording) {
        let here = self.track.with_untracked(|track| {
            track.as_ref().is_some_and(|it| it.recording.recording_id == recording.recording_id)
        });
        if here && self.playing.get_untracked() != Playing::Failed {
            self.toggle();
            return;
        }
        self.position_ms.set(0);
        self.length_ms.set(recording.duration_ms.unwrap_or(0));
        self.track.set(Some(Track {
            recording: recording.clone(),
            call_id: row.call_id.clone(),
            number: row.customer_number.clone(),
            agent: row.agents.last().map(|agent| agent.name.clone()),
            started_at: row.started_at,
        }));
        self.with_audio(|audio| audio.set_src(&api::recording_address(&recording.recording_id)));
        self.play();
    }

    /// Plays or holds.
    pub fn toggle(self) {
        match self.playing.get_untracked() {
            Playing::Yes | Playing::Loading => self.with_audio(|audio| drop(audio.pause())),
            Playing::No => self.play(),
            Playing::Failed => {
                self.with_audio(|audio| audio.load());
                self.play();
            }
        }
    }

    fn play(self) {
        self.playing.set(Playing::Loading);
        self.attempt.update_value(|attempt| *attempt += 1);
        let attempt = self.attempt.get_value();
        self.others.with_value(|others| others.as_ref().map(|others| others.post_message(&JsValue::TRUE)));
        self.with_audio(|audio| {
            audio.set_playback_rate(f64::from(self.speed.get_untracked()) / 100.0);
            if let Ok(promise) = audio.play() {
                // The browser may refuse; a recording that cannot be read says so with an event of its own.
                spawn_local(async move {
                    let refused = JsFuture::from(promise).await.is_err() && self.attempt.get_value() == attempt;
                    if refused && self.playing.get_untracked() == Playing::Loading {
                        self.playing.set(Playing::No);
                    }
                });
            }
        });
    }

    /// Goes to a position.
    pub fn seek(self, ms: u64) {
        let ms = ms.min(self.length_ms.get_untracked());
        self.position_ms.set(ms);
        self.with_audio(|audio| audio.set_current_time(to_seconds(ms)));
    }

    /// Goes so many milliseconds on or back.
    pub fn skip(self, by_ms: i64) {
        self.seek(self.position_ms.get_untracked().saturating_add_signed(by_ms));
    }

    /// Plays faster or slower.
    pub fn set_speed(self, percent: u16) {
        self.speed.set(percent);
        self.with_audio(|audio| audio.set_playback_rate(f64::from(percent) / 100.0));
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

    /// Takes the recording out.
    pub fn close(self) {
        self.track.set(None);
        self.playing.set(Playing::No);
        self.with_audio(|audio| {
            drop(audio.pause());
            let _ = audio.remove_attribute("src");
            audio.load();
        });
    }

    fn with_audio(self, act: impl FnOnce(&HtmlAudioElement)) {
        self.audio.with_value(|audio| {
            if let Some(audio) = audio {
                act(audio);
            }
        });
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "positions are small and positive")]
fn to_ms(seconds: f64) -> u64 {
    (seconds * 1000.0) as u64
}

#[expect(clippy::cast_precision_loss, reason = "positions fit a double exactly")]
fn to_seconds(ms: u64) -> f64 {
    ms as f64 / 1000.0
}

/// Where a recording can be had as a file.
pub fn download_address(recording_id: &str, format: Option<AudioFormat>) -> String {
    api::download_address(recording_id, format)
}
