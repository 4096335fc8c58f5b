//! What the comboboxes have in common: where the keyboard is in a list, and the list itself.

use leptos::prelude::*;

use super::later::later;

/// Where a key led: to an option, or back to the field itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Led(pub Option<usize>);

/// Where a key leads from an option of a list with so many, or from the field, if it leads anywhere.
pub fn step(key: &str, active: Option<usize>, count: usize) -> Option<Led> {
    let last = count.checked_sub(1)?;
    let to = match (key, active) {
        ("ArrowDown", None) | ("Home", Some(_)) => Some(0),
        ("ArrowDown", Some(at)) => (at < last).then_some(at + 1),
        ("ArrowUp", None) | ("End", Some(_)) => Some(last),
        ("ArrowUp", Some(at)) => at.checked_sub(1),
        _ => return None,
    };
    Some(Led(to))
}

later! {
    /// A list of options under a field that keeps the focus, as a part that may come later. Several can be chosen, or one.
    pub fn options(
        id: &'static str,
        label: &'static str,
        several: bool,
        options: Signal<Vec<(AnyOption, bool)>>,
        active: RwSignal<Option<usize>>,
        on_choose: Callback<usize>,
    ) {
        view! { <Options id label several options active on_choose /> }
    }
}

/// A list of options under a field that keeps the focus.
#[component]
fn Options(
    /// The list's id.
    id: &'static str,
    /// Its name.
    label: &'static str,
    /// Whether several can be chosen.
    several: bool,
    /// What each option shows, and whether it is chosen.
    options: Signal<Vec<(AnyOption, bool)>>,
    /// The option that the keyboard is at.
    active: RwSignal<Option<usize>>,
    /// One was chosen.
    on_choose: Callback<usize>,
) -> impl IntoView {
    Effect::new(move |_| {
        if let Some(at) = active.get()
            && let Some(option) = document().get_element_by_id(&format!("{id}-{at}"))
        {
            let nearest = web_sys::ScrollIntoViewOptions::new();
            nearest.set_block(web_sys::ScrollLogicalPosition::Nearest);
            option.scroll_into_view_with_scroll_into_view_options(&nearest);
        }
    });
    let rows = move || {
        options
            .get()
            .into_iter()
            .enumerate()
            .map(|(at, (option, chosen))| {
                view! {
                    <li
                        class="option"
                        class:option--active=move || active.get() == Some(at)
                        role="option"
                        id=format!("{id}-{at}")
                        aria-selected=move || (if several { chosen } else { active.get() == Some(at) }).to_string()
                        on:click=move |_| on_choose.run(at)
                    >
                        {option.show()}
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <ul
            class="options"
            role="listbox"
            id=id
            aria-label=label
            aria-multiselectable=several.then_some("true")
            // The field keeps the focus.
            on:mousedown=move |ev| ev.prevent_default()
        >
            {rows}
        </ul>
    }
}

/// What an option shows.
#[derive(Clone)]
pub struct AnyOption {
    /// Its main text: somebody's name, or what it does.
    pub text: String,
    /// What tells it from its like, or says more.
    pub note: String,
    /// Whether the main text is our own words, not somebody's name.
    pub is_said: bool,
    /// Chips that follow.
    pub chips: Vec<String>,
}

impl AnyOption {
    fn show(self) -> impl IntoView {
        let Self { text, note, is_said, chips } = self;
        view! {
            {if is_said {
                view! { <span class="option__text option__text--said">{text}</span> }.into_any()
            } else {
                view! { <bdi class="option__text">{text}</bdi> }.into_any()
            }}
            {(!note.is_empty()).then(|| view! { <bdi class="option__note">{note}</bdi> })}
            {(!chips.is_empty())
                .then(|| {
                    let chips = chips.into_iter().map(|chip| view! { <bdi class="option__chip">{chip}</bdi> " " });
                    view! { <span class="option__chips">{chips.collect_view()}</span> }
                })}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arrows_walk_the_list_and_come_back_to_the_field() {
        for (key, from, to) in [
            ("ArrowDown", None, Some(Led(Some(0)))),
            ("ArrowDown", Some(0), Some(Led(Some(1)))),
            ("ArrowDown", Some(2), Some(Led(None))),
            ("ArrowUp", None, Some(Led(Some(2)))),
            ("ArrowUp", Some(0), Some(Led(None))),
            ("Home", Some(2), Some(Led(Some(0)))),
            ("End", Some(0), Some(Led(Some(2)))),
            // In the text these move the cursor.
            ("Home", None, None),
            ("End", None, None),
            ("a", Some(1), None),
        ] {
            assert_eq!(step(key, from, 3), to, "{key} {from:?}");
        }
        assert_eq!(step("ArrowDown", None, 0), None);
    }
}
