//! Saved views and what is kept for an account.

use async_trait::async_trait;
use call_records_wire::view::{Preferences, PreferencesChange, SavedView, ViewContent};

use super::StoreError;

/// Who reads or changes views.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ViewReader {
    /// The account's key.
    pub user_key: i64,
    /// Whether it may delete what others share.
    pub is_admin: bool,
}

/// What became of a view that was to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ViewKept {
    /// It is kept, and looks like this now.
    Kept(Box<SavedView>),
    /// The account has a view of this name.
    NameTaken,
    /// The account has as many views as it may have.
    TooMany,
    /// It was changed meanwhile; its version now.
    Changed(u64),
    /// The reader may see it, but not do this.
    NotYours,
    /// There is none, or the reader may not see it.
    Nowhere,
}

/// What became of a view that was to be deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ViewDeleted {
    /// It is gone.
    Deleted,
    /// The reader may see it, but not do this.
    NotYours,
    /// There is none, or the reader may not see it.
    Nowhere,
}

/// Saved views and preferences of accounts.
#[async_trait]
pub trait ViewStore: Send + Sync {
    /// The views that the reader may open: the own ones first, each kind by name.
    async fn views(&self, reader: ViewReader) -> Result<Vec<SavedView>, StoreError>;

    /// One view, if the reader may open it.
    async fn view(&self, reader: ViewReader, view_id: &str) -> Result<Option<SavedView>, StoreError>;

    /// Keeps a new view of the reader's.
    async fn add_view(&self, reader: ViewReader, view_id: &str, content: &ViewContent) -> Result<ViewKept, StoreError>;

    /// Changes a view of the reader's that still has this version.
    async fn change_view(
        &self,
        reader: ViewReader,
        view_id: &str,
        version: u64,
        content: &ViewContent,
    ) -> Result<ViewKept, StoreError>;

    /// Deletes a view of the reader's, or for an admin one that is shared.
    async fn delete_view(&self, reader: ViewReader, view_id: &str) -> Result<ViewDeleted, StoreError>;

    /// What is kept for this account.
    async fn preferences(&self, user_key: i64) -> Result<Preferences, StoreError>;

    /// Changes what is kept for this account, and answers what it is then; `None`, and nothing changed, where there
    /// would be more choices than are kept.
    async fn change_preferences(
        &self,
        user_key: i64,
        change: PreferencesChange,
    ) -> Result<Option<Preferences>, StoreError>;
}
