//! The table, its columns and its rows.

texts! {
    /// The table, its columns and its rows.
    TableTexts {
        customer_name: "Customer name", "客户姓名";
        end_time: "End time", "结束时间";
        tags: "Tags", "标签";
        select_all: "Select all calls that are loaded", "选择所有已加载的通话";
        select_call: "Select the call of {time}", "选择 {time} 的通话";
        selected_one: "1 call selected", "已选择 1 个通话";
        selected_many: "{count} calls selected", "已选择 {count} 个通话";
        selection: "Selected calls", "所选通话";
        copy_ids: "Copy call IDs", "复制通话 ID";
        copy_text: "Copy as text", "复制为文本";
        export_selected: "Export these calls", "导出这些通话";
        export_too_many: "At most {count} calls can be exported by selection. Select fewer, or export the whole list.", "按选择最多可导出 {count} 个通话。请减少选择，或导出整个列表。";
        clear_selection: "Clear selection", "清除选择";
        copy_number: "Copy {number}", "复制 {number}";
        call_left: "This call no longer matches the filters. It leaves when you go to the top of the list.", "此通话不再符合筛选条件。回到列表顶部后它将消失。";
        loading_call: "Loading", "正在加载";
        sort_by: "Sort by {column}", "按{column}排序";
        column_width: "Width of {column}", "“{column}”列的宽度";
        columns: "Columns", "列";
        move_up: "Move {column} up", "将“{column}”上移";
        move_down: "Move {column} down", "将“{column}”下移";
        frozen: "Columns that stay in sight", "固定的列数";
        density: "Density", "行距";
        comfortable: "Comfortable", "宽松";
        compact: "Compact", "紧凑";
        reset: "Reset", "重置";
        new_calls_over: "More than {count} new calls", "超过 {count} 个新通话";
        pause_live: "Pause live updates", "暂停实时更新";
        resume_live: "Resume live updates", "继续实时更新";
        live_paused: "Paused", "已暂停";
        feed: "Live updates", "实时更新";
        feed_last: "Last change", "最近一次变化";
        feed_reconnects: "Reconnected", "重新连接次数";
        feed_gaps: "Gaps healed", "已修复的中断";
        none_yet: "none yet", "暂无";
    }
}
