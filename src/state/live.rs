//! The line on which changes come in: it is opened again whenever it breaks, and goes on after the last change seen.

use std::time::Duration;

use call_records_wire::call::CallRow;
use call_records_wire::time::Timestamp;
use leptos::ev;
use leptos::prelude::{
    Callable, Callback, Get, GetUntracked, LocalStorage, RwSignal, Set, StoredValue, TimeoutHandle, Update,
    UpdateValue, WithValue, document, set_interval, set_timeout_with_handle, window_event_listener,
};
use leptos::task::spawn_local;

use super::browser::now_ms;
use super::session::SessionState;
use crate::api::live::{LiveMessage, LiveStream};
use crate::api::{self, ApiError};

/// A line that said nothing for this long is dead: the server says something every fifteen seconds.
const SILENCE_MS: i64 = 45_000;
/// A page that nobody sees gives its line back after this long: browsers allow six to a server, over all tabs.
const HIDDEN_MS: i64 = 60_000;
/// The wait before the second attempt; it doubles with each.
const FIRST_WAIT_MS: u64 = 1_000;
/// The longest wait between attempts.
const LONGEST_WAIT_MS: u64 = 10_000;

/// Whether changes come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LiveStatus {
    /// For the first time.
    Connecting,
    /// Since then.
    Live(Timestamp),
    /// The line broke and is being opened again.
    Reconnecting,
    /// The browser has no network.
    Offline,
    /// The reader wanted no changes for a while.
    Paused,
}

/// What became of the line so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Health {
    /// When the last change came.
    pub last_change: Option<Timestamp>,
    /// How often the line was opened again.
    pub reconnects: u32,
    /// How often changes were missed, and the list was fetched anew.
    pub gaps: u32,
}

/// What to do with what comes in.
#[derive(Clone, Copy)]
pub struct Listener {
    /// A call changed.
    pub changed: Callback<CallRow>,
    /// The line is open again. What the list was fetched with meanwhile does not come over it.
    pub reopened: Callback<()>,
    /// Changes were missed: fetch the list again, then call [`Live::resume_after`].
    pub missed: Callback<()>,
}

#[derive(Default)]
struct Line {
    stream: Option<LiveStream>,
    listener: Option<Listener>,
    /// The number of the last change seen.
    after: Option<u64>,
    heard_at: i64,
    attempts: u32,
    retry: Option<TimeoutHandle>,
    /// Since when nobody sees the page.
    hidden_since: Option<i64>,
    paused: bool,
    /// Counts lines, so that a message of a line that was given up is dropped.
    number: u64,
}

impl Line {
    fn rests(&self) -> bool {
        self.hidden_since.is_some_and(|since| now_ms() - since > HIDDEN_MS)
    }
}

/// The live line.
#[derive(Clone, Copy)]
pub struct Live {
    status: RwSignal<LiveStatus>,
    health: RwSignal<Health>,
    /// Since when changes do not come in that came in before.
    broken_since: RwSignal<Option<Timestamp>>,
    /// Since when the reader wants no changes.
    paused_at: RwSignal<Option<Timestamp>>,
    line: StoredValue<Line, LocalStorage>,
    session: SessionState,
}

impl Live {
    /// A line that is opened when there is something to resume after.
    pub fn new(session: SessionState) -> Self {
        let live = Self {
            status: RwSignal::new(LiveStatus::Connecting),
            health: RwSignal::new(Health::default()),
            broken_since: RwSignal::new(None),
            paused_at: RwSignal::new(None),
            line: StoredValue::new_local(Line::default()),
            session,
        };
        window_event_listener(ev::online, move |_| live.connect_at_once());
        window_event_listener(ev::offline, move |_| live.go_offline());
        window_event_listener(ev::visibilitychange, move |_| live.look_alive());
        set_interval(move || live.look_alive(), Duration::from_secs(5));
        live
    }

    /// Whether changes come in.
    pub fn status(self) -> LiveStatus {
        self.status.get()
    }

    /// What became of the line so far.
    pub fn health(self) -> Health {
        self.health.get()
    }

    /// Since when what is shown may not be so any more; nothing while changes come in.
    pub fn stale_since(self) -> Option<Timestamp> {
        self.paused_at.get().or_else(|| self.broken_since.get())
    }

    /// Lets no changes in, or lets them in again from where they stopped.
    pub fn pause(self, paused: bool) {
        self.line.update_value(|line| line.paused = paused);
        let since = self.broken_since.get_untracked().unwrap_or_else(|| Timestamp::from_millis(now_ms()));
        self.paused_at.set(paused.then_some(since));
        if paused {
            self.drop_stream();
            self.set_status(LiveStatus::Paused);
        } else {
            self.connect_at_once();
        }
    }

    /// Since when changes do not come in that came in before.
    pub fn broken_since(self) -> Option<Timestamp> {
        self.broken_since.get()
    }

    /// Says who listens.
    pub fn listen(self, listener: Listener) {
        self.line.update_value(|line| line.listener = Some(listener));
    }

    /// The list is complete as of a change. An open line goes on; after a gap, or the first time, a line is opened.
    pub fn resume_after(self, as_of: u64) {
        let open = self.line.with_value(|line| line.stream.is_some());
        if !open {
            self.line.update_value(|line| line.after = Some(as_of));
            self.connect_at_once();
        }
    }

