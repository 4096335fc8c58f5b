//! Notes on a call: what people wrote, and a place to write.

use call_records_wire::call::CallDetail;
use call_records_wire::notes::{MAX_NOTE_CHARS, Note};
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::super::ui::{Glyph, Icon, error_text, focus, focus_soon};
use crate::format;
use crate::i18n::{fill, short_date, t};
use crate::state::writing::Writing;
use crate::zone;

/// The notes in order, and a new one.
#[component]
pub fn Notes(
    /// The call.
    detail: Signal<CallDetail>,
    /// The call's id.
    call_id: String,
    /// What the reader writes.
    writing: Writing,
) -> impl IntoView {
    let notes = Memo::new(move |_| detail.with(|detail| detail.notes.clone()));
    let id = StoredValue::new(call_id);
    let draft = Memo::new(move |_| id.with_value(|id| writing.draft(id)));
    let too_many = Memo::new(move |_| draft.with(|text| text.trim().chars().count().saturating_sub(MAX_NOTE_CHARS)));
    let may_add = move || too_many.get() == 0 && draft.with(|text| !text.trim().is_empty());
    let add = move || {
        if untrack(may_add) {
            writing.add_note(id.get_value());
            focus("#new-note");
        }
    };
    let pressed = move |ev: KeyboardEvent| {
        if ev.key() == "Enter" && (ev.ctrl_key() || ev.meta_key()) {
            ev.prevent_default();
            add();
        }
    };
    view! {
        <Show when=move || notes.with(|notes| !notes.is_empty()) fallback=|| super::none(t().story.no_notes)>
            <ol class="notes">
                <For
                    each=move || notes.get()
                    key=|note| note.note_id.clone()
                    children=move |note| view! { <One note call_id=id writing /> }
                />
            </ol>
        </Show>
        <div class="notes__new">
            <label class="field__label" for="new-note">{t().story.new_note}</label>
            <textarea
                id="new-note"
                class="notes__text"
                rows="2"
                aria-describedby="note-hint"
                aria-invalid=move || (too_many.get() > 0).then_some("true")
                prop:value=move || draft.get()
                on:input=move |ev| id.with_value(|id| writing.write(id, event_target_value(&ev)))
                on:keydown=pressed
            ></textarea>
            <div class="notes__foot">
                <p class="notes__hint" id="note-hint">
                    {move || match too_many.get() {
                        0 => t().story.note_hint.to_owned(),
                        many => fill(t().story.note_too_long, &[("count", &format::count(many as u64))]),
                    }}
                </p>
                <button
                    type="button"
                    class="button button--small"
                    aria-disabled=move || (!may_add()).then_some("true")
                    aria-busy=move || writing.is_busy().then_some("true")
                    on:click=move |_| add()
                >
                    {t().story.add_note}
                </button>
            </div>
            <p class="notes__fault" role="alert">
                {move || id.with_value(|id| writing.fault(id)).map(|err| fill(t().story.not_written, &[("why", &error_text(&err))]))}
            </p>
        </div>
    }
}

#[component]
fn One(note: Note, call_id: StoredValue<String>, writing: Writing) -> impl IntoView {
    let Note { note_id, text, author, time } = note;
    let asks = RwSignal::new(false);
    let who = author.map_or_else(|| t().story.somebody_wrote.to_owned(), |it| format::name(&it.name, &it.id));
    let when = format!("{} {}", short_date(zone::local(time).date()), format::time_short(time));
    let keep_id = format!("keep-{note_id}");
    let delete_id = format!("delete-{note_id}");
    let (keep_focus, delete_focus) = (format!("[id='{keep_id}']"), format!("[id='{delete_id}']"));
    let note_id = StoredValue::new(note_id);
    let ask = Callback::new(move |()| {
        asks.set(true);
        focus_soon(keep_focus.clone());
    });
    let keep = move |_| {
        asks.set(false);
        focus_soon(delete_focus.clone());
    };
    let keep = StoredValue::new_local(keep);
    let remove = move |_| {
        writing.remove_note(call_id.get_value(), note_id.get_value());
        // The button goes away with its note.
        focus("#details-notes");
    };
    view! {
        <li class="notes__note">
            <p class="notes__head">
                <bdi class="notes__who">{who}</bdi>
                <time class="notes__when" datetime=time.to_string()>{when}</time>
                <span class="notes__space"></span>
                <button
                    type="button"
                    id=delete_id
                    class="icon-button icon-button--small"
                    aria-label=t().story.delete_note
                    title=t().story.delete_note
                    hidden=move || asks.get()
                    on:click=move |_| ask.run(())
                >
                    <Icon glyph=Glyph::Close />
                </button>
            </p>
            <p class="notes__body"><bdi>{text}</bdi></p>
            <Show when=move || asks.get()>
                <p class="notes__ask" role="group" aria-label=t().story.delete_note>
                    <span>{t().story.delete_note_sure}</span>
                    <button type="button" class="button button--small" on:click=remove>{t().story.delete}</button>
                    <button
                        type="button"
                        class="button button--small"
                        id=keep_id.clone()
                        on:click=move |ev| keep.with_value(|keep| keep(ev))
                    >
                        {t().story.keep}
                    </button>
                </p>
            </Show>
        </li>
    }
}
