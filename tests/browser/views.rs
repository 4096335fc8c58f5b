//! Saved views, and the last one that comes back.

use call_records_server::store::{User, ViewReader};
use call_records_wire::view::{Preferences, SavedView};
use call_records_wire::words::Role;

use crate::world::{Browser, Server, signed_in_with_a_call};

const ENTER: &str = "\u{e007}";
const PASSWORD: &str = "call-records";

/// A second admin.
async fn add_bob(server: &Server) {
    let user = User {
        key: 0,
        name: "bob".to_owned(),
        role: Role::Admin,
        agent_id: None,
        skill_group_ids: Vec::new(),
        password_hash: String::new(),
        disabled_at: None,
    };
    assert!(server.state.access.add_user(user, PASSWORD, server.state.clock.now()).await.expect("an account"));
}

async fn reader(server: &Server, name: &str) -> ViewReader {
    let signed_in = server.state.access.sign_in(name, PASSWORD, server.state.clock.now()).await.expect("an answer");
    ViewReader { user_key: signed_in.expect("the right password").1.key, is_admin: true }
}

async fn views(server: &Server, name: &str) -> Vec<SavedView> {
    server.state.views.views(reader(server, name).await).await.expect("the store answers")
}

/// Waits until the server keeps this for the account.
async fn is_kept(server: &Server, name: &str, holds: impl Fn(&Preferences) -> bool) {
    let key = reader(server, name).await.user_key;
    let kept = async {
        while !holds(&server.state.views.preferences(key).await.expect("the store answers")) {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(20), kept).await.expect("the server keeps it");
}

async fn sign_out(browser: &Browser) {
    browser.sees(".account-menu button").await.click().await.expect("a click");
    browser.button("Sign out").await.click().await.expect("a click");
    browser.sees("#name").await;
}

async fn sign_in_as(browser: &Browser, name: &str) {
    browser.sees("#name").await.send_keys(name).await.expect("a name");
    browser.sees("#password").await.send_keys(&format!("{PASSWORD}{ENTER}")).await.expect("a password, and Enter");
    browser.sees("#calls, .call-list .notice").await;
}

async fn goes_to(browser: &Browser, server: &Server, place: &str) {
    browser.client.goto(&format!("http://{}/{place}", server.address)).await.expect("the page");
    browser.sees("#calls, .call-list .notice").await;
}

async fn chooses(browser: &Browser, item: &str) {
    browser.button("Saved views").await.click().await.expect("a click");
    browser.button(item).await.click().await.expect("a click");
}

async fn saves(browser: &Browser, name: &str) {
    chooses(browser, "Save as new view…").await;
    browser.comes_true("document.activeElement.id === 'view-name'").await;
    browser.press(name).await;
}

async fn shows_chips(browser: &Browser, count: usize) {
    browser.comes_true(&format!("document.querySelectorAll('.chip').length === {count}")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_view_is_saved_opened_with_the_page_changed_and_saved_again() {
    let (_folder, server, browser) = signed_in_with_a_call().await;
    goes_to(&browser, &server, "?range=today&hangup_reason=normal#agent=alice").await;
    saves(&browser, "Normal ones").await;
    browser.sees(".modal__check:nth-of-type(2) input").await.click().await.expect("a click");
    browser.button("Save").await.click().await.expect("a click");
    browser.says(".open-view__name", "Normal ones").await;
    browser.comes_true("!document.querySelector('.modal[open]')").await;
    is_kept(&server, "demo", |kept| kept.default_view.is_some()).await;

    goes_to(&browser, &server, "?range=yesterday").await;
    browser.comes_true("!document.querySelector('.open-view')").await;
    goes_to(&browser, &server, "").await;
    browser.says(".open-view__name", "Normal ones").await;
    browser
        .comes_true("location.search === '?range=today&hangup_reason=normal' && location.hash === '#agent=alice'")
        .await;
    shows_chips(&browser, 2).await;
    browser.comes_true("!document.querySelector('.open-view__changed')").await;

    browser.sees(".chips li:last-child button").await.click().await.expect("a click");
    browser.says(".open-view__changed", "changed").await;
    browser.sees(".open-view__save").await.click().await.expect("a click");
    browser.comes_true("!document.querySelector('.open-view__changed')").await;
    browser.comes_true("document.activeElement.innerText.includes('Saved views')").await;
    goes_to(&browser, &server, "").await;
    shows_chips(&browser, 1).await;
    assert_eq!(views(&server, "demo").await[0].version, 2);
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_menu_and_its_dialog_work_by_keyboard_and_refuse_a_name_that_is_taken() {
    let (_folder, server, browser) = signed_in_with_a_call().await;
    browser.focus(".views-menu .disclosure__button").await;
    browser.press(ENTER).await;
    browser.comes_true("document.activeElement.innerText === 'Save as new view…'").await;
    browser.press(ENTER).await;
    browser.comes_true("document.activeElement.id === 'view-name'").await;
    browser.press(ENTER).await;
    browser.says("#view-name-fault", "1 to 80 characters").await;
    browser.press(&format!("Mine{ENTER}")).await;
    browser.says(".open-view__name", "Mine").await;
    browser.comes_true("document.activeElement.innerText.includes('Saved views')").await;
    chooses(&browser, "Leave view").await;
    browser.comes_true("!document.querySelector('.open-view')").await;
    saves(&browser, &format!("MINE{ENTER}")).await;
    browser.says("#view-name-fault", "this name already").await;
    browser.press("\u{e00c}").await;
    browser.comes_true("!document.querySelector('.modal[open]')").await;
    assert_eq!(views(&server, "demo").await.len(), 1);
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_place_comes_back_to_its_reader_and_to_no_other() {
    let (_folder, server, browser) = signed_in_with_a_call().await;
    add_bob(&server).await;
    goes_to(&browser, &server, "?range=today&call_type=inbound#agent=alice").await;
    shows_chips(&browser, 2).await;
    browser.sees(".chips li:last-child button").await.click().await.expect("a click");
    shows_chips(&browser, 1).await;
    // At once: what was looked at a moment ago is kept before the session ends.
    sign_out(&browser).await;
    browser.comes_true("location.search === '' && location.hash === ''").await;
    sign_in_as(&browser, "bob").await;
    browser.shows_calls(1).await;
    browser.comes_true("location.hash === '' && !document.querySelector('.chip')").await;
    sign_out(&browser).await;
    sign_in_as(&browser, "demo").await;
    shows_chips(&browser, 1).await;
    browser.comes_true("location.search === '?range=today' && location.hash === '#agent=alice'").await;
    goes_to(&browser, &server, "?range=today&call_type=inbound").await;
    browser.comes_true("location.hash === ''").await;
    shows_chips(&browser, 1).await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_question_of_a_bare_address_is_the_right_one() {
    let (_folder, server, browser) = signed_in_with_a_call().await;
    goes_to(&browser, &server, "?range=today&call_type=outbound#number=555").await;
    is_kept(&server, "demo", |kept| kept.place.as_deref() == Some("?range=today&call_type=outbound#number=555")).await;
    sign_out(&browser).await;
    browser.answers_searches("request.clone().text().then(body => { (window.bodies ??= []).push(body); return window.really(request); })").await;
    browser.sees("#name").await.send_keys("demo").await.expect("a name");
    browser.sees("#password").await.send_keys(&format!("{PASSWORD}{ENTER}")).await.expect("a password");
    browser.sees(".notice").await;
    browser
        .comes_true(
            "window.bodies.length >= 1 && window.bodies[0].includes('outbound') && window.bodies[0].includes('555')",
        )
        .await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shared_view_is_there_for_others_to_open_and_not_to_change() {
    let (_folder, server, browser) = signed_in_with_a_call().await;
    add_bob(&server).await;
    goes_to(&browser, &server, "?range=today&call_type=inbound").await;
    saves(&browser, "Team").await;
    browser.sees(".modal__check input").await.click().await.expect("a click");
    browser.button("Save").await.click().await.expect("a click");
    browser.says(".open-view__name", "Team").await;
    sign_out(&browser).await;
    sign_in_as(&browser, "bob").await;
    browser.button("Saved views").await.click().await.expect("a click");
    browser.says(".views-menu__view", "by demo").await;
    browser.sees(".views-menu__view").await.click().await.expect("a click");
    browser.says(".open-view__name", "Team").await;
    shows_chips(&browser, 1).await;
    browser.sees(".chips li button").await.click().await.expect("a click");
    browser.says(".open-view__changed", "changed").await;
    browser.comes_true("!document.querySelector('.open-view__save')").await;
    browser.button("Saved views").await.click().await.expect("a click");
    browser
        .comes_true("[...document.querySelectorAll('[role=menuitem]')].every(it => !it.innerText.includes('Rename'))")
        .await;
    // An admin may take away what somebody shares.
    browser.button("Delete view…").await.click().await.expect("a click");
    browser.button("Delete").await.click().await.expect("a click");
    browser.comes_true("!document.querySelector('.open-view') && !document.querySelector('.modal[open]')").await;
    assert!(views(&server, "demo").await.is_empty());
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_view_that_was_changed_elsewhere_is_not_overwritten_unasked() {
    let (_folder, server, browser) = signed_in_with_a_call().await;
    goes_to(&browser, &server, "?range=today&call_type=inbound").await;
    saves(&browser, &format!("Mine{ENTER}")).await;
    browser.says(".open-view__name", "Mine").await;
    let saved = views(&server, "demo").await.remove(0);
    let elsewhere = call_records_wire::view::ViewContent { name: "Theirs".to_owned(), ..saved.content.clone() };
    let reader = reader(&server, "demo").await;
    server.state.views.change_view(reader, &saved.view_id, 1, &elsewhere).await.expect("the store answers");
    browser.sees(".chips li button").await.click().await.expect("a click");
    browser.sees(".open-view__save").await.click().await.expect("a click");
    browser.says(".modal[open]", "changed in another tab").await;
    assert_eq!(views(&server, "demo").await[0].content, elsewhere);
    browser.button("Keep mine").await.click().await.expect("a click");
    browser
        .comes_true("!document.querySelector('.modal[open]') && !document.querySelector('.open-view__changed')")
        .await;
    let kept = views(&server, "demo").await.remove(0);
    assert_eq!((kept.content.name.as_str(), kept.content.place.as_str(), kept.version), ("Theirs", "?range=today", 3));
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_view_is_renamed_and_deleted_from_the_menu_without_opening_it() {
    let (_folder, server, browser) = signed_in_with_a_call().await;
    saves(&browser, &format!("Mine{ENTER}")).await;
    browser.says(".open-view__name", "Mine").await;
    chooses(&browser, "Leave view").await;
    browser.comes_true("!document.querySelector('.open-view')").await;
    goes_to(&browser, &server, "?range=today&call_type=inbound").await;
    // By keys: beside the view is what can be done with it.
    browser.focus(".views-menu .disclosure__button").await;
    browser.press(ENTER).await;
    browser.comes_true("document.activeElement.matches('.views-menu__view')").await;
    browser.press("\u{e014}").await;
    browser.comes_true("document.activeElement.ariaLabel === 'Rename or share “Mine”…'").await;
    browser.press("\u{e015}").await;
    browser.comes_true("document.activeElement.innerText === 'Save as new view…'").await;
    browser.press("\u{e013}").await;
    browser.press("\u{e014}").await;
    browser.press(ENTER).await;
    browser.comes_true("document.activeElement.id === 'view-name'").await;
    browser.press(&format!("Ours{ENTER}")).await;
    browser.says(".notice-line", "Saved: Ours").await;
    browser.comes_true("!document.querySelector('.open-view') && !document.querySelector('.modal[open]')").await;
    browser.comes_true("location.search === '?range=today&call_type=inbound'").await;
    assert_eq!(views(&server, "demo").await[0].content.place, "?range=today");
    browser.button("Saved views").await.click().await.expect("a click");
    browser.button("Delete “Ours”…").await.click().await.expect("a click");
    browser.says(".modal[open]", "will be gone").await;
    browser.button("Delete").await.click().await.expect("a click");
    browser.comes_true("!document.querySelector('.modal[open]')").await;
    browser.comes_true("document.activeElement.innerText.includes('Saved views')").await;
    assert!(views(&server, "demo").await.is_empty());
    browser.close().await;
}
