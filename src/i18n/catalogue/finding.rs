//! The search fields and what was understood of them.

texts! {
    /// The search fields and what was understood of them.
    FindingTexts {
        paste_anything: "Paste or type anything", "粘贴或输入任意内容";
        understood_as: "Understood as", "理解为";
        take_all: "Search for all of this", "按以上全部搜索";
        instead: "Or take “{text}” as", "或将“{text}”作为";
        not_understood: "Not understood", "未能理解";
        left_few_digits: "“{text}” has fewer than three digits.", "“{text}”少于三位数字。";
        left_no_value: "“{text}” has no value.", "“{text}”没有值。";
        left_no_word: "“{text}” is no value of {field}.", "“{text}”不是{field}的值。";
        left_no_length: "“{text}” is no length of time. Write 90s, 2m or 1:30.", "“{text}”不是时长。请输入 90s、2m 或 1:30。";
        left_not_a_number: "“{text}” is no number.", "“{text}”不是号码。";
        left_too_long: "“{text}” is too long to search for.", "“{text}”过长，无法搜索。";
        left_twice: "“{text}”: {field} takes one value, and has one already.", "“{text}”：{field}只能有一个值，已有一个。";
        left_extension: "Extension “{text}” is left out: numbers are kept without extensions.", "已略去分机“{text}”：号码不含分机。";
        left_id_end: "“{text}” is the end of a call ID. Paste the whole ID: the button beside it in the list copies it.", "“{text}”只是通话 ID 的结尾。请粘贴完整的 ID：列表中它旁边的按钮可以复制。";
        id_by_start: "“{text}” is searched for as the start of a call ID. The end of one finds nothing: paste the whole ID.", "“{text}”按通话 ID 的开头搜索，仅有结尾无法找到。请粘贴完整的 ID。";
        left_ids_one: "1 call ID is left over: {most} can be searched at once.", "余下 1 个通话 ID：一次最多搜索 {most} 个。";
        left_ids_many: "{count} call IDs are left over: {most} can be searched at once.", "余下 {count} 个通话 ID：一次最多搜索 {most} 个。";
        taken_of_ids: "{taken} call IDs are searched for, {left} are left in the box.", "正在搜索 {taken} 个通话 ID，输入框中余下 {left} 个。";
        names_one: "1 suggestion", "1 条建议";
        names_many: "{count} suggestions", "{count} 条建议";
        names_none: "No known name. Enter searches for names that contain it.", "没有此名称。按回车搜索包含它的名称。";
        contains: "contains “{text}”", "包含“{text}”";
        remove_value: "Remove {value}", "移除{value}";
        all_of: "All: {group}", "全部：{group}";
        group_plain: "Ordinary", "普通";
        group_lost: "Customers lost", "客户流失";
        group_fault: "Faults", "故障";
        group_elsewhere: "Elsewhere", "转往别处";
        length_example: "90, 1:30, 2m", "90、1:30、2分";
        length_fault: "Write a length of time such as 90, 1:30, 2m or 1h 5m.", "请输入时长，例如 90、1:30、2分30秒。";
        cleared: "Filters cleared", "已清除筛选";
        undo: "Undo", "撤销";
        values_of: "{field}: {count} values", "{field}：{count} 个值";
        remove_all_of: "Remove filter: {field}, all {count} values", "移除筛选：{field}的全部 {count} 个值";
        named: "{name} ({id})", "{name}（{id}）";
        more_filters_count: "More filters ({count})", "更多筛选（{count}）";
        filters_count: "Filters ({count})", "筛选（{count}）";
        advice: "What would show calls", "这样可以看到通话";
        advice_looking: "Looking for what would show calls…", "正在查找可以看到通话的条件…";
        advice_without: "Without “{filter}”", "去掉“{filter}”";
        advice_without_any: "Without any filter", "去掉全部筛选";
        advice_window: "Last {days} days", "最近 {days} 天";
        advice_line: "{what}: {calls}", "{what}：{calls}";
        no_such_page: "There is no such page", "没有此页面";
        no_such_page_body: "Nothing is kept at this address: {address}", "此地址没有内容：{address}";
        to_the_list: "To the list of calls", "前往通话列表";
    }
}
