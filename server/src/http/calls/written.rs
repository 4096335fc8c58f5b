//! What people write on a call becomes events, by the same door as everybody's.

use call_records_wire::event::{MAX_TEXT_CHARS, is_id};
use call_records_wire::notes::Author;
use call_records_wire::text::tidy;
use call_records_wire::time::Timestamp;
use serde_json::value::to_raw_value;
use serde_json::{Value, json};

use crate::access::token::random_hex;
use crate::domain::OWN_SOURCE;
use crate::http::error::ApiError;
use crate::ingest;
use crate::state::AppState;
use crate::store::User;

/// An id that nobody else makes.
pub(super) fn new_id() -> String {
    random_hex::<12>()
}

/// Who writes, as events name them: by the account's name, or by its key where no id can be like that.
pub(super) fn author(user: &User) -> Author {
    let name = tidy(&user.name, MAX_TEXT_CHARS);
    if is_id(&user.name) {
        return Author { id: user.name.clone(), name };
    }
    let id = format!("account-{}", user.key);
    Author { name: if name.is_empty() { id.clone() } else { name }, id }
}

/// Keeps what was written: durable once this answers, and told to everyone who listens.
pub(super) async fn keep(
    state: &AppState,
    call_id: &str,
    at: Timestamp,
    written: Vec<(&'static str, Value)>,
) -> Result<(), ApiError> {
    let mut events = Vec::with_capacity(written.len());
    for (sequence, (event_type, data)) in written.into_iter().enumerate() {
        let document = json!({
            "specversion": "1.0", "id": new_id(), "source": OWN_SOURCE, "subject": call_id, "type": event_type,
            "time": at, "sequence": sequence, "data": data,
        });
        let document = to_raw_value(&document).expect("JSON values are plain data");
        let checked = ingest::check_own(&document, state.clock.now());
        events.push(checked.map_err(|faults| ApiError::InvalidEvents(faults.len(), faults))?);
    }
    if !events.is_empty() {
        state.calls.append(events).await?;
    }
    Ok(())
}
