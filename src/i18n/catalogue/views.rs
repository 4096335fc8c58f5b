//! Saved views and exports.

texts! {
    /// Saved views and exports.
    ViewTexts {
        saved_views: "Saved views", "已存视图";
        own: "My views", "我的视图";
        others: "Shared with me", "他人共享";
        none: "No view saved yet", "还没有保存视图";
        loading: "Loading views…", "正在加载视图…";
        by_owner: "by {owner}", "来自 {owner}";
        is_default: "Opens with the page", "打开页面时显示";
        is_shared: "Shared", "已共享";
        save_new: "Save as new view…", "另存为新视图…";
        save_changes: "Save changes", "保存更改";
        put_back: "Undo changes", "撤销更改";
        edit: "Rename or share…", "重命名或共享…";
        edit_named: "Rename or share “{name}”…", "重命名或共享“{name}”…";
        delete_named: "Delete “{name}”…", "删除“{name}”…";
        make_default: "Open the page with it", "打开页面时显示";
        no_default: "No longer open the page with it", "打开页面时不再显示";
        copy_link: "Copy link to view", "复制视图链接";
        delete: "Delete view…", "删除视图…";
        leave: "Leave view", "离开视图";
        changed: "changed", "已更改";
        open_now: "View: {name}", "视图：{name}";
        title_new: "Save view", "保存视图";
        title_edit: "Rename or share view", "重命名或共享视图";
        title_delete: "Delete view?", "删除视图？";
        title_conflict: "Changed meanwhile", "视图已被更改";
        lead_new: "Keeps the filters, the order and the columns as they are now. Relative days stay relative.",
            "保存当前的筛选、排序和列。相对日期仍按当天计算。";
        lead_delete: "“{name}” will be gone for everybody who can open it.", "能够打开“{name}”的人都将无法再使用它。";
        lead_conflict: "“{name}” was changed in another tab or browser since you opened it.",
            "在您打开“{name}”之后，它在另一个标签页或浏览器中被更改。";
        name: "Name", "名称";
        share: "Share with everybody who may see calls", "与所有可查看通话的人共享";
        share_hint: "They can open it, and only you can change it. Numbers and names in its filters are shared with it.",
            "他人可以打开，但只有您可以更改。筛选中的号码和姓名会一并共享。";
        default: "Open the page with this view", "打开页面时显示此视图";
        save: "Save", "保存";
        delete_now: "Delete", "删除";
        overwrite: "Keep mine", "保留我的更改";
        take_theirs: "Show the other", "显示另一版本";
        cancel: "Cancel", "取消";
        fault_name: "Give it a name of 1 to 80 characters.", "请输入 1 到 80 个字符的名称。";
        fault_taken: "You have a view of this name already.", "您已有同名视图。";
        saved: "Saved: {name}", "已保存：{name}";
        deleted: "Deleted: {name}", "已删除：{name}";
        export_running_csv: "Exporting as CSV", "正在导出 CSV";
        export_running_ndjson: "Exporting as NDJSON", "正在导出 NDJSON";
        export_progress: "{count} of {total} calls", "{count} / {total} 条通话";
        export_progress_open: "{count} calls · {size}", "{count} 条通话 · {size}";
        export_cancel: "Cancel export", "取消导出";
        export_cancelled: "Export cancelled", "导出已取消";
        export_failed_title: "Export failed", "导出失败";
        export_broken_off: "The connection broke in the middle, and nothing was saved.", "连接中途断开，未保存任何内容。";
        export_close: "Close", "关闭";
        export_done_one: "Exported 1 call", "已导出 1 条通话";
        export_done_many: "Exported {count} calls", "已导出 {count} 条通话";
        export_one_at_a_time: "One export is on its way already", "已有导出正在进行";
    }
}
