//! Why calls ended, in sentences.

texts! {
    /// Why calls ended, in sentences.
    WhyTexts {
        title: "Why {reason}?", "为什么是“{reason}”？";
        ended_by_customer: "The customer hung up.", "客户挂断。";
        ended_by_agent: "The agent hung up.", "坐席挂断。";
        ended_by_system: "The system ended the call.", "系统结束了通话。";
        ended_by_external: "The outside party hung up.", "外线方挂断。";
        network_said: "The network said: {cause}.", "网络信息：{cause}。";
        normal: "{who} and the customer talked for {talk} after a wait of {wait}.", "{who}与客户通话 {talk}，此前等待 {wait}。";
        normal_bare: "Agent and customer had been connected.", "坐席与客户已接通。";
        unanswered: "The customer's phone was called for {ring} and never answered.", "拨打客户电话 {ring}，无人接听。";
        left_in_ivr: "The caller left the IVR after {duration}, before choosing an agent service.", "来电者在 IVR 中停留 {duration} 后离开，未选择人工服务。";
        left_in_queue: "The caller left after {queue} in {group}.", "来电者在 {group} 中排队 {queue} 后离开。";
        left_ringing: "The caller left while the phone of {who} rang; it rang for {ring}.", "{who} 的电话振铃 {ring} 时，来电者离开。";
        queue_timeout: "The caller spent {queue} in {group}, longer than the queue allows.", "来电者在 {group} 排队 {queue}，超过队列允许的时长。";
        voicemail: "The flow led to the voice mail.", "流程进入了语音留言。";
        external: "The call was passed to an outside number and no agent took it after.", "通话被转到外线，此后没有坐席接听。";
        queue_overflow: "The queue {group} was full.", "队列 {group} 已满。";
        transfer_failed: "The flow could not hand the caller to an agent.", "流程未能将来电者转给坐席。";
        ivr_error: "The IVR flow met an error.", "IVR 流程出错。";
        navigation: "The caller left at the intelligent navigation after {duration}.", "来电者在智能导航中停留 {duration} 后离开。";
        unknown: "The call ended and showed no stage at all, so nothing is known of why.", "通话结束但没有任何阶段信息，原因未知。";
        other: "The sender named a reason that this version does not know.", "发送方给出了此版本不认识的原因。";
        alive: "The call is going on.", "通话正在进行。";
        left_ringing_somebody: "The caller left while an agent's phone rang; it rang for {ring}.", "坐席的电话振铃 {ring} 时，来电者离开。";
        rule_reason_node: "The flow entered a node that names this reason.", "流程进入了指定此原因的节点。";
        rule_voicemail_node: "The flow entered a voice-mail node.", "流程进入了语音留言节点。";
        rule_external_node: "The flow entered the transfer-to-external-line module.", "流程进入了转外线模块。";
        rule_passed_external: "An agent passed the call to an outside number.", "坐席将通话转到了外部号码。";
        rule_navigation: "An intelligent-navigation node was the last thing entered.", "最后进入的是智能导航节点。";
        means_normal: "Agent and customer had been connected.", "坐席与客户已接通过。";
        means_unanswered: "An outbound call was never answered: busy, rejected, no answer, unreachable.", "呼出未被接听：忙线、拒接、无人接听或无法接通。";
        means_abandoned_in_ivr: "The caller left in the IVR, before choosing an agent service.", "来电者在 IVR 中离开，未选择人工服务。";
        means_abandoned_in_queue: "The caller left while waiting in a queue.", "来电者在排队等待时离开。";
        means_abandoned_while_ringing: "The caller left while an agent's phone rang.", "来电者在坐席电话振铃时离开。";
        means_queue_timeout: "The time in the queue was longer than the flow allows.", "排队时长超过流程的允许。";
        means_external: "The call was passed to an outside number, and no agent took it after.", "通话被转到外部号码，此后没有坐席接听。";
        means_voicemail: "The flow led to the voice mail.", "流程进入了语音留言。";
        means_queue_overflow: "The queue was full.", "队列已满。";
        means_transfer_failed: "The flow could not hand the caller to an agent.", "流程未能将来电者转给坐席。";
        means_ivr_error: "The IVR flow met an error.", "IVR 流程出错。";
        means_navigation: "The caller left at the intelligent navigation.", "来电者在智能导航中离开。";
        means_unknown: "The call ended and showed no stage at all.", "通话结束但没有任何阶段信息。";
        means_other: "A reason that the sender named and this version does not know.", "发送方给出的、此版本不认识的原因。";
    }
}
