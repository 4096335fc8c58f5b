//! All handles, and how one follows another.

use std::time::Duration;

use call_records_wire::layout::Layout;
use call_records_wire::problem::Fault;
use call_records_wire::session::Session;
use call_records_wire::view::{MOST_LAST_PLACE, PreferencesChange};
use leptos::ev;
use leptos::prelude::{
    Callback, Effect, Get, GetUntracked, GetValue, Memo, RwSignal, SetValue, StoredValue, Track, With, WithUntracked,
    set_interval, set_timeout, untrack, window_event_listener,
};
use leptos::task::spawn_local;

use super::address::Address;
use super::clock::Clock;
use super::details::{Details, DetailsFace};
use super::draft::Draft;
use super::export::Export;
use super::finder::Finder;
use super::kept::Kept;
use super::layout::LayoutState;
use super::live::{Listener, Live};
use super::notices::Notices;
use super::opening::opening;
use super::pace::Pace;
use super::place::{self, View};
use super::player::Player;
use super::preferences::Preferences;
use super::rows::{CallRows, Face, Need, Question};
use super::session::{SessionState, Who};
use super::shortcuts::Shortcuts;
use super::story::Story;
use super::suggestions::Suggestions;
use super::views::{Views, split};
use super::widen::Widen;
use super::writing::Writing;
use crate::api::ApiError;
use crate::calendar::Now;

/// Everything that the page works with.
#[derive(Clone, Copy)]
pub struct Desk {
    /// Language, theme and time zone.
    pub preferences: Preferences,
    /// Who is signed in.
    pub session: SessionState,
    /// The current second and day.
    pub clock: Clock,
    /// What is looked at.
    pub address: Address,
    /// What is asked for, with its instants.
    pub question: Memo<Question>,
    /// The search fields.
    pub draft: Draft,
    /// Asks as the search fields change.
    pub finder: Finder,
    /// Names that complete what is typed.
    pub suggestions: Suggestions,
    /// What would show calls where there are none.
    pub widen: Widen,
    /// The calls on screen.
    pub rows: CallRows,
    /// Whether the first rows are painted: what nobody needs for them may come.
    pub rows_stand: RwSignal<bool>,
    /// How the list is laid out.
    pub layout: LayoutState,
    /// The line on which changes come in.
    pub live: Live,
    /// The instant up to which it is known what happened: running times stand still where changes do not come in.
    pub known: Memo<i64>,
    /// The call that is open.
    pub details: Details,
    /// The other calls of its customer.
    pub story: Story,
    /// What is written on it.
    pub writing: Writing,
    /// The recording that plays.
    pub player: Player,
    /// Files of calls.
    pub export: Export,
    /// Saved views.
    pub views: Views,
    /// What the server keeps of how the account likes the page.
    pub kept: Kept,
    /// Short notices.
    pub notices: Notices,
    /// Keys that do something by themselves.
    pub shortcuts: Shortcuts,
}

