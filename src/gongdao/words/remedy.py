"""Words for an award: options, steps of a derivation, causes, ways to divide the price, faults of an assessment.

Every table has zh-Hans and English for every code that `gongdao.remedy` can give. Sums come in minor units and leave as
people write them; basis points leave as per cents.
"""

import re
from decimal import Decimal
from functools import cache

from babel.numbers import format_currency, get_currency_precision

from gongdao.remedy import AssessmentError, Step

from .lookup import Table, say

OPTIONS: Table = {
    "reduce": {"zh-hans": "减价", "en": "Price reduction"},
    "cure": {"zh-hans": "补做完成，付全款", "en": "Cure, then the whole price"},
    "cover": {"zh-hans": "由第三方替代履行", "en": "Cover by a third party"},
    "reject_items": {"zh-hans": "退回不合格的部分", "en": "Reject what failed"},
    "reduce_earnest": {"zh-hans": "减价，并按比例适用定金罚则", "en": "Price reduction and the earnest rule in part"},
    "rescind": {"zh-hans": "解除合同", "en": "Rescission"},
    "rescind_earnest": {"zh-hans": "解除合同，双倍返还定金", "en": "Rescission and the earnest money doubled"},
    "at_will": {"zh-hans": "买家任意解除的结算", "en": "Settlement after the buyer ended at will"},
    "pay_for_done": {"zh-hans": "按已完成部分结算", "en": "Payment for what was done"},
}

OPTION_SAYS: Table = {
    "reduce": {
        "zh-hans": "买家留下已完成的成果，只付与完成程度相应的价款。",
        "en": "The buyer keeps the work and pays the part of the price that was earned.",
    },
    "cure": {
        "zh-hans": "卖家在补做期内把所有要求做完，买家付全款。没做完就不付。",
        "en": "The seller finishes everything in the cure period and is paid in full; unfinished, this does not apply.",
    },
    "cover": {
        "zh-hans": "买家另请他人做完缺的部分，合理费用从价款中扣。",
        "en": "Somebody else makes what is missing, and the reasonable cost comes off the price.",
    },
    "reject_items": {
        "zh-hans": "不合格的部分退回卖家、不付款；其余部分照减价结算。",
        "en": "What failed goes back unpaid; the rest is settled as a price reduction.",
    },
    "reduce_earnest": {
        "zh-hans": "买家留下成果，价款先减，再按未完成的比例扣定金；实际损失更大的，扣损失。",
        "en": "As a reduction, less the earnest money for the part undone, or the loss if that is higher.",
    },
    "rescind": {
        "zh-hans": "合同解除：成果退回卖家，复制件删除，已付价款退还；有损失的另行赔偿。",
        "en": "The contract ends: the work goes back, copies are erased, payments are returned, losses are made good.",
    },
    "rescind_earnest": {
        "zh-hans": "合同解除，卖家双倍返还定金；实际损失更大的，赔损失。",
        "en": "The contract ends and the earnest money is returned twice, or the loss is paid if that is higher.",
    },
    "at_will": {
        "zh-hans": "买家不需要理由，可以提前解除：已做的付款，未做的补偿卖家本可得到的利润。",
        "en": "The buyer ends without the seller's fault: work done is paid, and the margin on the rest is made good.",
    },
    "pay_for_done": {
        "zh-hans": "工作做不下去，错不在卖家：按已完成部分付款。",
        "en": "The work cannot go on, through no fault of the seller: what was done is paid.",
    },
}

CAUSES: Table = {
    "seller": {"zh-hans": "卖家违约", "en": "breach by the seller"},
    "both": {"zh-hans": "双方都违约", "en": "breach by both sides"},
    "buyer_at_will": {"zh-hans": "买家任意解除", "en": "the buyer ended at will"},
    "buyer_breach": {"zh-hans": "买家违约", "en": "breach by the buyer"},
    "none": {"zh-hans": "双方都没有责任（如不可抗力）", "en": "nobody's fault, such as force majeure"},
}

