//! A field of a day and time with its calendar.

mod calendar_grid;

use leptos::html;
use leptos::prelude::*;

use super::ui::{Action, Glyph, IconButton, Kind, fault_text, focus};
use crate::calendar::{self, END_OF_DAY, Now, Refusal, day_of, field_text, parse_field, picked};
use crate::i18n::{month_and_year, t};
use crate::state::draft::Draft;
use crate::zone;
use calendar_grid::CalendarGrid;

/// A day and time, typed or picked.
#[component]
pub fn DateField(
    /// Its content and its faults.
    draft: Draft,
    /// The field's name: `from` or `to`.
    name: &'static str,
    /// Its label.
    label: &'static str,
    /// What an empty field means.
    hint: Signal<String>,
    /// What days are counted from.
    now: Signal<Now>,
) -> impl IntoView {
    let id = format!("field-{name}");
    let fault_id = format!("fault-{name}");
    let dialog = NodeRef::<html::Dialog>::new();
    let whole = NodeRef::<html::Div>::new();
    let day = RwSignal::new(now.with_untracked(|now| now.today));
    let time = RwSignal::new(String::new());
    let fault = move || draft.fault(name).map(|kind| fault_text(&kind));
    let described_by = {
        let fault_id = fault_id.clone();
        move || fault().map(|_| fault_id.clone())
    };
    let is_end = name == "to";
    let refusal = RwSignal::new(None::<Refusal>);
    let open = Callback::new(move |()| {
        refusal.set(None);
        let held = parse_field(&draft.text(name), zone::offset);
        match held {
            Some(at) => {
                let text = field_text(at, zone::offset);
                day.set(day_of(at, zone::offset));
                time.set(text.split_once(' ').map(|(_, time)| time.to_owned()).unwrap_or_default());
            }
            None => {
                day.set(now.with_untracked(|now| now.today));
                time.set(if is_end { END_OF_DAY } else { "00:00" }.to_owned());
            }
        }
        let (Some(dialog), Some(whole)) = (dialog.get_untracked(), whole.get_untracked()) else { return };
        let _ = dialog.show_modal();
        let below = whole.get_bounding_client_rect();
        place_at(&dialog, below.left(), below.bottom() + 4.0);
        // On the chosen day, so that the arrow keys work at once; it is drawn by the next frame.
        request_animation_frame(|| {
            let _ = focus(".calendar[open] .calendar__day[tabindex='0']");
        });
    });
    let close = move || {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let apply =
        Callback::new(move |()| match picked(day.get_untracked(), &time.get_untracked(), now.get_untracked()) {
            Ok(at) => {
                draft.set_text(name, field_text(at, zone::offset));
                close();
            }
            Err(why) => refusal.set(Some(why)),
        });
    Effect::new(move |_| {
        day.track();
        refusal.set(None);
    });
    let bad_time = move || refusal.get() == Some(Refusal::NotATime);
    let month = Memo::new(move |_| month_and_year(day.get()));
    let turn = move |months| {
        Callback::new(move |()| day.update(|day| *day = calendar::step(*day, calendar::Step::Months(months))))
    };
    let title_id = format!("calendar-title-{name}");
    view! {
        <div class="field field--date" node_ref=whole>
            <label class="field__label" for=id.clone()>{label}</label>
            <div class="field__box">
                <input
                    class="field__input"
                    id=id
                    type="text"
                    autocomplete="off"
                    spellcheck="false"
                    placeholder=hint
                    aria-invalid=move || fault().map(|_| "true")
                    aria-describedby=described_by
                    prop:value=move || draft.text(name)
                    on:input=move |ev| draft.set_text(name, event_target_value(&ev))
                />
                <IconButton
                    glyph=Glyph::Calendar
                    class="field__button"
                    label=if is_end { t().open_calendar_to } else { t().open_calendar_from }
                    on_press=open
                />
            </div>
            {move || fault().map(|text| view! { <p class="field__fault" id=fault_id.clone()>{text}</p> })}
            <dialog
                class="calendar"
                node_ref=dialog
                aria-label=format!("{}: {label}", t().calendar)
                on:click=move |ev| {
                    // A click on the dialog itself is one beside its content.
                    if ev.target() == ev.current_target() {
                        close();
                    }
                }
            >
                <div class="calendar__body">
                    <div class="calendar__head">
                        <IconButton glyph=Glyph::ChevronLeft label=t().previous_month on_press=turn(-1) />
                        <span class="calendar__month" id=title_id.clone() aria-live="polite">{move || month.get()}</span>
                        <IconButton glyph=Glyph::ChevronRight label=t().next_month on_press=turn(1) />
                    </div>
                    <CalendarGrid day now refusal labelled_by=title_id on_done=apply />
                    <div class="calendar__foot">
                        <label class="calendar__time">
                            <span>{t().time_of_day}</span>
                            <input
                                class="field__input"
                                type="text"
                                inputmode="numeric"
                                autocomplete="off"
                                aria-invalid=move || bad_time().then_some("true")
                                prop:value=move || time.get()
                                on:input=move |ev| time.set(event_target_value(&ev))
                                on:keydown=move |ev| {
                                    if ev.key() == "Enter" {
                                        ev.prevent_default();
                                        apply.run(());
                                    }
                                }
                            />
                        </label>
                        <Action label=t().cancel kind=Kind::Quiet on_press=Callback::new(move |()| close()) />
                        <Action label=t().apply kind=Kind::Primary on_press=apply />
                    </div>
                </div>
            </dialog>
        </div>
    }
}

/// Moves a dialog beside what it belongs to, as far as the window has room.
fn place_at(dialog: &web_sys::HtmlDialogElement, left: f64, top: f64) {
    let size = dialog.get_bounding_client_rect();
    let room = |name| js_sys::Reflect::get(&window(), &name).ok().and_then(|it| it.as_f64()).unwrap_or(0.0);
    let left = left.min(room("innerWidth".into()) - size.width() - 8.0).max(8.0);
    let top = top.min(room("innerHeight".into()) - size.height() - 8.0).max(8.0);
    let style = web_sys::HtmlElement::style(dialog);
    let _ = style.set_property("left", &format!("{left}px"));
    let _ = style.set_property("top", &format!("{top}px"));
}
