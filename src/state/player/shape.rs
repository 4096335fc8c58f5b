//! The shape of the sound of each recording, and where its pauses are. The server has measured both.

use std::sync::Arc;

use call_records_wire::peaks::Peaks;
use leptos::prelude::{Get, RwSignal, Set, SetValue, StoredValue, Update, UpdateValue, WithValue};
use leptos::task::spawn_local;

use super::Player;
use super::quiet::{POINT_MS, end_of_pause, pauses};
use super::reel::Reel;
use crate::api;

/// As many points as a wide screen has pixels: a recording of three hours takes no longer to draw than one of ten seconds.
const POINTS: u64 = 1_600;

/// The shape of one recording, as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// It is on its way.
    Coming,
    /// It cannot be had.
    Unknown,
    /// It is this.
    Known(Arc<Peaks>),
}

/// The shapes of all recordings in the player.
#[derive(Clone, Copy)]
pub(super) struct Shapes {
    known: RwSignal<Vec<Shape>>,
    pauses: StoredValue<Vec<Vec<(u64, u64)>>>,
    /// Counts calls: what was asked for another one is not wanted.
    asked: StoredValue<u64>,
}

impl Shapes {
    pub(super) fn new() -> Self {
        Self { known: RwSignal::new(Vec::new()), pauses: StoredValue::new(Vec::new()), asked: StoredValue::new(0) }
    }

    /// Asks for the shapes, and for pauses where these are wanted.
    pub(super) fn fetch(self, reel: &Reel, with_pauses: bool) {
        self.forget();
        let asked = self.asked.with_value(|asked| *asked);
        self.known.set(vec![Shape::Coming; reel.segments.len()]);
        self.pauses.set_value(vec![Vec::new(); reel.segments.len()]);
        for (at, segment) in reel.segments.iter().enumerate() {
            let id = segment.recording.recording_id.clone();
            let points = if with_pauses { (segment.ms / POINT_MS).max(POINTS) } else { POINTS };
            spawn_local(async move {
                let peaks = api::peaks(&id, points).await;
                if self.asked.try_with_value(|it| *it) != Some(asked) {
                    return;
                }
                let shape = match peaks {
                    Ok(peaks) => {
                        if with_pauses {
                            self.pauses.update_value(|all| all[at] = pauses(&peaks));
                        }
                        #[expect(clippy::cast_possible_truncation, reason = "a small number")]
                        Shape::Known(Arc::new(peaks.at_most(POINTS as usize)))
                    }
                    Err(_) => Shape::Unknown,
                };
                self.known.update(|all| all[at] = shape);
            });
        }
    }

    /// Nothing is in the player.
    pub(super) fn forget(self) {
        self.asked.update_value(|asked| *asked += 1);
        self.known.set(Vec::new());
        self.pauses.update_value(Vec::clear);
    }

    /// The end of the pause that a place in a recording lies in.
    pub(super) fn end_of_pause(self, segment: usize, at_ms: u64) -> Option<u64> {
        self.pauses.with_value(|all| end_of_pause(all.get(segment)?, at_ms))
    }
}

impl Player {
    /// The shapes of the recordings, in their order.
    pub fn shapes(self) -> Vec<Shape> {
        self.shapes.known.get()
    }
}
