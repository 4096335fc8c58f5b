//! States of the page, shortcuts, help.

texts! {
    /// States of the page, shortcuts, help.
    StateTexts {
    }
}
