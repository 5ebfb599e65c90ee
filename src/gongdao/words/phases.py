"""Words for the small vocabularies of an order: phases, roles, outcomes, stances, kinds, grounds.

One table per vocabulary, named after the kernel's own field, so that a page or a letter looks up what it holds.
"""

from .lookup import Table

PHASES: Table = {
    "draft": {"zh-hans": "草稿", "en": "Draft"},
    "proposed": {"zh-hans": "商定中", "en": "Being agreed"},
    "agreed": {"zh-hans": "约定成立，待托管", "en": "Agreed, to be funded"},
    "funded": {"zh-hans": "已托管，待开工", "en": "Funded, to be started"},
    "working": {"zh-hans": "制作中", "en": "In work"},
    "inspecting": {"zh-hans": "验收中", "en": "Being inspected"},
    "disputed": {"zh-hans": "争议中", "en": "In dispute"},
    "determined": {"zh-hans": "已作出处理决定", "en": "Determined"},
    "executed": {"zh-hans": "已执行", "en": "Executed"},
    "closed": {"zh-hans": "已结案", "en": "Closed"},
    "withdrawn": {"zh-hans": "已撤回", "en": "Withdrawn"},
}

ROLES: Table = {
    "buyer": {"zh-hans": "买家", "en": "buyer"},
    "seller": {"zh-hans": "卖家", "en": "seller"},
    "mediator": {"zh-hans": "调解员", "en": "mediator"},
    "finder": {"zh-hans": "认定人", "en": "finder"},
    "operator": {"zh-hans": "运营方", "en": "operator"},
    "platform": {"zh-hans": "平台", "en": "platform"},
    "none": {"zh-hans": "无", "en": "none"},
    "both": {"zh-hans": "双方", "en": "both sides"},
}

ANSWERS: Table = {
    "open": {"zh-hans": "卖家未答复", "en": "not answered by the seller"},
    "accepted": {"zh-hans": "卖家已接下", "en": "taken on by the seller"},
    "objected": {"zh-hans": "卖家有异议", "en": "objected to by the seller"},
    "questioned": {"zh-hans": "有提问", "en": "asked about"},
}

VERDICTS: Table = {
    "none": {"zh-hans": "未验收", "en": "not inspected"},
    "accepted": {"zh-hans": "已接受", "en": "accepted"},
    "rejected": {"zh-hans": "不接受", "en": "rejected"},
    "deemed": {"zh-hans": "逾期未验，视为接受", "en": "deemed accepted, the time passed"},
}

OUTCOMES: Table = {
    "passed": {"zh-hans": "通过", "en": "passed"},
    "failed": {"zh-hans": "未通过", "en": "failed"},
    "cannot_tell": {"zh-hans": "无法判断", "en": "cannot tell"},
    "not_applicable": {"zh-hans": "不适用", "en": "not applicable"},
}

STATUSES: Table = {
    "open": {"zh-hans": "待答复", "en": "open"},
    "accepted": {"zh-hans": "已接受", "en": "accepted"},
    "declined": {"zh-hans": "已拒绝", "en": "declined"},
    "lapsed": {"zh-hans": "已失效", "en": "lapsed"},
    "withdrawn": {"zh-hans": "已撤回", "en": "withdrawn"},
    "awaiting_money": {"zh-hans": "已同意，待付款", "en": "accepted, waiting for its money"},
    "countered": {"zh-hans": "已有反方案", "en": "countered"},
    "refused": {"zh-hans": "已拒绝", "en": "refused"},
    "pending": {"zh-hans": "等待到账", "en": "on its way"},
    "confirmed": {"zh-hans": "已到账", "en": "arrived"},
    "failed": {"zh-hans": "未到账", "en": "failed"},
    "kept": {"zh-hans": "已兑现", "en": "kept"},
    "broken": {"zh-hans": "未兑现", "en": "broken"},
    "unwitnessed": {"zh-hans": "无人见证", "en": "not witnessed"},
    "handed_in": {"zh-hans": "已上传，等待封存", "en": "handed in, to be sealed"},
    "held": {"zh-hans": "已封存", "en": "sealed in custody"},
    "replaced": {"zh-hans": "已更换", "en": "replaced"},
}

RAIL_CODES: Table = {
    "declined_by_bank": {"zh-hans": "银行拒绝办理", "en": "the bank declined it"},
    "account_closed": {"zh-hans": "收款账户已注销", "en": "the account is closed"},
    "account_unknown": {"zh-hans": "收款账户不存在", "en": "there is no such account"},
    "limit_exceeded": {"zh-hans": "超过渠道限额", "en": "it is above the limit of the rail"},
}
"""Why a rail says no, for the codes that rails share. Any other code is shown as the rail gave it."""

CHALLENGE_STATUSES: Table = {
    "open": {"zh-hans": "待决定", "en": "to be decided"},
    "kept": {"zh-hans": "维持原调解员", "en": "mediator kept"},
    "replaced": {"zh-hans": "已更换", "en": "mediator replaced"},
}