METHODS: Table = {
    "agreed": {"zh-hans": "约定的分项价格", "en": "agreed item prices"},
    "weight": {"zh-hans": "约定的权重", "en": "agreed weights"},
    "market": {"zh-hans": "市场参考价", "en": "market references"},
    "effort": {"zh-hans": "开工前交换的工作量", "en": "effort exchanged before the work"},
    "equal": {"zh-hans": "平均分", "en": "equal shares"},
}

REASONS: Table = {
    "agreed_prices": {
        "zh-hans": "每一项都有双方约定的价格，按约定价格分。",
        "en": "Every item has an agreed price, and these prices are the shares.",
    },
    "agreed_weights": {
        "zh-hans": "双方约定了每项的权重，按权重分。",
        "en": "Both agreed on a weight for each item, and the price is divided by them.",
    },
    "market_scaled": {
        "zh-hans": "没有约定分项价格，按各项市场参考价占比把约定总价分到各项。",
        "en": "No item prices were agreed; the price is divided in proportion to the items' market references.",
    },
    "effort_before_work": {
        "zh-hans": "没有约定价格和市场参考价，按开工前交换的工作量占比分。",
        "en": "Without prices or market references, the effort exchanged before the work divides the price.",
    },
    "equal_last_resort": {
        "zh-hans": "没有其他依据，且清单由双方共同写成，各项平均分。这是最后的办法。",
        "en": "There was nothing better and both wrote the list, so all items count alike. This is the last resort.",
    },
}

DEPOSITS: Table = {
    "earnest": {"zh-hans": "定金", "en": "earnest money (定金)"},
    "advance": {"zh-hans": "订金（预付款）", "en": "advance (订金)"},
    "none": {"zh-hans": "无", "en": "none"},
}

KEEPERS: Table = {
    "buyer": {"zh-hans": "成果归买家", "en": "the buyer keeps the work"},
    "seller": {"zh-hans": "成果退回卖家，复制件删除", "en": "the work goes back to the seller and copies are erased"},
    "split": {
        "zh-hans": "付了款的部分归买家，其余退回卖家",
        "en": "the buyer keeps what he pays for, the rest goes back",
    },
}

ELECTORS: Table = {
    "buyer": {"zh-hans": "由买家选择", "en": "the buyer may choose this"},
    "either": {"zh-hans": "买家可以要求，卖家也可以提出", "en": "the buyer may ask for it, the seller may offer it"},
    "nobody": {"zh-hans": "无须选择", "en": "there is nothing to choose"},
}

STATUSES: Table = {
    "V": {"zh-hans": "已核对原文", "en": "the text was read"},
    "S": {"zh-hans": "据二手资料", "en": "read second-hand"},
    "M": {"zh-hans": "凭记忆，未核对", "en": "from memory, not checked"},
    "O": {"zh-hans": "本平台自定", "en": "our own parameter"},
}

