//! States of the page, shortcuts, help.

texts! {
    /// States of the page, shortcuts, help.
    StateTexts {
        part_late: "This part of the page has not arrived yet. Trying again; if it stays away, reload the page.", "页面的这一部分尚未载入，正在重试。若一直未出现，请重新加载页面。";
    }
}
