//! Buttons.

use leptos::prelude::*;
use thaw::{Button, ButtonAppearance, ButtonSize, ButtonType};

use super::icon::{Glyph, Icon};

/// How much a button asks to be pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kind {
    /// The one that matters here.
    Primary,
    /// One of several.
    #[default]
    Plain,
    /// Without a border.
    Quiet,
}

impl Kind {
    const fn class(self) -> &'static str {
        match self {
            Self::Primary => "action action--primary",
            Self::Plain => "action",
            Self::Quiet => "action action--quiet",
        }
    }
}

/// A button with a text.
#[component]
pub fn Action(
    /// What it does, in words.
    #[prop(into)]
    label: Signal<String>,
    /// How much it asks to be pressed.
    #[prop(optional)]
    kind: Kind,
    /// Whether it is at work.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Whether it sends the form that it stands in.
    #[prop(optional)]
    submit: bool,
    /// What pressing it does.
    #[prop(optional)]
    on_press: Option<Callback<()>>,
) -> impl IntoView {
    let appearance = match kind {
        Kind::Primary => ButtonAppearance::Primary,
        Kind::Plain => ButtonAppearance::Secondary,
        Kind::Quiet => ButtonAppearance::Subtle,
    };
    view! {
        <Button
            class=kind.class()
            appearance=appearance
            size=ButtonSize::Medium
            button_type=if submit { ButtonType::Submit } else { ButtonType::Button }
            loading=busy
            on_click=move |_| {
                if let Some(on_press) = on_press {
                    on_press.run(());
                }
            }
        >
            {move || label.get()}
        </Button>
    }
}

/// A button with a text that stands there with the first rows. It looks as [`Action`] does, without thaw, which comes
/// with what opens later.
#[component]
pub fn EarlyAction(
    /// What it does, in words.
    #[prop(into)]
    label: Signal<String>,
    /// How much it asks to be pressed.
    kind: Kind,
    /// Whether it is at work.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Whether it sends the form that it stands in.
    #[prop(optional)]
    submit: bool,
    /// What pressing it does.
    on_press: Callback<()>,
) -> impl IntoView {
    view! {
        <button
            class=format!("thaw-button {}", kind.class())
            type=if submit { "submit" } else { "button" }
            aria-disabled=move || busy.get().then_some("true")
            on:click=move |_| {
                if !busy.get_untracked() {
                    on_press.run(());
                }
            }
        >
            {move || label.get()}
        </button>
    }
}

/// A button with an icon; its name is for those who do not see it, and its tooltip for those who wonder.
#[component]
pub fn IconButton(
    /// The icon.
    glyph: Glyph,
    /// What it does, in words.
    #[prop(into)]
    label: Signal<String>,
    /// More than its name for those who wonder.
    #[prop(optional)]
    hint: Option<String>,
    /// More class names.
    #[prop(optional)]
    class: &'static str,
    /// Whether there is nothing to do.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Whether it stands in a grid, which has one tab stop and its own way to it.
    #[prop(optional)]
    in_grid: bool,
    /// What pressing it does.
    on_press: Callback<()>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class=format!("icon-button {class}")
            aria-label=label
            title=move || hint.clone().unwrap_or_else(|| label.get())
            disabled=disabled
            tabindex=in_grid.then_some("-1")
            on:click=move |_| on_press.run(())
        >
            <Icon glyph />
        </button>
    }
}
