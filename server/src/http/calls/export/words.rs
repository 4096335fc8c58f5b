//! The contract's words as people read them in a spreadsheet: the same as on the page, in both of its languages.

use call_records_wire::words::{CallType, HangupReason, HungUpBy, RecordingState, Status};

/// A language of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    English,
    Chinese,
}

impl Language {
    pub(super) const fn of(self, both: (&'static str, &'static str)) -> &'static str {
        match self {
            Self::English => both.0,
            Self::Chinese => both.1,
        }
    }
}

pub(super) const fn call_type(word: CallType) -> (&'static str, &'static str) {
    match word {
        CallType::Inbound => ("Inbound", "呼入"),
        CallType::Outbound => ("Outbound", "呼出"),
        CallType::PredictiveOutbound => ("Predictive Outbound", "预测式外呼"),
        CallType::Conference => ("Conference", "会议"),
    }
}

/// Nothing for a reason that this version does not know: it stays as it came.
pub(super) const fn reason(word: &HangupReason) -> Option<(&'static str, &'static str)> {
    Some(match word {
        HangupReason::Normal => ("Normal", "正常"),
        HangupReason::Unanswered => ("Unanswered", "未接听"),
        HangupReason::AbandonedInIvr => ("Abandoned in IVR", "IVR 中放弃"),
        HangupReason::AbandonedInQueue => ("Abandoned in queue", "排队中放弃"),
        HangupReason::AbandonedWhileRinging => ("Abandoned while ringing", "振铃时放弃"),
        HangupReason::QueueTimeout => ("Queue timeout", "排队超时"),
        HangupReason::TransferredToExternalLine => ("Transferred to external line", "转接外线"),
        HangupReason::Voicemail => ("Voicemail", "语音留言"),
        HangupReason::QueueOverflow => ("Queue overflow", "排队溢出"),
        HangupReason::TransferToAgentFailed => ("Transfer to agent failed", "转接坐席失败"),
        HangupReason::IvrError => ("IVR error", "IVR 错误"),
        HangupReason::IntelligentNavigationAbandonment => ("Intelligent Navigation: Abandonment", "智能导航：放弃"),
        HangupReason::Unknown => ("Unknown", "未知"),
        HangupReason::Other(_) => return None,
    })
}

pub(super) const fn status(word: Status) -> (&'static str, &'static str) {
    match word {
        Status::Dialing => ("Dialing", "呼叫中"),
        Status::InIvr => ("In IVR", "IVR 中"),
        Status::Queued => ("Queued", "排队中"),
        Status::Ringing => ("Ringing", "振铃中"),
        Status::Connected => ("Connected", "通话中"),
        Status::OnHold => ("On hold", "保持中"),
        Status::Ended => ("Ended", "已结束"),
    }
}

pub(super) const fn side(word: HungUpBy) -> (&'static str, &'static str) {
    match word {
        HungUpBy::Customer => ("Customer", "客户"),
        HungUpBy::Agent => ("Agent", "坐席"),
        HungUpBy::System => ("System", "系统"),
        HungUpBy::External => ("External party", "外线方"),
    }
}

pub(super) const fn recording(word: RecordingState) -> (&'static str, &'static str) {
    match word {
        RecordingState::Expected => ("Expected", "等待录音"),
        RecordingState::Recording => ("Recording…", "录音中…"),
        RecordingState::Processing => ("Being prepared", "处理中"),
        RecordingState::Available => ("Available", "可播放"),
        RecordingState::Failed => ("Failed", "失败"),
        RecordingState::Deleted => ("Deleted", "已删除"),
    }
}
