//! Files of calls.

use call_records_wire::filter::CallFilter;
use call_records_wire::page::Sort;
use leptos::prelude::{Get, GetUntracked, RwSignal, Set};
use leptos::task::spawn_local;

use super::browser;
use super::failure::error_text;
use super::notices::Notices;
use super::session::SessionState;
pub use crate::api::ExportFormat;
use crate::api::{self, ApiError};
use crate::i18n::{fill, t};

/// Fetches all calls of a filter as a file.
#[derive(Clone, Copy)]
pub struct Export {
    busy: RwSignal<bool>,
    notices: Notices,
    session: SessionState,
}

impl Export {
    /// Nothing is being exported.
    pub fn new(notices: Notices, session: SessionState) -> Self {
        Self { busy: RwSignal::new(false), notices, session }
    }

    /// Whether a file is being made.
    pub fn is_busy(self) -> bool {
        self.busy.get()
    }

    /// Makes a file and hands it to the reader.
    pub fn make(self, filter: CallFilter, sort: Sort, format: ExportFormat) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        spawn_local(async move {
            match api::export(&filter, sort, format).await {
                Ok(bytes) => {
                    let media_type = match format {
                        ExportFormat::Csv => "text/csv",
                        ExportFormat::Ndjson => "application/x-ndjson",
                    };
                    let _ = browser::save_file(&format!("call-records.{}", format.as_str()), media_type, &bytes);
                }
                Err(ApiError::SignedOut) => self.session.ended(),
                Err(err) => self.notices.say(fill(t().export_failed, &[("detail", &error_text(&err))])),
            }
            self.busy.set(false);
        });
    }
}
