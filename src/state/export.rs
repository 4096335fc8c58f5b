//! Files of calls.

/// What a file is called.
mod file_name;
/// How much of it has come.
mod tally;

use std::pin::Pin;

use call_records_wire::filter::CallFilter;
use call_records_wire::page::{Sort, Total};
use leptos::ev;
use leptos::prelude::{
    Get, GetUntracked, GetValue, LocalStorage, RwSignal, Set, SetValue, StoredValue, Update, window_event_listener,
};
use leptos::task::spawn_local;
use web_sys::AbortController;

use super::browser::{FileParts, now_ms};
use super::failure::error_text;
use super::layout::LayoutState;
use super::notices::Notices;
use super::session::SessionState;
pub use crate::api::export::ExportFormat;
use crate::api::export::{ExportError, ExportRequest, export};
use crate::api::{self, ApiError};
use crate::format::count;
use crate::i18n::{Language, fill, spoken, t};
use crate::later::comes_later;
use crate::zone;
use file_name::{Span, file_name};
use tally::Tally;

/// How far a file has come.
#[derive(Debug, Clone, PartialEq)]
pub struct Progress {
    /// In what it is written.
    pub format: ExportFormat,
    /// How many calls have come.
    pub records: u64,
    /// How many bytes have come.
    pub bytes: u64,
    /// How many calls will come, once that is known.
    pub total: Option<Total>,
}

/// What there is of a file.
#[derive(Debug, Clone, PartialEq)]
pub enum ExportFace {
    /// Nothing.
    Idle,
    /// It is on its way.
    Running(Progress),
    /// It did not come whole; why, in words.
    Failed(String),
}

/// Fetches all calls of a filter as a file.
#[derive(Clone, Copy)]
pub struct Export {
    face: RwSignal<ExportFace>,
    cancel: StoredValue<Option<AbortController>, LocalStorage>,
    /// What was asked for last, to be tried again.
    last: StoredValue<Option<(CallFilter, Sort, ExportFormat)>>,
    layout: LayoutState,
    notices: Notices,
    session: SessionState,
}

impl Export {
    /// Nothing is being exported.
    pub fn new(layout: LayoutState, notices: Notices, session: SessionState) -> Self {
        let export = Self {
            face: RwSignal::new(ExportFace::Idle),
            cancel: StoredValue::new_local(None),
            last: StoredValue::new(None),
            layout,
            notices,
            session,
        };
        // Whoever leaves now loses the file.
        window_event_listener(ev::beforeunload, move |ev| {
            if matches!(export.face.get_untracked(), ExportFace::Running(_)) {
                ev.prevent_default();
            }
        });
        export
    }

    /// What there is of a file.
    pub fn face(self) -> ExportFace {
        self.face.get()
    }

    /// Whether a file is being made.
    pub fn is_busy(self) -> bool {
        matches!(self.face.get(), ExportFace::Running(_))
    }

    /// Makes a file and hands it to the reader: the columns, the zone and the language of the screen.
    pub fn make(self, filter: CallFilter, sort: Sort, format: ExportFormat) {
        if matches!(self.face.get_untracked(), ExportFace::Running(_)) {
            self.notices.say(t().views.export_one_at_a_time);
            return;
        }
        let Ok(cancel) = AbortController::new() else { return };
        self.cancel.set_value(Some(cancel.clone()));
        self.last.set_value(Some((filter.clone(), sort, format)));
        self.face.set(ExportFace::Running(Progress { format, records: 0, bytes: 0, total: None }));
        let request = ExportRequest {
            filter,
            sort,
            format,
            columns: self.layout.get_untracked().columns.iter().map(|shown| shown.column).collect(),
            time_zone: zone::name(),
            language: match spoken() {
                Language::English => "en",
                Language::Chinese => "zh",
            },
        };
        self.count(&request, cancel.clone());
        spawn_local(async move {
            // Who cannot have the code cannot reach the server either.
            let outcome = match fetching(self, request, cancel.clone()).await {
                Ok(fetching) => fetching.await,
                Err(_) => Err(ExportError::Refused(ApiError::Unreachable)),
            };
            // Whoever signed out or cancelled does not wait for it any more.
            if self.is_of(&cancel) {
                self.end(outcome);
            }
        });
    }

