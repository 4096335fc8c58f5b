//! What is in force, each part with a way to remove it.

use leptos::prelude::*;

use super::ui::{Glyph, Icon, focus};
use crate::format::{harmless, length};
use crate::i18n::{self, fill, t};
use crate::state::draft::word;
use crate::state::place::View;

/// The filters in force.
#[component]
pub fn FilterChips(
    /// What is looked at.
    view: Signal<View>,
    /// A part is to be removed.
    on_remove: Callback<usize>,
) -> impl IntoView {
    let chips = move || {
        view.with(View::parts)
            .into_iter()
            .enumerate()
            .map(|(index, (name, value))| {
                let text = chip_text(name, &value);
                let label = fill(t().remove_filter, &[("filter", &text)]);
                let remove = move |_| {
                    on_remove.run(index);
                    request_animation_frame(keep_focus);
                };
                view! {
                    <li class="chip">
                        <bdi class="chip__text" title=text.clone()>{text.clone()}</bdi>
                        <button type="button" class="chip__remove" aria-label=label on:click=remove>
                            <Icon glyph=Glyph::Close />
                        </button>
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <Show when=move || view.with(|view| !view.parts().is_empty())>
            <div class="chips">
                <ul class="chips__list" aria-label=t().in_force>{chips}</ul>
            </div>
        </Show>
    }
}

/// The focus went with the cross that was pressed: on to the next one, or to the search.
fn keep_focus() {
    if document().active_element().is_none_or(|it| it.tag_name() == "BODY") {
        let _ = focus(".chips li:last-child button") || focus("[role=search] [type=submit]");
    }
}

/// A part of a filter in words: `Agent: Zoë`, `Queue timeout`, `Talk at least: 1:30`.
fn chip_text(name: &'static str, value: &str) -> String {
    let length_of = |value: &str| value.parse().map(length).unwrap_or_default();
    let known = match name {
        "call_type" => word(value).map(|it| i18n::call_type(it).to_owned()),
        "hangup_reason" => Some(i18n::reason(&call_records_wire::words::HangupReason::from_text(value)).into_owned()),
        "status" => word(value).map(|it| i18n::status(it).to_owned()),
        "hung_up_by" => word(value).map(|it| i18n::hung_up_by(it).to_owned()),
        "has_recording" => {
            return if value == "true" { t().with_recording } else { t().without_recording }.to_owned();
        }
        "min_talk_ms" | "max_talk_ms" | "min_wait_ms" | "max_wait_ms" => Some(length_of(value)),
        _ => None,
    };
    let value = known.unwrap_or_else(|| harmless(value));
    fill(t().chip, &[("field", i18n::field(name)), ("value", &value)])
}
