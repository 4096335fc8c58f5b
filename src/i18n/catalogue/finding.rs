//! The search fields and what was understood of them.

texts! {
    /// The search fields and what was understood of them.
    FindingTexts {
    }
}
