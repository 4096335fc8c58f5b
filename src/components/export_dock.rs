//! A file of calls on its way: how far it is, a way to give it up, and what went wrong.

use leptos::prelude::*;
use web_sys::FocusEvent;

use super::ui::{Action, Glyph, IconButton, Kind, keep_focus, later};
use crate::format::{count, size};
use crate::i18n::{fill, t};
use crate::state::export::{Export, ExportFace, ExportFormat, Progress};

/// What of it is shown, without how far it is: the controls stay while it goes on.
#[derive(Clone, PartialEq)]
enum Shown {
    Nothing,
    Running(ExportFormat),
    Failed(String),
}

/// Trying again, giving up, or the menu of exports: whichever is there first.
const WITH_THE_FILE: [&str; 3] = [
    ".export-dock__buttons button:last-child",
    ".export-dock__cancel",
    ".tool-menu:not(.views-menu) .disclosure__button",
];

later! {
    /// The dock, as a part that may come later.
    pub fn export_dock(export: Export) {
        view! { <ExportDock export /> }
    }
}

/// A file of calls on its way.
#[component]
fn ExportDock(
    /// The file.
    export: Export,
) -> impl IntoView {
    let shown = Memo::new(move |_| match export.face() {
        ExportFace::Idle => Shown::Nothing,
        ExportFace::Running(progress) => Shown::Running(progress.format),
        ExportFace::Failed(why) => Shown::Failed(why),
    });
    let cancel = Callback::new(move |()| export.cancel());
    // What is read out is what it does, not each step of it.
    let said = move || match shown.get() {
        Shown::Running(ExportFormat::Csv) => t().views.export_running_csv,
        Shown::Running(ExportFormat::Ndjson) => t().views.export_running_ndjson,
        Shown::Failed(_) => t().views.export_failed_title,
        Shown::Nothing => "",
    };
    // The focus stays with the file while its buttons come and go, and goes back to where it was asked for.
    let held = StoredValue::new(false);
    Effect::new(move |_| {
        let now = shown.get();
        if held.get_value() {
            held.set_value(now != Shown::Nothing);
            keep_focus(&WITH_THE_FILE);
        }
    });
    let went = move |ev: FocusEvent| {
        if ev.related_target().is_some() {
            held.set_value(false);
        }
    };
    view! {
        <div class="export-dock-place" on:focusin=move |_| held.set_value(true) on:focusout=went>
            <span class="visually-hidden" role="status">{said}</span>
            {move || match shown.get() {
                Shown::Nothing => ().into_any(),
                Shown::Running(_) => {
                    view! {
                        <section class="export-dock" aria-label=t().export>
                            <p class="export-dock__title">{said}</p>
                            <IconButton
                                glyph=Glyph::Close
                                class="icon-button--small export-dock__cancel"
                                label=t().views.export_cancel
                                on_press=cancel
                            />
                            <Bar export />
                        </section>
                    }
                        .into_any()
                }
                Shown::Failed(why) => {
                    view! {
                        <section class="export-dock" aria-label=t().export>
                            <p class="export-dock__title">{said}</p>
                            <p class="export-dock__why" role="alert">{why}</p>
                            <div class="export-dock__buttons">
                                <Action label=t().views.export_close kind=Kind::Quiet on_press=cancel />
                                <Action label=t().retry on_press=Callback::new(move |()| export.try_again()) />
                            </div>
                        </section>
                    }
                        .into_any()
                }
            }}
        </div>
    }
}

/// How far it is: a share of the total where that is known exactly, and how much has come where it is not.
#[component]
fn Bar(export: Export) -> impl IntoView {
    let progress = move || match export.face() {
        ExportFace::Running(progress) => Some(progress),
        ExportFace::Idle | ExportFace::Failed(_) => None,
    };
    let text = Memo::new(move |_| progress().map(|progress| progress_text(&progress)).unwrap_or_default());
    let percent = Memo::new(move |_| progress().and_then(|progress| percent(&progress)));
    view! {
        <div
            class="export-dock__bar"
            class:export-dock__bar--open=move || percent.get().is_none()
            role="progressbar"
            aria-label=t().exporting
            aria-valuemin="0"
            aria-valuemax="100"
            aria-valuenow=move || percent.get().map(|it| it.to_string())
            aria-valuetext=move || text.get()
            style:--done=move || format!("{}%", percent.get().unwrap_or(0))
        >
            <span class="export-dock__done"></span>
        </div>
        <p class="export-dock__text">{move || text.get()}</p>
    }
}

fn percent(progress: &Progress) -> Option<u64> {
    let total = progress.total.filter(|total| total.exact && total.value > 0)?;
    Some((progress.records * 100 / total.value).min(100))
}

fn progress_text(progress: &Progress) -> String {
    let records = count(progress.records);
    match progress.total {
        Some(total) if total.exact => {
            fill(t().views.export_progress, &[("count", &records), ("total", &count(total.value))])
        }
        _ => fill(t().views.export_progress_open, &[("count", &records), ("size", &size(progress.bytes))]),
    }
}

#[cfg(test)]
mod tests {
    use call_records_wire::page::Total;

    use super::*;

    #[test]
    fn a_share_is_shown_of_a_total_that_is_known() {
        for (total, share, text) in [
            (None, None, "1,200 calls · 340 kB"),
            (Some(Total { value: 10_000, exact: false }), None, "1,200 calls · 340 kB"),
            (Some(Total { value: 3_000, exact: true }), Some(40), "1,200 of 3,000 calls"),
            // Calls that came since it was counted.
            (Some(Total { value: 1_000, exact: true }), Some(100), "1,200 of 1,000 calls"),
            (Some(Total { value: 0, exact: true }), None, "1,200 of 0 calls"),
        ] {
            let progress = Progress { format: ExportFormat::Csv, records: 1_200, bytes: 340_000, total };
            assert_eq!(percent(&progress), share);
            assert_eq!(progress_text(&progress), text);
        }
    }
}