CLAIM_STANCES: Table = {
    "": {"zh-hans": "尚未答辩", "en": "no response yet"},
    "admits": {"zh-hans": "承认", "en": "admits"},
    "admits_part": {"zh-hans": "部分承认", "en": "admits part"},
    "denies": {"zh-hans": "否认", "en": "denies"},
    "silent": {"zh-hans": "逾期未答辩", "en": "did not respond in time"},
}

EXHIBIT_STANCES: Table = {
    "": {"zh-hans": "对方尚未回应", "en": "not answered yet"},
    "accepts": {"zh-hans": "认可", "en": "accepts it"},
    "disputes": {"zh-hans": "有异议", "en": "disputes it"},
    "relies_on": {"zh-hans": "援引，对其不利", "en": "relies on it; it counts against the one who showed it"},
}

WEIGHTS: Table = {
    "relied_on": {"zh-hans": "采信", "en": "relied on"},
    "considered": {"zh-hans": "已考虑", "en": "considered"},
    "set_aside": {"zh-hans": "不采信", "en": "set aside"},
}

EXHIBIT_KINDS: Table = {
    "reference_url": {"zh-hans": "参考网址", "en": "reference address"},
    "change_document": {"zh-hans": "修改说明", "en": "change document"},
    "picture": {"zh-hans": "说明图片", "en": "explanatory picture"},
    "chat_log": {"zh-hans": "完整聊天记录", "en": "whole chat log"},
    "screenshot": {"zh-hans": "截图原图", "en": "original screenshot"},
    "statement_thread": {"zh-hans": "留言记录", "en": "statement thread"},
    "call_minutes": {"zh-hans": "通话纪要", "en": "minutes of a call"},
    "live_site": {"zh-hans": "在线演示站", "en": "live site"},
    "source_code": {"zh-hans": "源代码", "en": "source code"},
    "data_file": {"zh-hans": "数据文件", "en": "data file"},
    "market_quote": {"zh-hans": "市场报价", "en": "market quote"},
    "witness": {"zh-hans": "证人说明", "en": "witness"},
    "expert_note": {"zh-hans": "专业意见", "en": "expert's note"},
    "other": {"zh-hans": "其他", "en": "other"},
}

STATEMENT_LABELS: Table = {
    "": {"zh-hans": "不加标记", "en": "no label"},
    "warning": {"zh-hans": "警告", "en": "warning"},
    "accusation": {"zh-hans": "指责", "en": "accusation"},
    "proposal": {"zh-hans": "提议", "en": "proposal"},
    "refusal": {"zh-hans": "拒绝", "en": "refusal"},
    "ultimatum": {"zh-hans": "最后通牒", "en": "ultimatum"},
    "effort": {"zh-hans": "说明付出", "en": "appeal to effort"},
    "rules": {"zh-hans": "援引规则", "en": "appeal to the rules"},
    "courtesy": {"zh-hans": "致谢、致歉", "en": "courtesy"},
}

CHALLENGE_GROUNDS: Table = {
    "interest": {"zh-hans": "有利害关系", "en": "has an interest"},
    "acquaintance": {"zh-hans": "与一方相熟", "en": "knows one side"},
    "conduct": {"zh-hans": "言行不当", "en": "conduct"},
    "competence": {"zh-hans": "不具备所需专业", "en": "lacks the competence"},
    "delay": {"zh-hans": "拖延", "en": "delay"},
}

END_GROUNDS: Table = {
    "impossible": {"zh-hans": "做不到", "en": "it cannot be done"},
    "at_will": {"zh-hans": "买家任意解除", "en": "the buyer ends at will"},
    "no_cooperation": {"zh-hans": "买家不配合", "en": "the buyer does not co-operate"},
    "breach": {"zh-hans": "对方违约", "en": "breach by the other side"},
    "force_majeure": {"zh-hans": "不可抗力", "en": "force majeure"},
}

APPEAL_GROUNDS: Table = {
    "new_evidence": {"zh-hans": "有新证据", "en": "new evidence"},
    "exhibit_ignored": {"zh-hans": "证据未被答复", "en": "an exhibit was ignored"},
    "wrong_fact": {"zh-hans": "事实认定错误", "en": "a fact is wrong"},
    "wrong_item": {"zh-hans": "判断的不是约定的那一项", "en": "the wrong thing was judged"},
    "procedure": {"zh-hans": "程序有误", "en": "procedure"},
    "bias": {"zh-hans": "不中立", "en": "bias"},
}

CAUSES: Table = {
    "seller": {"zh-hans": "卖家违约", "en": "the seller's breach"},
    "both": {"zh-hans": "双方都有违约", "en": "breach on both sides"},
    "buyer_at_will": {"zh-hans": "买家任意解除", "en": "the buyer ended at will"},
    "buyer_breach": {"zh-hans": "买家违约", "en": "the buyer's breach"},
    "none": {"zh-hans": "双方都无过错（不可抗力）", "en": "nobody's fault (force majeure)"},
}

