"""Words for whose turn it is: what the one concerned has to do, and what happens otherwise.

`DUTIES` is keyed by the kind of a clock (the part of its name before the colon), `DEFAULTS` by the kernel's default
codes. Both are written to be read by either side.
"""

from .lookup import Table

DUTIES: Table = {
    "draft": {"zh-hans": "写完草稿并提交给对方", "en": "finish the draft and put it to the other side"},
    "answer_proposal": {"zh-hans": "逐项答复并接受约定", "en": "answer the items and accept the agreement"},
    "fund": {"zh-hans": "把款项付入托管", "en": "pay the price into escrow"},
    "start": {"zh-hans": "开工", "en": "start the work"},
    "question": {"zh-hans": "回答提问", "en": "answer the question"},
    "work": {"zh-hans": "完成并交付", "en": "finish and deliver"},
    "late": {"zh-hans": "交付（已逾期）", "en": "deliver (the agreed time has passed)"},
    "inspect": {"zh-hans": "逐项验收", "en": "inspect item by item"},
    "cure": {"zh-hans": "修改并重新交付", "en": "mend and deliver again"},
    "change": {"zh-hans": "答复变更", "en": "answer the change order"},
    "fund_change": {"zh-hans": "付清变更增加的款项", "en": "pay in what the change order adds"},
    "challenge": {"zh-hans": "答复更换调解员的申请", "en": "decide the challenge of the mediator"},
    "meeting": {"zh-hans": "确认会谈时间", "en": "agree to a meeting time"},
    "minutes": {"zh-hans": "写会谈纪要", "en": "write the minutes of the meeting"},
    "take": {"zh-hans": "接案", "en": "take the case"},
    "evidence": {"zh-hans": "提出主张、提交证据", "en": "make claims and show exhibits"},
    "respond": {"zh-hans": "答辩", "en": "respond to the claim"},
    "find": {"zh-hans": "逐项认定并作出处理决定", "en": "find item by item and determine"},
    "seat": {"zh-hans": "指定认定人", "en": "seat the finders"},
    "cure_award": {"zh-hans": "按处理决定补做并交付", "en": "cure and deliver as determined"},
    "elect": {"zh-hans": "从处理决定中选择救济", "en": "elect a remedy of the determination"},
    "appeal": {"zh-hans": "申请复议或放弃复议", "en": "appeal, or waive appeal"},
    "offer": {"zh-hans": "答复和解方案", "en": "answer the settlement offer"},
    "promise": {"zh-hans": "兑现承诺", "en": "keep the promise"},
}

CLOCKS: Table = {
    "draft": {"zh-hans": "起草期限", "en": "draft"},
    "answer_proposal": {"zh-hans": "答复约定的期限", "en": "answering the agreement"},
    "fund": {"zh-hans": "付款期限", "en": "paying in"},
    "start": {"zh-hans": "开工期限", "en": "starting"},
    "question": {"zh-hans": "回答提问的期限", "en": "answering a question"},
    "work": {"zh-hans": "工期", "en": "the work"},
    "late": {"zh-hans": "逾期宽限", "en": "grace after the agreed time"},
    "inspect": {"zh-hans": "验收期限", "en": "inspection"},
    "cure": {"zh-hans": "修改期限", "en": "mending"},
    "change": {"zh-hans": "答复变更的期限", "en": "answering a change"},
    "fund_change": {"zh-hans": "支付变更增款的期限", "en": "paying for a change"},
    "challenge": {"zh-hans": "答复更换申请的期限", "en": "deciding a challenge"},
    "meeting": {"zh-hans": "确认会谈的期限", "en": "agreeing to a meeting"},
    "minutes": {"zh-hans": "会谈纪要的期限", "en": "the minutes"},
    "take": {"zh-hans": "接案期限", "en": "taking the case"},
    "evidence": {"zh-hans": "举证期限", "en": "evidence"},
    "respond": {"zh-hans": "答辩期限", "en": "responding"},
    "find": {"zh-hans": "认定期限", "en": "findings"},
    "seat": {"zh-hans": "指定认定人的期限", "en": "seating the panel"},
    "cure_award": {"zh-hans": "补做期限", "en": "the cure determined"},
    "elect": {"zh-hans": "选择救济的期限", "en": "electing"},
    "appeal": {"zh-hans": "复议期限", "en": "appeal"},
    "offer": {"zh-hans": "方案有效期", "en": "an offer"},
    "promise": {"zh-hans": "承诺的日期", "en": "a promise"},
}

DEFAULTS: Table = {
    "withdrawn": {
        "zh-hans": "订单撤回，已付款项退回买家",
        "en": "the order is withdrawn and money goes back to the buyer",
    },
    "refunded": {"zh-hans": "订单结束，托管款退回买家", "en": "the order ends and the escrow goes back to the buyer"},
    "unanswered": {"zh-hans": "该提问记为未答复", "en": "the question is recorded as unanswered"},
    "marked_late": {"zh-hans": "记为逾期，进入宽限期", "en": "it is marked late and a grace period begins"},
    "contested": {
        "zh-hans": "未完成的项目转入争议，逐项认定",
        "en": "the open items go to dispute, to be found one by one",
    },
    "deemed_accepted": {
        "zh-hans": "视为接受并付款给卖家（检验已发现不符的项目转入争议）",
        "en": "they count as accepted and are paid (items a check found wanting go to dispute)",
    },
    "change_lapsed": {"zh-hans": "变更失效，原约定继续有效", "en": "the change lapses and the agreement stands"},
    "noted_silent": {
        "zh-hans": "记为未答辩；主张不因此成立",
        "en": "the silence is noted; it proves nothing by itself",
    },
    "evidence_closed": {
        "zh-hans": "举证结束，此后提交的标为逾期",
        "en": "evidence closes; later exhibits are marked late",
    },
    "operator_told": {"zh-hans": "通知运营方另行安排", "en": "the operator is told to arrange it"},
    "finders_replaced": {"zh-hans": "更换认定人", "en": "other finders are seated"},
    "mediator_replaced": {"zh-hans": "更换调解员", "en": "the mediator is replaced"},
    "offer_lapsed": {"zh-hans": "方案失效，不得用于决定", "en": "the offer lapses and is barred from the decision"},
    "meeting_lapsed": {"zh-hans": "会谈取消", "en": "there is no meeting"},
    "unwitnessed": {"zh-hans": "记为无人见证", "en": "it is recorded as not witnessed"},
    "default_option": {"zh-hans": "适用默认的救济", "en": "the default remedy applies"},
    "appeal_closed": {
        "zh-hans": "复议期结束，处理决定生效",
        "en": "the time for appeal ends and the determination is final",
    },
    "reduced": {
        "zh-hans": "其他救济重新可选；不选择的，按减价执行",
        "en": "the other remedies are open again; without a choice the reduced price is executed",
    },
}