STEPS: Table = {
    "item_full": {"zh-hans": "“{item}”已按要求做成", "en": "“{item}” was made as required"},
    "item_accepted": {
        "zh-hans": "“{item}”已经验收（或逾期未验，视为验收）",
        "en": "“{item}” was accepted, or is deemed accepted",
    },
    "item_reduced": {
        "zh-hans": "“{item}”只达到应有价值的 {delivered_bp}",
        "en": "“{item}” is worth {delivered_bp} of what it should be",
    },
    "item_missing": {"zh-hans": "“{item}”没有做成", "en": "“{item}” was not made"},
    "item_cure_cost": {
        "zh-hans": "“{item}”有缺陷，花 {cure_cost} 就能修好，只扣这笔费用",
        "en": "“{item}” is defective but can be put right for {cure_cost}, so only that comes off",
    },
    "item_needs": {
        "zh-hans": "“{item}”本身做成 {own_bp}，但它依赖的部分只做成 {least_bp}；缺了那部分，只保留 {salvage_bp} 的用处",
        "en": "“{item}” has {own_bp} of its own, but what it needs is only {least_bp} there; "
        "{salvage_bp} of its use remains without",
    },
    "item_rejected": {"zh-hans": "“{item}”退回卖家，不付款", "en": "“{item}” goes back and is not paid"},
    "item_prevented": {
        "zh-hans": "“{item}”有 {prevented_bp} 因买家原因没做成，补偿这部分 {margin_bp} 的利润",
        "en": "{prevented_bp} of “{item}” was prevented by the buyer; the {margin_bp} margin on it is owed",
    },
    "wasted_cost": {
        "zh-hans": "买家中途变更造成卖家白费的成本",
        "en": "Cost that the buyer's own change wasted",
    },
    "price_cured": {"zh-hans": "全部补做完成，按全价", "en": "Everything is finished, so the whole price"},
    "price_covered": {"zh-hans": "从全价算起", "en": "Starting from the whole price"},
    "cover_item": {
        "zh-hans": "另请他人补齐“{item}”缺的 {gap_bp}，报价 {cover_quote}",
        "en": "The missing {gap_bp} of “{item}”, made by others at a quote of {cover_quote}",
    },
    "cover_item_capped": {
        "zh-hans": "补齐“{item}”缺的 {gap_bp}：报价过高，最多按参考价 {reference} 的 {cover_cap_bp} 计",
        "en": "The missing {gap_bp} of “{item}”: the quote is high, at most {cover_cap_bp} of {reference} counts",
    },
    "cover_item_market": {
        "zh-hans": "补齐“{item}”缺的 {gap_bp}，按市场价 {market} 计",
        "en": "The missing {gap_bp} of “{item}” at the market price of {market}",
    },
    "loss": {
        "zh-hans": "赔偿买家的损失（扣除本可避免的和买家自己的责任，以约定上限为限）",
        "en": "The buyer's loss, less what he could have avoided and his own part, up to the cap",
    },
    "delay": {
        "zh-hans": "逾期违约金：卖家应负责的 {days} 天，每天 {rate_bp}，最多 {cap_bp}",
        "en": "Agreed damages for delay: {days} days the seller answers for, {rate_bp} each, at most {cap_bp}",
    },
    "delay_reviewed": {
        "zh-hans": "逾期违约金过高，调至损失的 {review_cap_bp}",
        "en": "Agreed damages for delay were excessive and are cut to {review_cap_bp} of the loss",
    },
    "liability_capped": {
        "zh-hans": "卖家的赔偿以订单总价为限，超出部分不扣",
        "en": "The seller's liability ends at the price; the excess is not taken",
    },
    "earnest_share": {
        "zh-hans": "定金罚则：按未完成部分所占比例",
        "en": "The earnest rule, for the part that is undone",
    },
    "earnest_doubled": {
        "zh-hans": "双倍返还定金中作为惩罚的一倍",
        "en": "The second of the two earnest sums that are returned",
    },
    "loss_above_earnest": {
        "zh-hans": "损失超过定金，按损失赔偿",
        "en": "The loss is above the earnest money and takes its place",
    },
    "rescinded": {
        "zh-hans": "合同解除，各自返还，不付价款",
        "en": "The contract is rescinded; each side gives back, no price is due",
    },
    "undone_margin": {
        "zh-hans": "未做部分（{undone}）卖家本可得到的利润，按 {margin_bp} 计",
        "en": "The margin of {margin_bp} on the undone part ({undone})",
    },
    "undiscounted": {
        "zh-hans": "买家任意解除，不享受折扣：各项按市场价（合计 {sum}）计，而不按约定总价 {price}",
        "en": "The buyer ended at will and loses the discount: items count at market prices ({sum} in all), "
        "not at the agreed {price}",
    },
    "undiscounted_capped": {
        "zh-hans": "按不打折的市场价计，以订单总价为限",
        "en": "Counted at undiscounted market prices, but never above the price",
    },
    "breach_margin": {
        "zh-hans": "买家违约，赔偿未做部分（{undone}）{margin_bp} 的利润",
        "en": "The buyer's breach: the margin of {margin_bp} on the undone part ({undone})",
    },
    "earnest_forfeited": {
        "zh-hans": "买家违约，按未完成部分的比例丧失定金",
        "en": "The buyer's breach: the earnest money is lost for the part that is undone",
    },
    "rounding": {
        "zh-hans": "各行分别取整的差额：总额只取整一次",
        "en": "Difference of rounding each line: the sum is rounded only once",
    },
}

