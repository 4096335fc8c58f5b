//! Days, times and ranges.

texts! {
    /// Days, times and ranges.
    DateTexts {
        // What the fields show, which they must also read: `-3h`, `yesterday 14:00`.
        ago_seconds: "-{count}s", "{count}秒前";
        ago_minutes: "-{count}m", "{count}分钟前";
        ago_hours: "-{count}h", "{count}小时前";
        ago_days: "-{count}d", "{count}天以前";
        ago_weeks: "-{count}w", "{count}周前";
        on_today: "today {time}", "今天 {time}";
        on_yesterday: "yesterday {time}", "昨天 {time}";
        on_tomorrow: "tomorrow {time}", "明天 {time}";
        on_days_ago: "{count} days ago {time}", "{count}天前 {time}";
        on_weekday: "{day} {time}", "{day} {time}";
        day_and_time: "{day}, {time}", "{day} {time}";
        moment_in_zone: "{moment} ({zone})", "{moment}（{zone}）";
        earliest: "Earliest ({moment})", "最早（{moment}）";
        comes_twice: "{moment}, the first of the two times that the clock shows {time}", "{moment}（当天 {time} 出现两次，指第一次）";
        never_comes: "{moment}, as the clock never shows {time} on this day", "{moment}（当天没有 {time}）";
        not_understood: "Write a time such as 14:00, yesterday 14:00, monday 9:00, 24 nov, 2026-11-24 08:00, -3h or now.", "请输入时间，例如 14:00、昨天 14:00、周一 9:00、11月24日、2026-11-24 08:00、3小时前 或 现在。";
        ambiguous: "This may be a day and a month either way around. Write 24 nov or 2026-11-24.", "无法分辨日和月，请写成 11月24日 或 2026-11-24。";
        older_range: "The days in the fields cannot be searched. Still shown: {range}.", "无法搜索所填的日期。仍显示：{range}。";
        no_such_day: "There is no such day.", "没有这一天。";
        no_such_time: "There is no such time. Write a time from 00:00 to 24:00.", "没有这个时间，请输入 00:00 到 24:00 之间的时间。";
        understood_from: "From {moment}", "从 {moment}";
        understood_to: "to {moment}", "到 {moment}";
        understood_refused: "{words}. {why}", "{words}。{why}";
        until_now: "now", "现在";
        step_back: "Back by the same length", "前一段时间";
        step_on: "On by the same length", "后一段时间";
        change_from: "Change date, from {moment}", "更改日期，从 {moment}";
        change_to: "Change date, to {moment}", "更改日期，到 {moment}";
        choose_range: "Choose days and times", "选择日期和时间";
        pick_start: "Pick the first day", "选择开始日期";
        pick_end: "Pick the last day", "选择结束日期";
        start_time: "Start time", "开始时间";
        end_time: "End time", "结束时间";
        time_keys: "Arrow keys: a quarter of an hour. Page keys: an hour.", "方向键：15 分钟；翻页键：1 小时";
        starts: "Start", "开始";
        ends: "End", "结束";
        to_now: "To now", "到现在";
        day_start: "{day}, start", "{day}，开始";
        day_end: "{day}, end", "{day}，结束";
        refused_day: "{day}. {why}", "{day}。{why}";
        choose_zone: "Time zone: {zone}", "时区：{zone}";
        find_zone: "Find a time zone", "查找时区";
        zones: "Time zones", "时区";
        browsers_zone: "Zone of this browser ({zone})", "浏览器的时区（{zone}）";
        no_zone: "No time zone has this name.", "没有这个名称的时区。";
    }
}
