//! Icons: drawn on a grid of 16, one stroke width.

use leptos::prelude::*;

/// An icon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Glyph {
    Calendar,
    Clock,
    ChevronDown,
    ChevronLeft,
    ChevronRight,
    Close,
    Copy,
    Download,
    Play,
    Pause,
    Back,
    Forward,
    PreviousRecording,
    NextRecording,
    Phone,
    Branch,
    Hash,
    Lines,
    Bell,
    Talk,
    Arrow,
    Record,
    Stop,
    Dots,
    Up,
    Down,
    Link,
    Sliders,
    Globe,
    Theme,
    Person,
    Search,
    Bookmark,
    Check,
    Note,
    Tag,
    Help,
    Warning,
    Pencil,
    Bin,
}

impl Glyph {
    /// Whether it points along the text, and so the other way where text runs from right to left. What points along
    /// a recording does not.
    const fn turns(self) -> bool {
        matches!(self, Self::ChevronLeft | Self::ChevronRight | Self::Arrow | Self::Lines)
    }

    const fn path(self) -> &'static str {
        match self {
            Self::Calendar => {
                "M3.5 3.5h9a1 1 0 0 1 1 1v8a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1v-8a1 1 0 0 1 1-1zM2.5 6.5h11M5.5 2v3M10.5 2v3"
            }
            Self::Clock => "M8 2.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11zM8 5v3.2l2.2 1.4",
            Self::ChevronDown => "M4.5 6.5 8 10l3.5-3.5",
            Self::ChevronLeft => "M9.5 4.5 6 8l3.5 3.5",
            Self::ChevronRight => "M6.5 4.5 10 8l-3.5 3.5",
            Self::Close => "m4.5 4.5 7 7m0-7-7 7",
            Self::Copy => {
                "M6.5 5.5h5a1 1 0 0 1 1 1v5a1 1 0 0 1-1 1h-5a1 1 0 0 1-1-1v-5a1 1 0 0 1 1-1zM10 3.5H4.5a1 1 0 0 0-1 1V10"
            }
            Self::Download => "M8 2.5v7m0 0L5 6.7m3 2.8 3-2.8M3 12.8h10",
            Self::Play => "M5.5 3.8v8.4L12 8z",
            Self::Pause => "M4.8 4h1.7v8H4.8zM9.5 4h1.7v8H9.5z",
            Self::Back => "M3 4v3.2h3.2M3.3 7.2A5 5 0 1 1 3.4 10",
            Self::Forward => "M13 4v3.2H9.8M12.7 7.2A5 5 0 1 0 12.6 10",
            Self::PreviousRecording => "M12 4 6.5 8l5.5 4zM4.5 4v8",
            Self::NextRecording => "M4 4l5.5 4L4 12zM11.5 4v8",
            Self::Phone => {
                "M4.5 2.8 6.2 3l.9 2.6-1.3 1.2a7.5 7.5 0 0 0 3.4 3.4l1.2-1.3 2.6.9.2 1.7a1.5 1.5 0 0 1-1.6 1.6A9 9 0 0 1 2.9 4.4a1.5 1.5 0 0 1 1.6-1.6z"
            }
            Self::Branch => "M8 2.5v3M8 5.5 4.5 9v4M8 5.5 11.5 9v4",
            Self::Hash => "M6.3 3 5.2 13M10.8 3 9.7 13M3 6.2h10.2M2.8 9.8H13",
            Self::Lines => "M3 4.5h10M3 8h10M3 11.5h6",
            Self::Bell => {
                "M8 2.5a3.5 3.5 0 0 1 3.5 3.5c0 3 1.2 4 1.2 4H3.3s1.2-1 1.2-4A3.5 3.5 0 0 1 8 2.5zM6.8 12.5a1.3 1.3 0 0 0 2.4 0"
            }
            Self::Talk => "M3.5 3.5h9a1 1 0 0 1 1 1v5a1 1 0 0 1-1 1H8l-3 2.7v-2.7H3.5a1 1 0 0 1-1-1v-5a1 1 0 0 1 1-1z",
            Self::Arrow => "M3 8h9.5M9 4.5 12.5 8 9 11.5",
            Self::Record => "M8 4.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7z",
            Self::Stop => "M2.5 10.2c3-3.3 8-3.3 11 0l-1.6 1.9-2.4-1.2V9.2a6 6 0 0 0-3 0v1.7l-2.4 1.2z",
            Self::Dots => "M4 8h.01M8 8h.01M12 8h.01",
            Self::Up => "M8 13V3.5M4.5 7 8 3.5 11.5 7",
            Self::Down => "M8 3v9.5M4.5 9 8 12.5 11.5 9",
            Self::Link => {
                "M6.8 9.2a2.5 2.5 0 0 0 3.6 0l2-2a2.5 2.5 0 0 0-3.6-3.6l-.8.8M9.2 6.8a2.5 2.5 0 0 0-3.6 0l-2 2a2.5 2.5 0 0 0 3.6 3.6l.8-.8"
            }
            Self::Sliders => "M3 5h6M12 5h1M3 11h1M7 11h6M10.5 3.5v3M5.5 9.5v3",
            Self::Globe => "M8 2.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11zM2.5 8h11M8 2.5c3 3 3 8 0 11-3-3-3-8 0-11z",
            Self::Note => "M4 2.5h6l2.5 2.5v8.5H4zM9.5 2.5v3h3M6 8.5h4.5M6 11h4.5",
            Self::Tag => "M2.8 3.3v4.2l6.3 6.2 4.6-4.6-6.3-6.3H3.3a.5.5 0 0 0-.5.5zM5.6 5.6h.01",
            Self::Person => {
                "M8 2.5a2.7 2.7 0 1 1 0 5.4 2.7 2.7 0 0 1 0-5.4zM2.8 13.5c.5-2.6 2.6-3.8 5.2-3.8s4.7 1.2 5.2 3.8"
            }
            Self::Search => "M7 2.8a4.2 4.2 0 1 1 0 8.4 4.2 4.2 0 0 1 0-8.4zM10.2 10.2l3.3 3.3",
            Self::Bookmark => "M4.5 2.8h7v10.4L8 10.4l-3.5 2.8z",
            Self::Check => "m3.5 8.5 3 3 6-7",
            Self::Help => {
                "M8 2.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11zM6.4 6.6a1.6 1.6 0 1 1 2.3 1.5c-.5.2-.7.5-.7 1M8 11h.01"
            }
            Self::Pencil => "M2.8 13.2l.8-3.2 7.2-7.2 2.4 2.4L6 12.4zM9 4.6l2.4 2.4",
            Self::Bin => "M3 4.5h10M6.3 4.5V3h3.4v1.5M4.4 4.5l.6 8.7h6l.6-8.7M6.7 7v3.6M9.3 7v3.6",
            Self::Warning => "M8 2.8 14 13H2zM8 6.6v3M8 11.3h.01",
            Self::Theme => "M8 2.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11zM8 2.5v11M10.5 3.5v9",
        }
    }
}

/// Draws an icon. It says nothing to those who do not see it: the control around it has the words.
#[component]
pub fn Icon(
    /// Which one.
    glyph: Glyph,
) -> impl IntoView {
    view! {
        <svg class="icon" class:icon--turns=glyph.turns() viewBox="0 0 16 16" aria-hidden="true" focusable="false">
            <path d=glyph.path() />
        </svg>
    }
}
