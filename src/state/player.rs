//! The recordings that play: those of at most one call, as one, and they go on while the reader browses.

mod begin;
mod hearing;
mod others;
mod passage;
mod quiet;
mod reel;
mod shape;
mod sides;

use call_records_wire::call::{CallRow, Recording, Stage};
use call_records_wire::time::Timestamp;
use call_records_wire::words::AudioFormat;
use leptos::prelude::{
    Get, GetUntracked, GetValue, LocalStorage, RwSignal, Set, SetValue, StoredValue, Update, UpdateValue, With,
    WithUntracked, WithValue,
};
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Event, HtmlAudioElement};

use super::session::SessionState;
use crate::api::{self, ApiError};
use hearing::Hearing;
pub use hearing::SPEEDS;
use others::Others;
pub use passage::Passage;
pub use reel::{Reel, Spot};
pub use shape::Shape;
use shape::Shapes;
pub use sides::Side;

/// What the player knows of what it plays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Track {
    /// The recordings.
    pub reel: Reel,
    /// The call that they belong to.
    pub call_id: String,
    /// The customer's number.
    pub number: String,
    /// The agent, where there was one.
    pub agent: Option<String>,
    /// When the call started.
    pub started_at: Timestamp,
    /// What the call spent its time on.
    pub stages: Vec<Stage>,
}

impl Track {
    fn of(row: &CallRow) -> Self {
        Self {
            reel: Reel::of(row),
            call_id: row.call_id.clone(),
            number: row.customer_number.clone(),
            agent: row.agents.last().map(|agent| agent.name.clone()),
            started_at: row.started_at,
            stages: row.stages.clone(),
        }
    }
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
    /// The number of the recording that is in the element.
    segment: RwSignal<usize>,
    playing: RwSignal<Playing>,
    position_ms: RwSignal<u64>,
    passage: RwSignal<Passage>,
    hearing: Hearing,
    shapes: Shapes,
    audio: StoredValue<Option<HtmlAudioElement>, LocalStorage>,
    /// Counts attempts to play: one that was broken off by the next says nothing about that.
    attempt: StoredValue<u64>,
    /// The way to the other pages.
    others: Others,
    session: SessionState,
}

impl Player {
    /// A player with nothing in it.
    pub fn new(session: SessionState) -> Self {
        Self {
            track: RwSignal::new(None),
            segment: RwSignal::new(0),
            playing: RwSignal::new(Playing::No),
            position_ms: RwSignal::new(0),
            passage: RwSignal::new(Passage::None),
            hearing: Hearing::restore(),
            shapes: Shapes::new(),
            audio: StoredValue::new_local(None),
            attempt: StoredValue::new(0),
            others: Others::unmet(),
            session,
        }
    }

