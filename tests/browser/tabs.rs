//! Several pages of one browser, and one reader at several browsers.

use crate::world::{Browser, Server, ago, signed_in_with_a_call, wav};

/// Opens one more page and goes there; the answer names the page before.
async fn opens_another(browser: &Browser, server: &Server) -> fantoccini::wd::WindowHandle {
    let first = browser.client.window().await.expect("a window");
    let second = browser.client.new_window(true).await.expect("another page").handle;
    browser.client.switch_to_window(second).await.expect("it is there");
    browser.client.goto(&format!("http://{}/", server.address)).await.expect("the page");
    browser.sees(".call-row").await;
    first
}

#[tokio::test(flavor = "multi_thread")]
async fn one_page_plays_at_a_time() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0).await;
    server.past_call("c1", "+442079460101", ago(9)).await;
    server.upload("c1", "r1", wav(30)).await;
    let browser = Browser::open().await;
    browser.sign_in(&server).await;
    browser.button("Play").await.click().await.expect("a click");
    browser.comes_true("Number(document.querySelector('.player__slider').value) > 100").await;
    let first = opens_another(&browser, &server).await;
    browser.button("Play").await.click().await.expect("a click");
    browser.comes_true("Number(document.querySelector('.player__slider').value) > 100").await;
    browser.comes_true("document.querySelector('.player [aria-label=Pause]') !== null").await;
    browser.client.switch_to_window(first).await.expect("it is there");
    browser.comes_true("document.querySelector('.player [aria-label=Play]') !== null").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_chosen_in_one_page_is_so_in_the_others() {
    let (_folder, server, browser) = signed_in_with_a_call().await;
    let first = opens_another(&browser, &server).await;
    browser.sees("#language option[value='zh-CN']").await.click().await.expect("a choice");
    browser.sees(".header-select option[value='dark']").await.click().await.expect("a choice");
    browser.client.switch_to_window(first).await.expect("it is there");
    browser.comes_true("document.title === '通话记录' && document.documentElement.dataset.theme === 'dark'").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_reader_chose_is_there_in_another_browser() {
    let (_folder, server, browser) = signed_in_with_a_call().await;
    browser.sees(".header-select option[value='dark']").await.click().await.expect("a choice");
    browser.sees("#language option[value='zh-CN']").await.click().await.expect("a choice");
    browser.comes_true("document.title === '通话记录'").await;
    browser.sees(".account-menu .disclosure__button").await.click().await.expect("a click");
    browser.button("退出登录").await.click().await.expect("a click");
    browser.sees("#name").await;
    browser.close().await;
    let other = Browser::open().await;
    other.client.goto(&format!("http://{}/", server.address)).await.expect("the page");
    other.comes_true("document.title === 'Call records'").await;
    other.sign_in_here().await;
    other.comes_true("document.title === '通话记录' && document.documentElement.dataset.theme === 'dark'").await;
    other.shows_calls(1).await;
    other.close().await;
}
