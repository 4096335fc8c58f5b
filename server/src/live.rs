//! Every change, to everyone who listens.
//!
//! The store numbers changes; a listener asks for what came after the last number it saw. So no queue per listener can
//! overflow, and it does not matter how long one was away. The latest changes are kept here, so that a thousand
//! listeners do not ask the database a thousand times.

use std::collections::VecDeque;
use std::sync::{Arc, PoisonError, RwLock};

use call_records_wire::call::CallRow;
use tokio::sync::watch;

use crate::store::{CallStore, StoreError};

/// How many changes are kept at hand.
const AT_HAND: usize = 2_000;
/// How many changes one answer brings.
const AT_ONCE: u32 = 500;

/// A call as it was after a change.
#[derive(Debug, Clone)]
pub struct Change {
    /// The change's number.
    pub number: u64,
    /// The call.
    pub row: Arc<CallRow>,
    /// The call as JSON, made once for all listeners.
    pub json: Arc<str>,
}

/// What came after a number.
#[derive(Debug)]
pub enum After {
    /// These changes; more may follow at once.
    Changes(Vec<Change>),
    /// The number is from another life of the store: whoever holds it must read the list again.
    Gap {
        /// From where to go on.
        resume: u64,
    },
}

/// The changes of a store.
#[derive(Clone)]
pub struct Live {
    store: Arc<dyn CallStore>,
    at_hand: Arc<RwLock<AtHand>>,
    head: watch::Receiver<u64>,
    closing: watch::Receiver<bool>,
    close: Arc<watch::Sender<bool>>,
}

struct AtHand {
    /// Every call that changed after this number is in `changes`, as of its last change.
    complete_after: u64,
    changes: VecDeque<Change>,
}

impl Live {
    /// Follows this store until it closes.
    pub fn follow(store: Arc<dyn CallStore>) -> Self {
        let mut changes = store.changes();
        let start = *changes.borrow_and_update();
        let at_hand = Arc::new(RwLock::new(AtHand { complete_after: start, changes: VecDeque::new() }));
        let (announce, head) = watch::channel(start);
        let (close, closing) = watch::channel(false);
        let live = Self { store: store.clone(), at_hand: at_hand.clone(), head, closing, close: Arc::new(close) };
        tokio::spawn(async move {
            let mut last = start;
            while changes.changed().await.is_ok() {
                loop {
                    let announced = *changes.borrow_and_update();
                    let rows = match announced_after(store.as_ref(), last, announced).await {
                        Ok(rows) => rows,
                        Err(error) => {
                            tracing::warn!(error = &error as &dyn std::error::Error, "cannot read changes");
                            tokio::time::sleep(std::time::Duration::from_secs(1)).await;
                            continue;
                        }
                    };
                    let Some(newest) = rows.last().map(|row| row.change) else { break };
                    keep(&at_hand, rows);
                    last = newest;
                    announce.send_replace(last);
                }
            }
        });
        live
    }

    /// The number of the last change that can be read.
    pub fn head(&self) -> u64 {
        *self.head.borrow()
    }

    /// A listener's own view of the head; it wakes on each change.
    pub fn watch(&self) -> watch::Receiver<u64> {
        self.head.clone()
    }

    /// Ends all streams, as when the server stops.
    pub fn close(&self) {
        self.close.send_replace(true);
    }

    /// Becomes true when streams are to end.
    pub fn closing(&self) -> watch::Receiver<bool> {
        self.closing.clone()
    }

    /// What came after `number`.
    pub async fn after(&self, number: u64) -> Result<After, StoreError> {
        let newest = *self.store.changes().borrow();
        if number > newest {
            return Ok(After::Gap { resume: newest });
        }
        {
            let at_hand = self.at_hand.read().unwrap_or_else(PoisonError::into_inner);
            if at_hand.complete_after <= number {
                let changes = at_hand.changes.iter().filter(|change| change.number > number).cloned().collect();
                return Ok(After::Changes(changes));
            }
        }
        let rows = announced_after(self.store.as_ref(), number, newest).await?;
        Ok(After::Changes(rows.into_iter().map(change).collect()))
    }
}

/// The changes after `number` that the store has announced. A commit can be read before it is announced; whoever was
/// told of it and came back at once would hold a number from the future.
async fn announced_after(store: &dyn CallStore, number: u64, announced: u64) -> Result<Vec<CallRow>, StoreError> {
    let mut rows = store.changed_after(number, AT_ONCE).await?;
    rows.retain(|row| row.change <= announced);
    Ok(rows)
}

fn change(row: CallRow) -> Change {
    let json = serde_json::to_string(&row).expect("a row is plain data").into();
    Change { number: row.change, row: Arc::new(row), json }
}

fn keep(at_hand: &RwLock<AtHand>, rows: Vec<CallRow>) {
    let new: Vec<Change> = rows.into_iter().map(change).collect();
    let mut at_hand = at_hand.write().unwrap_or_else(PoisonError::into_inner);
    at_hand.changes.extend(new);
    while at_hand.changes.len() > AT_HAND {
        if let Some(oldest) = at_hand.changes.pop_front() {
            at_hand.complete_after = oldest.number;
        }
    }
}
