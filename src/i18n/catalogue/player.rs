//! The player.

texts! {
    /// The player.
    PlayerTexts {
        title: "Player", "播放器";
        position: "Position", "位置";
        position_text: "{position} of {length}", "{position} / {length}";
        back_10: "10 seconds back", "后退 10 秒";
        forward_10: "10 seconds on", "前进 10 秒";
        close_player: "Close the player", "关闭播放器";
        loading: "Loading…", "正在加载…";
        failed: "This recording could not be played. It may have been deleted, or the connection was lost.", "无法播放此录音。它可能已被删除，或连接已中断。";
        with_agent: "with {agent}", "与 {agent}";
        previous_recording: "Previous call with a recording", "上一个有录音的通话";
        next_recording: "Next call with a recording", "下一个有录音的通话";
        skip_pauses: "Skip silence", "跳过静音";
        pauses_saved: "Skip silence −{length}", "跳过静音 −{length}";
        gap: "Not recorded for {length}", "{length} 未录音";
        go_to_stage: "Go to {stage}, {time}", "跳到{stage}，{time}";
        more: "Sides, repeat, link", "声道、重复、链接";
        customer: "Customer", "客户";
        left: "Left", "左声道";
        right: "Right", "右声道";
        volume_of: "Volume of {side}", "{side}音量";
        alone: "Solo", "单听";
        repeat_from: "Repeat from here", "从此处开始重复";
        repeat_to: "Repeat up to here", "重复到此处";
        repeat_no_more: "Stop repeating", "停止重复";
        copy_moment: "Copy link to this moment", "复制此时刻的链接";
        play_from: "Play from here, {time}", "从此处播放，{time}";
    }
}
