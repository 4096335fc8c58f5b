//! The head of the details: which call, and the way to others.

use leptos::prelude::*;

use super::super::reason_tag::ReasonTag;
use super::super::ui::{Glyph, Icon, IconButton};
use crate::format::harmless;
use crate::i18n::t;
use crate::state::desk::Desk;
use crate::state::details::DetailsFace;

/// Title, reason, and what can be done with the call as a whole.
#[component]
pub fn DetailsHead(
    /// Every handle.
    desk: &'static Desk,
    /// Closes the dialog.
    close: Callback<()>,
) -> impl IntoView {
    let Desk { address, rows, notices, details, .. } = *desk;
    let id = move || address.call.get().unwrap_or_default();
    let neighbors = Memo::new(move |_| address.call.get().map_or((None, None), |id| rows.neighbors(&id)));
    // At the end of what is loaded: the list goes on, and so can the reader.
    let beyond = Memo::new(move |_| {
        let last = neighbors.with(|it| it.1.is_none());
        let listed = address.call.get().is_some_and(|id| rows.is_last(&id));
        last && listed && rows.more().is_some()
    });
    // The call after which the reader wants the next, once it is there.
    let waits = StoredValue::new(None::<String>);
    Effect::new(move |_| {
        let next = neighbors.with(|it| it.1.clone());
        let failed = matches!(rows.more(), Some(Err(_)));
        let here = address.call.get();
        if waits.with_value(|waits| waits.is_some() && (failed || *waits != here)) {
            waits.set_value(None);
        }
        if let Some(next) = next.filter(|_| waits.with_value(Option::is_some)) {
            waits.set_value(None);
            address.open_call(&next);
        }
    });
    let go_back = Callback::new(move |()| {
        if let Some(id) = neighbors.get_untracked().0 {
            address.open_call(&id);
        }
    });
    let go_on = Callback::new(move |()| match neighbors.get_untracked().1 {
        Some(id) => address.open_call(&id),
        None if beyond.get_untracked() => {
            rows.load_more();
            if untrack(|| rows.more()) == Some(Ok(true)) {
                waits.set_value(address.call.get_untracked());
            }
        }
        None => {}
    });
    let previous_label =
        move || if neighbors.with(|it| it.0.is_some()) { t().previous_call } else { t().story.no_previous };
    let next_label = move || match (neighbors.with(|it| it.1.is_some()), beyond.get()) {
        (true, _) => t().next_call,
        (false, true) => t().story.next_not_loaded,
        (false, false) => t().story.no_next,
    };
    view! {
        <header class="details__head">
            <div class="details__titles">
                <h2 class="details__title" id="details-title" tabindex="-1">{t().call_details}</h2>
                <span class="details__id">
                    <bdi title=move || harmless(&id())>{move || harmless(&id())}</bdi>
                    <IconButton
                        glyph=Glyph::Copy
                        class="icon-button--small"
                        label=t().copy_call_id
                        on_press=Callback::new(move |()| notices.copy(&address.call.get_untracked().unwrap_or_default()))
                    />
                </span>
            </div>
            {move || match details.face() {
                DetailsFace::Ready(detail) => {
                    let row = Memo::new(move |_| detail.with(|detail| detail.row.clone()));
                    Some(view! { <ReasonTag row=row.into() /> })
                }
                DetailsFace::Loading | DetailsFace::Failed(_) => None,
            }}
            <span class="details__space"></span>
            <IconButton
                glyph=Glyph::Link
                label=t().copy_link
                on_press=Callback::new(move |()| notices.copy(&address.link().unwrap_or_default()))
            />
            <StepButton
                id="details-previous"
                glyph=Glyph::ChevronLeft
                label=Signal::derive(previous_label)
                unavailable=Signal::derive(move || neighbors.with(|it| it.0.is_none()))
                on_press=go_back
            />
            <StepButton
                id="details-next"
                glyph=Glyph::ChevronRight
                label=Signal::derive(next_label)
                unavailable=Signal::derive(move || neighbors.with(|it| it.1.is_none()) && !beyond.get())
                on_press=go_on
            />
            <IconButton glyph=Glyph::Close label=t().close on_press=close />
        </header>
    }
}

/// A button that stays where it is, and keeps the focus, when there is nowhere to go.
#[component]
fn StepButton(
    id: &'static str,
    glyph: Glyph,
    label: Signal<&'static str>,
    unavailable: Signal<bool>,
    on_press: Callback<()>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="icon-button icon-button--step"
            id=id
            aria-label=label
            title=label
            aria-disabled=move || unavailable.get().then_some("true")
            on:click=move |_| on_press.run(())
        >
            <Icon glyph />
        </button>
    }
}
