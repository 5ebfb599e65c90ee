"""Words for acts: what each is called in the record, what its button says, and what its author is told beforehand.

`NAMES` covers every tag of the kernel. `BUTTONS` and `SAYS` cover the acts a person performs; what the platform does
by itself has a name and no button.
"""

from .lookup import Table

NAMES: Table = {
    "draft": {"zh-hans": "起草订单", "en": "Drafted the order"},
    "amend": {"zh-hans": "修改约定", "en": "Amended the agreement"},
    "propose": {"zh-hans": "提交约定给对方", "en": "Put the agreement to the other side"},
    "question": {"zh-hans": "就某项要求提问", "en": "Asked about a requirement"},
    "answer": {"zh-hans": "回答提问", "en": "Answered a question"},
    "accept_item": {"zh-hans": "接下某项要求", "en": "Took on a requirement"},
    "object": {"zh-hans": "对某项要求提出异议", "en": "Objected to a requirement"},
    "accept": {"zh-hans": "接受整份约定", "en": "Accepted the whole agreement"},
    "withdraw": {"zh-hans": "撤回订单", "en": "Withdrew the order"},
    "add_person": {"zh-hans": "增加本方人员", "en": "Named one more person of the party"},
    "fund": {"zh-hans": "付款", "en": "Paid in"},
    "confirm_funds": {"zh-hans": "款项到账，已托管", "en": "Payment arrived and is held"},
    "funds_failed": {"zh-hans": "款项未到账", "en": "Payment failed"},
    "confirm_payout": {"zh-hans": "已打款", "en": "Paid out"},
    "payout_failed": {"zh-hans": "打款未成功", "en": "Payment out failed"},
    "release": {"zh-hans": "已验收的部分付给卖家", "en": "Accepted items paid to the seller"},
    "start": {"zh-hans": "开工", "en": "Started work"},
    "propose_change": {"zh-hans": "提出变更", "en": "Proposed a change order"},
    "accept_change": {"zh-hans": "同意变更", "en": "Accepted a change order"},
    "decline_change": {"zh-hans": "不同意变更", "en": "Declined a change order"},
    "overrun": {"zh-hans": "告知成本超出预估", "en": "Gave notice of an overrun"},
    "ask_more": {"zh-hans": "要求加价", "en": "Asked for more money"},
    "ask_early": {"zh-hans": "要求提前确认或付款", "en": "Asked for early confirmation or payment"},
    "refuse_request": {"zh-hans": "拒绝该请求", "en": "Refused the request"},
    "end": {"zh-hans": "通知终止", "en": "Ended the work by notice"},
    "promise": {"zh-hans": "作出可检验的承诺", "en": "Made a promise that can be tested"},
    "witness_promise": {"zh-hans": "见证承诺是否兑现", "en": "Witnessed a promise"},
    "deliver": {"zh-hans": "交付", "en": "Delivered"},
    "receipt": {"zh-hans": "托管收件回执", "en": "Custody receipt"},
    "refuse_delivery": {"zh-hans": "托管未能收下交付件", "en": "Custody could not take the delivery"},
    "check_result": {"zh-hans": "检验结果", "en": "Check result"},
    "inspect": {"zh-hans": "逐项验收", "en": "Inspected a requirement"},
    "hand_over": {"zh-hans": "托管件移交", "en": "Custody handed over"},
    "dispute": {"zh-hans": "提起争议", "en": "Opened a dispute"},
    "claim": {"zh-hans": "就某项提出主张", "en": "Made a claim about an item"},
    "respond": {"zh-hans": "答辩", "en": "Responded to a claim"},
    "statement": {"zh-hans": "留言", "en": "Wrote in the case thread"},
    "remind": {"zh-hans": "提醒某项要求", "en": "Reminded of a requirement"},
    "confirm_issues": {"zh-hans": "确认争点", "en": "Confirmed what is contested"},
    "exhibit": {"zh-hans": "提交证据", "en": "Showed an exhibit"},
    "answer_exhibit": {"zh-hans": "回应证据", "en": "Answered an exhibit"},
    "waive_evidence": {"zh-hans": "表示不再举证", "en": "Has no more evidence to show"},
    "take": {"zh-hans": "调解员接案", "en": "Mediator took the case"},
    "challenge": {"zh-hans": "申请更换调解员", "en": "Challenged the mediator"},
    "decide_challenge": {"zh-hans": "对更换申请作出决定", "en": "Decided the challenge"},
    "hand_over_case": {"zh-hans": "移交案件", "en": "Handed the case over"},
    "caucus_note": {"zh-hans": "单方会谈记录", "en": "Caucus note"},
    "propose_meeting": {"zh-hans": "提议会谈时间", "en": "Proposed a meeting"},
    "consent_meeting": {"zh-hans": "同意会谈时间", "en": "Agreed to a meeting time"},
    "minutes": {"zh-hans": "会谈纪要", "en": "Minutes of a meeting"},
    "extend": {"zh-hans": "延长期限", "en": "Extended a clock"},
    "feedback": {"zh-hans": "评价调解", "en": "Rated the mediation"},
    "answer_feedback": {"zh-hans": "答复评价", "en": "Answered feedback"},
    "offer": {"zh-hans": "提出和解方案", "en": "Made a settlement offer"},
    "accept_offer": {"zh-hans": "接受和解方案", "en": "Accepted an offer"},
    "decline_offer": {"zh-hans": "不接受和解方案", "en": "Declined an offer"},
    "withdraw_offer": {"zh-hans": "撤回和解方案", "en": "Withdrew an offer"},
    "bid": {"zh-hans": "密封出价", "en": "Sealed bid"},
    "match_bids": {"zh-hans": "密封出价相合", "en": "Sealed bids met"},
    "open_bids": {"zh-hans": "同意拆封出价", "en": "Agreed to open the bids"},
    "seat_finders": {"zh-hans": "指定认定人", "en": "Seated finders"},
    "find": {"zh-hans": "作出认定", "en": "Made a finding"},
    "find_cause": {"zh-hans": "认定起因", "en": "Found the cause"},
    "determine": {"zh-hans": "作出处理决定", "en": "Determined the dispute"},
    "elect": {"zh-hans": "选择救济", "en": "Elected a remedy"},
    "waive_appeal": {"zh-hans": "放弃复议", "en": "Waived appeal"},
    "appeal": {"zh-hans": "申请复议", "en": "Appealed"},
    "execute": {"zh-hans": "执行：付款并移交", "en": "Executed: money and custody moved"},
    "close": {"zh-hans": "结案", "en": "Closed"},
    "lapse": {"zh-hans": "期限届满，按约定处理", "en": "A clock ran out"},
    "erase": {"zh-hans": "删除一条记录的内容", "en": "Erased the body of an entry"},
}

