//! The operations log of a call, in sentences.

texts! {
    /// The operations log of a call, in sentences.
    LogTexts {
        an_agent: "an agent", "坐席";
        started_inbound: "Call from {caller} to {callee}", "{caller} 呼叫 {callee}";
        started_outbound: "{caller} calls {callee}", "{caller} 呼出 {callee}";
        node: "IVR: {node}", "IVR：{node}";
        node_reason: "IVR: hang-up reason “{reason}” ({node})", "IVR：挂断原因“{reason}”（{node}）";
        node_voicemail: "Voice mail: {node}", "语音留言：{node}";
        node_transfer_agent: "IVR hands over to agents: {node}", "IVR 转人工：{node}";
        node_transfer_external: "IVR hands over to an outside line: {node}", "IVR 转外线：{node}";
        node_navigation: "Intelligent navigation: {node}", "智能导航：{node}";
        key: "Key pressed: {key}", "按键：{key}";
        queued: "Queued in {group}", "进入队列 {group}";
        queued_position: "Queued in {group}, position {position}", "进入队列 {group}，位置 {position}";
        left_answered: "Left the queue: an agent took the call", "离开队列：坐席接听";
        left_timeout: "Left the queue: the longest wait was over", "离开队列：等待超时";
        left_overflow: "Left the queue: it was full", "离开队列：队列已满";
        left_no_agent: "Left the queue: nobody serves it", "离开队列：无坐席服务";
        left_key: "Left the queue: the caller pressed a key", "离开队列：来电者按键";
        left_other: "Left the queue: {reason}", "离开队列：{reason}";
        ringing: "The phone of {agent} rings", "{agent} 的电话振铃";
        missed_no_answer: "{agent} did not answer", "{agent} 未接听";
        missed_rejected: "{agent} rejected the call", "{agent} 拒接";
        missed_busy: "{agent} was busy", "{agent} 忙线";
        missed_unreachable: "{agent} could not be reached", "无法联系 {agent}";
        missed_other: "{agent} missed the call: {reason}", "{agent} 未接：{reason}";
        answered: "Answered by {who}", "{who} 接听";
        answered_bare: "Answered", "已接听";
        held: "Put on hold", "保持";
        resumed: "Taken off hold", "取消保持";
        transferred_to: "Transferred to {target} ({kind})", "转接至 {target}（{kind}）";
        transferred: "Transferred ({kind})", "转接（{kind}）";
        kind_blind: "blind", "盲转";
        kind_attended: "attended", "咨询转";
        joined: "{who} joined", "{who} 加入";
        left: "{who} left", "{who} 离开";
        somebody: "Somebody", "有人";
        hung_up_customer: "Hung up by the customer", "客户挂断";
        hung_up_agent: "Hung up by the agent", "坐席挂断";
        hung_up_system: "Hung up by the system", "系统挂断";
        hung_up_external: "Hung up by the outside party", "外线方挂断";
        recording_started: "Recording started", "录音开始";
        recording_paused: "Recording paused", "录音暂停";
        recording_resumed: "Recording resumed", "录音恢复";
        recording_failed: "Recording failed: {reason}", "录音失败：{reason}";
    }
}
