"""Words for the rules an award rests on: what each is about, what it says, what a lawyer must still confirm.

A rule's articles and whether their text was read stand in the rule sets (gongdao.remedy.rules); its arithmetic stands
in the engine. What is said here explains, it does not decide.
"""

from .lookup import Table

TITLES: Table = {
    "L01": {"zh-hans": "承揽合同", "en": "Contract for work"},
    "L02": {"zh-hans": "以行为成立合同", "en": "Formation by conduct"},
    "L03": {"zh-hans": "沉默", "en": "Silence"},
    "L04": {"zh-hans": "变更须经双方同意", "en": "Variation only by agreement"},
    "L05": {"zh-hans": "约定不明时的补充", "en": "Filling gaps of the agreement"},
    "L06": {"zh-hans": "交付付款，部分交付相应付款", "en": "Payment on delivery, in part for a part"},
    "L07": {"zh-hans": "同时履行与留置", "en": "Simultaneous performance"},
    "L08": {"zh-hans": "不合格工作的救济由买家合理选择", "en": "The buyer's choice of remedies"},
    "L09": {"zh-hans": "减价", "en": "Price reduction"},
    "L10": {"zh-hans": "卖家不修，修理费由卖家承担", "en": "Third-party repair at the seller's cost"},
    "L11": {"zh-hans": "补做费用封顶", "en": "Reduction limited by the cost of cure"},
    "L12": {"zh-hans": "第三方替代履行", "en": "Cover"},
    "L13": {"zh-hans": "损失赔偿", "en": "Damages"},
    "L14": {"zh-hans": "双方违约", "en": "Both in breach"},
    "L15": {"zh-hans": "第三人原因不免责", "en": "A third party's cause is no excuse"},
    "L16": {"zh-hans": "违约金及其调整", "en": "Agreed damages and their review"},
    "L17": {"zh-hans": "定金的成立与限额", "en": "Earnest money: existence and limit"},
    "L18": {"zh-hans": "定金罚则", "en": "The earnest rule"},
    "L19": {"zh-hans": "定金罚则的比例适用", "en": "The earnest rule in proportion"},
    "L20": {"zh-hans": "订金、押金不是定金", "en": "An advance is no earnest money"},
    "L21": {"zh-hans": "定金与违约金择一，损失可补足", "en": "Earnest or agreed damages, and the loss above"},
    "L22": {"zh-hans": "解除的条件", "en": "When rescission is open"},
    "L23": {"zh-hans": "解除的后果", "en": "What rescission does"},
    "L24": {"zh-hans": "部分解除与相互依存的部分", "en": "Divisible and interdependent parts"},
    "L25": {"zh-hans": "买家任意解除", "en": "Ending at will"},
    "L26": {"zh-hans": "德国法：任意解除按价款减节省", "en": "German law: price less savings"},
    "L27": {"zh-hans": "买家不协助", "en": "The buyer does not co-operate"},
    "L28": {"zh-hans": "买家提供的图纸或要求有误", "en": "Faulty instructions by the buyer"},
    "L29": {"zh-hans": "检验与视为验收", "en": "Inspection and deemed conformity"},
    "L30": {"zh-hans": "德国法：视为验收须说明瑕疵", "en": "German law: deemed acceptance"},
    "L31": {"zh-hans": "德国法：验收后的暂扣", "en": "German law: holdback after acceptance"},
    "L32": {"zh-hans": "德国法：共同确认工作状态", "en": "German law: joint finding of the state of work"},
    "L33": {"zh-hans": "定制品不适用七日退货", "en": "No seven-day return for custom goods"},
    "L34": {"zh-hans": "消费者的退货、修理与欺诈赔偿", "en": "Consumer remedies and fraud"},
    "L35": {"zh-hans": "预付款的退还", "en": "Refund of prepayments"},
    "L36": {"zh-hans": "固定总价未完工程的结算", "en": "Lump sums left unfinished"},
    "L37": {"zh-hans": "组合商品的部分价值", "en": "The value of a part of composite goods"},
    "L38": {"zh-hans": "淘宝的处理规则", "en": "Taobao's dispute rules"},
    "L39": {"zh-hans": "证据", "en": "Evidence"},
    "L40": {"zh-hans": "平台的义务", "en": "Duties of a platform"},
    "L41": {"zh-hans": "无效的格式条款", "en": "Void standard terms"},
    "L42": {"zh-hans": "平台规则监督管理办法", "en": "Measures on platform rules"},
    "L43": {"zh-hans": "普通法对照", "en": "Common law contrast"},
    "L44": {"zh-hans": "法律的时间效力", "en": "Which time's law"},
    "L45": {"zh-hans": "买家是不是消费者", "en": "Whether the buyer is a consumer"},
}

