//! A recording as a file, in the formats that it can be had in.

use call_records_wire::call::Recording;
use leptos::prelude::*;

use super::ui::{Disclosure, Glyph, Icon};
use crate::i18n::t;
use crate::state::player;

/// The button "Download" with its formats.
#[component]
pub fn DownloadMenu(
    /// The recording.
    recording: Recording,
    /// Of which call it is.
    hint: String,
    /// Whether it stands in a grid, which has one tab stop and its own way to it.
    #[prop(optional)]
    in_grid: bool,
) -> impl IntoView {
    let address = player::download_address(&recording.recording_id, recording.format);
    let format =
        recording.format.map_or_else(|| t().download.to_owned(), |format| format.as_str().to_ascii_uppercase());
    view! {
        <Disclosure
            menu=true
            in_grid
            class="download"
            label=t().download
            hint
            button=ViewFn::from(|| view! { <Icon glyph=Glyph::Download /> })
        >
            <a class="menu-item" role="menuitem" tabindex="-1" href=address.clone() download="">
                {format.clone()}
            </a>
        </Disclosure>
    }
}
