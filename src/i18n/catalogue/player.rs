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
    }
}