DEPOSIT_KINDS: Table = {
    "none": {"zh-hans": "没有", "en": "none"},
    "earnest": {"zh-hans": "定金（有罚则）", "en": "earnest money, 定金 (penalty both ways)"},
    "advance": {"zh-hans": "订金（预付，无罚则）", "en": "advance, 订金 (no penalty)"},
}

DEPOSIT_PLACES: Table = {
    "escrow": {"zh-hans": "留在托管中", "en": "stays in escrow"},
    "seller": {"zh-hans": "交给卖家", "en": "is handed to the seller"},
}

CHECK_KINDS: Table = {
    "": {"zh-hans": "由人验收", "en": "inspected by a person"},
    "imitation": {"zh-hans": "模仿程度比对", "en": "imitation of a reference"},
    "changes": {"zh-hans": "逐条核对修改", "en": "list of changes"},
    "dataset": {"zh-hans": "数据核对", "en": "data"},
    "works": {"zh-hans": "页面能否正常使用", "en": "pages work"},
    "starts": {"zh-hans": "能否启动运行", "en": "it starts"},
    "same": {"zh-hans": "与已有文件的相似度", "en": "same as before"},
}

RUN_KINDS: Table = {
    "": {"zh-hans": "不需要运行", "en": "nothing to run"},
    "static": {"zh-hans": "静态网站", "en": "static site"},
    "python": {"zh-hans": "Python", "en": "Python"},
    "node": {"zh-hans": "Node.js", "en": "Node.js"},
    "php": {"zh-hans": "PHP", "en": "PHP"},
    "other": {"zh-hans": "其他", "en": "other"},
}

LIST_WRITERS: Table = {
    "both": {"zh-hans": "双方共同", "en": "both sides"},
    "buyer": {"zh-hans": "买家", "en": "the buyer"},
    "seller": {"zh-hans": "卖家", "en": "the seller"},
}

CALENDARS: Table = {
    "CN": {"zh-hans": "中国内地（含调休）", "en": "Mainland China (with adjusted days)"},
    "HK": {"zh-hans": "中国香港", "en": "Hong Kong SAR"},
    "TW": {"zh-hans": "中国台湾", "en": "Taiwan"},
    "SG": {"zh-hans": "新加坡", "en": "Singapore"},
    "JP": {"zh-hans": "日本", "en": "Japan"},
    "US": {"zh-hans": "美国", "en": "United States"},
    "GB": {"zh-hans": "英国", "en": "United Kingdom"},
    "DE": {"zh-hans": "德国", "en": "Germany"},
}
"""Whose public holidays a party's working days are counted with."""

RULE_SETS: Table = {
    "cn-2021": {"zh-hans": "中国民法典（2021 年起）", "en": "China, Civil Code (since 2021)"},
    "cn-2021-undiscounted": {
        "zh-hans": "中国民法典（2021 年起），任意解除按市场价计",
        "en": "China, Civil Code (since 2021), ending at will at market prices",
    },
    "cn-1999": {"zh-hans": "中国合同法（1999–2020 年）", "en": "China, Contract Law (1999–2020)"},
    "cisg-1980": {"zh-hans": "联合国国际货物销售合同公约", "en": "UN sales convention (CISG)"},
}
"""The rule sets an award can be computed by; a set that has no words yet is shown by its code."""

JOBS: Table = {
    "custom": {"zh-hans": "定制", "en": "made to order"},
    "template": {"zh-hans": "现成模板", "en": "off the shelf"},
}

FUND_PURPOSES: Table = {
    "escrow": {"zh-hans": "托管款", "en": "escrow"},
    "deposit": {"zh-hans": "定金或订金", "en": "deposit"},
}

DELIVERABLES: Table = {
    "buyer": {"zh-hans": "归买家", "en": "goes to the buyer"},
    "seller": {"zh-hans": "退还卖家", "en": "returns to the seller"},
    "split": {"zh-hans": "分项归属", "en": "split item by item"},
}

EARLY: Table = {
    "confirmation": {"zh-hans": "提前确认收货", "en": "early confirmation"},
    "payment": {"zh-hans": "提前付款", "en": "early payment"},
}

REQUESTS: Table = {
    "overrun": {"zh-hans": "成本超出预估", "en": "overrun notice"},
    "ask_more": {"zh-hans": "要求加价", "en": "request for more money"},
    "ask_early": {"zh-hans": "要求提前确认或付款", "en": "request for early confirmation or payment"},
}

METHODS: Table = {
    "price": {"zh-hans": "约定的逐项价格", "en": "agreed item prices"},
    "agreed": {"zh-hans": "约定的逐项价格", "en": "agreed item prices"},
    "weight": {"zh-hans": "约定的权重", "en": "agreed weights"},
    "market": {"zh-hans": "市场参考价", "en": "market references"},
    "effort": {"zh-hans": "事先交换的工作量", "en": "effort exchanged before work"},
    "equal": {"zh-hans": "平均", "en": "equal shares"},
}

BASES: Table = {
    "determination": {"zh-hans": "处理决定", "en": "determination"},
    "offer": {"zh-hans": "和解方案", "en": "settlement"},
    "bids": {"zh-hans": "密封出价", "en": "sealed bids"},
}
