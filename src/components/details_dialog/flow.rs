//! The way through the IVR, with the keys that were pressed.

use call_records_wire::call::CallDetail;
use leptos::prelude::*;

use crate::format;
use crate::i18n::{fill, t};
use crate::log_words::ivr_path;

/// The nodes in order.
#[component]
pub fn IvrPath(
    /// The call.
    detail: Signal<CallDetail>,
) -> impl IntoView {
    let path = Memo::new(move |_| detail.with(|detail| ivr_path(&detail.log)));
    move || {
        path.with(|path| {
            if path.is_empty() {
                return super::none(t().story.no_ivr).into_any();
            }
            let steps = path.iter().map(|step| {
                let keys = (!step.keys.is_empty()).then(|| fill(t().story.keys, &[("keys", &step.keys)]));
                view! {
                    <li class="flow__step">
                        <time class="flow__time">{format::time(step.time)}</time>
                        <bdi class="flow__node">{step.node.clone()}</bdi>
                        {keys.map(|keys| view! { <bdi class="flow__keys">{keys}</bdi> })}
                    </li>
                }
            });
            view! { <ol class="flow">{steps.collect_view()}</ol> }.into_any()
        })
    }
}
