//! `key`: the keys that switches send events with.

use clap::Subcommand;

use super::config::StoreArgs;
use super::place::{make_store, open_store};
use super::{Failure, say};
use crate::access::Access;
use crate::clock::Clock;
use crate::store::AccessStore;

#[derive(Subcommand)]
pub(super) enum KeyCommand {
    /// Make a key and print it, once.
    Create {
        /// What the key is for, such as the switch's name.
        name: String,
    },
    /// List the keys by name.
    List,
    /// Refuse a key from now on.
    Revoke {
        /// The key's name.
        name: String,
    },
}

pub(super) async fn run(args: &StoreArgs, command: KeyCommand) -> Result<(), Failure> {
    let data = args.folder(&args.file()?)?;
    let store = match &command {
        KeyCommand::Create { name } => {
            check_name(name)?;
            make_store(&data).await?
        }
        KeyCommand::List | KeyCommand::Revoke { .. } => open_store(&data).await?,
    };
    let now = Clock::System.now();
    let failed = |error| Failure::of("the keys cannot be read or changed", &error);
    match command {
        KeyCommand::Create { name } => {
            let access = Access::new(std::sync::Arc::new(store.clone()));
            match access.add_key(&name, now).await.map_err(failed)? {
                Some(token) => say(&token)?,
                None => {
                    return Err(Failure::Failed(format!("there is a key named {name:?} already; choose another name")));
                }
            }
        }
        KeyCommand::List => {
            for key in store.keys().await.map_err(failed)? {
                let state = key.revoked_at.map_or_else(|| "active".to_owned(), |at| format!("revoked {at}"));
                say(&format!("{}\tcreated {}\t{state}", key.name, key.created_at))?;
            }
        }
        KeyCommand::Revoke { name } => {
            if !store.revoke_key(&name, now).await.map_err(failed)? {
                return Err(Failure::Failed(format!("there is no key named {name:?}")));
            }
        }
    }
    store.close().await;
    Ok(())
}

/// Names stand in lists and logs.
pub(super) fn check_name(name: &str) -> Result<(), Failure> {
    if name.trim().is_empty() || name.chars().count() > 100 || name.chars().any(char::is_control) {
        return Err(Failure::Usage("a name has 1 to 100 characters and no control characters".to_owned()));
    }
    Ok(())
}
