//! Saved views and exports.

texts! {
    /// Saved views and exports.
    ViewTexts {
    }
}