SAYS: Table = {
    "L01": {
        "zh-hans": "卖家按要求完成工作、交付成果，买家付报酬。合同应写明工作内容、验收标准和方法。",
        "en": "The seller delivers a result and is paid for it. The contract says what, by what standard and how it is "
        "accepted.",
    },
    "L02": {
        "zh-hans": "报价之后按要求开工，就是以行为接受了当时已知的要求。",
        "en": "Whoever quotes and then starts the work accepts by conduct the terms known at that time.",
    },
    "L03": {
        "zh-hans": "沉默只有在法律规定、双方约定或符合交易习惯时才算同意。改了价格或范围就是新要约。",
        "en": "Silence accepts only by statute, agreement or usage. A changed price or scope is a new offer.",
    },
    "L04": {
        "zh-hans": "加价、加项要双方同意才算数；买家中途改要求，赔卖家因此白费的成本。",
        "en": "An extra is owed only if accepted. A buyer who changes his mind midway pays the cost that was wasted.",
    },
    "L05": {
        "zh-hans": "没约定清楚的，先补充约定，再看其他条款和习惯；价格按订立时履行地的市场价。",
        "en": "What was left open is filled by agreement, then by the other terms and usage; a price by the market at "
        "the time and place of contracting.",
    },
    "L06": {
        "zh-hans": "交付成果时付款；只交付一部分的，付相应的一部分。",
        "en": "Payment is due on delivery; for a part delivered, the corresponding part of the price.",
    },
    "L07": {
        "zh-hans": "没有先后顺序的同时履行；买家没付款，卖家可以不交成果。所以托管是一手交钱一手交货。",
        "en": "Either side may withhold the corresponding part; the seller may keep the result until paid. So escrow "
        "swaps work against money.",
    },
    "L08": {
        "zh-hans": "成果不合要求，买家可以合理选择修理、重做、减价或赔偿。"
        "卖家对所有未验收的项目都拒绝补做（或补做期已过）时，补做不再可选。",
        "en": "If the work does not conform, the buyer reasonably chooses repair, redoing, reduction or "
        "damages. Cure is "
        "off the menu once it was refused, or its time has passed, for every item not accepted.",
    },
    "L09": {
        "zh-hans": "价款按实际价值与应有价值之比减少；多付的退回。民法典没有写公式，本平台取与公约第50条相同的比例。",
        "en": "The price falls in the ratio of actual to conforming value; excess paid comes back. The Civil Code "
        "gives no formula; ours is the ratio of CISG art. 50.",
    },
    "L10": {
        "zh-hans": "通知后卖家不修或情况紧急的，买家请人修理，合理费用由卖家承担。",
        "en": "If the seller does not repair after notice, or it is urgent, the reasonable cost of others "
        "falls on him.",
    },
    "L11": {
        "zh-hans": "不能强制履行或费用过高时，取花费较小的办法：减价不超过把缺陷补好的费用。",
        "en": "Where forcing performance is impossible or too dear the cheaper measure counts: a reduction never "
        "exceeds the cost of putting the defect right.",
    },
    "L12": {
        "zh-hans": "不宜强制履行的，可以由第三人替代履行，费用由卖家承担；明显偏离市价的部分不算。"
        "本平台以参考价的130%为限。",
        "en": "Where performance cannot be forced, a third party may do it at the seller's cost; what is clearly off "
        "the market does not count. Our limit is 130 % of the reference.",
    },
    "L13": {
        "zh-hans": "赔偿损失，扣除本可避免的部分和买家自己的过错，不超过订立时能预见的范围（默认以总价为限）。",
        "en": "The loss is made good, less what could be avoided and the buyer's own part, up to what was foreseeable "
        "(by default the price).",
    },
    "L14": {
        "zh-hans": "双方都违约的，各自承担各自的责任，定金罚则不适用。",
        "en": "If both are in breach each answers for his own; the earnest rule falls away.",
    },
    "L15": {
        "zh-hans": "分包人、接口、主机商等第三人的原因，不免除卖家的责任。",
        "en": "A subcontractor, an API or a host that failed does not excuse the seller.",
    },
    "L16": {
        "zh-hans": "约定的违约金低于损失可以增加，过分高于损失可以减少；超过损失130%一般算过高，由违约方举证。",
        "en": "Agreed damages may be raised to the loss or cut when excessive; above 130 % of the loss is as a rule "
        "excessive, and the breaching side proves it.",
    },
    "L17": {
        "zh-hans": "定金自实际交付时成立，不超过总价的20%，超出部分不是定金。",
        "en": "Earnest money exists once paid and up to 20 % of the price; what is above is not earnest money.",
    },
    "L18": {
        "zh-hans": "违约致使合同目的落空时：付定金的一方丧失定金，收定金的一方双倍返还。",
        "en": "When a breach defeats the purpose, the giver loses the earnest money and the taker returns it double.",
    },
    "L19": {
        "zh-hans": "部分履行且对方接受的，按未履行部分的比例适用定金罚则；双方都根本违约或不可抗力的不适用。",
        "en": "After partial performance that was accepted the rule applies for the undone part; not where both "
        "defeated the purpose, nor under force majeure.",
    },
    "L20": {
        "zh-hans": "写成“订金”“押金”“保证金”而没有约定定金性质的，不适用定金罚则。",
        "en": "An advance, deposit or guarantee without agreed earnest nature brings no penalty either way.",
    },
    "L21": {
        "zh-hans": "违约金和定金只能选一个；定金不足以弥补损失的，可以要求补足。",
        "en": "Agreed damages or earnest money, not both; a loss above the earnest money can be claimed.",
    },
    "L22": {
        "zh-hans": "对方明确表示不履行、催告后仍不履行、或违约致使目的落空的，可以通知解除。",
        "en": "Open when the other side refuses, stays in default after notice, or defeats the purpose; "
        "done by notice.",
    },
    "L23": {
        "zh-hans": "解除后不再履行；已履行的按情况返还或采取其他补救；赔偿责任不受影响。",
        "en": "Performance ends; what was performed goes back or is otherwise made good; liability for loss remains.",
    },
    "L24": {
        "zh-hans": "只有不合格的部分可以解除；其他部分离不开它的，一并受影响。“离开它还剩多少用处”由双方事先约定。"
        "买家自己叫停或违约时，缺的部分不算在卖家头上，这条不用。",
        "en": "Only the bad part is rejected, unless others depend on it. How much use they keep without it is agreed "
        "beforehand. Not applied where the buyer stopped the work, at will or by his breach.",
    },
    "L25": {
        "zh-hans": "工作完成前买家可以随时解除，但要付已完成的报酬，并赔偿其余部分本可得到的利润和准备费用。",
        "en": "Before completion the buyer may end at any time, paying for what was done, the margin on the rest and "
        "preparation.",
    },
    "L26": {
        "zh-hans": "德国民法典：价款减去节省的费用，推定为未做部分价款的5%。本平台的默认利润率由此而来。",
        "en": "German law: price less savings, presumed at 5 % of the undone part. Our default margin comes from here.",
    },
    "L27": {
        "zh-hans": "工作需要买家协助而买家不协助的，催告、顺延；仍不协助的，卖家可以解除。"
        "因此没做成的部分不算卖家的缺口。",
        "en": "If the buyer does not co-operate, time runs on after notice and the seller may rescind. What was "
        "prevented is no gap of the seller's; its margin is owed.",
    },
    "L28": {
        "zh-hans": "卖家发现要求不合理应及时通知；买家拖延答复造成的损失由买家承担。",
        "en": "The seller must notify of faulty instructions; loss from the buyer's slow answer falls on the buyer.",
    },
    "L29": {
        "zh-hans": "在约定或合理期限内检验；逾期不通知视为合格，但隐蔽缺陷或卖家明知的除外。签收不等于验收质量。",
        "en": "Inspect within the agreed or a reasonable time; no notice means deemed conforming, except for hidden "
        "defects or a seller who knew. Signing for receipt accepts no quality.",
    },
    "L30": {
        "zh-hans": "德国法：合理期限内不提出至少一处瑕疵的视为验收；对消费者须先书面提示。",
        "en": "German law: deemed accepted after a set time unless one defect is named; a consumer must be warned.",
    },
    "L31": {
        "zh-hans": "德国法：验收后可暂扣通常为补做费用两倍的款项。",
        "en": "German law: after acceptance normally twice the cost of cure may be held back.",
    },
    "L32": {
        "zh-hans": "德国法：结束时双方共同确认工作状态，无故缺席的一方承担举证责任。",
        "en": "German law: the state of work is found jointly; whoever stays away bears the burden of proof.",
    },
    "L33": {
        "zh-hans": "定制商品、已拆封的软件、下载内容不适用七日无理由退货，但卖家须在购买时让消费者确认。",
        "en": "Custom goods, opened software and downloads have no seven-day return, if confirmed at purchase.",
    },
    "L34": {
        "zh-hans": "不合格可以退货、修理；预付而不履行的退款付息；欺诈三倍赔偿、最低五百元（不在计算之内，只作标记）。",
        "en": "Return or repair; an unperformed advance is refunded with interest; fraud is treble, at least 500 yuan "
        "(outside the engine, flagged only).",
    },
    "L35": {
        "zh-hans": "预付款退余额：非消费者原因的，已用部分按折扣价计；消费者原因的，按原价计，但不超过预付款。",
        "en": "The rest of a prepayment is refunded: at discounted prices if the consumer is not the cause, else at "
        "list prices, never above what was prepaid.",
    },
    "L36": {
        "zh-hans": "固定总价而未完工的，不当然按比例折算，要看过错。因此本平台把分摊办法写进订单条款，由双方事先同意。",
        "en": "For an unfinished lump sum no ratio is automatic; fault matters. So our way of dividing the price is a "
        "term of the order that both agree to.",
    },
    "L37": {
        "zh-hans": "组合商品的部分价值：卖家标明的价值优先，否则按市场公允价。",
        "en": "A part's value is the one the seller declared, else the fair market price.",
    },
    "L38": {
        "zh-hans": "先看约定，再看习惯或退款；按普通人的认识判断证据；定金规则同民法典；"
        "服务和虚拟商品卖家有错的只退款。",
        "en": "Agreement first, then usage or refund; evidence as an ordinary person sees it; the earnest rule; money "
        "back without return for services and virtual goods.",
    },
    "L39": {
        "zh-hans": "经营者应保存原始资料，拒不提供的承担不利后果；对己不利的陈述免证；经提示仍沉默的视为承认。",
        "en": "A trader keeps originals and bears the consequence of refusing them; statements against one's interest "
        "need no proof; silence after a warned question admits.",
    },
    "L40": {
        "zh-hans": "争议解决规则要公开、公平、自愿；规则修改提前七日公示；旧版本保存三年；协助消费者维权。",
        "en": "Dispute rules are public, fair and voluntary; changes are announced seven days ahead, old versions kept "
        "three years; consumers are helped.",
    },
    "L41": {
        "zh-hans": "格式条款排除修理、退款、解除、投诉权利的无效；“最终解释权”无效；有歧义按不利于提供方解释。",
        "en": "Terms that exclude repair, refund, rescission or complaint, or reserve the last word, are void; "
        "ambiguity counts against the drafter.",
    },
    "L42": {
        "zh-hans": "2026年2月1日起：不得强制仅退款；规则变更提前七日、重大变更十五日公示；不利决定须说明事实、理由、"
        "依据和申诉途径；可要求人工处理。",
        "en": "From 1 February 2026: no forced refund-only, notice of rule changes, adverse decisions with facts, "
        "reasons, basis and appeal, a human on request.",
    },
    "L43": {
        "zh-hans": "普通法：实质履行的付全价减补做费用（Hoenig），否则分文不付（Bolton）。这是断崖，大陆法是连续的，"
        "本平台从大陆法。",
        "en": "Common law: substantial performance earns the price less the cost of cure (Hoenig), anything less "
        "nothing (Bolton). A cliff; civil law is continuous and we follow it.",
    },
    "L44": {
        "zh-hans": "2021年以前的事实适用当时的法律；因此订单在成立时固定规则版本。",
        "en": "Facts before 2021 follow the law of their time; so an order pins its rules when it is agreed.",
    },
    "L45": {
        "zh-hans": "为生活消费购买的才是消费者；为经营做网站的可能不是，消费者专属规则就不适用。",
        "en": "A consumer buys for private use; a site for a business may fall outside, and then consumer "
        "rules are off.",
    },
}