WORKINGS: dict[str, str] = {
    "item_full": "{share}",
    "item_accepted": "{share}",
    "item_reduced": "{share} × {delivered_bp}",
    "item_cure_cost": "{share} − {cure_cost}",
    "item_needs": "{share} × ({salvage_bp} × {own_bp} + {lost_bp} × {least_bp})",
    "item_rejected": "0",
    "item_prevented": "{share} × {prevented_bp} × {margin_bp}",
    "wasted_cost": "{wasted_cost}",
    "price_cured": "{price}",
    "price_covered": "{price}",
    "cover_item": "−{cover_quote} × {gap_bp}",
    "cover_item_capped": "−{reference} × {cover_cap_bp} × {gap_bp}",
    "cover_item_market": "−{market} × {gap_bp}",
    "loss": "−({loss} − {unmitigated}) × {seller_fault_bp}",
    "loss_capped": "−{price} × {damages_cap_bp}",
    "delay": "−{price} × {rate_bp} × {days}",
    "delay_capped": "−{price} × {cap_bp}",
    "delay_reviewed": "−{loss} × {review_cap_bp}",
    "liability_capped": "−{price} − ({sum})",
    "earnest_share": "−{earnest} × {undone} ÷ {price}",
    "earnest_doubled": "−{earnest}",
    "loss_above_earnest": "−({loss} − {unmitigated}) × {seller_fault_bp}",
    "rescinded": "0",
    "undone_margin": "{undone} × {margin_bp}",
    "undiscounted": "0",
    "undiscounted_capped": "{price} + {wasted_cost} − {sum}",
    "breach_margin": "{undone} × {margin_bp}",
    "earnest_forfeited": "{earnest} × {undone} ÷ {price}",
    "rounding": "{due} − ({sum})",
}
"""The calculation of each kind of step, the same in both languages: of a formula with a cap, the side that counted."""

SHORT: Table = {
    "wasted_cost": {"zh-hans": "变更白费的成本", "en": "wasted cost"},
    "price_cured": {"zh-hans": "全价", "en": "whole price"},
    "price_covered": {"zh-hans": "全价", "en": "whole price"},
    "loss": {"zh-hans": "损失赔偿", "en": "loss"},
    "delay": {"zh-hans": "逾期违约金", "en": "delay"},
    "delay_reviewed": {"zh-hans": "逾期违约金（调整后）", "en": "delay, after review"},
    "liability_capped": {"zh-hans": "赔偿上限", "en": "cap on liability"},
    "earnest_share": {"zh-hans": "定金罚则（按比例）", "en": "earnest rule, in part"},
    "earnest_doubled": {"zh-hans": "定金加倍部分", "en": "earnest doubled"},
    "loss_above_earnest": {"zh-hans": "超过定金的损失", "en": "loss above earnest"},
    "rescinded": {"zh-hans": "解除，不付价款", "en": "rescinded"},
    "undone_margin": {"zh-hans": "未做部分的利润", "en": "margin on the rest"},
    "undiscounted": {"zh-hans": "不享受折扣", "en": "no discount"},
    "undiscounted_capped": {"zh-hans": "以总价为限", "en": "capped at the price"},
    "breach_margin": {"zh-hans": "未做部分的利润", "en": "margin on the rest"},
    "earnest_forfeited": {"zh-hans": "丧失的定金", "en": "earnest lost"},
    "rounding": {"zh-hans": "取整差额", "en": "rounding"},
}
"""Labels of a few characters for the steps that are not about one requirement."""

PARAMETERS: Table = {
    "earnest_cap_bp": {"zh-hans": "定金上限（占总价）", "en": "earnest money at most, of the price"},
    "failed_below_bp": {"zh-hans": "低于此完成度且不肯补做，视为该项根本没做成", "en": "an item below this has failed"},
    "cover_cap_bp": {
        "zh-hans": "替代履行报价上限（占参考价）",
        "en": "a quote for cover counts up to, of the reference",
    },
    "cover_by_market": {"zh-hans": "没有报价时可按市场价", "en": "the market price may stand in for a quote"},
    "review_cap_bp": {"zh-hans": "违约金调整上限（占损失）", "en": "agreed damages after review, of the loss"},
    "margin_bp": {"zh-hans": "默认利润率", "en": "margin where none is proven"},
    "delay_cap_bp": {"zh-hans": "逾期违约金默认上限（占总价）", "en": "agreed damages for delay at most, of the price"},
    "damages_cap_bp": {"zh-hans": "损失赔偿默认上限（占总价）", "en": "damages at most, of the price"},
    "at_will_undiscounted": {
        "zh-hans": "买家任意解除时按不打折的市场价计",
        "en": "undiscounted market prices when the buyer ends at will",
    },
    "quotes_min": {"zh-hans": "市场参考价至少要有的报价数", "en": "quotes needed for a market reference"},
    "cure_days": {"zh-hans": "默认补做天数", "en": "days to cure, where none are agreed"},
    "inspection_days": {"zh-hans": "默认验收天数", "en": "days to inspect, where none are agreed"},
}