impl Desk {
    /// Makes every handle and ties them together: address ► question ► rows ► live ► rows. They live as long as the
    /// page, so that what follows them needs no copies.
    pub fn open() -> &'static Self {
        let preferences = Preferences::restore();
        let session = SessionState::ask();
        let clock = Clock::start(preferences.zone().into());
        let address = Address::follow();
        let notices = Notices::new();
        let (layout, kept) = (LayoutState::new(), Kept::new());
        let window_days = Memo::new(move |_| session.window_days());
        let question = Memo::new(move |_| {
            let view = address.view.get();
            let days = window_days.get();
            Question {
                filter: view.resolve(clock.counted_from(days)),
                sort: view.sort,
                moving: view.range.is_relative().then_some((view.range, days)),
            }
        });
        let details = Details::new(session);
        let suggestions = Suggestions::new();
        let draft = Draft::new(suggestions);
        let live = Live::new(session);
        let known = Memo::new(move |_| match live.stale_since() {
            Some(since) => since.millis(),
            None => clock.now.get(),
        });
        let desk: &'static Self = Box::leak(Box::new(Self {
            preferences,
            session,
            clock,
            address,
            question,
            draft,
            finder: Finder::new(draft, address),
            suggestions,
            widen: Widen::new(),
            rows: CallRows::new(session),
            rows_stand: RwSignal::new(false),
            layout,
            live,
            known,
            details,
            story: Story::new(session),
            writing: Writing::new(details, session),
            player: Player::new(session),
            export: Export::new(layout, notices, session),
            views: Views::new(address, layout, kept, notices, session),
            kept,
            notices,
            shortcuts: Shortcuts::restore(),
        }));
        desk.tie();
        desk
    }

    /// The account, while somebody is signed in.
    pub fn account(&self) -> Option<Session> {
        match self.session.who() {
            Who::Somebody(session) => Some(*session),
            Who::Asking | Who::Unclear(_) | Who::Nobody(_) => None,
        }
    }

    /// What days are counted from, followed from day to day.
    pub fn now(&self) -> Now {
        self.clock.counted_from(self.session.window_days())
    }

    /// Shows these calls; those that are shown already are asked for once more.
    pub fn go(&self, view: View) {
        self.finder.rest();
        if view == self.address.view.get_untracked() {
            self.rows.refresh();
        } else {
            self.address.show(view);
        }
    }

    /// Copies a link to the call and the moment that are heard.
    pub fn copy_moment(&self) {
        let heard = untrack(|| self.player.track().map(|track| (track.call_id, self.player.position().0)));
        if let Some(link) = heard.and_then(|(call_id, ms)| self.address.link_to_moment(&call_id, ms)) {
            self.notices.copy(&link);
        }
    }

    /// A link to a moment was followed: the recordings lie ready there.
    fn begin_at_the_moment(&'static self) {
        let Self { address, details, player, .. } = *self;
        Effect::new(move |begun: Option<Option<String>>| {
            let call = address.call.get();
            let begun = begun.flatten().filter(|it| Some(it) == call.as_ref());
            let (None, Some(ms), DetailsFace::Ready(detail)) = (&begun, address.moment_ms(), details.face()) else {
                return begun;
            };
            player.open_at(&detail.with_untracked(|detail| detail.row.clone()), ms, false);
            call
        });
    }

    /// Signs out, once the server keeps what was changed last.
    pub fn sign_out(&'static self, failed: impl FnOnce(ApiError) + 'static) {
        spawn_local(async move {
            self.kept.send().await;
            self.session.sign_out(failed);
        });
    }

    /// Somebody signed in: the page opens with what is kept for that account, or with what the address says.
    fn welcome(&self, session: &Session, last: Option<&String>) {
        if last.is_some_and(|last| *last != session.name) {
            self.address.clear();
        }
        let opened = opening(session, &Address::text());
        self.kept.begin(session.preferences.clone());
        self.preferences.take(&session.preferences.choices);
        self.layout.set(opened.layout);
        if let Some(place) = opened.place {
            let (query, fragment) = split(&place);
            self.address.begin_with(place::read(query, fragment).view);
        }
        self.views.begin(opened.view);
    }

    /// Keeps the last place and the layout, from the moment that somebody is signed in and as they change.
    fn keep_what_is_shown(&'static self, signed_in: Memo<bool>) {
        let Self { address, layout, kept, .. } = *self;
        Effect::new(move |_| {
            signed_in.track();
            let place = address.view.with(|view| place::write(view, None));
            let place = Some(Some(place).filter(|place| place.len() <= MOST_LAST_PLACE));
            untrack(|| kept.change(PreferencesChange { place, ..PreferencesChange::default() }));
        });
        Effect::new(move |_| {
            signed_in.track();
            let layout = Some(Some(layout.get()));
            untrack(|| kept.change(PreferencesChange { layout, ..PreferencesChange::default() }));
        });
    }

    fn tie(&'static self) {
        let Self {
            preferences,
            address,
            question,
            draft,
            finder,
            suggestions,
            widen,
            rows,
            live,
            details,
            story,
            writing,
            player,
            views,
            ..
        } = *self;
        let signed_in = Memo::new(move |_| self.account().is_some());
        let pace = Pace::new(Callback::new(move |row| {
            details.apply(&row);
            if details.is_of_customer(&row) {
                story.catch_up();
            }
            rows.apply(row);
        }));
        // Who the page was shown to last.
        let last = StoredValue::new(None::<String>);
        Effect::new(move |was_signed_in: Option<bool>| {
            let is_signed_in = signed_in.get();
            if is_signed_in {
                if was_signed_in != Some(true)
                    && let Some(session) = untrack(|| self.account())
                {
                    untrack(|| self.welcome(&session, last.get_value().as_ref()));
                    last.set_value(Some(session.name));
                }
                rows.ask(question.get());
            } else {
                // What one reader saw and heard is none of the next one's business.
                live.close();
                pace.forget();
                rows.forget();
                player.close();
                suggestions.forget();
                draft.show_only(&address.view.get_untracked(), untrack(|| self.now()));
                writing.forget();
                self.kept.forget();
                self.export.forget();
                views.forget();
                self.layout.set(Layout::default());
                // What can be taken back holds what was looked at.
                self.notices.hush();
                if untrack(|| self.session.who()) == Who::Nobody(false) && was_signed_in == Some(true) {
                    address.clear();
                }
            }
            is_signed_in
        });
        self.keep_what_is_shown(signed_in);
        self.begin_at_the_moment();
        preferences.tell(Callback::new(move |(name, value): (&str, _)| {
            let choices = [(name.to_owned(), value)].into();
            self.kept.change(PreferencesChange { choices, ..PreferencesChange::default() });
        }));
        draft.tell(Callback::new(move |change| finder.changed(change)));
        Effect::new(move |_| address.view.with(|view| draft.show(view, untrack(|| self.now()))));
        Effect::new(move |_| {
            if signed_in.get() {
                address.view.with(|view| suggestions.look_up(&view.filter));
            }
        });
        let is_empty = Memo::new(move |_| rows.face() == Face::Ready && rows.len() == 0);
        Effect::new(move |_| {
            if is_empty.get() {
                untrack(|| widen.look(&address.view.get(), self.now()));
            } else {
                widen.forget();
            }
        });
        // A new day moves the fields of a preset, and another zone or language says them otherwise; what the reader is
        // typing stays.
        Effect::new(move |_| {
            let now = self.now();
            let _ = preferences.language();
            draft.show(&address.view.get_untracked(), now);
        });
        Effect::new(move |_| {
            let call = address.call.get();
            let call = call.filter(|_| signed_in.get());
            if call.is_some() {
                rows.covered(true);
            } else {
                // The focus goes back to the list first, and keeps it still.
                set_timeout(move || rows.covered(address.call.get_untracked().is_some()), Duration::from_millis(500));
            }
            story.open(call.clone());
            details.open(call);
        });
        Effect::new(move |_| {
            if let Some(as_of) = rows.loaded() {
                live.resume_after(as_of);
            }
        });
        Effect::new(move |_| {
            if let Face::Failed(ApiError::Refused(problem)) = rows.face() {
                let reasons = |fault: &Fault| fault.pointer.as_ref().is_some_and(|it| it.starts_with("/hangup_reason"));
                if !(problem.errors.iter().any(reasons) && address.leave_out_refused()) {
                    draft.refused(&problem);
                }
            }
        });
        // Many changes in a row are one question.
        Effect::new(move |_| {
            if rows.need() != Need::Nothing {
                set_timeout(move || rows.catch_up(), Duration::from_secs(2));
            }
        });
        // A server that restarts, a network that comes back: nobody should have to press a button.
        set_interval(move || self.try_again(), Duration::from_secs(5));
        window_event_listener(ev::online, move |_| self.try_again());
        live.listen(Listener {
            changed: Callback::new(move |row| pace.take(row)),
            reopened: Callback::new(move |()| {
                details.catch_up();
                story.catch_up();
            }),
            missed: Callback::new(move |()| {
                rows.catch_up_with_gap();
                details.catch_up();
                story.catch_up();
            }),
        });
    }

    fn try_again(&self) {
        if self.rows.has_lost_server() {
            self.rows.refresh();
        }
    }
}