    /// Closes the line: nobody is signed in any more.
    pub fn close(self) {
        self.drop_stream();
        self.line.update_value(|line| {
            line.after = None;
            line.paused = false;
        });
        self.paused_at.set(None);
        self.health.set(Health::default());
        self.set_status(LiveStatus::Connecting);
    }

    fn connect_at_once(self) {
        self.line.update_value(|line| line.attempts = 0);
        self.connect();
    }

    fn connect(self) {
        let Some(after) = self.line.with_value(|line| line.after.filter(|_| !line.rests())) else { return };
        if self.line.with_value(|line| line.paused) {
            return self.set_status(LiveStatus::Paused);
        }
        self.drop_stream();
        if !matches!(self.status.get_untracked(), LiveStatus::Connecting) {
            self.set_status(LiveStatus::Reconnecting);
        }
        let mut number = 0;
        self.line.update_value(|line| {
            line.heard_at = now_ms();
            number = line.number;
        });
        let stream = LiveStream::open(after, move |message| {
            if self.line.with_value(|line| line.number) == number {
                self.hear(message);
            }
        });
        self.line.update_value(|line| line.stream = stream);
    }

    fn hear(self, message: LiveMessage) {
        self.line.update_value(|line| line.heard_at = now_ms());
        let listener = self.line.with_value(|line| line.listener);
        let before = self.status.get_untracked();
        if !matches!(message, LiveMessage::Broken | LiveMessage::Gap) && !matches!(before, LiveStatus::Live(_)) {
            self.line.update_value(|line| line.attempts = 0);
            self.set_status(LiveStatus::Live(Timestamp::from_millis(now_ms())));
            if let Some(listener) = listener.filter(|_| before != LiveStatus::Connecting) {
                listener.reopened.run(());
            }
        }
        match message {
            LiveMessage::Hello | LiveMessage::Ping => {}
            LiveMessage::Call(number, row) => {
                self.line.update_value(|line| line.after = line.after.max(Some(number)));
                self.health.update(|health| health.last_change = Some(Timestamp::from_millis(now_ms())));
                if let Some(listener) = listener {
                    listener.changed.run(*row);
                }
            }
            LiveMessage::Gap => {
                self.health.update(|health| health.gaps += 1);
                self.drop_stream();
                self.line.update_value(|line| line.after = None);
                self.set_status(LiveStatus::Reconnecting);
                if let Some(listener) = listener {
                    listener.missed.run(());
                }
            }
            LiveMessage::Broken => self.wait_and_connect(),
        }
    }

    fn wait_and_connect(self) {
        self.drop_stream();
        if !matches!(self.status.get_untracked(), LiveStatus::Offline) {
            self.set_status(LiveStatus::Reconnecting);
        }
        let attempts = self.line.with_value(|line| line.attempts);
        if attempts == 0 {
            self.health.update(|health| health.reconnects += 1);
        }
        let wait = FIRST_WAIT_MS.saturating_mul(1 << attempts.min(10)).min(LONGEST_WAIT_MS);
        let retry = set_timeout_with_handle(move || self.connect(), Duration::from_millis(wait)).ok();
        self.line.update_value(|line| {
            line.attempts = line.attempts.saturating_add(1);
            line.retry = retry;
        });
        // A stream that is refused does not say why; a session that ended is no reason to go on trying.
        spawn_local(async move {
            if api::session().await == Err(ApiError::SignedOut) {
                self.close();
                self.session.ended();
            }
        });
    }

    fn go_offline(self) {
        self.drop_stream();
        if !self.line.with_value(|line| line.paused) {
            self.set_status(LiveStatus::Offline);
        }
    }

    /// After sleep, timers are late and the line may be long dead without having said so.
    fn look_alive(self) {
        let hidden = document().hidden();
        let rested = self.line.with_value(Line::rests);
        self.line.update_value(|line| {
            line.hidden_since = hidden.then(|| line.hidden_since.unwrap_or_else(now_ms));
        });
        let (rests, open, heard_at) = self.line.with_value(|line| (line.rests(), line.stream.is_some(), line.heard_at));
        if rests {
            if open {
                self.drop_stream();
                self.set_status(LiveStatus::Reconnecting);
            }
        } else if (open && now_ms() - heard_at > SILENCE_MS) || (rested && !open) {
            if rested && self.status.get_untracked() == LiveStatus::Reconnecting {
                // It was given back, and was not broken while nobody looked.
                self.broken_since.set(Some(Timestamp::from_millis(now_ms())));
            }
            self.connect_at_once();
        }
    }

    fn drop_stream(self) {
        self.line.update_value(|line| {
            line.number += 1;
            line.stream = None;
            if let Some(retry) = line.retry.take() {
                retry.clear();
            }
        });
    }

    fn set_status(self, status: LiveStatus) {
        if self.status.get_untracked() != status {
            let broken = matches!(status, LiveStatus::Reconnecting | LiveStatus::Offline);
            let since = self.broken_since.get_untracked().unwrap_or_else(|| Timestamp::from_millis(now_ms()));
            self.broken_since.set(broken.then_some(since));
            self.status.set(status);
        }
    }
}
