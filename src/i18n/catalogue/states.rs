//! States of the page, shortcuts, help.

texts! {
    /// States of the page, shortcuts, help.
    StateTexts {
        part_late: "This part of the page has not arrived yet. Trying again; if it stays away, reload the page.", "页面的这一部分尚未载入，正在重试。若一直未出现，请重新加载页面。";
        help: "Help and keyboard shortcuts", "帮助与键盘快捷键";
        help_lead: "Keys work while no text is being typed.", "未在输入文字时，以下按键可用。";
        keys_on: "Single-key shortcuts", "单键快捷键";
        keys_on_hint: "Switch them off if you speak your commands or press keys by mistake.", "如果您使用语音控制或容易误按，可将其关闭。";
        keys_list: "In the list", "列表";
        keys_player: "While something plays", "播放时";
        keys_page: "Everywhere", "全局";
        keys_then: "{first} then {second}", "先按 {first} 再按 {second}";
        key_search: "Search", "搜索";
        key_filters: "Filters", "筛选条件";
        key_range: "Date and time", "日期和时间";
        key_next: "Next call", "下一条通话";
        key_previous: "Previous call", "上一条通话";
        key_open: "Open the call", "打开通话";
        key_select: "Select the call", "选择通话";
        key_live: "To the newest calls", "回到最新通话";
        key_download: "Download the recording", "下载录音";
        key_play: "Play or pause, in the player", "播放或暂停（焦点在播放器时）";
        key_seek: "Back or on by 5 seconds, on the position", "在进度条上后退或前进 5 秒";
        key_repeat: "Mark a passage: its start, its end, no more", "标记片段：起点、终点、取消";
        key_slower: "Slower", "减速";
        key_faster: "Faster", "加速";
        key_mute: "Sound off or on", "静音或恢复声音";
        key_help: "This help", "本帮助";
        key_escape: "Close what is open", "关闭已打开的内容";
        speed_now: "Speed {speed}", "播放速度 {speed}";
        sound_off: "Sound off", "已静音";
        sound_on: "Sound on", "已恢复声音";
        live_broken_since: "Reconnecting since {time}", "正在重新连接（自 {time}）";
        live_offline_since: "Offline since {time}", "已离线（自 {time}）";
        broken_title: "No live changes since {time}.", "自 {time} 起没有实时更新。";
        broken_body: "The server does not answer, perhaps because it restarts. The page tries again by itself; what is shown, running times as well, is as of then.", "服务器没有响应，可能正在重启。页面会自动重试；当前显示的内容（包括进行中的时长）截至断开时。";
        offline_title: "Offline since {time}.", "自 {time} 起离线。";
        offline_body: "What is shown, running times as well, is as of then. The page catches up by itself when the network is back.", "当前显示的内容（包括进行中的时长）截至断开时。网络恢复后页面会自动更新。";
        as_of: "As of {time}", "截至 {time}";
        window_title: "These days cannot be searched", "无法搜索这些日期";
        tries_again: "The page tries again by itself.", "页面会自动重试。";
        printed: "Printed by {name} on {date}, {time} ({zone})", "由 {name} 于 {date} {time} 打印（{zone}）";
        printed_rows: "Rows {first}–{last} of {total}", "第 {first}–{last} 行，共 {total} 行";
        printed_rows_over: "Rows {first}–{last} of more than {total}", "第 {first}–{last} 行，共超过 {total} 行";
        printed_range: "Calls from {from} to {to}", "{from} 至 {to} 的通话";
    }
}
