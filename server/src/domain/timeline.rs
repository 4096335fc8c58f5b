//! What the time of a call was spent on.

use call_records_wire::call::Stage;
use call_records_wire::time::Timestamp;
use call_records_wire::words::StageKind;

/// The stages of a call in order: they follow one another without overlap, and at most the last one is open.
#[derive(Debug)]
pub(super) struct Timeline {
    started_at: Timestamp,
    closed: Vec<Stage>,
    open: Option<(StageKind, Timestamp)>,
}

impl Timeline {
    pub(super) const fn new(started_at: Timestamp) -> Self {
        Self { started_at, closed: Vec::new(), open: None }
    }

    /// The stage that lasts.
    pub(super) fn now(&self) -> Option<StageKind> {
        self.open.map(|(kind, _)| kind)
    }

    pub(super) fn is(&self, kind: StageKind) -> bool {
        self.now() == Some(kind)
    }

    /// Opens a stage and closes the one before, unless it is of the same kind.
    pub(super) fn open(&mut self, at: Timestamp, kind: StageKind) {
        if !self.is(kind) {
            self.close(at);
            self.open = Some((kind, at));
        }
    }

    pub(super) fn close(&mut self, at: Timestamp) {
        if let Some((kind, from)) = self.open.take() {
            let ms = at.millis_since(from);
            if ms > 0 {
                self.closed.push(Stage { kind, at_ms: from.millis_since(self.started_at), ms: Some(ms) });
            }
        }
    }

    /// All of them, the last one open while the call lives.
    pub(super) fn stages(&self) -> Vec<Stage> {
        let open = self.open.map(|(kind, at)| Stage { kind, at_ms: at.millis_since(self.started_at), ms: None });
        self.closed.iter().cloned().chain(open).collect()
    }
}
