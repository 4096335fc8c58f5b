//! Saved views and preferences.

use std::collections::BTreeMap;

use call_records_wire::layout::{Column, Density, Layout, ShownColumn};
use call_records_wire::time::Timestamp;
use call_records_wire::view::{MOST_CHOICES, MOST_VIEWS, Preferences, PreferencesChange, SavedView, ViewContent};
use call_records_wire::words::Role;

use crate::store::{AccessStore, User, ViewDeleted, ViewKept, ViewReader, ViewStore};

/// A store that keeps views knows accounts as well.
pub(in crate::store) trait Store: ViewStore + AccessStore {}

impl<T: ViewStore + AccessStore> Store for T {}

pub(in crate::store) async fn account(store: &impl Store, name: &str, role: Role) -> ViewReader {
    let user = User {
        key: 0,
        name: name.to_owned(),
        role,
        agent_id: None,
        skill_group_ids: Vec::new(),
        password_hash: String::new(),
        disabled_at: None,
    };
    assert!(store.add_user(&user, Timestamp::from_millis(0)).await.expect("an answer"), "a new name");
    let user = store.user_by_name(name).await.expect("an answer").expect("it is there");
    ViewReader { user_key: user.key, is_admin: user.role == Role::Admin }
}

fn content(name: &str, shared: bool) -> ViewContent {
    let layout = Layout {
        columns: vec![ShownColumn { column: Column::Talk, width: Some(90) }],
        frozen: 0,
        density: Density::Compact,
    };
    ViewContent { name: name.to_owned(), place: "?range=today#number=%2B44".to_owned(), layout, shared }
}

pub(in crate::store) async fn add(
    store: &impl Store,
    reader: ViewReader,
    view_id: &str,
    name: &str,
    shared: bool,
) -> SavedView {
    match store.add_view(reader, view_id, &content(name, shared)).await.expect("an answer") {
        ViewKept::Kept(view) => *view,
        other => panic!("{name}: {other:?}"),
    }
}

async fn names(store: &impl Store, reader: ViewReader) -> Vec<String> {
    let views = store.views(reader).await.expect("an answer").into_iter();
    views.map(|view| format!("{} of {}", view.content.name, view.owner)).collect()
}

pub(in crate::store) async fn shows_the_own_views_and_those_that_others_share(store: &impl Store) {
    let ada = account(store, "ada", Role::Admin).await;
    let bob = account(store, "bob", Role::Supervisor).await;
    add(store, bob, "b1", "open to all", true).await;
    add(store, bob, "b2", "secret", false).await;
    let kept = add(store, ada, "a1", "Zebra", false).await;
    add(store, ada, "a2", "äpfel", true).await;
    assert_eq!(kept.content, content("Zebra", false));
    assert_eq!((kept.own, kept.deletable, kept.version, kept.owner.as_str()), (true, true, 1, "ada"));
    assert_eq!(names(store, ada).await, ["äpfel of ada", "Zebra of ada", "open to all of bob"]);
    assert_eq!(names(store, bob).await, ["open to all of bob", "secret of bob", "äpfel of ada"]);
    let shared = store.view(ada, "b1").await.expect("an answer").expect("it is shared");
    assert!(!shared.own && shared.deletable, "an admin may take away what is shared");
    let shared = store.view(bob, "a2").await.expect("an answer").expect("it is shared");
    assert!(!shared.own && !shared.deletable);
    assert_eq!(store.view(ada, "b2").await.expect("an answer"), None);
    assert_eq!(store.view(ada, "nowhere").await.expect("an answer"), None);
}

pub(in crate::store) async fn lets_only_the_owner_change_a_view_and_only_from_its_version(store: &impl Store) {
    let ada = account(store, "ada", Role::Admin).await;
    let bob = account(store, "bob", Role::Supervisor).await;
    add(store, ada, "a1", "one", true).await;
    add(store, ada, "a2", "two", false).await;
    add(store, bob, "b1", "one", true).await;
    let change = async |reader, view_id, version, name| {
        store.change_view(reader, view_id, version, &content(name, true)).await.expect("an answer")
    };
    assert!(matches!(change(ada, "a1", 1, "uno").await, ViewKept::Kept(view) if view.version == 2));
    assert_eq!(change(ada, "a1", 1, "eins").await, ViewKept::Changed(2), "a second tab is told");
    assert_eq!(change(ada, "a1", 2, "TWÓ").await, ViewKept::NameTaken);
    assert!(matches!(change(ada, "a1", 2, "UNO").await, ViewKept::Kept(view) if view.content.name == "UNO"));
    assert_eq!(change(ada, "b1", 1, "mine").await, ViewKept::NotYours, "also to an admin");
    assert_eq!(change(bob, "a2", 1, "mine").await, ViewKept::Nowhere);
    let delete = async |reader, view_id| store.delete_view(reader, view_id).await.expect("an answer");
    assert_eq!(delete(bob, "a1").await, ViewDeleted::NotYours);
    assert_eq!(delete(bob, "a2").await, ViewDeleted::Nowhere);
    assert_eq!(delete(ada, "b1").await, ViewDeleted::Deleted);
    assert_eq!(delete(ada, "b1").await, ViewDeleted::Nowhere);
    assert_eq!(delete(ada, "a1").await, ViewDeleted::Deleted);
    assert_eq!(names(store, ada).await, ["two of ada"]);
}

pub(in crate::store) async fn bounds_the_views_of_one_account(store: &impl Store) {
    let ada = account(store, "ada", Role::Admin).await;
    let bob = account(store, "bob", Role::Admin).await;
    for n in 0..MOST_VIEWS {
        add(store, ada, &format!("a{n}"), &format!("view {n}"), false).await;
    }
    let more = store.add_view(ada, "more", &content("more", false)).await.expect("an answer");
    assert_eq!(more, ViewKept::TooMany);
    add(store, bob, "b1", "view 1", false).await;
    assert_eq!(store.delete_view(ada, "a7").await.expect("an answer"), ViewDeleted::Deleted);
    let taken = store.add_view(ada, "more", &content("View 1", false)).await.expect("an answer");
    assert_eq!(taken, ViewKept::NameTaken);
    add(store, ada, "more", "more", false).await;
}

pub(in crate::store) async fn keeps_preferences_of_each_account_apart(store: &impl Store) {
    let ada = account(store, "ada", Role::Admin).await.user_key;
    let bob = account(store, "bob", Role::Agent).await.user_key;
    assert_eq!(store.preferences(ada).await.expect("an answer"), Preferences::default());
    let place = PreferencesChange { place: Some(Some("?range=today".to_owned())), ..PreferencesChange::default() };
    let kept = store.change_preferences(ada, place.clone()).await.expect("an answer").expect("little");
    assert_eq!(kept.place.as_deref(), Some("?range=today"));
    let choices = |range: std::ops::Range<usize>| PreferencesChange {
        choices: range.map(|n| (format!("c{n}"), Some("on".to_owned()))).collect::<BTreeMap<_, _>>(),
        layout: Some(Some(content("", false).layout)),
        ..PreferencesChange::default()
    };
    let kept = store.change_preferences(ada, choices(0..MOST_CHOICES)).await.expect("an answer").expect("not too many");
    assert_eq!(kept.place.as_deref(), Some("?range=today"), "what a change does not name stays");
    assert_eq!(store.change_preferences(ada, choices(MOST_CHOICES..MOST_CHOICES + 1)).await.expect("an answer"), None);
    assert_eq!(store.preferences(ada).await.expect("an answer"), kept);
    assert_eq!(store.preferences(bob).await.expect("an answer"), Preferences::default());
}