RULE_SETS: Table = {
    "cn-2021": {
        "zh-hans": "《民法典》及司法解释（2021 年 1 月 1 日起）",
        "en": "PRC Civil Code and its interpretations, from 1 January 2021",
    },
    "cn-2021-undiscounted": {
        "zh-hans": "同上，另开启：买家任意解除时不享受折扣",
        "en": "the same, with one switch on: no discount for a buyer who ends at will",
    },
    "cn-1999": {
        "zh-hans": "《合同法》《担保法》（1999 年 10 月 1 日至 2020 年 12 月 31 日）",
        "en": "PRC Contract Law and Security Law, 1 October 1999 to 31 December 2020",
    },
    "cisg-1980": {
        "zh-hans": "《联合国国际货物销售合同公约》（当事人选用时）",
        "en": "UN sales convention (CISG), where the parties chose it",
    },
}

LAWS: Table = {
    "CC": {"zh-hans": "《民法典》", "en": "PRC Civil Code"},
    "I23": {"zh-hans": "《合同编通则解释》（法释〔2023〕13号）", "en": "SPC Interpretation on Contracts (2023) No. 13"},
    "PP25": {
        "zh-hans": "《预付式消费解释》（法释〔2025〕4号）",
        "en": "SPC Interpretation on Prepaid Consumption (2025) No. 4",
    },
    "SALE12": {
        "zh-hans": "《买卖合同解释》（2020年修正）",
        "en": "SPC Interpretation on Sales Contracts (as amended in 2020)",
    },
    "CISG": {"zh-hans": "《联合国国际货物销售合同公约》", "en": "CISG"},
    "BGB": {"zh-hans": "《德国民法典》", "en": "German Civil Code"},
    "ECL": {"zh-hans": "《电子商务法》", "en": "PRC E-Commerce Law"},
    "CPL": {"zh-hans": "《消费者权益保护法》", "en": "PRC Consumer Protection Law"},
    "CPLR": {"zh-hans": "《消费者权益保护法实施条例》", "en": "Regulations on the Consumer Protection Law"},
    "CIVEV": {"zh-hans": "《民事诉讼证据规定》", "en": "SPC Provisions on Evidence in Civil Procedure"},
    "NET22": {"zh-hans": "《网络消费纠纷规定（一）》", "en": "SPC Provisions on Online Consumption Disputes (1)"},
    "O37": {"zh-hans": "《网络交易监督管理办法》（总局令第37号）", "en": "Online Trading Measures (SAMR order 37)"},
    "O116": {
        "zh-hans": "《网络交易平台规则监督管理办法》（第116号令）",
        "en": "Measures on Rules of Online Trading Platforms (order 116)",
    },
    "TAOBAO": {"zh-hans": "《淘宝平台争议处理规则》", "en": "Taobao dispute rules"},
    "SPC14-69": {
        "zh-hans": "最高人民法院（2014）民一终字第69号",
        "en": "Supreme People's Court (2014) 民一终字 No. 69",
    },
    "ZJ12": {"zh-hans": "浙高法民二〔2012〕21号问答", "en": "Zhejiang High Court Q&A (2012) No. 21"},
    "HOENIG": {"zh-hans": "Hoenig v Isaacs [1952] EWCA Civ 6", "en": "Hoenig v Isaacs [1952] EWCA Civ 6"},
    "BOLTON": {"zh-hans": "Bolton v Mahadeva [1972] EWCA Civ 5", "en": "Bolton v Mahadeva [1972] EWCA Civ 5"},
    "TIME20": {"zh-hans": "《民法典时间效力规定》", "en": "SPC Provisions on the Temporal Effect of the Civil Code"},
    "CL99": {"zh-hans": "《合同法》（1999）", "en": "PRC Contract Law (1999)"},
    "CLI09": {"zh-hans": "《合同法解释（二）》", "en": "SPC Interpretation II on the Contract Law (2009)"},
    "SEC95": {"zh-hans": "《担保法》（1995）", "en": "PRC Security Law (1995)"},
    "SECI00": {"zh-hans": "《担保法解释》", "en": "SPC Interpretation on the Security Law (2000)"},
    "GONGDAO": {"zh-hans": "本平台公布的参数", "en": "a parameter this platform publishes"},
}

