use proptest::prelude::*;

use super::*;

/// What was understood, as `field=value`, and what was not, as `!text (why)`.
fn told(text: &str) -> String {
    let Reading { parts, left } = read(text);
    let parts = parts.into_iter().map(|part| format!("{}={}", part.field, part.value));
    let left = left.into_iter().map(|left| format!("!{} ({:?})", left.text, left.why));
    parts.chain(left).collect::<Vec<_>>().join(" | ")
}

#[test]
fn numbers_are_understood_in_any_notation() {
    for (text, expected) in [
        ("+86 138-0013-8000", "number=+8613800138000"),
        ("0086 138 0013 8000", "number=+8613800138000"),
        ("(030) 2312 5067", "number=3023125067"),
        ("138 0013 8000", "number=13800138000"),
        ("１３８ ００１３ ８０００", "number=13800138000"),
        ("Tel. +44 20 7946 0101", "number=+442079460101"),
        ("tel:+442079460101", "number=+442079460101"),
        ("电话：138 0013 8000", "number=13800138000"),
        ("+442079460101 +442079460102", "number=+442079460101 | number=+442079460102"),
        ("4420794601 4420794602", "number=4420794601 | number=4420794602"),
        ("+44 20 7946 0101, +44 20 7946 0102", "number=+442079460101 | number=+442079460102"),
        ("+44 20 7946 0101 ext. 12", "number=+442079460101 | !12 (Extension)"),
        ("+44 20 7946 0101 x12", "number=+442079460101 | !12 (Extension)"),
        ("13800138000 分机 12", "number=13800138000 | !12 (Extension)"),
        // As files of calls have them.
        ("'+442079460101 '+442079460102", "number=+442079460101 | number=+442079460102"),
        ("caller:+44 20 7946 0101", "caller_number=+442079460101"),
        ("被叫:555", "callee_number=555"),
        ("customer:555,666", "customer_number=555 | customer_number=666"),
        ("12", "!12 (FewDigits)"),
        ("number:12", "!12 (FewDigits)"),
        ("number:abc", "!abc (NotANumber)"),
    ] {
        assert_eq!(told(text), expected, "{text}");
    }
}

#[test]
fn ids_are_understood_however_they_were_copied() {
    let all = "call_id=1795412833.0 | call_id=1795412834.12";
    for text in [
        "1795412833.0 1795412834.12",
        "1795412833.0\n1795412834.12\n",
        "1795412833.0\t1795412834.12",
        "\"1795412833.0\",\"1795412834.12\"",
        "id:1795412833.0,1795412834.12",
    ] {
        assert_eq!(told(text), all, "{text}");
    }
    assert_eq!(told("20261123-114207-7f3a91c2"), "call_id=20261123-114207-7f3a91c2");
    // More digits than a number has.
    assert_eq!(told("20261125-181456-01853900"), "call_id=20261125-181456-01853900");
    assert_eq!(told("c1, c2\nc3"), "call_id=c1 | call_id=c2 | call_id=c3");
    // The list shows no more than the end of a long one.
    assert_eq!(told("…07-7f3a91c2"), "!…07-7f3a91c2 (IdEnd)");
    // Alone it may as well be a name.
    assert_eq!(told("c1"), "q=c1");
    assert_eq!(told("id:c1"), "call_id=c1");
}

#[test]
fn more_ids_than_can_be_searched_are_counted() {
    let text = (0..620).map(|at| format!("{}.{at}", 1_795_412_833 + at)).collect::<Vec<_>>().join("\n");
    let reading = read(&text);
    assert_eq!((reading.parts.len(), reading.left.len()), (500, 120));
    assert!(reading.left.iter().all(|left| left.why == Why::TooManyIds));
    let twice = (0..600).map(|at| format!("1795412833.{}", at % 300)).collect::<Vec<_>>().join("\n");
    assert_eq!(read(&twice).left, []);
}

