//! The list of texts. Those of a part of the page stand in a group of their own, each text in every language side by
//! side, and lie with the part that shows them: nobody waits for the texts of what comes later.

use std::marker::PhantomData;
use std::ops::Deref;

use super::{Language, en, spoken, zh};

/// Declares the texts and, for tests, a way to see them all.
macro_rules! messages {
    ($($name:ident)* ; $($group:ident: $texts:ty,)*) => {
        /// The texts of the first rows in one language.
        pub struct Messages {
            $(pub $name: &'static str,)*
        }

        /// Every text of the page, in the language that the page speaks.
        pub struct Texts {
            $(pub $group: Spoken<$texts>,)*
        }

        /// What [`super::t`] answers.
        pub(super) static TEXTS: Texts = Texts { $($group: Spoken(PhantomData),)* };

        /// Every text of one language by its name.
        #[cfg(test)]
        pub(super) fn all(language: Language) -> Vec<(&'static str, &'static str)> {
            let messages = language.messages();
            let mut all = vec![$((stringify!($name), messages.$name),)*];
            $(all.extend(<$texts>::of(language).all());)*
            all
        }

        /// Every text of the page, each changed.
        #[cfg(debug_assertions)]
        pub(super) struct Changed {
            messages: Messages,
            $($group: $texts,)*
        }

        #[cfg(debug_assertions)]
        impl Changed {
            /// English, changed.
            pub(super) fn by(change: fn(&str) -> &'static str) -> Self {
                let english = Language::English;
                let messages = english.messages();
                Self {
                    messages: Messages { $($name: change(messages.$name),)* },
                    $($group: <$texts>::of(english).changed(change),)*
                }
            }
        }

        $(
            #[cfg(debug_assertions)]
            impl InChanged for $texts {
                fn of_changed(changed: &'static Changed) -> &'static Self {
                    &changed.$group
                }
            }
        )*
    };
}

/// Declares a group of texts: `name: "English", "简体中文";`.
macro_rules! texts {
    ($(#[$doc:meta])* $group:ident { $($name:ident: $en:literal, $zh:literal;)* }) => {
        $(#[$doc])*
        pub struct $group { $(pub $name: &'static str,)* }

        impl crate::i18n::catalogue::Group for $group {
            fn of(language: crate::i18n::Language) -> &'static Self {
                match language {
                    crate::i18n::Language::English => &const { Self { $($name: $en,)* } },
                    crate::i18n::Language::Chinese => &const { Self { $($name: $zh,)* } },
                }
            }
        }

        impl $group {
            #[cfg(test)]
            pub(in crate::i18n) fn all(&self) -> Vec<(&'static str, &'static str)> {
                vec![$((stringify!($name), self.$name),)*]
            }

            #[cfg(debug_assertions)]
            pub(in crate::i18n) fn changed(&self, change: fn(&str) -> &'static str) -> Self {
                Self { $($name: change(self.$name),)* }
            }
        }
    };
}

/// A group of texts.
pub(in crate::i18n) trait Group: Sized {
    /// Its texts in one language.
    fn of(language: Language) -> &'static Self;
}

/// A group of texts in the language that the page speaks.
pub struct Spoken<G>(PhantomData<G>);

#[cfg(debug_assertions)]
impl<G: Group + InChanged> Deref for Spoken<G> {
    type Target = G;

    fn deref(&self) -> &G {
        super::pseudo::texts().map_or_else(|| G::of(spoken()), G::of_changed)
    }
}

#[cfg(not(debug_assertions))]
impl<G: Group + 'static> Deref for Spoken<G> {
    type Target = G;

    fn deref(&self) -> &G {
        G::of(spoken())
    }
}

impl Deref for Texts {
    type Target = Messages;

    fn deref(&self) -> &Messages {
        #[cfg(debug_assertions)]
        if let Some(changed) = super::pseudo::texts() {
            return &changed.messages;
        }
        spoken().messages()
    }
}

impl Language {
    /// The texts of the first rows.
    pub const fn messages(self) -> &'static Messages {
        match self {
            Self::English => &en::MESSAGES,
            Self::Chinese => &zh::MESSAGES,
        }
    }
}

/// Groups as the made-up languages have them.
#[cfg(debug_assertions)]
pub(in crate::i18n) trait InChanged: 'static {
    fn of_changed(changed: &'static Changed) -> &'static Self;
}

mod calendar;
mod dates;
mod entrance;
mod finding;
mod log;
mod player;
mod states;
mod story;
mod table;
mod views;
mod why;

pub use calendar::CalendarTexts;
pub use dates::DateTexts;
pub use entrance::EntranceTexts;
pub use finding::FindingTexts;
pub use log::LogTexts;
pub use player::PlayerTexts;
pub use states::StateTexts;
pub use story::StoryTexts;
pub use table::TableTexts;
pub use views::ViewTexts;
pub use why::WhyTexts;

messages! {
    title
    sample_data
    sign_in
    sign_out
    sign_out_failed
    version
    role_admin
    role_supervisor
    role_agent
    language
    theme
    theme_system
    theme_light
    theme_dark
    zone_hint
    live_since
    live_connecting
    date_range
    preset_today
    preset_yesterday
    preset_last_7_days
    preset_last_30_days
    from
    to
    now
    open_calendar_from
    open_calendar_to
    cancel
    field_order_fault
    fault_few_digits
    fault_not_a_number
    fault_other
    fault_max_below_min
    fault_too_long
    fault_too_many
    any
    caller_number
    callee_number
    customer_number
    either_number
    agent
    agent_id
    skill_group
    skill_group_id
    call_type
    hangup_reason
    call_id
    status
    hung_up_by
    min_talk
    max_talk
    min_wait
    max_wait
    anything
    anything_hint
    with_recording
    without_recording
    selected_count
    more_filters
    filters
    search
    clear
    in_force
    remove_filter
    chip
    export
    export_csv
    export_ndjson
    export_failed
    exporting
    order
    sort_newest
    sort_oldest
    sort_longest
    sort_shortest
    sort_longest_wait
    sort_shortest_wait
    sort_longest_talk
    sort_shortest_talk
    calls_one
    calls_many
    calls_more_than
    window
    new_calls_one
    new_calls_many
    load_more
    loading_more
    all_shown
    loading
    calls_table
    start_time
    connected_time
    duration
    recording
    operation
    details
    details_of
    play
    pause
    play_of
    download
    download_of
    copy_call_id
    copied
    copy_failed
    nobody
    withheld
    empty_title
    empty_filters
    empty_range
    empty_live
    failed_title
    retry
    error_unreachable
    error_unreadable
    error_signed_out
    error_not_found
    error_window
    error_fields
    error_refused
    error_forbidden
    forbidden_title
    show_all_days
    empty_filters_all
    empty_all
    link_unread
    call_details
    close
    previous_call
    next_call
    copy_link
    call_time
    ended_at
    answered_at
    wait
    talk
    stages
    no_stages
    recordings
    no_recordings
    operations_log
    raw_event
    loading_call
    failed_call_title
    channels_mono
    channels_stereo
    channels_customer_left
    channels_agent_left
    why_events
    entry
    rests_on
    stage_ivr
    stage_queue
    stage_ring
    stage_talk
    stage_hold
    still_going
    journey
    stage_length
    type_inbound
    type_outbound
    type_predictive_outbound
    type_conference
    reason_normal
    reason_unanswered
    reason_abandoned_in_ivr
    reason_abandoned_in_queue
    reason_abandoned_while_ringing
    reason_queue_timeout
    reason_transferred_to_external_line
    reason_voicemail
    reason_queue_overflow
    reason_transfer_to_agent_failed
    reason_ivr_error
    reason_intelligent_navigation
    reason_unknown
    status_dialing
    status_in_ivr
    status_queued
    status_ringing
    status_ringing_agent
    status_connected
    status_on_hold
    status_ended
    by_customer
    by_agent
    by_system
    by_external
    recording_expected
    recording_recording
    recording_processing
    recording_available
    recording_failed
    recording_deleted
    the_agent
    the_queue
    speed
    skip_to_calls
    ;
    dates: DateTexts,
    calendar: CalendarTexts,
    entrance: EntranceTexts,
    finding: FindingTexts,
    table: TableTexts,
    story: StoryTexts,
    views: ViewTexts,
    log: LogTexts,
    why: WhyTexts,
    player: PlayerTexts,
    states: StateTexts,
}
