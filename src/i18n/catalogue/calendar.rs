//! The calendar that a range is picked from.

texts! {
    /// The calendar that a range is picked from.
    CalendarTexts {
        previous_month: "Previous month", "上个月";
        next_month: "Next month", "下个月";
        apply: "Apply", "确定";
        too_early: "Before the search window: calls since {since} can be searched", "早于可搜索范围：可搜索 {since} 以来的通话";
        in_the_future: "In the future", "未来的日期";
        fault_time: "Write a time such as 09:30.", "请填写时间，例如 09:30。";
    }
}
