//! Days, times and ranges.

texts! {
    /// Days, times and ranges.
    DateTexts {
    }
}
