//! Views that a contact center of this kind would save and share.

use call_records_wire::layout::{Column, Layout, ShownColumn};
use call_records_wire::time::Timestamp;
use call_records_wire::view::ViewContent;

use super::{ACCOUNTS, Demo};
use crate::access::Access;
use crate::store::{CallStore, StoreError, ViewReader, ViewStore};

/// The note that they were saved once: what a reader deletes stays deleted.
const SAVED: &str = "demo_views_saved";

/// Their names, what they look at, and whether they are shared.
const VIEWS: [(&str, &str, bool); 4] = [
    (
        "Lost in the queues, last 7 days",
        "?range=last_7_days&hangup_reason=abandoned_in_queue&hangup_reason=abandoned_while_ringing\
         &hangup_reason=queue_timeout&hangup_reason=queue_overflow&sort=-wait_ms",
        true,
    ),
    ("Long talks to listen to", "?range=last_7_days&min_talk_ms=30000&has_recording=true&sort=-talk_ms", true),
    ("Refunds", "?range=last_30_days#tag=Refund", false),
    ("Outbound, not reached today", "?range=today&call_type=outbound&hangup_reason=unanswered", false),
];

impl Demo {
    /// Saves the views of the first account, where that was not done before.
    pub async fn add_views(
        access: &Access,
        views: &dyn ViewStore,
        calls: &dyn CallStore,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let (name, password, _) = ACCOUNTS[0];
        if calls.meta(SAVED).await?.is_some() {
            return Ok(());
        }
        let Some((token, user)) = access.sign_in(name, password, now).await? else { return Ok(()) };
        access.sign_out(&token).await?;
        let reader = ViewReader { user_key: user.key, is_admin: true };
        for (number, (name, place, shared)) in VIEWS.into_iter().enumerate() {
            let (name, place) = (name.to_owned(), place.to_owned());
            let content = ViewContent { layout: layout(&place), name, place, shared };
            views.add_view(reader, &format!("sample-{}", number + 1), &content).await?;
        }
        calls.set_meta(SAVED, "1").await
    }
}

/// Whoever looks for waits or tags wants to see them.
fn layout(place: &str) -> Layout {
    let mut layout = Layout::default();
    let more = match place {
        _ if place.contains("wait") => Column::Wait,
        _ if place.contains("tag=") => Column::Tags,
        _ => return layout,
    };
    let at = layout.columns.iter().position(|it| it.column == Column::HangupReason).unwrap_or(0);
    layout.columns.insert(at, ShownColumn { column: more, width: None });
    layout
}
