//! The list of texts. Those of a part of the page stand in a group of their own, each text in every language side by
//! side.

/// Declares the texts and, for tests, a way to see them all.
macro_rules! messages {
    ($($name:ident)* ; $($group:ident: $texts:ty,)*) => {
        /// Every text of the page in one language.
        pub struct Messages {
            $(pub $name: &'static str,)*
            $(pub $group: $texts,)*
        }

        #[cfg(test)]
        impl Messages {
            pub(super) fn all(&self) -> Vec<(&'static str, &'static str)> {
                let mut all = vec![$((stringify!($name), self.$name),)*];
                $(all.extend(self.$group.all());)*
                all
            }
        }

        #[cfg(debug_assertions)]
        impl Messages {
            /// The same texts, each changed.
            pub(super) fn changed(&self, change: fn(&str) -> &'static str) -> Self {
                Self {
                    $($name: change(self.$name),)*
                    $($group: <$texts>::changed(&self.$group, change),)*
                }
            }
        }
    };
}

/// Declares a group of texts: `name: "English", "简体中文";`.
macro_rules! texts {
    ($(#[$doc:meta])* $group:ident { $($name:ident: $en:literal, $zh:literal;)* }) => {
        $(#[$doc])*
        pub struct $group { $(pub $name: &'static str,)* }

        impl $group {
            pub(in crate::i18n) const EN: Self = Self { $($name: $en,)* };
            pub(in crate::i18n) const ZH: Self = Self { $($name: $zh,)* };

            #[cfg(test)]
            pub(in crate::i18n) fn all(&self) -> Vec<(&'static str, &'static str)> {
                // A group may be empty.
                let _ = self;
                vec![$((stringify!($name), self.$name),)*]
            }

            #[cfg(debug_assertions)]
            pub(in crate::i18n) fn changed(texts: &Self, change: fn(&str) -> &'static str) -> Self {
                let _ = (texts, change);
                Self { $($name: change(texts.$name),)* }
            }
        }
    };
}

mod dates;
mod finding;
mod states;
mod story;
mod table;
mod views;

pub use dates::DateTexts;
pub use finding::FindingTexts;
pub use states::StateTexts;
pub use story::StoryTexts;
pub use table::TableTexts;
pub use views::ViewTexts;

messages! {
    title
    sample_data
    sign_in
    sign_in_lead
    sign_out
    account_name
    password
    wrong_credentials
    credentials_missing
    session_ended
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
    previous_month
    next_month
    apply
    cancel
    too_early
    in_the_future
    field_order_fault
    fault_few_digits
    fault_not_a_number
    fault_other
    fault_max_below_min
    fault_too_long
    fault_too_many
    fault_time
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
    why
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
    ended_by_customer
    ended_by_agent
    ended_by_system
    ended_by_external
    network_said
    why_normal
    why_normal_bare
    why_unanswered
    why_left_in_ivr
    why_left_in_queue
    why_left_ringing
    why_queue_timeout
    why_voicemail
    why_external
    why_queue_overflow
    why_transfer_failed
    why_ivr_error
    why_navigation
    why_unknown
    why_other
    why_alive
    why_left_ringing_somebody
    rule_reason_node
    rule_voicemail_node
    rule_external_node
    rule_passed_external
    rule_navigation
    the_agent
    the_queue
    an_agent
    log_started_inbound
    log_started_outbound
    log_node
    log_node_reason
    log_node_voicemail
    log_node_transfer_agent
    log_node_transfer_external
    log_node_navigation
    log_key
    log_queued
    log_queued_position
    log_left_answered
    log_left_timeout
    log_left_overflow
    log_left_no_agent
    log_left_key
    log_left_other
    log_ringing
    log_missed_no_answer
    log_missed_rejected
    log_missed_busy
    log_missed_unreachable
    log_missed_other
    log_answered
    log_answered_bare
    log_held
    log_resumed
    log_transferred_to
    log_transferred
    kind_blind
    kind_attended
    log_joined
    log_left
    somebody
    log_hung_up_customer
    log_hung_up_agent
    log_hung_up_system
    log_hung_up_external
    log_recording_started
    log_recording_paused
    log_recording_resumed
    log_recording_failed
    player
    position
    position_text
    back_10
    forward_10
    speed
    close_player
    player_loading
    player_failed
    with_agent
    skip_to_calls
    ;
    dates: DateTexts,
    finding: FindingTexts,
    table: TableTexts,
    story: StoryTexts,
    views: ViewTexts,
    states: StateTexts,
}