    /// Tries again what did not work.
    pub fn try_again(self) {
        if let Some((filter, sort, format)) = self.last.get_value() {
            self.make(filter, sort, format);
        }
    }

    /// Gives the file up, or takes the word of its failure away.
    pub fn cancel(self) {
        if let Some(cancel) = self.cancel.get_value() {
            cancel.abort();
        }
        if matches!(self.face.get_untracked(), ExportFace::Running(_)) {
            self.notices.say(t().views.export_cancelled);
        }
        self.forget();
    }

    /// Nobody is signed in any more: the file is none of the next reader's.
    pub fn forget(self) {
        if let Some(cancel) = self.cancel.get_value() {
            cancel.abort();
        }
        self.cancel.set_value(None);
        self.last.set_value(None);
        self.face.set(ExportFace::Idle);
    }

    fn is_of(self, cancel: &AbortController) -> bool {
        self.cancel.get_value().as_ref() == Some(cancel)
    }

    /// Asks how many calls will come.
    fn count(self, request: &ExportRequest, cancel: AbortController) {
        let filter = request.filter.clone();
        spawn_local(async move {
            if let Ok((total, _)) = api::total(&filter).await
                && self.is_of(&cancel)
            {
                self.progress(|progress| progress.total = Some(total));
            }
        });
    }

    fn progress(self, change: impl FnOnce(&mut Progress)) {
        self.face.update(|face| {
            if let ExportFace::Running(progress) = face {
                change(progress);
            }
        });
    }

    async fn fetch(self, request: &ExportRequest, cancel: &AbortController) -> Result<u64, ExportError> {
        let mut tally = Tally::new(request.format);
        let parts = FileParts::new(request.format.media_type());
        export(request, &cancel.signal(), |piece| {
            tally.add(&piece.to_vec());
            parts.add(piece);
            self.progress(|progress| {
                progress.records = tally.records();
                progress.bytes = tally.bytes;
            });
        })
        .await?;
        let now = now_ms();
        let CallFilter { from, to, .. } = &request.filter;
        let span = Span {
            from: from.map(call_records_wire::time::Timestamp::millis),
            to: to.map_or(now, |at| at.millis().min(now)),
        };
        let zone = zone::name().unwrap_or_else(|| zone::offset_text(zone::offset(now)));
        let name = file_name(span, zone::offset, &zone, request.format.as_str());
        parts.save(&name).map_err(|_| ExportError::Refused(ApiError::Unreadable))?;
        Ok(tally.records())
    }

    fn end(self, outcome: Result<u64, ExportError>) {
        let records = match outcome {
            Ok(records) => records,
            Err(err) => {
                let why = match err {
                    ExportError::Cancelled => return self.forget(),
                    ExportError::Refused(ApiError::SignedOut) => {
                        self.forget();
                        return self.session.ended();
                    }
                    ExportError::BrokenOff => t().views.export_broken_off.to_owned(),
                    ExportError::Refused(err) => fill(t().export_failed, &[("detail", &error_text(&err))]),
                };
                return self.face.set(ExportFace::Failed(why));
            }
        };
        self.forget();
        self.notices.say(match records {
            1 => t().views.export_done_one.to_owned(),
            _ => fill(t().views.export_done_many, &[("count", &count(records))]),
        });
    }
}

/// A file that is being fetched: how many calls it holds in the end.
type Fetching = Pin<Box<dyn Future<Output = Result<u64, ExportError>>>>;

comes_later! {
    fn fetching(export: Export, request: ExportRequest, cancel: AbortController) -> Fetching {
        Box::pin(async move { export.fetch(&request, &cancel).await })
    }
}
