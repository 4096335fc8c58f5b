//! The details of a call.

texts! {
    /// The details of a call.
    StoryTexts {
        tag: "Tag", "标签";
    }
}