FAULTS: Table = {
    "not_json": {"zh-hans": "这不是 JSON，{got}读不下去", "en": "this is not JSON: {got}"},
    "not_toml": {"zh-hans": "这不是 TOML，{got}读不下去", "en": "this is not TOML: {got}"},
    "too_deep": {
        "zh-hans": "括号套得太深，案情文件只有几层",
        "en": "nested too deep; expected {expected}",
    },
    "unknown_key": {
        "zh-hans": "没有这个键。可用的键：{expected}",
        "en": "there is no such key; expected {expected}",
    },
    "repeated_key": {"zh-hans": "同一个键写了两次，请只留一个", "en": "expected {expected}, got {got}"},
    "key_missing": {"zh-hans": "缺少这个键", "en": "expected {expected}, got none"},
    "wrong_type": {"zh-hans": "类型不对：应为{expected}，实为{got}", "en": "expected {expected}, got {got}"},
    "empty_text": {"zh-hans": "不能为空", "en": "expected {expected}, got {got}"},
    "broken_text": {"zh-hans": "含有残缺的字符 {got}", "en": "expected {expected}, got {got}"},
    "out_of_range": {"zh-hans": "超出范围：应为{expected}，实为{got}", "en": "expected {expected}, got {got}"},
    "unknown_currency": {
        "zh-hans": "货币代码应为 ISO 4217 代码，如 CNY，实为 {got}",
        "en": "expected {expected}, got {got}",
    },
    "unknown_rules": {
        "zh-hans": "没有 {got} 这套规则，可用的有：{expected}",
        "en": "expected {expected}, got {got}",
    },
    "cause_not_in_rules": {
        "zh-hans": "这套规则没有 {got} 这种终止原因，可用的有：{expected}",
        "en": "expected {expected}, got {got}",
    },
    "unknown_author": {
        "zh-hans": "应为 both（双方）、buyer（买家）或 seller（卖家），实为 {got}",
        "en": "expected {expected}, got {got}",
    },
    "unknown_deposit_kind": {
        "zh-hans": "应为 earnest（定金）、advance（订金）或 none（无），实为 {got}",
        "en": "expected {expected}, got {got}",
    },
    "no_requirement": {"zh-hans": "至少要有一项要求", "en": "expected {expected}, got none"},
    "duplicate_id": {"zh-hans": "编号 {got} 已经用过", "en": "expected {expected}, got {got}"},
    "unknown_requirement": {"zh-hans": "没有编号为 {got} 的要求", "en": "expected {expected}, got {got}"},
    "finding_missing": {"zh-hans": "这一项要求还没有认定", "en": "expected {expected}, got none"},
    "price_unknown": {
        "zh-hans": "没有总价，这一项就要有约定价格或市场参考价",
        "en": "expected {expected}",
    },
    "prices_do_not_add_up": {
        "zh-hans": "分项价格合计 {got}，应{expected}",
        "en": "expected {expected}, got {got}",
    },
    "equal_shares_refused": {
        "zh-hans": "清单由一方单独写成时不得平均分。请为每一项给出价格、权重、市场参考价或工作量，或由双方确认清单",
        "en": "expected {expected}, got {got}",
    },
    "file_missing": {"zh-hans": "没有这个文件", "en": "there is no such file"},
    "file_is_folder": {"zh-hans": "这是一个文件夹，应为文件", "en": "expected a file, got a folder"},
    "file_denied": {"zh-hans": "没有读取这个文件的权限", "en": "this file may not be read by you"},
    "file_unreadable": {"zh-hans": "系统读不了这个文件：{got}", "en": "the system cannot read the file: {got}"},
    "file_too_large": {"zh-hans": "文件太大，应为{expected}", "en": "the file is too large; expected {expected}"},
    "file_not_utf8": {
        "zh-hans": "不是 UTF-8 文本（{got}），请另存为 UTF-8 编码",
        "en": "expected {expected}, but {got} is none; save the file as UTF-8",
    },
}