BUTTONS: Table = {
    "draft": {"zh-hans": "保存草稿", "en": "Save the draft"},
    "amend": {"zh-hans": "保存修改", "en": "Save the amendment"},
    "propose": {"zh-hans": "提交给对方", "en": "Put it to the other side"},
    "question": {"zh-hans": "提问", "en": "Ask"},
    "answer": {"zh-hans": "回答", "en": "Answer"},
    "accept_item": {"zh-hans": "接下这项", "en": "Take this on"},
    "object": {"zh-hans": "提出异议", "en": "Object"},
    "accept": {"zh-hans": "接受整份约定", "en": "Accept the whole agreement"},
    "withdraw": {"zh-hans": "撤回订单", "en": "Withdraw the order"},
    "add_person": {"zh-hans": "增加一人", "en": "Add a person"},
    "fund": {"zh-hans": "去付款", "en": "Pay in"},
    "start": {"zh-hans": "开工，并接受所报的约定", "en": "Start, and accept what was quoted on"},
    "propose_change": {"zh-hans": "提出变更", "en": "Propose a change"},
    "accept_change": {"zh-hans": "同意变更", "en": "Accept the change"},
    "decline_change": {"zh-hans": "不同意", "en": "Decline"},
    "overrun": {"zh-hans": "告知成本超出预估", "en": "Give notice of an overrun"},
    "ask_more": {"zh-hans": "要求加价", "en": "Ask for more money"},
    "ask_early": {"zh-hans": "要求提前确认或付款", "en": "Ask for early confirmation or payment"},
    "refuse_request": {"zh-hans": "拒绝", "en": "Refuse"},
    "end": {"zh-hans": "通知终止", "en": "End by notice"},
    "promise": {"zh-hans": "作出承诺", "en": "Promise"},
    "witness_promise": {"zh-hans": "说明是否兑现", "en": "Say whether it was kept"},
    "deliver": {"zh-hans": "封存并交付", "en": "Seal and deliver"},
    "inspect": {"zh-hans": "提交验收结论", "en": "Record the inspection"},
    "dispute": {"zh-hans": "提起争议", "en": "Open a dispute"},
    "claim": {"zh-hans": "提出主张", "en": "Make the claim"},
    "respond": {"zh-hans": "答辩", "en": "Respond"},
    "statement": {"zh-hans": "留言", "en": "Write"},
    "remind": {"zh-hans": "提醒对方这一项", "en": "Remind them of this"},
    "confirm_issues": {"zh-hans": "确认争点", "en": "Confirm the list"},
    "exhibit": {"zh-hans": "提交证据", "en": "Show an exhibit"},
    "answer_exhibit": {"zh-hans": "回应证据", "en": "Answer the exhibit"},
    "waive_evidence": {"zh-hans": "我方不再举证", "en": "We have no more to show"},
    "take": {"zh-hans": "接案", "en": "Take the case"},
    "challenge": {"zh-hans": "申请更换调解员", "en": "Challenge the mediator"},
    "decide_challenge": {"zh-hans": "决定", "en": "Decide"},
    "hand_over_case": {"zh-hans": "移交案件", "en": "Hand the case over"},
    "caucus_note": {"zh-hans": "写单方会谈记录", "en": "Write a caucus note"},
    "propose_meeting": {"zh-hans": "提议会谈", "en": "Propose a meeting"},
    "consent_meeting": {"zh-hans": "同意这个时间", "en": "Agree to this time"},
    "minutes": {"zh-hans": "写入纪要", "en": "Record the minutes"},
    "extend": {"zh-hans": "延长期限", "en": "Extend the clock"},
    "feedback": {"zh-hans": "提交评价", "en": "Send the rating"},
    "answer_feedback": {"zh-hans": "答复", "en": "Answer"},
    "offer": {"zh-hans": "提出和解方案", "en": "Make an offer"},
    "accept_offer": {"zh-hans": "接受方案", "en": "Accept the offer"},
    "decline_offer": {"zh-hans": "不接受", "en": "Decline"},
    "withdraw_offer": {"zh-hans": "撤回方案", "en": "Withdraw the offer"},
    "bid": {"zh-hans": "密封出价", "en": "Place a sealed bid"},
    "open_bids": {"zh-hans": "同意拆封", "en": "Agree to open the bids"},
    "seat_finders": {"zh-hans": "指定认定人", "en": "Seat finders"},
    "find": {"zh-hans": "保存认定", "en": "Save the finding"},
    "find_cause": {"zh-hans": "保存起因认定", "en": "Save the cause"},
    "determine": {"zh-hans": "作出处理决定", "en": "Determine"},
    "elect": {"zh-hans": "选择这一救济", "en": "Elect this remedy"},
    "waive_appeal": {"zh-hans": "放弃复议", "en": "Waive appeal"},
    "appeal": {"zh-hans": "申请复议", "en": "Appeal"},
    "erase": {"zh-hans": "删除内容", "en": "Erase the body"},
}

