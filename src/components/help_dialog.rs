//! The shortcuts, and the switch that turns them off.

use leptos::html;
use leptos::prelude::*;

use super::ui::{Glyph, IconButton, later};
use crate::i18n::{fill, t};
use crate::state::shortcuts::Shortcuts;

/// Opens the list of shortcuts.
#[component]
pub fn HelpButton(
    /// The shortcuts.
    shortcuts: Shortcuts,
) -> impl IntoView {
    view! {
        <IconButton
            glyph=Glyph::Help
            label=t().states.help
            class="help-button"
            on_press=Callback::new(move |()| shortcuts.show_help(true))
        />
    }
}

later! {
    /// The list of shortcuts, as a part that may come later.
    pub fn help_dialog(shortcuts: Shortcuts) {
        view! { <HelpDialog shortcuts /> }
    }
}

/// The list of shortcuts.
#[component]
fn HelpDialog(
    /// The shortcuts.
    shortcuts: Shortcuts,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        match (shortcuts.help_is_open(), dialog.open()) {
            (true, false) => {
                let _ = dialog.show_modal();
            }
            (false, true) => dialog.close(),
            (true, true) | (false, false) => {}
        }
    });
    let on_veil = StoredValue::new(false);
    let close = Callback::new(move |()| shortcuts.show_help(false));
    view! {
        <dialog
            class="help"
            aria-labelledby="help-title"
            node_ref=dialog
            on:close=move |_| close.run(())
            on:pointerdown=move |ev| on_veil.set_value(ev.target() == ev.current_target())
            on:click=move |ev| {
                // A click on the dialog itself is one beside its content; a drag out of it is none.
                if ev.target() == ev.current_target() && on_veil.get_value() {
                    close.run(());
                }
            }
        >
            <Show when=move || shortcuts.help_is_open()>
                <div class="help__content">
                    <header class="help__head">
                        <h2 class="help__title" id="help-title">{t().states.help}</h2>
                        <IconButton glyph=Glyph::Close label=t().close on_press=close />
                    </header>
                    <div class="help__body" tabindex="0" role="group" aria-labelledby="help-title">
                        <label class="help__switch">
                            <input
                                type="checkbox"
                                aria-describedby="help-hint"
                                prop:checked=move || shortcuts.are_on()
                                on:change=move |ev| shortcuts.switch(event_target_checked(&ev))
                            />
                            {t().states.keys_on}
                        </label>
                        <p class="help__hint" id="help-hint">{t().states.help_lead} " " {t().states.keys_on_hint}</p>
                        <div class="help__groups" class:help__groups--off=move || !shortcuts.are_on()>{groups()}</div>
                    </div>
                </div>
            </Show>
        </dialog>
    }
}

/// Keys that are pressed one after the other, and what they do.
type Shortcut = (&'static [&'static str], &'static str);

/// The keys with what they do, by where they do it. Those that browsers and tables have anyway cannot be switched off.
fn groups() -> impl IntoView {
    let texts = &t().states;
    let groups: [(&str, &[Shortcut]); 3] = [
        (
            texts.keys_page,
            &[
                (&["/"], texts.key_search),
                (&["f"], texts.key_filters),
                (&["t"], texts.key_range),
                (&["?"], texts.key_help),
                (&["Esc"], texts.key_escape),
            ],
        ),
        (
            texts.keys_list,
            &[
                (&["j"], texts.key_next),
                (&["k"], texts.key_previous),
                (&["Enter"], texts.key_open),
                (&["Space"], texts.key_select),
                (&["g", "l"], texts.key_live),
            ],
        ),
        (
            texts.keys_player,
            &[
                (&["Space"], texts.key_play),
                (&["← →"], texts.key_seek),
                (&["r"], texts.key_repeat),
                (&["["], texts.key_slower),
                (&["]"], texts.key_faster),
                (&["m"], texts.key_mute),
                (&["d"], texts.key_download),
            ],
        ),
    ];
    groups
        .map(|(title, keys)| {
            view! {
                <section class="help__group">
                    <h3 class="help__group-title">{title}</h3>
                    <dl class="help__keys">
                        {keys.iter().map(|(keys, text)| view! { <div><dt>{strokes(keys)}</dt><dd>{*text}</dd></div> }).collect_view()}
                    </dl>
                </section>
            }
        })
        .collect_view()
}

fn strokes(keys: &[&'static str]) -> AnyView {
    match keys {
        [first, second] => {
            let read = fill(t().states.keys_then, &[("first", first), ("second", second)]);
            view! {
                <span class="visually-hidden">{read}</span>
                <span aria-hidden="true"><kbd>{*first}</kbd> " " <kbd>{*second}</kbd></span>
            }
            .into_any()
        }
        keys => keys.iter().map(|key| view! { <kbd>{*key}</kbd> }).collect_view().into_any(),
    }
}