_IN_CHINESE: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(english, re.DOTALL), chinese)
    for english, chinese in (
        (r"one of (.*)", r"\1"),
        (r"an integer from (-?\d+) to (\d+)", r" \1 至 \2 的整数"),
        (r"an integer", "整数"),
        (r"a text", "文字"),
        (r"a list", "列表"),
        (r"a table", "键值表"),
        (r"a table of keys and values", "键值表"),
        (r"keys that are texts", "文字作键"),
        (r"true or false", " true 或 false"),
        (r"item prices that add up to the price (\d+)", r"等于总价 \1"),
        (r"item prices of at most the price (\d+)", r"不超过总价 \1"),
        (r"the text (.*)", r"文字 \1"),
        (r"the number (.*)", r" \1"),
        (r"the date or time (.*)", r"日期或时间 \1"),
        (r"a number of thousands of digits", "一个几千位的数"),
        (r"a number of (\d+) bits", r"一个 \1 位的二进制数"),
        (r"line (\d+), column (\d+).*", r"到第 \1 行第 \2 列"),
        (r".*\(at line (\d+), column (\d+)\)", r"到第 \1 行第 \2 列"),
        (r".*\(at end of document\)", "到文件末尾"),
        (r"at most (\d+) MiB", r"不超过 \1 MiB"),
        (r"byte (\d+)", r"从第 \1 个字节起"),
        (r"([-'\"\d].*|null|true|false)", r" \1"),
    )
)
"""What the engine says it expected and got, in English as its exceptions are, in Chinese."""

_ITEM_MONEY = ("share", "cure_cost", "wasted_cost", "price", "cover_quote", "reference", "market")
_OTHER_MONEY = ("loss", "unmitigated", "earnest", "undone", "sum", "due")
_MONEY = frozenset((*_ITEM_MONEY, *_OTHER_MONEY))


@cache
def _precision(currency: str) -> int:
    return get_currency_precision(currency)


def amount(minor: int, currency: str, lang: str) -> str:
    """A sum in minor units as people write it: ¥200.00, −¥80.00, JP¥710."""
    value = Decimal(minor).scaleb(-_precision(currency))
    text = format_currency(value, currency, locale="zh_Hans_CN" if lang == "zh-hans" else "en")
    return text.replace("-", "−")


def per_cent(basis_points: int) -> str:
    """Basis points as a per cent without needless zeros: 87.5%."""
    return (
        f"{Decimal(basis_points) / 100:f}".rstrip("0").rstrip(".") + "%"
        if basis_points % 100
        else (f"{basis_points // 100}%")
    )


def _shown(step: Step, lang: str, currency: str) -> dict[str, object]:
    shown: dict[str, object] = {}
    for key, value in step.data.items():
        if key in _MONEY:
            shown[key] = amount(value, currency, lang)
        elif key.endswith("_bp"):
            shown[key] = per_cent(value)
        else:
            shown[key] = value
    return shown


def step_text(step: Step, lang: str, currency: str = "CNY", title: str | None = None) -> str:
    """One sentence about a step. `title` is the requirement's own title; its id stands in where none is given."""
    code = step.code
    if code == "item_reduced" and step.data["delivered_bp"] == 0:
        code = "item_missing"
    text = say(STEPS, code, lang, item=title or step.item, **_shown(step, lang, currency))
    if step.code in ("item_full", "item_accepted", "item_cure_cost") and step.data["prevented_bp"]:
        rest = per_cent(10_000 - step.data["prevented_bp"])
        text += f"（卖家应做的 {rest}）" if lang == "zh-hans" else f" (the seller's {rest} of it)"
    return text