#[test]
fn words_with_a_key_are_understood_in_both_languages() {
    for (text, expected) in [
        ("reason:queue_timeout", "hangup_reason=queue_timeout"),
        (
            "reason:queue",
            "hangup_reason=abandoned_in_queue | hangup_reason=queue_timeout | hangup_reason=queue_overflow",
        ),
        ("原因:排队", "hangup_reason=abandoned_in_queue | hangup_reason=queue_timeout | hangup_reason=queue_overflow"),
        ("reason:Abandoned in queue", "hangup_reason=abandoned_in_queue"),
        ("reason:in queue Bob", "hangup_reason=abandoned_in_queue | q=Bob"),
        ("reason:normal Bob", "hangup_reason=normal | q=Bob"),
        ("status:on hold type:predictive outbound", "status=on_hold | call_type=predictive_outbound"),
        ("queue:Billing", "skill_group=Billing"),
        ("skill:Billing", "skill_group=Billing"),
        ("队列：账单", "skill_group=账单"),
        ("reason:timeout", "hangup_reason=queue_timeout"),
        ("reason:\"Abandoned in queue\"", "hangup_reason=abandoned_in_queue"),
        ("reason:normal,voicemail", "hangup_reason=normal | hangup_reason=voicemail"),
        ("原因：排队超时", "hangup_reason=queue_timeout"),
        ("Reason: Normal", "hangup_reason=normal"),
        ("type:pred", "call_type=predictive_outbound"),
        ("类型:呼入", "call_type=inbound"),
        ("status:ringing by:customer", "status=ringing | hung_up_by=customer"),
        ("agent:Zoë", "agent=Zoë"),
        ("agent:\"Zoë Fischer\" group:Billing", "agent=Zoë Fischer | skill_group=Billing"),
        ("坐席：“李 娜”", "agent=李 娜"),
        ("agent_id:101", "agent_id=101"),
        ("talk:>2m wait:<30s", "min_talk_ms=120000 | max_wait_ms=30000"),
        ("talk>=1:30", "min_talk_ms=90000"),
        ("通话:>2分30秒", "min_talk_ms=150000"),
        ("talk:1m-2m", "min_talk_ms=60000 | max_talk_ms=120000"),
        ("recording:yes", "has_recording=true"),
        ("录音：无", "has_recording=false"),
        ("reason:zzz", "!zzz (NoWord(\"hangup_reason\"))"),
        ("reason:", "!reason: (NoValue)"),
        ("talk:soon", "!soon (NotALength)"),
        ("recording:yes recording:no", "has_recording=true | !no (Twice(\"has_recording\"))"),
    ] {
        assert_eq!(told(text), expected, "{text}");
    }
}

#[test]
fn what_is_nothing_else_is_searched_for_anywhere() {
    for (text, expected) in [
        ("Zoë Fischer", "q=Zoë Fischer"),
        ("O'Brien", "q=O'Brien"),
        ("\"Team 12\"", "q=Team 12"),
        ("Team 12", "q=Team 12"),
        ("Bob, 李娜", "q=Bob | q=李娜"),
        ("Bob +44 20 7946 0101", "q=Bob | number=+442079460101"),
        ("note: urgent", "q=note: urgent"),
        ("سارة", "q=سارة"),
        ("", ""),
        (" , ; \n", ""),
        ("\"", ""),
    ] {
        assert_eq!(told(text), expected, "{text}");
    }
    assert!(told(&"x".repeat(300)).ends_with("(TooLong)"));
}

#[test]
fn a_phrase_may_also_mean_a_word_of_the_contract() {
    assert_eq!(words_like("queue time"), [("hangup_reason", "queue_timeout".to_owned())]);
    assert_eq!(words_like("呼入"), [("call_type", "inbound".to_owned())]);
    assert_eq!(words_like("x"), []);
}

/// Every letter and digit lies in what was understood or in what was not; no two of these overlap by a piece.
fn accounts_for_everything(text: &str) {
    let reading = read(text);
    let mut spans: Vec<Range<usize>> =
        reading.parts.iter().map(|it| it.at.clone()).chain(reading.left.iter().map(|it| it.at.clone())).collect();
    spans.sort_by_key(|span| (span.start, span.end));
    spans.dedup();
    for pair in spans.windows(2) {
        assert!(pair[0].end <= pair[1].start, "{text:?}: {pair:?}");
    }
    for (at, c) in text.char_indices().filter(|(_, c)| c.is_alphanumeric()) {
        assert!(spans.iter().any(|span| span.contains(&at)), "{text:?}: {c} at {at} is lost: {reading:?}");
    }
}

proptest! {
    #[test]
    fn nothing_of_any_text_is_lost(text in any::<String>()) {
        accounts_for_everything(&text);
    }

    #[test]
    fn nothing_of_what_people_paste_is_lost(
        pieces in prop::collection::vec(
            prop_oneof![
                Just("reason:queue".to_owned()), Just("agent:\"Zoë F".to_owned()), Just("talk:>".to_owned()),
                Just("+86 138".to_owned()), Just("ext. 1".to_owned()), Just("Tel.".to_owned()), Just("1795412833.1".to_owned()),
                Just(",".to_owned()), Just("\n".to_owned()), Just("“".to_owned()), Just("录音：有".to_owned()),
                "[a-z0-9+:., ()]{0,12}", "[0-9 ]{0,20}",
            ],
            0..8,
        )
    ) {
        accounts_for_everything(&pieces.join(" "));
    }
}
