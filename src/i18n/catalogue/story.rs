//! The details of a call.

texts! {
    /// The details of a call.
    StoryTexts {
        tag: "Tag", "标签";
        not_found_title: "This call could not be found", "找不到此通话";
        not_found_body: "There is no call with this ID, or it lies outside what this account may see.", "没有此 ID 的通话，或此通话不在当前账号的可见范围内。";
        copy_customer_number: "Copy customer number", "复制客户号码";
        customer_name: "Customer name", "客户姓名";
        skill_groups: "Skill groups", "技能组";
        agents: "Agents", "坐席";
        stage_times: "Time by stage", "各阶段时长";
        raw_cause: "Raw cause", "原始原因";
        next_not_loaded: "Next call: load more of the list", "下一个通话：加载更多列表";
        no_previous: "No previous call in the list", "列表中没有上一个通话";
        no_next: "No next call in the list", "列表中没有下一个通话";
        stage_at: "{stage}, {length}, from {start}", "{stage}，{length}，始于 {start}";
        agents_and_transfers: "Agents and transfers", "坐席与转接";
        no_turns: "No agent had this call.", "没有坐席接过此通话。";
        talked_from_to: "{from} – {to}, {length}", "{from} – {to}，{length}";
        talks_since: "Since {from}, {length} so far", "自 {from} 起，已 {length}";
        talked: "Had the call", "接通";
        rang: "Rang", "振铃";
        rang_in_vain: "the call ended while it rang", "振铃时通话结束";
        ivr_path: "IVR path", "IVR 路径";
        no_ivr: "This call was not in an IVR.", "此通话未经过 IVR。";
        no_node: "Before the first node", "首个节点之前";
        keys: "Keys: {keys}", "按键：{keys}";
        filter_log: "Show entries of", "显示条目";
        group_all: "All", "全部";
        group_call: "Call", "通话";
        group_ivr: "IVR", "IVR";
        group_queue: "Queue", "排队";
        group_agent: "Agent", "坐席";
        group_recording: "Recording", "录音";
        group_notes: "Notes", "备注";
        group_other: "Other", "其他";
        more_entries: "Show {count} more of {left}", "再显示 {count} 条，共剩 {left} 条";
        copy_event: "Copy event", "复制事件";
        customer_calls: "The customer's calls", "该客户的通话";
        no_other_calls: "No other call with this customer in the days that can be searched.", "在可搜索的日期内，没有与该客户的其他通话。";
        number_withheld: "The number was withheld, so other calls of this customer cannot be found.", "号码已隐藏，无法查找该客户的其他通话。";
        other_calls_failed: "The customer's other calls could not be loaded", "无法加载该客户的其他通话";
        this_call: "This call", "此通话";
        nth_today: "Call {number} of the day with this customer", "当天与该客户的第 {number} 个通话";
        older_calls: "The newest {shown} of {count} are shown.", "仅显示 {count} 个中最新的 {shown} 个。";
        open_call: "Open the call of {time}", "打开 {time} 的通话";
        called_back: "Called back at {time} by {agent}, who reached the customer.", "已于 {time} 由{agent}回拨，并联系上客户。";
        tried_back: "Called back at {time}, but nobody was reached.", "已于 {time} 回拨，但未联系上客户。";
        tried_then_reached: "First tried at {tried}; reached at {time} by {agent}.", "首次回拨于 {tried}；{time} 由{agent}联系上客户。";
        called_again: "The customer called again at {time} and talked with {agent}.", "客户于 {time} 再次来电，由{agent}接听。";
        not_called_back: "The customer has not been called back yet.", "尚未回拨该客户。";
        notes: "Notes", "备注";
        no_notes: "Nobody has written a note yet.", "还没有备注。";
        new_note: "New note", "新备注";
        note_hint: "Ctrl+Enter adds it. What you begin is kept while you look at other calls.", "按 Ctrl+Enter 添加。查看其他通话时，未完成的内容会保留。";
        add_note: "Add note", "添加备注";
        note_too_long: "{count} characters too many", "超出 {count} 个字符";
        delete_note: "Delete note", "删除备注";
        delete_note_sure: "Delete this note? That it was there stays in the log.", "删除此备注？日志中仍会保留记录。";
        delete: "Delete", "删除";
        keep: "Keep", "保留";
        somebody_wrote: "Somebody", "某人";
        tags: "Tags", "标签";
        add_tag: "Add tag", "添加标签";
        remove_tag: "Remove the tag {tag}", "移除标签 {tag}";
        tag_hint: "New tag", "新标签";
        too_many_tags: "A call has at most {count} tags.", "一个通话最多有 {count} 个标签。";
        not_written: "That could not be saved: {why}", "无法保存：{why}";
        log_note_added: "Note by {who}: {text}", "{who} 的备注：{text}";
        log_note_removed: "{who} removed a note", "{who} 删除了一条备注";
        log_tagged: "{who} added the tag {tag}", "{who} 添加了标签 {tag}";
        log_untagged: "{who} removed the tag {tag}", "{who} 移除了标签 {tag}";
    }
}