def step_working(step: Step, lang: str, currency: str = "CNY") -> str:
    """The calculation of a step with its numbers, such as ¥200.00 × 70%, without parts that change nothing."""
    data = step.data
    shown = _shown(step, lang, currency)
    code = step.code
    if code in ("loss", "loss_above_earnest"):
        answered = 10_000 - data["buyer_fault_bp"]
        shown["seller_fault_bp"] = per_cent(answered)
        if (data["loss"] - data["unmitigated"]) * answered > data["price"] * data["damages_cap_bp"]:
            code = "loss_capped"
        elif not data["unmitigated"]:
            return f"−{shown['loss']}" + ("" if answered == 10_000 else f" × {per_cent(answered)}")
    elif code == "delay" and data["rate_bp"] * data["days"] > data["cap_bp"]:
        code = "delay_capped"
    elif code == "item_needs":
        shown["lost_bp"] = per_cent(10_000 - data["salvage_bp"])
        if not data["salvage_bp"]:
            return f"{shown['share']} × {shown['least_bp']}"
    working = WORKINGS[code].format_map(shown)
    if step.code in ("item_full", "item_accepted", "item_cure_cost") and step.data["prevented_bp"]:
        share = amount(step.data["share"], currency, lang)
        working = working.replace(share, f"{share} × {per_cent(10_000 - step.data['prevented_bp'])}", 1)
    return working


def cite(article: str, lang: str) -> str:
    """A citation such as "CC 582, 781; SALE12 17" in the reader's language; "" stays ""."""
    parts = []
    for group in filter(None, article.split("; ")):
        law, _, numbers = group.partition(" ")
        name = say(LAWS, law, lang)
        articles = [n for n in numbers.split(", ") if n]
        if not articles:
            parts.append(name)
        elif law == "ZJ12":
            parts.append(f"{name}第{articles[0]}问" if lang == "zh-hans" else f"{name} question {articles[0]}")
        elif lang == "zh-hans":
            parts.append(name + "、".join(_article_zh(law, n) for n in articles))
        else:
            parts.append(f"{name} {'art.' if len(articles) == 1 else 'arts.'} {', '.join(articles)}")
    return ("；" if lang == "zh-hans" else "; ").join(parts)


_BY_ITEM = frozenset({("CC", "511"), ("CL99", "62"), ("NET22", "1")})
"""Articles whose numbers in brackets are items (项) of the only paragraph, not paragraphs (款)."""

_BY_PARAGRAPH_AND_ITEM = frozenset({("CC", "580")})
"""Articles whose first number in brackets is the paragraph and the others its items."""


_ITEM_NUMBERS = ("", *(f"（{number}）" for number in "一二三四五六七八九十"))


def _article_zh(law: str, number: str) -> str:
    """511(1)(2) of the Code becomes 第511条第（一）、（二）项, 586(2) becomes 第586条第2款."""
    plain, *inner = number.replace(")", "").split("(")
    said = f"第{plain}条"
    if (law, plain) in _BY_PARAGRAPH_AND_ITEM and inner:
        said += f"第{inner[0]}款"
        inner = inner[1:]
    elif (law, plain) not in _BY_ITEM:
        return said + "、".join(f"第{paragraph}款" for paragraph in inner)
    return f"{said}第{'、'.join(_ITEM_NUMBERS[int(item)] for item in inner)}项" if inner else said


def fault_text(error: AssessmentError, lang: str) -> str:
    """What is wrong with an assessment: the key's path, then what was expected there. Cut to what fits a screen."""
    where = _brief(error.path) or ("整个文件" if lang == "zh-hans" else "the file")
    separator = "：" if lang == "zh-hans" else ": "
    expected, got = error.expected, _brief(error.got)
    if lang == "zh-hans":
        expected, got = _in_chinese(expected), _in_chinese(got)
    return where + separator + re.sub(" {2,}", " ", say(FAULTS, error.code, lang, expected=expected, got=got))


def _brief(text: str) -> str:
    return text if len(text) <= 200 else text[:199] + "…"


def _in_chinese(text: str) -> str:
    for english, chinese in _IN_CHINESE:
        found = english.fullmatch(text)
        if found:
            return found.expand(chinese)
    return text
