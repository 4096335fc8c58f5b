//! Everything about one call, over the list.

mod facts;
mod flow;
mod head;
mod log;
mod notes;
mod people;
mod recordings;
mod stages;
mod story;
mod tags;
mod why;

use call_records_wire::call::CallDetail;
use call_records_wire::time::Timestamp;
use call_records_wire::words::Status;
use leptos::html;
use leptos::prelude::*;

use super::player_bar::PlayerBar;
use super::ui::{Notice, NoticeLine, error_text, focus, later};
use crate::i18n::t;
use crate::state::desk::Desk;
use crate::state::details::DetailsFace;
use facts::Facts;
use flow::IvrPath;
use head::DetailsHead;
use log::{LogView, OperationsLog};
use notes::Notes;
use people::People;
use recordings::Recordings;
use stages::Stages;
use story::CustomerStory;
use tags::Tags;
use why::Why;

/// What has the focus when a call is opened.
const TITLE: &str = "#details-title";

later! {
    /// The dialog, as a part that may come later.
    pub fn details_dialog(desk: &'static Desk) {
        view! { <DetailsDialog desk /> }
    }
}

/// The dialog of the call that the address names.
#[component]
fn DetailsDialog(
    /// Every handle.
    desk: &'static Desk,
) -> impl IntoView {
    let Desk { address, details, player, .. } = *desk;
    let dialog = NodeRef::<html::Dialog>::new();
    // Going back in the history takes a moment. A second press in it must not go back once more.
    let closing = StoredValue::new(false);
    let close = Callback::new(move |()| {
        if !closing.get_value() {
            closing.set_value(true);
            address.close_call();
        }
    });
    // A drag is no press: the mouse must go down and up on the veil.
    let pressed_veil = StoredValue::new(false);
    let on_veil = |ev: &web_sys::MouseEvent| ev.target() == ev.current_target();
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        closing.set_value(false);
        match (address.call.get(), dialog.open()) {
            (Some(_), false) => {
                let _ = dialog.show_modal();
                focus(TITLE);
            }
            (None, true) => dialog.close(),
            (Some(_), true) | (None, false) => {}
        }
    });
    let body = move || match details.face() {
        DetailsFace::Loading => view! { <Skeleton /> }.into_any(),
        DetailsFace::Failed(err) if err.is_forbidden() => {
            view! { <Notice title=t().forbidden_title body=error_text(&err) alert=true /> }.into_any()
        }
        DetailsFace::Failed(err) if err.is_not_found() => {
            view! { <Notice title=t().story.not_found_title body=t().story.not_found_body alert=true /> }.into_any()
        }
        DetailsFace::Failed(err) => view! {
            <Notice
                title=t().failed_call_title
                body=error_text(&err)
                action=t().retry
                on_action=Callback::new(move |()| details.retry())
                alert=true
            />
        }
        .into_any(),
        DetailsFace::Ready(detail) => view! { <DetailsBody detail desk /> }.into_any(),
    };
    view! {
        <dialog
            class="details"
            class:details--with-player=move || player.is_open()
            aria-labelledby="details-title"
            node_ref=dialog
            on:close=move |_| close.run(())
            on:pointerdown=move |ev| pressed_veil.set_value(on_veil(&ev))
            on:pointerup=move |ev| pressed_veil.update_value(|pressed| *pressed &= on_veil(&ev))
            on:click=move |ev| {
                // A click on the dialog itself is one beside its content.
                if on_veil(&ev) && pressed_veil.get_value() {
                    close.run(());
                }
            }
        >
            <Show when=move || address.call.get().is_some()>
                <div class="details__content">
                    <DetailsHead desk close />
                    <div class="details__body" id="details-body" tabindex="-1">{body}</div>
                </div>
                // The one player moves in here: what lies behind a dialog cannot be reached.
                <Show when=move || player.is_open()>
                    <div class="details__player player-dock"><PlayerBar desk back="#details-body" /></div>
                </Show>
            </Show>
            <NoticeLine notices=desk.notices />
        </dialog>
    }
}

#[component]
fn DetailsBody(detail: ArcRwSignal<CallDetail>, desk: &'static Desk) -> impl IntoView {
    let known = desk.known;
    let detail = RwSignal::from(detail);
    let row = Memo::new(move |_| detail.with(|detail| detail.row.clone()));
    let started_at = Memo::new(move |_| row.with(|row| row.started_at));
    let call_id = row.with_untracked(|row| row.call_id.clone());
    // Only a call that lives follows the clock.
    let elapsed = Memo::new(move |_| {
        row.with(|row| match row.status {
            Status::Ended => row.duration_ms,
            _ => Timestamp::from_millis(known.get()).millis_since(row.started_at),
        })
    });
    let log = LogView::new();
    view! {
        <Facts detail=detail.into() elapsed=elapsed.into() notices=desk.notices />
        <Why detail=detail.into() log />
        <section class="details__section details__section--stages" aria-labelledby="details-stages">
            <h3 id="details-stages">{t().stages}</h3>
            <Stages row=row.into() elapsed=elapsed.into() />
        </section>
        <div class="details__pair">
            <section class="details__section details__section--people" aria-labelledby="details-people">
                <h3 id="details-people">{t().story.agents_and_transfers}</h3>
                <People detail=detail.into() known />
            </section>
            <section class="details__section details__section--flow" aria-labelledby="details-flow">
                <h3 id="details-flow">{t().story.ivr_path}</h3>
                <IvrPath detail=detail.into() />
            </section>
        </div>
        <section class="details__section details__section--recordings" aria-labelledby="details-recordings">
            <h3 id="details-recordings">{t().recordings}</h3>
            <Recordings row=row.into() player=desk.player />
        </section>
        <div class="details__columns">
            <section class="details__section details__section--log" aria-labelledby="details-log">
                <h3 id="details-log">{t().operations_log}</h3>
                <OperationsLog detail=detail.into() started_at=started_at.into() view=log player=desk.player notices=desk.notices />
            </section>
            <div class="details__aside">
                <section class="details__section details__section--story" aria-labelledby="details-story">
                    <h3 id="details-story">{t().story.customer_calls}</h3>
                    <CustomerStory desk row=row.into() />
                </section>
                <section class="details__section details__section--tags" aria-labelledby="details-tags">
                    <h3 id="details-tags">{t().story.tags}</h3>
                    <Tags detail=detail.into() call_id=call_id.clone() writing=desk.writing />
                </section>
                <section class="details__section details__section--notes" aria-labelledby="details-notes">
                    <h3 id="details-notes" tabindex="-1">{t().story.notes}</h3>
                    <Notes detail=detail.into() call_id writing=desk.writing />
                </section>
            </div>
        </div>
    }
}

/// The shape of what comes.
#[component]
fn Skeleton() -> impl IntoView {
    view! {
        <div class="details__skeleton" role="status">
            <span class="visually-hidden">{t().loading_call}</span>
            <div class="facts" aria-hidden="true">
                {(0..12)
                    .map(|_| {
                        view! {
                            <div class="facts__fact">
                                <span class="skeleton__cell"></span>
                                <span class="skeleton__cell"></span>
                            </div>
                        }
                    })
                    .collect_view()}
            </div>
            <div class="details__skeleton-block" aria-hidden="true"></div>
            <div class="details__skeleton-block" aria-hidden="true"></div>
            <div class="details__skeleton-block details__skeleton-block--tall" aria-hidden="true"></div>
        </div>
    }
}

/// What is said where a section holds nothing.
fn none(text: &'static str) -> impl IntoView {
    view! { <p class="details__none">{text}</p> }
}
