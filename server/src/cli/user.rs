//! `user`: the accounts of people.

use std::io::{IsTerminal, Read};

use call_records_wire::words::Role;
use clap::Subcommand;

use super::config::{StoreArgs, words};
use super::place::{make_store, open_store};
use super::{Failure, say};
use crate::access::{Access, password, token};
use crate::clock::Clock;
use crate::store::{AccessStore, User};

#[derive(Subcommand)]
pub(super) enum UserCommand {
    /// Add an account. The password is read from standard input; without one it is made up and printed once.
    Add {
        /// The name to sign in with.
        name: String,
        /// What the account may: admin, supervisor or agent.
        #[arg(long, env = "CALL_RECORDS_USER_ROLE")]
        role: Option<String>,
        /// The agent that this account is.
        #[arg(long, env = "CALL_RECORDS_USER_AGENT_ID", value_name = "ID")]
        agent_id: Option<String>,
        /// A skill group that this account supervises; may be given several times
        /// (also `CALL_RECORDS_USER_SKILL_GROUP`, ids parted by `,`)
        #[arg(long = "skill-group", value_name = "ID")]
        skill_groups: Vec<String>,
    },
    /// List the accounts by name.
    List,
    /// Refuse an account from now on and end its sessions.
    Disable {
        /// The account's name.
        name: String,
    },
}

pub(super) async fn run(args: &StoreArgs, command: UserCommand) -> Result<(), Failure> {
    let file = args.file()?;
    let data = args.folder(&file)?;
    let now = Clock::System.now();
    let failed = |error| Failure::of("the accounts cannot be read or changed", &error);
    match command {
        UserCommand::Add { name, role, agent_id, skill_groups } => {
            super::key::check_name(&name)?;
            let table = file.user;
            let role = role.or(table.role).ok_or_else(|| {
                Failure::Usage("--role: say what the account may: admin, supervisor or agent".to_owned())
            })?;
            let role: Role = role.parse().map_err(|error| Failure::Usage(format!("--role {error}")))?;
            let (password, made_up) = read_password()?;
            let store = make_store(&data).await?;
            let user = User {
                key: 0,
                name: name.clone(),
                role,
                agent_id: agent_id.or(table.agent_id),
                skill_group_ids: words(skill_groups, "CALL_RECORDS_USER_SKILL_GROUP", table.skill_group),
                password_hash: String::new(),
                disabled_at: None,
            };
            let access = Access::new(std::sync::Arc::new(store.clone()));
            if !access.add_user(user, &password, now).await.map_err(failed)? {
                return Err(Failure::Failed(format!(
                    "there is an account named {name:?} already; choose another name"
                )));
            }
            if made_up {
                say(&password)?;
            }
            store.close().await;
        }
        UserCommand::List => {
            let store = open_store(&data).await?;
            for user in store.users().await.map_err(failed)? {
                let state = user.disabled_at.map_or_else(|| "active".to_owned(), |at| format!("disabled {at}"));
                say(&format!("{}\t{}\t{state}", user.name, user.role))?;
            }
            store.close().await;
        }
        UserCommand::Disable { name } => {
            let store = open_store(&data).await?;
            if !store.disable_user(&name, now).await.map_err(failed)? {
                return Err(Failure::Failed(format!("there is no account named {name:?}")));
            }
            store.close().await;
        }
    }
    Ok(())
}

/// The password from standard input, or a made-up one where nothing is piped in.
fn read_password() -> Result<(String, bool), Failure> {
    let mut text = String::new();
    let input = std::io::stdin();
    if !input.is_terminal() {
        let mut limited = input.take(password::MOST_BYTES as u64 + 2);
        limited.read_to_string(&mut text).map_err(|error| Failure::of("cannot read the password", &error))?;
    }
    let text = text.trim_end_matches(['\r', '\n']);
    if text.is_empty() {
        return Ok((token::random_hex::<12>(), true));
    }
    if text.chars().count() < password::LEAST_CHARS || text.len() > password::MOST_BYTES {
        let text = format!(
            "a password has at least {} characters and at most {} bytes",
            password::LEAST_CHARS,
            password::MOST_BYTES
        );
        return Err(Failure::Usage(text));
    }
    Ok((text.to_owned(), false))
}