SAYS: Table = {
    "draft": {
        "zh-hans": "草稿只有双方人员看得到。提交之前可以随时修改。",
        "en": "Only the persons of the two parties see the draft. It can be changed until you put it forward.",
    },
    "amend": {
        "zh-hans": "保存后形成新的一版，此前双方的接受全部作废，需要重新接受。",
        "en": "Saving makes a new version. Every acceptance given so far is taken back and must be given again.",
    },
    "propose": {
        "zh-hans": "对方将看到这一版，并逐项答复：接下、异议或提问。",
        "en": "The other side will see this version and answer it item by item: take on, object, or ask.",
    },
    "question": {
        "zh-hans": "不清楚就先问。提问和回答一起成为约定的一部分；问题未回答之前，双方都不能接受约定。",
        "en": "Ask while it is cheap. Question and answer become part of the agreement; until then nobody can accept.",
    },
    "answer": {
        "zh-hans": "您的回答会成为约定含义的一部分，日后据此判断。",
        "en": "Your answer becomes part of what the agreement means and will be read that way later.",
    },
    "accept_item": {
        "zh-hans": "表示您看懂了这一项，并按写明的内容和价格承接。",
        "en": "You say that you understand this item and take it on as written, at this price.",
    },
    "object": {
        "zh-hans": "说明哪里做不到或写得不对。该项修改之前，任何一方都不能接受约定。",
        "en": "Say what cannot be done or is wrong. Until it is amended neither side can accept the agreement.",
    },
    "accept": {
        "zh-hans": "您接受的是这一版的全部要求和条款（以校验码为准）。双方都接受同一版后约定成立。",
        "en": "You accept every item and term of this version, named by its hash. It binds when both have accepted it.",
    },
    "withdraw": {
        "zh-hans": "约定成立之前可以撤回，不产生任何费用。已付款项原路退回。",
        "en": "Before the agreement binds, the order can be withdrawn at no cost. Money paid in goes back.",
    },
    "add_person": {
        "zh-hans": "此人可以代表您这一方行事，所做的每件事都记在他本人名下。",
        "en": "This person may act for your party. Each act stands in the record under that person's own name.",
    },
    "fund": {
        "zh-hans": "款项由平台托管，不会直接付给卖家。支付渠道确认到账后才算已托管。",
        "en": "The money is held, not paid to the seller. It counts as held only when the payment rail confirms it.",
    },
    "start": {
        "zh-hans": "点击开工，即表示您接受已报价的全部要求，价格和期限不再变动（民法典第480、484、490条）。"
        "此后亏本的风险由您承担；做不了，只有三条路：自己承担、双方同意变更、通知终止。",
        "en": "By starting you accept every requirement you quoted on, at that price and date "
        "(Civil Code 480, 484, 490). From here the risk of a loss is yours; if you cannot do it there are three ways: "
        "bear it, a change order both accept, or end by notice.",
    },
    "propose_change": {
        "zh-hans": "写明改什么、价格多少、要多几天。对方明确同意才生效；沉默视为不同意，原约定继续有效。",
        "en": "Say what changes, at what price and how many more days. It counts only if the other side accepts; "
        "silence lets it lapse and the agreement stands.",
    },
    "accept_change": {
        "zh-hans": "同意后，约定按变更后的内容、价格和期限执行。",
        "en": "Once accepted, the agreement reads with this content, price and date.",
    },
    "decline_change": {
        "zh-hans": "原约定继续有效，卖家仍须按原约定完成。",
        "en": "The agreement stands as it is and is to be performed as it is.",
    },
    "overrun": {
        "zh-hans": "尽早告知对方。告知本身不改变价格；要改变价格，请提出变更。",
        "en": "Tell the other side early. The notice changes no price; for that, propose a change.",
    },
    "ask_more": {
        "zh-hans": "该请求会带着“要求加价”的标记留在卷宗里。它不改变约定；对方可以拒绝。",
        "en": "The request stays in the record labelled as such. It changes nothing, and the other side may refuse.",
    },
    "ask_early": {
        "zh-hans": "该请求会带着“要求提前确认”的标记留在卷宗里。对方没有义务答应。",
        "en": "The request stays in the record labelled as such. The other side owes no yes to it.",
    },
    "refuse_request": {
        "zh-hans": "拒绝后若继续履行，即按原约定履行。",
        "en": "Work that goes on after a refusal goes on under the agreement as it stands.",
    },
    "end": {
        "zh-hans": "终止后停止工作。已完成的部分逐项认定，应付多少由规则计算。",
        "en": "Work stops. What was done is found item by item, and what is owed is computed by rule.",
    },
    "promise": {
        "zh-hans": "写明做什么、怎么检验、到哪一天。是否兑现会留在您的记录里。",
        "en": "Say what, how it is tested, and by when. Whether it was kept stays on your record.",
    },
    "witness_promise": {
        "zh-hans": "只陈述是否兑现这一事实。",
        "en": "State only whether it was kept.",
    },
    "deliver": {
        "zh-hans": "文件由平台封存并计算校验码。对方可以查验，但在付款或处理决定执行之前拿不到文件本身。",
        "en": "The files are sealed and hashed by the platform. The other side can inspect them but gets no copy until "
        "payment or the executed determination.",
    },
    "inspect": {
        "zh-hans": "逐项验收。接受的部分即付款给卖家；拒绝要写明哪里不符。",
        "en": "Inspect item by item. What you accept is paid; a rejection must say what does not conform.",
    },
    "dispute": {
        "zh-hans": "只有被争议的项目被锁定，其余照常验收和付款。",
        "en": "Only the contested items are locked; the rest is inspected and paid as usual.",
    },
    "claim": {
        "zh-hans": "说明这一项的事实和您的要求。金额只用于和解，认定人看不到，也不会影响处理决定。",
        "en": "Say the facts of this item and what you want. The sum serves settlement only: no finder sees it and it "
        "cannot move the determination.",
    },
    "respond": {
        "zh-hans": "承认的部分不再需要证据；否认请说明理由。",
        "en": "What you admit needs no proof. If you deny, say why.",
    },
    "statement": {
        "zh-hans": "留言进入卷宗，双方和调解员可见。指责对方请附上证据。",
        "en": "It enters the record, seen by both sides and the mediator. Back an accusation with an exhibit.",
    },
    "remind": {
        "zh-hans": "提醒记入卷宗并计次：此后对方不能再说不知道。提醒本身不改变任何金额，认定人可以在理由中引用。",
        "en": "A reminder enters the record and is counted: from then on the other side cannot say it did not know. "
        "It moves no sum by itself; a finder may cite it in his reasons.",
    },
    "confirm_issues": {
        "zh-hans": "确认争的就是所列各项，不多也不少。这不是承认对方的主张，也不改变任何金额；"
        "以后有新的项目列入争议的，双方重新确认。",
        "en": "You confirm that the dispute is about these items, no more and no fewer. It admits nothing and moves "
        "no sum; if more is contested later, both sides confirm anew.",
    },
    "exhibit": {
        "zh-hans": "原始文件会保留并计算校验码。对方可以看到并回应；每一份证据在决定中都必须得到书面答复。",
        "en": "The original bytes are kept and hashed. The other side sees and may answer it; the determination must "
        "answer every exhibit in writing.",
    },
    "answer_exhibit": {
        "zh-hans": "援引对方自己提交的证据，会标记为“对其不利”。",
        "en": "Relying on what the other side showed itself marks it as counting against it.",
    },
    "waive_evidence": {
        "zh-hans": "双方都表示后，举证期提前结束，可以作出决定。在此之前任何一方提交新证据，这一表示自动收回。",
        "en": "When both sides have said so, the evidence period ends and the case can be decided. "
        "A new exhibit before then takes this back.",
    },
    "take": {
        "zh-hans": "接案即声明与双方无利害关系，并受调解员期限约束。",
        "en": "By taking the case you declare that you have no interest in it, and your clock starts.",
    },
    "challenge": {
        "zh-hans": "说明理由。由运营方书面答复；处理期间不作决定。",
        "en": "State the ground. The operator answers in writing; nothing is determined meanwhile.",
    },
    "decide_challenge": {
        "zh-hans": "更换或保留，都要写明理由。",
        "en": "Replace or keep, with reasons either way.",
    },
    "hand_over_case": {
        "zh-hans": "写清楚到目前为止的情况，接手人据此继续，双方不必重新说一遍。",
        "en": "Write down where things stand, so that neither side has to tell it all again.",
    },
    "caucus_note": {
        "zh-hans": "只有您和这一方看得到，另一方永远看不到。",
        "en": "Only you and this party can read it; the other side never will.",
    },
    "propose_meeting": {
        "zh-hans": "至少给出一个双方都在工作时间内的时间。会谈期间不能接受任何方案。",
        "en": "Name at least one time within everybody's hours. No offer can be accepted while the meeting runs.",
    },
    "consent_meeting": {"zh-hans": "双方都同意后会谈成立。", "en": "The meeting stands when both sides agree."},
    "minutes": {
        "zh-hans": "写明谁到场、说了什么、谈到哪里。双方可见。",
        "en": "Say who attended, what was said and where it ended. Both sides see it.",
    },
    "extend": {
        "zh-hans": "您可以给对方宽限，您自己日后就有同样天数可用；动用已积累的天数也在这里。请说明理由。",
        "en": "You may give the other side more time and earn the same days for yourself, or use days you have earned. "
        "Give a reason.",
    },
    "feedback": {
        "zh-hans": "态度和公正分开评价。评价不影响本案结果。",
        "en": "Courtesy and correctness are rated apart. It does not change this case.",
    },
    "answer_feedback": {
        "zh-hans": "说明采纳了什么、没采纳什么。",
        "en": "Say what was taken up and what was not.",
    },
    "offer": {
        "zh-hans": "逐项写明金额和成果归谁，以及何时失效。可以同时有几个方案。被拒绝的方案不得用于作出决定。",
        "en": "For each item: the sum, who keeps the work, and when it lapses. Several may be open at once. A declined "
        "offer is barred from the decision.",
    },
    "accept_offer": {
        "zh-hans": "接受后立即按方案付款和移交，所涉项目不再争议。",
        "en": "Money and work move at once as the offer says, and its items are no longer in dispute.",
    },
    "decline_offer": {"zh-hans": "拒绝不会对您不利。", "en": "Declining does you no harm."},
    "withdraw_offer": {"zh-hans": "对方接受之前可以撤回。", "en": "An offer can be taken back until it is accepted."},
    "bid": {
        "zh-hans": "双方互相看不到出价。相合时按公布的规则成交；不相合则什么也不透露。",
        "en": "Neither side sees the other's bid. Where they meet, the published rule sets the price; on a miss "
        "nothing is revealed.",
    },
    "open_bids": {"zh-hans": "双方都同意后才会拆封。", "en": "The bids are opened only if both sides agree."},
    "seat_finders": {
        "zh-hans": "认定人看不到金额要求、和解方案和彼此的认定。",
        "en": "Finders see no demands, no offers, and not each other's findings.",
    },
    "find": {
        "zh-hans": "只认定事实：按约定完成了多少。写明理由，并答复每一份证据。",
        "en": "Find facts only: how much of what was agreed is there. Give the reason and answer every exhibit.",
    },
    "find_cause": {
        "zh-hans": "认定责任在谁，以及已证明的损失。",
        "en": "Say whose breach it was, and what losses are proven.",
    },
    "determine": {
        "zh-hans": "金额由认定按规则算出，不能手填。",
        "en": "The sums follow from the findings by rule; nobody types them.",
    },
    "elect": {"zh-hans": "选定后不能更改。", "en": "The choice is final."},
    "waive_appeal": {
        "zh-hans": "双方都放弃后，决定立即执行。您向法院起诉的权利不受影响。",
        "en": "When both have waived, the determination is executed at once. Your right to go to court remains.",
    },
    "appeal": {
        "zh-hans": "写明理由和要重新认定的项目。由新的人重新认定，金额随之重新计算。",
        "en": "State the ground and the items. New people find them again, and the award is recomputed.",
    },
    "erase": {
        "zh-hans": "删除的是内容，这一条发生过的事实和校验链保留。",
        "en": "The words go; that the entry existed, and the chain, remain.",
    },
}

BY_PLATFORM: frozenset[str] = frozenset(
    {
        "confirm_funds",
        "funds_failed",
        "confirm_payout",
        "payout_failed",
        "release",
        "receipt",
        "refuse_delivery",
        "check_result",
        "hand_over",
        "match_bids",
        "execute",
        "close",
        "lapse",
    }
)
"""Acts that only the program performs: they have a name in the record and no button."""