CONFIRM: Table = {
    "L05": {
        "zh-hans": "以市场参考价折算分摊总价、作为约定条款，是否经得起L36案例的检验。",
        "en": "Whether dividing a lump sum by scaled market references holds as an agreed term against L36.",
    },
    "L06": {
        "zh-hans": "“相应支付”按份额乘完成度计算是否妥当。",
        "en": "Whether “corresponding payment” may be the share times the part delivered.",
    },
    "L09": {
        "zh-hans": "买卖解释的“差价”与比例法在价款不等于市价时的取舍。",
        "en": "The choice between a difference of values and a ratio where the price is not the market price.",
    },
    "L11": {
        "zh-hans": "买家更愿意修理时，仍以补做费用与价值差较小者为准是否妥当（较小者规则是本平台的）。",
        "en": "Whether the smaller of cure and value may rule where the buyer prefers repair (the min-rule is ours).",
    },
    "L12": {
        "zh-hans": "130%的替代费用上限与合同编通则解释第60条第2款“明显偏离市价”的关系：条文是改按市价，本平台是封顶。",
        "en": "The 130 % cap against I23 art. 60(2), whose letter would drop to market price once a cost is "
        "clearly off.",
    },
    "L16": {
        "zh-hans": "恶意违约方一般不予减少的例外，本平台留给认定人。",
        "en": "The exception for a bad-faith breacher, which we leave to the finders.",
    },
    "L19": {
        "zh-hans": "减价与比例定金罚则能否同时主张；部分未履行已致合同目的落空、买家又留下成果的，"
        "是否仍按比例（第68条第2款但书）。",
        "en": "Whether a price reduction and the proportional earnest penalty go together; and whether the proportion "
        "still holds where the missing part defeats the purpose and the buyer keeps the rest (art. 68(2) at its end).",
    },
    "L23": {
        "zh-hans": "托管件删除与买家留存证据的关系。",
        "en": "Erasing copies against the buyer's need of evidence.",
    },
    "L24": {
        "zh-hans": "部分解除规则准用于承揽（第646条）的程度；“保留用处”的约定效力。",
        "en": "How far the sales rules on partial rescission carry over by art. 646; the force of an agreed salvage.",
    },
    "L25": {
        "zh-hans": "任意解除的利润赔偿范围；准备费用是否在利润之外另计。",
        "en": "The extent of lost profit when ending at will, and preparation on top of it.",
    },
    "L26": {
        "zh-hans": "5%默认利润率（德国推定）在中国法下的依据。",
        "en": "The 5 % default margin (a German presumption) in terms of PRC law.",
    },
    "L35": {
        "zh-hans": "对一次性定制只能类推；开启“不享受折扣”前应有约定。",
        "en": "One-off work by analogy only; the undiscounted switch needs an agreement.",
    },
    "L38": {
        "zh-hans": "淘宝定制、服务类细则（第89条）没有查到。",
        "en": "Taobao's sub-rules on custom and services (art. 89).",
    },
    "L42": {"zh-hans": "第116号令原文。", "en": "The text of order 116."},
    "L44": {"zh-hans": "合同法、担保法条号。", "en": "The article numbers of the Contract Law and the Security Law."},
    "L45": {"zh-hans": "小微经营者是否参照消费者保护。", "en": "Whether very small traders are treated as consumers."},
}
"""Open questions on single rules. A rule without one still needs the general look a lawyer takes at any of them."""

CONFIRM_ALWAYS: dict[str, str] = {
    "zh-hans": "电子商务法、消费者权益保护法2025年4月后是否有修订；软件开发是否按技术合同处理；"
    "代管款项是否须由持牌机构进行。",
    "en": "Amendments of the E-Commerce and Consumer laws after April 2025; whether software work counts as a "
    "technology contract; whether holding money needs a licensed partner.",
}