    /// Makes the element, the first time that something is to be heard.
    fn make_ready(self) {
        if self.audio.with_value(Option::is_some) {
            return;
        }
        self.audio.set_value(HtmlAudioElement::new().ok());
        for name in ["playing", "pause", "ended", "waiting", "timeupdate", "durationchange", "error"] {
            self.on(name);
        }
        self.others.meet(move || self.with_audio(|audio| drop(audio.pause())));
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
            "ended" if self.playing.get_untracked() != Playing::Failed => self.segment_ended(),
            "pause" if self.playing.get_untracked() != Playing::Failed => self.playing.set(Playing::No),
            // Taking the recording out is an error to the element, not to the reader.
            "error" if self.track.with_untracked(Option::is_some) => self.fail(),
            "timeupdate" => self.moved_on(),
            "durationchange" => self.with_audio(|audio| {
                if audio.duration().is_finite() {
                    let (segment, ms) = (self.segment.get_untracked(), to_ms(audio.duration()));
                    self.track.update(|track| {
                        if let Some(track) = track {
                            track.reel.measured(segment, ms);
                        }
                    });
                }
            }),
            _ => {}
        }
    }

    /// The sound went on by itself: a marked passage begins anew, a pause is skipped.
    fn moved_on(self) {
        let Some(ms) = self.heard_ms() else { return };
        let segment = self.segment.get_untracked();
        let Some(at) = self.with_reel(|reel| reel.at(Spot { segment, ms })) else { return };
        if self.playing.get_untracked() == Playing::Yes {
            if let Some(start) = self.passage.get_untracked().back_from(at) {
                return self.seek(start);
            }
            if let Some(end) = self.shapes.end_of_pause(segment, ms).filter(|_| self.hearing.skips_pauses_now()) {
                self.hearing.save(end - ms);
                return self.seek(at + (end - ms));
            }
        }
        self.position_ms.set(at);
    }

    fn segment_ended(self) {
        let next = self.segment.get_untracked() + 1;
        match self.with_reel(|reel| reel.segments.get(next).map(|it| it.at_ms)).flatten() {
            Some(at) => {
                self.seek(at);
                self.play();
            }
            None => match self.passage.get_untracked() {
                // The passage reaches to the end.
                Passage::Between(start, _) => {
                    self.seek(start);
                    self.play();
                }
                Passage::None | Passage::From(_) => self.playing.set(Playing::No),
            },
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

    /// Whether anything is in the player.
    pub fn is_open(self) -> bool {
        self.track.with(Option::is_some)
    }

    /// What is in the player.
    pub fn track(self) -> Option<Track> {
        self.track.get()
    }

    /// The recording that is heard now.
    pub fn recording(self) -> Option<Recording> {
        let segment = self.segment.get();
        self.track.with(|track| track.as_ref()?.reel.segments.get(segment).map(|it| it.recording.clone()))
    }

    /// Whether it plays.
    pub fn playing(self) -> Playing {
        self.playing.get()
    }

    /// How far it is on the axis, and how long that is, in milliseconds.
    pub fn position(self) -> (u64, u64) {
        (self.position_ms.get(), self.length_ms())
    }

    /// How long the axis is, for whoever need not follow the position.
    pub fn length_ms(self) -> u64 {
        self.track.with(|track| track.as_ref().map_or(0, |track| track.reel.length_ms()))
    }

    /// Whether this recording is in the player and plays or is about to.
    pub fn plays(self, recording_id: &str) -> bool {
        let segment = self.segment.get();
        let here = self
            .track
            .with(|track| track.as_ref().is_some_and(|it| it.reel.position_of(recording_id) == Some(segment)));
        here && matches!(self.playing.get(), Playing::Yes | Playing::Loading)
    }

    fn toggle_recording_now(self, row: &CallRow, recording: &Recording) {
        let segment = self.segment.get_untracked();
        let here = self.with_reel(|reel| reel.position_of(&recording.recording_id)).flatten();
        if here == Some(segment) && self.playing.get_untracked() != Playing::Failed {
            self.toggle();
            return;
        }
        self.put_in(row);
        let at = self.with_reel(|reel| {
            let segment = reel.position_of(&recording.recording_id).unwrap_or(0);
            reel.at(Spot { segment, ms: 0 })
        });
        self.load(at.unwrap_or(0));
        self.play();
    }

    fn open_now(self, row: &CallRow, at_ms: u64, plays: bool) {
        self.put_in(row);
        self.load(at_ms);
        if plays {
            self.play();
        }
    }

    /// Puts a call's recordings in, unless they are in already.
    fn put_in(self, row: &CallRow) {
        self.make_ready();
        let track = Track::of(row);
        let is_new = self.track.with_untracked(|now| now.as_ref().is_none_or(|now| now.call_id != track.call_id));
        if is_new {
            self.passage.set(Passage::None);
            self.hearing.begin();
        }
        if is_new || self.track.with_untracked(|now| now.as_ref().is_none_or(|now| now.reel != track.reel)) {
            self.shapes.fetch(&track.reel, self.hearing.skips_pauses_now());
        }
        self.track.set(Some(track));
    }

    /// Puts the recording at a place on the axis into the element.
    fn load(self, at_ms: u64) {
        let Some((spot, recording_id)) = self
            .with_reel(|reel| {
                let spot = reel.spot(at_ms)?;
                Some((spot, reel.segments[spot.segment].recording.recording_id.clone()))
            })
            .flatten()
        else {
            return;
        };
        self.segment.set(spot.segment);
        self.position_ms.set(self.with_reel(|reel| reel.at(spot)).unwrap_or(0));
        self.with_audio(|audio| {
            audio.set_src(&api::recording_address(&recording_id));
            // Before anything is known of the recording, this is where it will begin.
            audio.set_current_time(to_seconds(spot.ms));
        });
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
        self.others.tell();
        self.with_audio(|audio| {
            self.hearing.apply(audio);
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

    /// Goes to a place on the axis. What plays goes on playing there.
    pub fn seek(self, ms: u64) {
        let Some(spot) = self.with_reel(|reel| reel.spot(ms)).flatten() else { return };
        if spot.segment != self.segment.get_untracked() {
            let plays = matches!(self.playing.get_untracked(), Playing::Yes | Playing::Loading);
            self.load(ms);
            if plays {
                self.play();
            }
            return;
        }
        self.position_ms.set(self.with_reel(|reel| reel.at(spot)).unwrap_or(0));
        self.with_audio(|audio| audio.set_current_time(to_seconds(spot.ms)));
    }

    /// Goes so many milliseconds on or back.
    pub fn skip(self, by_ms: i64) {
        self.seek(self.position_ms.get_untracked().saturating_add_signed(by_ms));
    }

    /// The passage that is played again and again.
    pub fn passage(self) -> Passage {
        self.passage.get()
    }

    /// Marks where a passage begins, then where it ends, then lets it go.
    pub fn step_passage(self) {
        self.passage.set(self.passage.get_untracked().step(self.position_ms.get_untracked()));
    }

    /// Plays what lies between two places again and again.
    pub fn repeat(self, one: u64, other: u64) {
        let passage = Passage::across(one, other);
        self.passage.set(passage);
        if let Passage::Between(start, end) = passage
            && !(start..end).contains(&self.position_ms.get_untracked())
        {
            self.seek(start);
        }
    }

    /// Takes the recordings out.
    pub fn close(self) {
        self.track.set(None);
        self.playing.set(Playing::No);
        self.passage.set(Passage::None);
        self.shapes.forget();
        self.with_audio(|audio| {
            drop(audio.pause());
            let _ = audio.remove_attribute("src");
            audio.load();
        });
    }

    fn with_reel<T>(self, read: impl FnOnce(&Reel) -> T) -> Option<T> {
        self.track.with_untracked(|track| track.as_ref().map(|track| read(&track.reel)))
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
