//! The player: a call's recordings as one, their shape, passages, pauses, and links to a moment.

use serde_json::json;

use crate::world::{Browser, Server, ago, wav};

const SLIDER: &str = "Number(document.querySelector('.player__slider').value)";

/// A call of nine minutes ago with two recordings of 20 s each; between them 10 s were not recorded.
async fn two_recordings(server: &Server) {
    server.past_call("c1", "+442079460101", ago(9)).await;
    let begins = ago(9) * 60;
    for (id, after) in [("r1", 8), ("r2", 38)] {
        server.tell("c1", begins - after, "recording.started", json!({"recording_id": id, "channels": "mono"})).await;
        server.upload("c1", id, wav(20)).await;
    }
}

async fn opened(server: &Server) -> Browser {
    let browser = Browser::open().await;
    browser.sign_in(server).await;
    browser.button("Play").await.click().await.expect("a click");
    browser.comes_true(&format!("{SLIDER} > 300")).await;
    browser
}

#[tokio::test(flavor = "multi_thread")]
async fn several_recordings_of_a_call_play_as_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0).await;
    two_recordings(&server).await;
    let browser = opened(&server).await;
    browser.comes_true("Math.abs(document.querySelector('.player__slider').max - 50000) < 2000").await;
    browser.comes_true("document.querySelectorAll('.wave__sound path').length === 2").await;
    browser.comes_true("/^Not recorded for 0:\\d\\d$/.test(document.querySelector('.wave__gap').title)").await;
    // From the first one's end the second one goes on, and the gap is jumped.
    let seek = |ms: u32| {
        format!(
            "const it = document.querySelector('.player__slider'); it.value = {ms}; \
             it.dispatchEvent(new Event('input', {{bubbles: true}}))"
        )
    };
    browser.runs(&seek(19_500)).await;
    browser.comes_true(&format!("{SLIDER} > 29000")).await;
    browser.comes_true(&format!("{SLIDER} > 30500")).await;
    browser.runs(&seek(5_000)).await;
    browser.comes_true(&format!("{SLIDER} > 5300 && {SLIDER} < 20000")).await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_leads_to_a_moment_of_a_call() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0).await;
    two_recordings(&server).await;
    let browser = Browser::open().await;
    browser.sign_in(&server).await;
    browser.client.goto(&format!("http://{}/?range=today", server.address)).await.expect("the page");
    browser.sees(".call-row").await;
    browser.client.goto(&format!("http://{}/?range=today&again#call=c1&t=35", server.address)).await.expect("the page");
    browser.sees("dialog.details[open] .player").await;
    browser
        .comes_true("document.querySelector('dialog.details .player__time').innerText ?.startsWith('0:35 / ') === true")
        .await;
    // Nobody is startled by sound: it waits to be played.
    browser.comes_true("document.querySelector('dialog.details .icon-button--large').ariaLabel === 'Play' || document.querySelector('dialog.details .icon-button--large').innerText === 'Play'").await;
    browser.runs("document.querySelector('dialog.details .icon-button--large').click()").await;
    browser.comes_true(&format!("{SLIDER} > 35300")).await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_happened_in_a_call_is_a_place_to_go_to() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0).await;
    two_recordings(&server).await;
    let browser = opened(&server).await;
    browser.button("Details").await.click().await.expect("a click");
    browser.sees("dialog.details[open] .log__play").await;
    // The end of the call lies 22 s after the first recording's start, in the gap: the next recording is heard.
    browser.runs("[...document.querySelectorAll('.log__play')].at(-1).click()").await;
    browser.comes_true(&format!("{SLIDER} > 29000")).await;
    // The stages of the call are places on the axis.
    browser.comes_true("document.querySelector('dialog .player__stage').ariaLabel === 'Go to talk, 0:00'").await;
    browser.runs("document.querySelector('dialog .player__stage').click()").await;
    browser.comes_true(&format!("{SLIDER} < 10000")).await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passage_is_played_again_and_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0).await;
    two_recordings(&server).await;
    let browser = opened(&server).await;
    browser.focus(".player__slider").await;
    browser.press("r").await;
    browser.comes_true("document.querySelector('.wave__passage') !== null").await;
    let start = format!("window.start = {SLIDER}; document.querySelector('.player__slider').focus()");
    browser.runs(&start).await;
    browser.comes_true(&format!("{SLIDER} > window.start + 1500")).await;
    browser.press("r").await;
    browser.runs("window.wrapped = false; window.last = 0; setInterval(() => { const now = Number(document.querySelector('.player__slider').value); if (now < window.last - 500) window.wrapped = true; window.last = now; }, 20)").await;
    browser.comes_true("window.wrapped").await;
    browser.press("r").await;
    browser.comes_true("document.querySelector('.wave__passage') === null").await;
    browser.close().await;
}

/// The recordings are silent.
#[tokio::test(flavor = "multi_thread")]
async fn silence_is_skipped_and_what_that_saves_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0).await;
    two_recordings(&server).await;
    let browser = opened(&server).await;
    browser.button("Skip silence").await.click().await.expect("a click");
    browser.comes_true(&format!("{SLIDER} > 19000")).await;
    browser.comes_true("/^Skip silence −0:\\d\\d$/.test(document.querySelector('.player__pauses').innerText)").await;
    // It is remembered.
    browser.client.refresh().await.expect("the page");
    browser.button("Play").await.click().await.expect("a click");
    browser.comes_true("document.querySelector('.player__pauses')?.ariaPressed === 'true'").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_next_call_with_a_recording_is_a_button_away() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0).await;
    for (id, minutes) in [("newest", 7), ("none", 8), ("oldest", 9)] {
        server.past_call(id, &format!("+44207946010{minutes}"), ago(minutes)).await;
    }
    server.upload("newest", "r7", wav(30)).await;
    server.upload("oldest", "r9", wav(30)).await;
    let browser = opened(&server).await;
    browser.comes_true("document.querySelector('.player__number').innerText === '+442079460107'").await;
    browser.button("Next call with a recording").await.click().await.expect("a click");
    browser.comes_true("document.querySelector('.player__number').innerText === '+442079460109'").await;
    browser.comes_true(&format!("{SLIDER} > 300")).await;
    browser.comes_true("document.querySelectorAll('.player__buttons button')[4].disabled").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_side_is_heard_as_loud_as_one_likes_or_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0).await;
    server.past_call("c1", "+442079460101", ago(9)).await;
    let told = json!({"recording_id": "r1", "channels": "customer_left_agent_right"});
    server.tell("c1", ago(9) * 60 - 8, "recording.started", told).await;
    server.upload("c1", "r1", wav(30)).await;
    let browser = opened(&server).await;
    browser.button("Sides, repeat, link").await.click().await.expect("a click");
    browser
        .comes_true(
            "[...document.querySelectorAll('.player__side-name')].map(it => it.innerText).join() === 'Customer,Agent'",
        )
        .await;
    browser.button("Solo").await.click().await.expect("a click");
    browser.comes_true("document.querySelector('.player__one-side button').ariaPressed === 'true'").await;
    // It goes on playing by its new way.
    browser.runs(&format!("window.before = {SLIDER}")).await;
    browser.comes_true(&format!("{SLIDER} > window.before + 500")).await;
    browser.close().await;
}
