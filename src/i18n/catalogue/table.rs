//! The table, its columns and its rows.

texts! {
    /// The table, its columns and its rows.
    TableTexts {
    }
}
