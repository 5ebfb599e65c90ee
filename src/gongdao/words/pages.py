"""Words of the pages themselves: headings, labels, hints, and what a field of a form can have wrong with it.

Sentences about acts, refusals, phases and clocks have tables of their own; here is everything else a page says.
"""

from .lookup import Table

PAGES: Table = {
    # -- frame
    "brand": {"zh-hans": "公道", "en": "Gongdao"},
    "skip": {"zh-hans": "跳到正文", "en": "Skip to the content"},
    "nav": {"zh-hans": "主导航", "en": "Main"},
    "nav.order": {"zh-hans": "订单页面", "en": "Pages of this order"},
    "nav.orders": {"zh-hans": "我的订单", "en": "My orders"},
    "nav.new": {"zh-hans": "新建订单", "en": "New order"},
    "nav.cases": {"zh-hans": "待接案件", "en": "Open cases"},
    "nav.operator": {"zh-hans": "运营台", "en": "Operator"},
    "language.other": {"zh-hans": "English", "en": "简体中文"},
    "sign_in": {"zh-hans": "登录", "en": "Sign in"},
    "sign_out": {"zh-hans": "退出", "en": "Sign out"},
    "sign_up": {"zh-hans": "注册", "en": "Sign up"},
    "foot": {
        "zh-hans": "公道的决定是平台内的处理决定，不是仲裁裁决；双方向法院起诉的权利不受影响。本页内容不构成法律意见。",
        "en": "A determination here is a decision of the platform, not an arbitral award; both sides keep "
        "their right to go to court. Nothing here is legal advice.",
    },
    "save": {"zh-hans": "保存", "en": "Save"},
    "cancel": {"zh-hans": "取消", "en": "Cancel"},
    "optional": {"zh-hans": "（可不填）", "en": "(optional)"},
    "choose": {"zh-hans": "请选择", "en": "Please choose"},
    "yes": {"zh-hans": "是", "en": "yes"},
    "no": {"zh-hans": "否", "en": "no"},
    "you": {"zh-hans": "（您）", "en": "(you)"},
    "you_subject": {"zh-hans": "您", "en": "You"},
    "the.buyer": {"zh-hans": "买家", "en": "the buyer"},
    "the.seller": {"zh-hans": "卖家", "en": "the seller"},
    "the.mediator": {"zh-hans": "调解员", "en": "the mediator"},
    "the.finder": {"zh-hans": "认定人", "en": "the finders"},
    "the.operator": {"zh-hans": "运营方", "en": "the operator"},
    "and": {"zh-hans": "、", "en": ", "},
    "and_last": {"zh-hans": "和", "en": " and "},
    "both": {"zh-hans": "双方", "en": "both sides"},
    "days": {"zh-hans": "{n} 个工作日", "en": "{n} working days"},
    "form": {"zh-hans": "表单", "en": "the form"},
    "done": {"zh-hans": "已记入卷宗：{act}。", "en": "On the record: {act}."},
    "asks": {"zh-hans": "问：", "en": "asks:"},
    "objects": {"zh-hans": "提出异议：", "en": "objects:"},
    "answer": {"zh-hans": "回答：", "en": "Answer:"},
    "whole_order": {"zh-hans": "整个订单", "en": "the whole order"},
    "nothing_to_do": {"zh-hans": "现在没有需要您做的事。", "en": "There is nothing for you to do here now."},
    "open_for_you": {"zh-hans": "件待您处理", "en": "waiting for you"},
    "news": {"zh-hans": "卷宗有了新的记录。", "en": "The record has grown since this page was shown."},
    "news.reload": {"zh-hans": "刷新查看", "en": "Reload"},
    "pager": {"zh-hans": "翻页", "en": "Pages"},
    "pager.first": {"zh-hans": "回到第一页", "en": "First page"},
    "pager.next": {"zh-hans": "下一页", "en": "Next page"},
    "missing.title": {"zh-hans": "没有这个页面", "en": "There is no such page"},
    "missing.says": {
        "zh-hans": "地址不对，或者您不是其中的当事人。订单只对其当事人和经办人存在。",
        "en": "The address is wrong, or you have no part in it. An order exists only for its parties and its neutrals.",
    },
    "fault.title": {"zh-hans": "出错了", "en": "Something went wrong"},
    "fault.says": {
        "zh-hans": "这是我们的问题，已经记录下来。您没有提交成功的内容请稍后重试；已写入卷宗的不会丢失。",
        "en": "This is our fault and has been logged. Try again in a while; what stands in the record is safe.",
    },
    "forbidden.title": {"zh-hans": "这次提交没有被接受", "en": "This sending was not accepted"},
    "forbidden.says": {
        "zh-hans": "页面可能打开太久，或浏览器禁用了 Cookie。请返回上一页刷新后再提交；浏览器通常会保留您填写的内容。",
        "en": "The page may have been open too long, or cookies are off. Go back, reload and send again; your "
        "browser usually keeps what you typed.",
    },
    "bad.title": {"zh-hans": "这次请求无法处理", "en": "This could not be taken"},
    "bad.says": {
        "zh-hans": "内容太大或格式不对。一次提交的文字合计不超过 5 MB；请返回上一页，把长文作为文件提交。",
        "en": "It was too large or malformed. The texts of one form may be 5 MB together; go back and hand in what is "
        "longer as a file.",
    },
    "often.title": {"zh-hans": "尝试次数太多", "en": "Too many attempts"},
    "often.says": {
        "zh-hans": "为了防止有人猜密码，请过几分钟再试。已登录的页面不受影响。",
        "en": "To keep others from guessing passwords, wait a few minutes. Pages where you are signed in go on "
        "working.",
    },
    "kept.title": {"zh-hans": "还没有提交成功", "en": "Not sent yet"},
    "kept.signed_out": {
        "zh-hans": "您写的时候，登录已经过期。",
        "en": "You were signed out while you were writing.",
    },
    "kept.stale": {
        "zh-hans": "这个页面打开之后您重新登录过，它的凭证已经失效。",
        "en": "You signed in again after this page was opened, so its token no longer counts.",
    },
    "kept.nothing_lost": {
        "zh-hans": "您填写的内容都在，一个字也没有丢，也还没有写入卷宗。",
        "en": "Everything you typed is here; nothing is lost, and nothing has gone into the record yet.",
    },
    "kept.files": {"zh-hans": "只有文件需要重新选择。", "en": "Only the files have to be chosen again."},
    "kept.sign_in": {
        "zh-hans": "先登录（在新的标签页打开），再回到这里",
        "en": "Sign in first (opens in a new tab), then come back here",
    },
    "kept.back": {"zh-hans": "把内容放回表单，核对后提交", "en": "Put it back into the form, to check and send"},
    "kept.yours": {"zh-hans": "您写的内容", "en": "What you wrote"},
    "time.over": {"zh-hans": "已到期", "en": "time is up"},
    "time.days": {"zh-hans": "还有 {n} 天", "en": "{n} days left"},
    "time.hours": {"zh-hans": "还有 {n} 小时", "en": "{n} hours left"},
    "time.minutes": {"zh-hans": "还有 {n} 分钟", "en": "{n} min left"},
    # -- strip
    "strip.turn": {"zh-hans": "轮到谁", "en": "Whose turn"},
    "strip.to": {"zh-hans": "：", "en": ": "},
    "strip.until": {"zh-hans": "最迟", "en": "until"},
    "strip.about": {"zh-hans": "所涉：", "en": "On: "},
    "strip.go": {"zh-hans": "去办理", "en": "Go there"},
    "strip.otherwise": {"zh-hans": "否则：", "en": "Otherwise: "},
    "strip.nobody": {"zh-hans": "现在不等任何人", "en": "Nobody's turn now"},
    "strip.more": {"zh-hans": "另有 {n} 个期限在走", "en": "Other clocks running: {n}"},
    "strip.money": {"zh-hans": "钱在哪里", "en": "Where the money is"},
    "strip.blind": {"zh-hans": "认定人看不到任何金额。", "en": "Finders are shown no sums."},
    "strip.stakes": {"zh-hans": "各方可能的输赢", "en": "What can be won or lost"},
    "stakes.seller": {"zh-hans": "全按卖家说的认定，卖家得", "en": "All the seller's way: seller gets"},
    "stakes.buyer": {"zh-hans": "全按买家说的认定，卖家得", "en": "All the buyer's way: seller gets"},
    "stakes.says": {
        "zh-hans": "未了结的项目按这两种极端计算，与任何一方的要价无关。",
        "en": "The open items computed at both extremes; nobody's demand enters.",
    },
    "stakes.outcome": {"zh-hans": "卖家最终得到", "en": "The seller got"},
    "stakes.done": {"zh-hans": "已了结。", "en": "It is over."},
    "stakes.none": {
        "zh-hans": "有约定并定价之后才能计算。",
        "en": "It can be computed once there is a priced agreement.",
    },
    "rest.over": {"zh-hans": "订单已了结。", "en": "The order is finished."},
    "rest.waiting": {"zh-hans": "没有期限在走。", "en": "No clock is running."},
    # -- tabs
    "tab.overview": {"zh-hans": "概览", "en": "Overview"},
    "tab.agreement": {"zh-hans": "约定", "en": "Agreement"},
    "tab.money": {"zh-hans": "钱款", "en": "Money"},
    "tab.work": {"zh-hans": "交付与验收", "en": "Delivery"},
    "tab.changes": {"zh-hans": "变更", "en": "Changes"},
    "tab.bench": {"zh-hans": "认定台", "en": "Bench"},
    "tab.dispute": {"zh-hans": "争议", "en": "Dispute"},
    "tab.settlement": {"zh-hans": "和解", "en": "Settlement"},
    "tab.decision": {"zh-hans": "处理决定", "en": "Determination"},
    "tab.record": {"zh-hans": "卷宗", "en": "Record"},
    "tab.people": {"zh-hans": "人员", "en": "People"},
    # -- orders
    "orders.title": {"zh-hans": "我的订单", "en": "My orders"},
    "orders.yours": {"zh-hans": "轮到您", "en": "Your turn"},
    "orders.waiting": {"zh-hans": "等待他人", "en": "Waiting for others"},
    "orders.over": {"zh-hans": "已了结", "en": "Over"},
    "orders.empty": {"zh-hans": "还没有订单", "en": "No orders yet"},
    "orders.empty_says": {
        "zh-hans": "先把要做的事一项一项写清楚，再付钱、再开工。新建一个订单，或者从一段聊天记录开始。",
        "en": "Write down what is wanted, item by item, before money or work moves. Start a new order, or "
        "begin from a chat.",
    },
    "orders.search": {"zh-hans": "查找订单", "en": "Find an order"},
    "orders.search_hint": {"zh-hans": "标题、订单号或对方姓名", "en": "Title, number, or the other side's name"},
    "orders.search_do": {"zh-hans": "查找", "en": "Find"},
    "orders.search_all": {"zh-hans": "看全部", "en": "Show all"},
    "orders.none_found": {"zh-hans": "没有找到“{search}”", "en": "Nothing found for “{search}”"},
    "orders.with": {"zh-hans": "对方：", "en": "with "},
    "orders.and": {"zh-hans": "、", "en": ", "},
    "orders.import": {"zh-hans": "从聊天记录或帖子导入", "en": "Import from a chat or post"},
    "cases.title": {"zh-hans": "待接案件", "en": "Open cases"},
    "cases.says": {
        "zh-hans": "这些争议还没有调解员。看过之后，与双方没有利害关系才能接案。",
        "en": "These disputes have no mediator. Look first; take one only if you have no interest in it.",
    },
    "cases.empty": {"zh-hans": "现在没有待接的案件", "en": "No case is waiting"},
    "cases.yours": {"zh-hans": "您的专长", "en": "your field"},
    "cases.look": {"zh-hans": "看一看", "en": "Look"},
    "operator.title": {"zh-hans": "运营台", "en": "Operator's desk"},
    "operator.says": {
        "zh-hans": "运营方安排人手、答复更换申请、按请求删除文字，不认定任何事实。",
        "en": "The operator arranges people, answers challenges and erases words on request. He finds no facts.",
    },
    "operator.empty": {"zh-hans": "没有等待运营方处理的事", "en": "Nothing waits for the operator"},
    "operator.stuck": {"zh-hans": "打款未成功", "en": "Payments out that failed"},
    "operator.stuck_says": {
        "zh-hans": "这些款项仍然欠付，系统会自动重试五次，之后只由您发起。先请收款人更正收款信息，再重试。",
        "en": "They are still owed. The program tries five times by itself and then only when you say so. "
        "Have the payee correct the account first.",
    },
    "operator.reason": {"zh-hans": "渠道的答复", "en": "What the rail said"},
    "operator.failures": {"zh-hans": "已失败次数", "en": "Failed so far"},
    "operator.again": {"zh-hans": "再次打款", "en": "Pay out again"},
    "operator.misses": {"zh-hans": "调解员逾期次数", "en": "Clocks missed by mediators"},
    "overview.items": {"zh-hans": "各项进展", "en": "Where each item stands"},
    "overview.can_do": {"zh-hans": "现在可以做", "en": "What you can do now"},
    "overview.latest": {"zh-hans": "最近的记录", "en": "Latest entries"},
    "overview.whole_record": {"zh-hans": "查看整份卷宗", "en": "The whole record"},
    "item.essential": {"zh-hans": "关键项", "en": "essential"},
    "item.share": {"zh-hans": "折算价值", "en": "share"},
    "item.paid": {"zh-hans": "已付款", "en": "paid"},
    "item.decided": {"zh-hans": "已了结", "en": "disposed of"},
    "item.contested": {"zh-hans": "争议中", "en": "contested"},
    "item.delivered": {"zh-hans": "已交付，待验收", "en": "delivered, to be inspected"},
    "item.waiting": {"zh-hans": "未交付", "en": "not delivered"},
    # -- columns
    "col.item": {"zh-hans": "要求", "en": "Item"},
    "col.state": {"zh-hans": "状态", "en": "State"},
    "col.share": {"zh-hans": "价值", "en": "Worth"},
    "col.price": {"zh-hans": "价格", "en": "Price"},
    "col.when": {"zh-hans": "时间", "en": "When"},
    "col.entry": {"zh-hans": "卷宗条目", "en": "Entry"},
    "col.from": {"zh-hans": "从", "en": "From"},
    "col.to": {"zh-hans": "到", "en": "To"},
    "col.sum": {"zh-hans": "金额", "en": "Sum"},
    "col.purpose": {"zh-hans": "用途", "en": "Purpose"},
    "col.keeper": {"zh-hans": "成果归谁", "en": "Who keeps the work"},
    "col.seller_gets": {"zh-hans": "卖家得到", "en": "Seller gets"},
    "col.option": {"zh-hans": "救济", "en": "Remedy"},
    "col.due": {"zh-hans": "应付卖家（总额）", "en": "Due to the seller in all"},
    "col.to_seller": {"zh-hans": "托管款付卖家", "en": "Escrow to seller"},
    "col.to_buyer": {"zh-hans": "托管款退买家", "en": "Escrow to buyer"},
    "col.elects": {"zh-hans": "由谁选", "en": "Who may elect"},
    "col.found": {"zh-hans": "认定完成", "en": "Found done"},
    "col.reasons": {"zh-hans": "理由与对证据的答复", "en": "Reasons, and the answer to each exhibit"},
    "col.step": {"zh-hans": "步骤", "en": "Step"},
    "col.article": {"zh-hans": "依据", "en": "Article"},
    "col.formula": {"zh-hans": "算式", "en": "Working"},
    "col.order": {"zh-hans": "订单", "en": "Order"},
    "col.until": {"zh-hans": "最迟", "en": "Until"},
    # -- agreement
    "agreement.version": {"zh-hans": "第 {n} 版约定", "en": "Agreement, version {n}"},
    "agreement.hash": {"zh-hans": "校验码（SHA-256）", "en": "Hash (SHA-256)"},
    "agreement.accepted": {"zh-hans": "{party}已接受这一版", "en": "{party} has accepted this version"},
    "agreement.waiting": {"zh-hans": "{party}尚未接受", "en": "{party} has not accepted"},
    "agreement.before": {"zh-hans": "成立之前还差", "en": "Before it can bind"},
    "agreement.items": {"zh-hans": "逐项要求", "en": "The items"},
    "agreement.terms": {"zh-hans": "条款", "en": "Terms"},
    "agreement.amend": {"zh-hans": "修改约定", "en": "Amend"},
    "agreement.compare": {"zh-hans": "对比各版", "en": "Compare versions"},
    "back.agreement": {"zh-hans": "回到约定", "en": "Back to the agreement"},
    "risk.title": {"zh-hans": "下单前先看：风险提示", "en": "Before you are bound: what you may lose"},
    "risk.buyer": {"zh-hans": "买家可能失去", "en": "The buyer may lose"},
    "risk.buyer_says": {
        "zh-hans": "先付入 {price}，验收前由平台托管。按约定做好的部分必须付款，不喜欢不是拒付的理由；"
        "没做好的部分不用付。",
        "en": "He pays in {price}, held until he has inspected. What was done as agreed is paid, liked or not; what "
        "was not "
        "done costs nothing.",
    },
    "risk.seller": {"zh-hans": "卖家可能失去", "en": "The seller may lose"},
    "risk.seller_says": {
        "zh-hans": "一项也没有按约定做成的，{price} 分文不得，花掉的工时自己承担；开工之后发现亏本，也由卖家承担。",
        "en": "If nothing is done as agreed he gets nothing of the {price} and bears the hours spent; a job that "
        "turns out "
        "to cost more after the start is his loss.",
    },
    "risk.deposit": {"zh-hans": "定金是什么意思", "en": "What the deposit means"},
    "risk.earnest_says": {
        "zh-hans": "{whole} 当中有 {earnest} 是定金：买家违约的，不得要求返还；卖家违约的，双倍返还，即 "
        "{twice}（民法典第586、587条）。",
        "en": "{earnest} of the {whole} is earnest money (定金): the buyer in breach loses it, the seller in breach "
        "returns "
        "it twice, that is {twice} (Civil Code 586, 587).",
    },
    "risk.advance_says": {
        "zh-hans": "{whole} 是订金，不是定金：只是预付的价款，谁违约都没有双倍返还，多退少补。",
        "en": "{whole} is an advance (订金) and not earnest money: price paid early, with no penalty for either side.",
    },
    "risk.with_seller": {"zh-hans": "不在托管之内的钱", "en": "Money outside escrow"},
    "risk.with_seller_says": {
        "zh-hans": "开工时 {whole} 直接付给卖家，不再由平台托管；将来决定应当退还的，要靠卖家自己退。",
        "en": "{whole} goes to the seller when work starts and is no longer held. If it has to be given back, the "
        "seller has "
        "to do it.",
    },
    "risk.vague": {"zh-hans": "没有写明怎样才算合格", "en": "Nothing says how it is accepted"},
    "risk.vague_says": {
        "zh-hans": "这些项目没有验收标准，也没有机器检验，发生争议时只能由人看着约定的文字判断：",
        "en": "These items have no criterion and no check; in a dispute a person has nothing but the words to go by:",
    },
    "risk.unpinned": {"zh-hans": "参考没有固定下来", "en": "A reference is not pinned"},
    "risk.unpinned_says": {
        "zh-hans": "网站随时会变。没有存下快照的，将来无从对照：",
        "en": "Sites change. Without a capture there will be nothing to compare with:",
    },
    "risk.rights": {"zh-hans": "他人的权利", "en": "The rights of others"},
    "risk.rights_says": {
        "zh-hans": "这些项目要参照他人的网站。请在约定的“第三方权利说明”里写清哪些可以照做、素材从哪里来：",
        "en": "These items follow somebody else's site. Say under “Third-party rights” what may be followed and where "
        "texts and pictures come from:",
    },
    "risk.decides": {"zh-hans": "谁来决定", "en": "Who decides"},
    "risk.decides_one": {
        "zh-hans": "谈不拢时，由一名没有利害关系的调解员逐项认定事实，金额由程序按规则算出，任何人不能改；"
        "可以申请复议一次，也可以起诉。",
        "en": "If you cannot agree, one mediator without an interest finds the facts item by item. The program "
        "computes the "
        "sums by rules, and nobody can change them. There is one appeal, and the courts remain open.",
    },
    "risk.decides_several": {
        "zh-hans": "谈不拢时，由 {n} 名互不通气的认定人逐项认定事实，取中间值，金额由程序按规则算出，任何人不能改；"
        "可以申请复议一次，也可以起诉。",
        "en": "If you cannot agree, {n} independent finders find the facts item by item, and the median counts. The "
        "program "
        "computes the sums by rules, and nobody can change them. There is one appeal, and the courts remain open.",
    },
    "gap.rights_note": {
        "zh-hans": "有项目参照他人网站，请先写明第三方权利说明",
        "en": "An item follows somebody else's site: say first what may be followed (third-party rights)",
    },
    "gap.objected": {
        "zh-hans": "卖家对“{item}”有异议：请修改这一项，或由卖家改为接下",
        "en": "The seller objects to “{item}”: amend it, or the seller takes it on after all",
    },
    "gap.unanswered": {"zh-hans": "卖家尚未答复“{item}”", "en": "The seller has not answered “{item}”"},
    "gap.question": {
        "zh-hans": "“{item}”有一个提问等买家回答（就在该项之下）",
        "en": "A question about “{item}” waits for the buyer's answer, below at the item",
    },
    "question.lapsed": {"zh-hans": "逾期未答复，已记录。", "en": "Not answered in time; this is on the record."},
    "side_did": {"zh-hans": "{who}{what}", "en": "{who} {what}"},
    "versions.title": {"zh-hans": "对比两版约定", "en": "Two versions compared"},
    "versions.from": {"zh-hans": "旧版", "en": "From"},
    "versions.to": {"zh-hans": "新版", "en": "To"},
    "versions.show": {"zh-hans": "对比", "en": "Compare"},
    "versions.where": {"zh-hans": "位置", "en": "Where"},
    "versions.what": {"zh-hans": "改动", "en": "What changed"},
    "versions.only": {
        "zh-hans": "到目前为止只有一版，没有可以对比的。每次修改都会留下新的一版。",
        "en": "There is only one version so far, nothing to compare. Every amendment leaves another.",
    },
    "versions.same": {"zh-hans": "这两版内容相同。", "en": "These two versions are the same."},
    "versions.label": {"zh-hans": "第 {n} 版 · {who} · {at}", "en": "Version {n} · {who} · {at}"},
    "term.deposit": {"zh-hans": "定金／订金", "en": "Deposit"},
    "term.work_days": {"zh-hans": "工期", "en": "Time for the work"},
    "term.work_days_default": {"zh-hans": "未约定，按 30 个工作日", "en": "not agreed; 30 working days apply"},
    "term.inspection_days": {"zh-hans": "验收期", "en": "Inspection"},
    "term.cure_days": {"zh-hans": "修改期", "en": "Mending"},
    "term.revisions": {"zh-hans": "修改次数", "en": "Revisions"},
    "term.delay": {"zh-hans": "逾期违约金", "en": "Damages for delay"},
    "term.delay_value": {"zh-hans": "每日 {rate}%，最多 {cap}%", "en": "{rate} % a day, at most {cap} %"},
    "term.calendar": {"zh-hans": "工作日历", "en": "Working calendar"},
    "persons": {"zh-hans": "{n} 人", "en": "{n}"},
    "term.finders": {"zh-hans": "争议项目由几人认定", "en": "Finders for a contested item"},
    "term.job": {"zh-hans": "性质", "en": "Kind of job"},
    "term.consumer": {"zh-hans": "买家是消费者", "en": "The buyer is a consumer"},
    "term.market": {"zh-hans": "由市场参考价决定价格", "en": "Market references decide"},
    "term.feasibility": {"zh-hans": "可行性边界", "en": "What cannot be done"},
    "term.rights_note": {"zh-hans": "第三方权利说明", "en": "Third-party rights"},
    "term.rules": {"zh-hans": "适用规则", "en": "Rules that apply"},
    "deposit.advance": {
        "zh-hans": "{whole} 是订金：预付款，没有罚则，多退少补。",
        "en": "{whole} is an advance (订金): part of the price paid early, with no penalty either way.",
    },
    "deposit.earnest": {
        "zh-hans": "{whole} 全部是定金：付款方违约不得要求返还，收款方违约双倍返还（民法典第586、587条）。",
        "en": "All of {whole} is earnest money (定金): lost by the giver in breach, returned twice by the "
        "taker in breach (Civil Code 586, 587).",
    },
    "deposit.over": {
        "zh-hans": "定金最高为总价的 20%。这 {whole} 当中，{earnest} 是定金，{advance} 是订金（预付款，没有罚则）。",
        "en": "Earnest money is capped at 20 % of the price. Of {whole}, {earnest} is 定金 and {advance} is an "
        "advance without penalty.",
    },
    # -- editor
    "edit.new": {"zh-hans": "新建订单", "en": "New order"},
    "edit.amend": {"zh-hans": "修改约定", "en": "Amend the agreement"},
    "edit.says": {
        "zh-hans": "一项一项写清楚：要什么、参照什么、多少钱、怎么算做好。写清楚的，事后才比得出来。",
        "en": "Item by item: what, after which reference, for how much, and how one sees that it is done. Only "
        "what is written can be compared later.",
    },
    "edit.order": {"zh-hans": "订单", "en": "The order"},
    "edit.item": {"zh-hans": "新的要求", "en": "New item"},
    "edit.items": {"zh-hans": "逐项要求", "en": "The items"},
    "edit.items_says": {
        "zh-hans": "能单独交付、单独判断的，就单独写一项。",
        "en": "Whatever can be delivered and judged by itself is an item by itself.",
    },
    "edit.finer": {"zh-hans": "更细的设定", "en": "Finer settings"},
    "edit.add": {"zh-hans": "再加一项", "en": "Add an item"},
    "edit.remove": {"zh-hans": "删除这一项", "en": "Remove this item"},
    "edit.look": {"zh-hans": "核算一下", "en": "Reckon"},
    "edit.total": {"zh-hans": "各项合计", "en": "Items add up to"},
    "edit.money": {"zh-hans": "钱", "en": "Money"},
    "edit.time": {"zh-hans": "时间（工作日）", "en": "Time (working days)"},
    "edit.dispute": {"zh-hans": "有争议时", "en": "If there is a dispute"},
    "draft.saved": {
        "zh-hans": "草稿已保存。核对无误后，提交给对方。",
        "en": "The draft is saved. When it is right, put it to the other side.",
    },
    "draft.amended": {
        "zh-hans": "已保存为新的一版，此前的接受已作废。",
        "en": "Saved as a new version. Earlier acceptances are taken back.",
    },
    # -- fields
    "field.order_title": {"zh-hans": "订单名称", "en": "What the order is called"},
    "field.my_role": {"zh-hans": "我是", "en": "I am the"},
    "field.other": {"zh-hans": "对方的用户名", "en": "The other side's user name"},
    "field.currency": {"zh-hans": "币种", "en": "Currency"},
    "field.list_written_by": {"zh-hans": "清单由谁列出", "en": "Who wrote the list"},
    "field.title": {"zh-hans": "要求", "en": "Item"},
    "field.what": {"zh-hans": "要做什么", "en": "What is to be done"},
    "field.reference": {"zh-hans": "参照材料", "en": "Reference"},
    "field.reference_file": {"zh-hans": "参照文件", "en": "Reference file"},
    "field.acceptance": {"zh-hans": "怎样算做好", "en": "How one sees that it is done"},
    "field.check": {"zh-hans": "机器检验", "en": "Check by machine"},
    "field.needs": {"zh-hans": "离不开哪几项", "en": "Is of no use without"},
    "field.quotes": {"zh-hans": "市场参考价", "en": "Market references"},
    "field.weight_share": {"zh-hans": "权重", "en": "Weight"},
    "field.effort": {"zh-hans": "工作量（双方事先交换）", "en": "Effort, exchanged before work"},
    "field.salvage_bp": {
        "zh-hans": "缺了所依赖的项目，还剩多少价值（%）",
        "en": "Value left when those are missing (%)",
    },
    "field.price": {"zh-hans": "价格", "en": "Price"},
    "field.essential": {
        "zh-hans": "关键项：做不成，整个订单就失去意义",
        "en": "Essential: without it the whole order fails its purpose",
    },
    "field.total_price": {"zh-hans": "总价", "en": "Total price"},
    "field.deposit_amount": {"zh-hans": "数额", "en": "Amount"},
    "field.deposit_where": {"zh-hans": "放在哪里", "en": "Where it stays"},
    "field.market_decides": {
        "zh-hans": "不逐项定价，由市场参考价决定（需双方共同列清单，每项至少三个报价）",
        "en": "No item prices: market references decide (both wrote the list, at least three references each)",
    },
    "field.delay_rate": {"zh-hans": "逾期违约金（每日，总价的 %）", "en": "Damages for delay (% of the price a day)"},
    "field.delay_cap": {"zh-hans": "封顶（总价的 %）", "en": "At most (% of the price)"},
    "field.calendar": {"zh-hans": "工作日历", "en": "Working calendar"},
    "field.consumer": {"zh-hans": "买家是为生活消费而购买的消费者", "en": "The buyer buys as a consumer"},
    "field.amend_reason": {"zh-hans": "为什么改", "en": "Why it is changed"},
    "field.username": {"zh-hans": "用户名", "en": "User name"},
    "field.person": {"zh-hans": "用户名", "en": "User name"},
    "field.to": {"zh-hans": "用户名", "en": "User name"},
    "field.requirement": {"zh-hans": "哪一项", "en": "Which item"},
    "field.requirements": {"zh-hans": "哪几项", "en": "Which items"},
    "field.question": {"zh-hans": "问题", "en": "Question"},
    "field.objection": {"zh-hans": "异议", "en": "Objection"},
    "field.answer": {"zh-hans": "回答", "en": "Answer"},
    "field.reason": {"zh-hans": "理由", "en": "Reason"},
    "field.text": {"zh-hans": "内容", "en": "Text"},
    "field.purpose": {"zh-hans": "付的是什么", "en": "What is paid"},
    "field.amount": {"zh-hans": "金额", "en": "Amount"},
    "field.new_price": {"zh-hans": "变更后的总价", "en": "New total price"},
    "field.drops": {"zh-hans": "去掉哪几项", "en": "Items dropped"},
    "field.extra_days": {"zh-hans": "增加工作日", "en": "Extra working days"},
    "field.early": {"zh-hans": "要求什么", "en": "What is asked for"},
    "field.ground": {"zh-hans": "理由类别", "en": "Ground"},
    "field.promise": {"zh-hans": "承诺做什么", "en": "What is promised"},
    "field.test": {"zh-hans": "怎样检验", "en": "How it is tested"},
    "field.until": {"zh-hans": "到哪一天", "en": "By when"},
    "field.grounds": {"zh-hans": "根据", "en": "On what grounds"},
    "field.kept": {"zh-hans": "兑现了吗", "en": "Was it kept"},
    "field.files": {"zh-hans": "文件", "en": "Files"},
    "field.note": {"zh-hans": "说明", "en": "Note"},
    "field.run.kind": {"zh-hans": "怎样运行", "en": "How it is run"},
    "field.run.entry": {"zh-hans": "入口文件或命令", "en": "File or command to start with"},
    "field.delivery": {"zh-hans": "哪一次交付", "en": "Which delivery"},
    "field.verdict": {"zh-hans": "结论", "en": "Verdict"},
    "field.claim": {"zh-hans": "主张", "en": "Claim"},
    "field.demand": {"zh-hans": "要求的金额", "en": "Sum demanded"},
    "field.stance": {"zh-hans": "态度", "en": "Stance"},
    "field.response": {"zh-hans": "答辩内容", "en": "Response"},
    "field.statement": {"zh-hans": "留言", "en": "Message"},
    "field.reminder": {"zh-hans": "提醒内容", "en": "Reminder"},
    "field.issue": {"zh-hans": "用一两句话说：争的是什么", "en": "In a sentence or two: what is it about?"},
    "field.issues": {"zh-hans": "争的是这几项", "en": "The dispute is about these items"},
    "field.label": {"zh-hans": "标记", "en": "Label"},
    "field.supported_by": {"zh-hans": "所依据的证据", "en": "Exhibits it rests on"},
    "field.kind": {"zh-hans": "证据种类", "en": "Kind"},
    "field.exhibit_title": {"zh-hans": "证据名称", "en": "What it is"},
    "field.speaks_to": {"zh-hans": "针对哪一项", "en": "Speaks to"},
    "field.source": {"zh-hans": "来源", "en": "Source"},
    "field.file": {"zh-hans": "文件", "en": "File"},
    "field.link": {"zh-hans": "链接", "en": "Link"},
    "field.exhibit_text": {"zh-hans": "原文", "en": "Text of it"},
    "field.comment": {"zh-hans": "补充说明", "en": "Comment"},
    "field.no_conflict": {
        "zh-hans": "我声明与双方没有利害关系",
        "en": "I declare that I have no interest in this case",
    },
    "field.replaced": {"zh-hans": "决定", "en": "Decision"},
    "field.decision": {"zh-hans": "决定", "en": "Decision"},
    "field.notes": {"zh-hans": "交接说明", "en": "Notes for the next"},
    "field.party": {"zh-hans": "与哪一方", "en": "With which side"},
    "field.times": {"zh-hans": "可选时间", "en": "Possible times"},
    "field.length": {"zh-hans": "时长（分钟）", "en": "Length (minutes)"},
    "field.agenda": {"zh-hans": "谈什么", "en": "Agenda"},
    "field.time": {"zh-hans": "时间", "en": "Time"},
    "field.attended": {"zh-hans": "到场的人", "en": "Who attended"},
    "field.minutes": {"zh-hans": "纪要", "en": "Minutes"},
    "field.clock": {"zh-hans": "哪个期限", "en": "Which clock"},
    "field.days": {"zh-hans": "延长几个工作日", "en": "Working days more"},
    "field.courtesy": {"zh-hans": "态度", "en": "Courtesy"},
    "field.correctness": {"zh-hans": "公正与专业", "en": "Correctness"},
    "field.adopted": {"zh-hans": "是否采纳", "en": "Taken up"},
    "field.covered": {"zh-hans": "包括这一项", "en": "Covers this item"},
    "field.offer_sum": {"zh-hans": "卖家就此项共得", "en": "Seller gets in all for it"},
    "field.keeper": {"zh-hans": "成果归谁", "en": "Who keeps the work"},
    "field.lapses_at": {"zh-hans": "有效至", "en": "Lapses"},
    "field.ends": {"zh-hans": "接受后整个订单了结", "en": "Acceptance ends the whole order"},
    "field.conditions": {"zh-hans": "附加条件", "en": "Conditions"},
    "field.waives": {"zh-hans": "放弃的金额", "en": "Sum given up"},
    "field.bid": {"zh-hans": "您愿意成交的总额", "en": "The total at which you would settle"},
    "field.finders": {
        "zh-hans": "认定人的用户名（需要 {needed} 人）",
        "en": "User names of the finders ({needed} needed)",
    },
    "field.delivered_bp": {"zh-hans": "按约定完成了多少（%）", "en": "Delivered, of what was agreed (%)"},
    "field.prevented_bp": {"zh-hans": "因买家而未能完成的（%）", "en": "Left undone for the buyer's account (%)"},
    "field.cure_cost": {"zh-hans": "补好需要的费用", "en": "Cost to mend it"},
    "field.cover_quote": {"zh-hans": "找别人做完的报价", "en": "Quote to have it finished elsewhere"},
    "field.cure_refused": {"zh-hans": "卖家拒绝补做", "en": "The seller refused to mend it"},
    "field.weight": {"zh-hans": "采信与否", "en": "Weight"},
    "field.answer_here": {"zh-hans": "在这一项中答复", "en": "Answer it here"},
    "field.exhibit_answer": {"zh-hans": "对这份证据的答复", "en": "Answer to this exhibit"},
    "field.cites": {"zh-hans": "援引检验报告", "en": "Places in the checks' reports"},
    "hint.cites": {
        "zh-hans": "勾选认定所依据的位置，处理决定里会连同图片一并列出。",
        "en": "Tick the places this finding rests on; the determination shows them with their pictures.",
    },
    "field.cause": {"zh-hans": "起因", "en": "Cause"},
    "field.loss": {"zh-hans": "已证明的损失", "en": "Loss proven"},
    "field.unmitigated": {"zh-hans": "其中本可避免的", "en": "Of it avoidable"},
    "field.wasted_cost": {"zh-hans": "卖家白费的成本", "en": "Seller's wasted cost"},
    "field.buyer_fault_bp": {"zh-hans": "买家自己的责任（%）", "en": "Buyer's own share (%)"},
    "field.late_days": {"zh-hans": "逾期天数", "en": "Days late"},
    "field.buyer_days": {"zh-hans": "其中归买家的", "en": "Of them the buyer's"},
    "field.review": {"zh-hans": "卖家请求调低违约金", "en": "The seller asks to cut agreed damages"},
    "field.determine_note": {"zh-hans": "致双方的说明", "en": "A word to both sides"},
    "field.entry": {"zh-hans": "卷宗条目号", "en": "Entry number"},
    # -- hints
    "hint.other": {"zh-hans": "对方需要先有账号。", "en": "The other side needs an account first."},
    "hint.username": {"zh-hans": "此人需要先有账号。", "en": "The person needs an account first."},
    "hint.list_written_by": {
        "zh-hans": "单方列的清单不能平均分摊价格。",
        "en": "A list one side wrote alone cannot be split equally.",
    },
    "hint.job": {
        "zh-hans": "定制与现成模板，价格和退货规则不同。",
        "en": "Made to order and off the shelf differ in price and in returns.",
    },
    "hint.title": {
        "zh-hans": "一句话，例如：按参照站制作首页模板",
        "en": "One line, such as: front page after the reference site",
    },
    "hint.what": {"zh-hans": "越具体越好。", "en": "The more exact the better."},
    "hint.acceptance": {
        "zh-hans": "写成日后一看便知的样子，例如“联系我们出现在页脚之前”。",
        "en": "So that anyone can see it later, such as “Contact stands before the footer”.",
    },
    "hint.reference": {
        "zh-hans": "网址，或随后作为证据提交的文件名。",
        "en": "An address, or the name of a file you will show.",
    },
    "hint.quotes": {"zh-hans": "用空格隔开，例如：180 200 220", "en": "Separated by spaces, such as: 180 200 220"},
    "hint.essential": {
        "zh-hans": "双方都认可才有意义；它影响能否解除合同。",
        "en": "It decides whether the whole can be rescinded.",
    },
    "hint.needs": {
        "zh-hans": "那几项没做好，这一项也随之减值。",
        "en": "If those fail, this one loses value with them.",
    },
    "hint.needs_numbers": {
        "zh-hans": "填写那几项的编号，用逗号隔开，例如 1, 4。那几项没做好，这一项也随之减值。",
        "en": "The numbers of those items, with commas, such as 1, 4. If those fail, this one loses value with them.",
    },
    "hint.salvage": {
        "zh-hans": "0 表示毫无用处，100 表示不受影响。",
        "en": "0 = useless without them, 100 = not affected.",
    },
    "hint.total_price": {"zh-hans": "不填则等于各项之和。", "en": "Left empty, it is the sum of the items."},
    "hint.deposit": {
        "zh-hans": "定金有罚则；订金只是预付款。",
        "en": "定金 carries a penalty both ways; 订金 is only paid early.",
    },
    "hint.market_decides": {
        "zh-hans": "没有价格、也没有市场参考价的订单不能提交。",
        "en": "An order with neither prices nor references cannot be put forward.",
    },
    "hint.delay_rate": {"zh-hans": "不填即没有约定。", "en": "Left empty, none is agreed."},
    "hint.finders_agreed": {
        "zh-hans": "取中位数，所有理由都公开；一人时页面会说明。",
        "en": "The median counts and every reason is shown; with one, the page says so.",
    },
    "hint.rules": {
        "zh-hans": "订单永远按成立时的版本计算。",
        "en": "An order is always computed under the version it was agreed with.",
    },
    "hint.feasibility": {
        "zh-hans": "例如：不包括搜索、支付等后台功能。",
        "en": "For instance: no search, no payment, no back office.",
    },
    "hint.rights_note": {
        "zh-hans": "例如：参照站的图片由买家自行取得许可。",
        "en": "For instance: the buyer sees to the rights in the reference's pictures.",
    },
    "hint.question": {
        "zh-hans": "写清楚您不确定的是什么、有哪几种理解。",
        "en": "Say what is unclear and how it could be read.",
    },
    "hint.fund": {"zh-hans": "不能超过尚缺的金额。", "en": "Not more than what is missing."},
    "hint.extra_days": {"zh-hans": "没有就填 0。", "en": "0 if none."},
    "hint.overrun": {"zh-hans": "估计超出多少。", "en": "By how much, as far as you know."},
    "hint.deliver": {
        "zh-hans": "压缩包或单个文件都可以。上传后即封存，并得到回执。",
        "en": "Archives or single files. They are sealed on arrival and you get a receipt.",
    },
    "hint.run": {
        "zh-hans": "平台会在没有网络的沙箱里试着启动，并如实记录结果。",
        "en": "It is started in a sandbox without a network, and what happens is written down.",
    },
    "hint.entry": {"zh-hans": "例如 index.html 或 app.py", "en": "Such as index.html or app.py"},
    "hint.reject": {"zh-hans": "写明与哪一条约定不符、在哪里。", "en": "Which agreed point it misses, and where."},
    "hint.dispute": {
        "zh-hans": "只勾选真正有争议的项目，其余照常付款。",
        "en": "Tick only what is truly contested; the rest is paid as usual.",
    },
    "hint.claim": {
        "zh-hans": "只说这一项：约定是什么、现在是什么。",
        "en": "This item only: what was agreed, what is there.",
    },
    "hint.demand_buyer": {
        "zh-hans": "您要求就这一项退回的金额。只供和解使用，认定人看不到。",
        "en": "What you want back for this item. For settlement talks only; no finder sees it.",
    },
    "hint.demand_seller": {
        "zh-hans": "您要求就这一项得到的金额。只供和解使用，认定人看不到。",
        "en": "What you want to get for this item. For settlement talks only; no finder sees it.",
    },
    "hint.label": {"zh-hans": "如实标记，便于阅读，不影响结果。", "en": "It helps readers and weighs nothing."},
    "hint.source": {
        "zh-hans": "从哪里来、何时取得、由谁保存。",
        "en": "Where it is from, when it was taken, who kept it.",
    },
    "hint.file": {"zh-hans": "请上传原件，而不是截图的截图。", "en": "The original, not a screenshot of one."},
    "hint.no_conflict": {
        "zh-hans": "与任何一方相识、有往来或有利益，都不能接案。",
        "en": "Acquaintance, business or interest with either side excludes you.",
    },
    "hint.times": {
        "zh-hans": "工作日、各方工作时间之内，至少一个。",
        "en": "On a working day, within everybody's hours; at least one.",
    },
    "hint.length": {"zh-hans": "15 至 120 分钟为宜。", "en": "15 to 120 minutes is sensible."},
    "hint.lapses": {
        "zh-hans": "至少留 24 小时考虑，且在工作日、对方工作时间内。",
        "en": "At least 24 hours from now, on a working day and within the other side's hours.",
    },
    "hint.ends": {"zh-hans": "勾选时必须覆盖全部未了结的项目。", "en": "If ticked, every open item must be covered."},
    "hint.conditions": {
        "zh-hans": "例如：卖家协助安装一次，由调解员见证。",
        "en": "For instance: the seller helps install it once, witnessed by the mediator.",
    },
    "hint.waives": {
        "zh-hans": "按规则算出的应得额与本方案之差。",
        "en": "The difference between what is computed for you and this offer.",
    },
    "hint.bid": {"zh-hans": "只有您自己看得到。", "en": "Only you can see it."},
    "hint.finders": {"zh-hans": "每行一个。", "en": "One on each line."},
    "hint.delivered": {
        "zh-hans": "100 为完全符合，0 为没有。与约定相比，不与努力相比。",
        "en": "100 = as agreed, 0 = not there. Compare with the agreement, not with the effort.",
    },
    "hint.finding": {
        "zh-hans": "对着约定说：看了什么、比了什么、为什么是这个比例。",
        "en": "Against the agreement: what you looked at, what you compared, why this share.",
    },
    "hint.prevented": {"zh-hans": "例如买家一直没有提供账号。", "en": "For instance, access the buyer never gave."},
    "hint.cure_cost": {
        "zh-hans": "补好它的合理费用；低于减价时以它为准。",
        "en": "The reasonable cost to mend; where lower, it limits the reduction.",
    },
    "hint.cover_quote": {"zh-hans": "第三方做完缺口的报价。", "en": "A third party's quote for the gap."},
    "hint.determine_note": {
        "zh-hans": "可不写；理由已在各项认定中。",
        "en": "May stay empty; the reasons are in the findings.",
    },
    # -- file faults
    "file": {"zh-hans": "文件", "en": "File"},
    "file.why": {
        "zh-hans": "封存的文件必须能安全打开、能被他人核对。",
        "en": "What is sealed must be safe to open and possible to check.",
    },
    "file.next": {
        "zh-hans": "请按上面说的处理后重新上传；其余填写的内容都还在。",
        "en": "Do as said above and upload again; everything else you typed is still here.",
    },
    "too_late.yours": {
        "zh-hans": "您写的内容没有写入卷宗，留在这里供您复制：",
        "en": "What you wrote has not gone into the record; it is kept here for you to copy:",
    },
    "too_late.back": {"zh-hans": "回到订单，看现在轮到谁", "en": "Back to the order, to see whose turn it is now"},
    "amend.stale": {
        "zh-hans": "您修改的是旧的一版：在您编辑期间，约定已经被改过。",
        "en": "You were changing an older version: the agreement was amended while you were editing.",
    },
    "amend.stale_why": {
        "zh-hans": "直接保存会把别人刚做的修改悄悄盖掉。",
        "en": "Saving this over it would silently undo what was just amended.",
    },
    "amend.stale_next": {
        "zh-hans": "下面是您填写的内容，都还在。请先对照最新的一版，把仍要改的并进去；再次保存即以您的内容为新的一版。",
        "en": "All you typed is still here. Compare it with the latest version and take over what was changed; saving "
        "once more then makes yours the new version.",
    },
    "kept": {"zh-hans": "已上传并封存，无需重选：", "en": "Uploaded and sealed already, no need to choose again:"},
    "faults.what": {"zh-hans": "有 {n} 处需要更正。", "en": "To be corrected: {n}."},
    "faults.why": {
        "zh-hans": "记入卷宗的内容必须完整、格式明确。",
        "en": "What enters the record must be complete and unmistakable.",
    },
    "faults.next": {
        "zh-hans": "请更正标出的地方再提交；您填写的内容都还在。",
        "en": "Correct the marked places and send again; all you typed is still here.",
    },
    "refusal.title": {"zh-hans": "没有执行", "en": "This was not done"},
    "refusal.what": {"zh-hans": "情况", "en": "What happened"},
    "refusal.why": {"zh-hans": "为什么", "en": "Why"},
    "refusal.next": {"zh-hans": "怎么办", "en": "What next"},
    # -- money
    "money.where": {"zh-hans": "钱在哪里", "en": "Where the money is"},
    "money.price": {"zh-hans": "总价", "en": "Price"},
    "money.held": {"zh-hans": "托管中", "en": "Held"},
    "money.released": {"zh-hans": "归卖家", "en": "To the seller"},
    "money.refunded": {"zh-hans": "退买家", "en": "To the buyer"},
    "money.nothing": {"zh-hans": "尚未付入", "en": "Not paid in yet"},
    "money.says": {
        "zh-hans": "三者相加，永远等于买家付入的总额。",
        "en": "The three always add up to what the buyer paid in.",
    },
    "money.missing": {"zh-hans": "还需付入托管：", "en": "Still to be paid in:"},
    "money.lines": {"zh-hans": "账目", "en": "Ledger"},
    "money.no_lines": {"zh-hans": "还没有资金往来。", "en": "No money has moved yet."},
    "money.payouts": {"zh-hans": "打款", "en": "Paid out"},
    "payout.due": {"zh-hans": "打款中", "en": "on its way"},
    "payout.failed": {"zh-hans": "未成功", "en": "failed"},
    "payout.paid": {"zh-hans": "已打款", "en": "paid out"},
    "payout.says_due": {
        "zh-hans": "已交支付渠道办理，渠道确认后这里会显示打款时间。",
        "en": "The payment rail has it in hand; the time stands here as soon as it confirms.",
    },
    "payout.says_failed": {
        "zh-hans": "支付渠道退回：{reason}。款项仍应付给{who}，系统会自动重试，运营方也已收到提示。"
        "收款信息有误的，请联系运营方更正。",
        "en": "The rail said no: {reason}. The money is still owed to the {who} and is tried again by itself; the "
        "operator has been told. If the account is wrong, ask the operator to correct it.",
    },
    "payout.says_paid": {
        "zh-hans": "{when} 打款，凭证号 {reference}",
        "en": "Paid out on {when}, reference {reference}",
    },
    "money.payments": {"zh-hans": "付款", "en": "Payments"},
    # -- work
    "work.delivery": {"zh-hans": "交付 #{seq}", "en": "Delivery #{seq}"},
    "work.empty": {"zh-hans": "还没有交付", "en": "Nothing delivered yet"},
    "work.empty_says": {
        "zh-hans": "交付的文件由平台封存：买家可以查验，付款之前拿不到；卖家不会被白白拿走成果。",
        "en": "Delivered files are sealed: the buyer can inspect them and gets no copy before payment, so "
        "nobody's work is taken for nothing.",
    },
    "work.files": {"zh-hans": "{n} 个文件，共 {size}", "en": "Files: {n}, together {size}"},
    "work.custody": {"zh-hans": "托管", "en": "Custody"},
    "work.rejected_because": {"zh-hans": "不接受的理由", "en": "Rejected because"},
    "work.accept": {"zh-hans": "接受这一项并付款", "en": "Accept this item and pay"},
    "work.reject": {"zh-hans": "不接受", "en": "Reject"},
    "work.other": {"zh-hans": "其他", "en": "Otherwise"},
    "delivery.refused": {"zh-hans": "托管未收", "en": "not taken"},
    "delivery.dropped": {"zh-hans": "已由变更取消", "en": "dropped by a change order"},
    "delivery.replaced": {"zh-hans": "已有更新的交付", "en": "replaced by a later delivery"},
    "delivery.returned": {"zh-hans": "已退还卖家", "en": "returned to the seller"},
    "delivery.with_buyer": {"zh-hans": "已归买家", "en": "the buyer's"},
    "delivery.not_held": {"zh-hans": "文件没有完整收到：{name}", "en": "Not every byte arrived: {name}"},
    "custody.held": {
        "zh-hans": "文件已封存，校验码列在各文件下。买家看得到清单、截图和检验报告，拿不到文件本身。",
        "en": "Sealed; the hashes stand here. The buyer sees the list, pictures and checks, not the files.",
    },
    "custody.handed_in": {"zh-hans": "文件已上传，正在封存。", "en": "Uploaded, being sealed."},
    "custody.refused": {"zh-hans": "没有收下。", "en": "It was not taken."},
    "custody.with_buyer": {
        "zh-hans": "已付款或已决定，文件归买家，可以下载；下载留有回执。",
        "en": "Paid or decided: the files are the buyer's to download, and taking them is on the record.",
    },
    "custody.returned": {
        "zh-hans": "已退还卖家，买家不再能查看。卖家确认取回后，平台删除副本。",
        "en": "The seller's again; the buyer sees it no more. The platform's copy is erased once he has it back.",
    },
    "custody.taken_back": {
        "zh-hans": "卖家已确认取回，平台的副本和据其制作的截图已删除；作为证据提交的文件和检验报告保留。确认时间：",
        "en": "The seller has it back, and the platform's copy is erased with the pictures made of it. What was "
        "shown as an exhibit, and reports of checks, stay. Taken back:",
    },
    "custody.take_back": {"zh-hans": "已取回，删除平台副本", "en": "I have it; erase the platform's copy"},
    "custody.take_back_says": {
        "zh-hans": "请先下载仍需要的文件：删除后无法恢复。校验码留在卷宗里。",
        "en": "Download what you still need first: it cannot be undone. The hashes stay in the record.",
    },
    "custody.taken_back_now": {
        "zh-hans": "已记下您取回了交付件，平台副本即将删除。",
        "en": "It is on the record that you have it back; the platform's copy is being erased.",
    },
    "checks.title": {"zh-hans": "机器检验", "en": "Checks by machine"},
    "checks.none": {"zh-hans": "这一项没有机器检验结果。", "en": "No check by machine on this item."},
    "checks.report": {"zh-hans": "查看报告", "en": "Report"},
    "promises.title": {"zh-hans": "承诺", "en": "Promises"},
    "yes_kept": {"zh-hans": "兑现了", "en": "It was kept"},
    "no_broken": {"zh-hans": "没有兑现", "en": "It was not kept"},
    # -- changes
    "changes.says": {
        "zh-hans": "做不了或要改，只有三条路：自己承担、双方同意变更、通知终止。变更要有价格和日期，沉默不算同意。",
        "en": "If it cannot be done as agreed there are three ways: bear it, a change order both accept, or "
        "end by notice. A change has a price and a date; silence is no consent.",
    },
    "changes.one": {"zh-hans": "变更 #{seq}", "en": "Change order #{seq}"},
    "changes.kind": {"zh-hans": "改动", "en": "Change"},
    "changes.price": {"zh-hans": "价格", "en": "Price"},
    "changes.total": {"zh-hans": "总价", "en": "Total"},
    "changes.none": {"zh-hans": "没有变更。", "en": "No change orders."},
    "change.this": {"zh-hans": "修改“{title}”", "en": "Change “{title}”"},
    "change.add": {"zh-hans": "增加一项", "en": "Add an item"},
    "change.new": {"zh-hans": "新增的要求", "en": "A new item"},
    "change.adds": {"zh-hans": "新增", "en": "added"},
    "change.replaces": {"zh-hans": "修改", "en": "changed"},
    "change.drops": {"zh-hans": "去掉", "en": "dropped"},
    "requests.title": {"zh-hans": "带标记的请求", "en": "Labelled requests"},
    "requests.says": {
        "zh-hans": "在变更之外要求加价、要求提前确认或付款，会如实标记并留在卷宗里。它们不改变约定。",
        "en": "Asking for more money or for early confirmation outside a change order is kept on the record "
        "under that label. It changes nothing.",
    },
    "requests.none": {"zh-hans": "没有这类请求。", "en": "None."},
    # -- dispute
    "dispute.items": {"zh-hans": "争议项目", "en": "Contested items"},
    "dispute.whole": {"zh-hans": "关于整个订单", "en": "On the order as a whole"},
    "dispute.thread": {"zh-hans": "留言", "en": "Case thread"},
    "dispute.thread_says": {
        "zh-hans": "按时间从早到晚。指责对方而没有证据的，会标出来。",
        "en": "Oldest first. An accusation without an exhibit is marked as such.",
    },
    "dispute.reason": {"zh-hans": "争议的由来", "en": "What the dispute is about"},
    "dispute.agreed_text": {"zh-hans": "约定原文", "en": "What was agreed"},
    "dispute.says": {"zh-hans": "{party}的说法", "en": "What the {party} says"},
    "dispute.demand": {"zh-hans": "要求金额：", "en": "Demand:"},
    "dispute.no_claim": {"zh-hans": "尚未就此提出主张。", "en": "No claim about this yet."},
    "dispute.exhibits": {"zh-hans": "证据", "en": "Exhibits"},
    "dispute.summary": {
        "zh-hans": "{claims} 项主张 · {exhibits} 份证据",
        "en": "claims: {claims} · exhibits: {exhibits}",
    },
    "dispute.summary_exhibits": {"zh-hans": "{n} 份证据", "en": "exhibits: {n}"},
    "dispute.exhibit_whole": {"zh-hans": "就整个订单提交证据", "en": "Show an exhibit on the whole order"},
    "dispute.more_items": {"zh-hans": "把更多项目列入争议", "en": "Contest more items"},
    "issues.title": {"zh-hans": "争点", "en": "What is contested"},
    "issues.open": {
        "zh-hans": "先把争的是什么说清楚，再谈方案。请双方各自核对并确认，争的就是以下各项：",
        "en": "First what is contested, then proposals. Each side is asked to read the list and confirm it:",
    },
    "issues.agreed": {
        "zh-hans": "双方一致确认，争的就是以下各项：",
        "en": "Both sides have confirmed that the dispute is about these items:",
    },
    "issues.confirmed": {"zh-hans": "{party}已确认", "en": "confirmed by the {party}"},
    "issues.waiting": {"zh-hans": "{party}尚未确认", "en": "not yet confirmed by the {party}"},
    "issues.before_offer": {
        "zh-hans": "双方还没有一致确认争点。先弄清争的是什么，再提方案；现在提出也可以，但双方会看到争点尚未确认。",
        "en": "The two sides have not both confirmed what is contested. Settle that before you propose anything; you "
        "may propose now, and both sides will see that the list is not confirmed.",
    },
    "issues.offered_before": {
        "zh-hans": "调解员提出这个方案时，双方还没有都确认争点。",
        "en": "When the mediator made this proposal, the two sides had not both confirmed what is contested.",
    },
    "issues.look": {"zh-hans": "查看争点", "en": "See the list"},
    "reminders.title": {"zh-hans": "提醒", "en": "Reminders"},
    "reminders.once": {
        "zh-hans": "{party}提醒过 1 次：{first}。",
        "en": "The {party} gave one reminder of this, on {first}.",
    },
    "reminders.times": {
        "zh-hans": "{party}提醒过 {n} 次：首次 {first}，最近 {last}。",
        "en": "The {party} gave {n} reminders of this: the first on {first}, the last on {last}.",
    },
    "reminders.undelivered": {"zh-hans": "这一项还没有交付。", "en": "It has not been delivered yet."},
    "reminders.one_before": {"zh-hans": "在首次交付之前。", "en": "That was before the first delivery."},
    "reminders.one_after": {"zh-hans": "在首次交付之后。", "en": "That was after the first delivery."},
    "reminders.all_before": {"zh-hans": "都在首次交付之前。", "en": "Each time before the first delivery."},
    "reminders.some_before": {
        "zh-hans": "其中 {before} 次在首次交付之前。",
        "en": "Before the first delivery: {before} of them.",
    },
    "reminders.all_after": {"zh-hans": "都在首次交付之后。", "en": "Each time after the first delivery."},
    "reminders.each": {"zh-hans": "逐条查看", "en": "One by one"},
    "evidence.open": {
        "zh-hans": "举证期至 {until}：在此之前提交的证据都会被逐一答复，也不会作出决定。"
        "双方都表示不再举证的，提前结束。尚未表示：{who}。",
        "en": "Evidence is open until {until}: whatever is shown by then will be answered one by one, and nothing is "
        "decided before. It ends sooner when both sides have no more to show. Not yet said by: {who}.",
    },
    "evidence.closed": {
        "zh-hans": "举证期已结束：之后提交的证据标为逾期，但仍须答复。",
        "en": "Evidence is closed: later exhibits are marked late and must still be answered.",
    },
    "thread.empty": {"zh-hans": "还没有留言。", "en": "Nothing written yet."},
    "thread.continues": {"zh-hans": "接 #{seq}", "en": "continues #{seq}"},
    "thread.reminder": {"zh-hans": "提醒", "en": "reminder"},
    "thread.unsupported": {"zh-hans": "未附证据的指责", "en": "accusation without an exhibit"},
    "exhibit.late": {"zh-hans": "逾期提交", "en": "late"},
    "exhibit.against": {"zh-hans": "对{party}不利", "en": "counts against the {party}"},
    "exhibit.single": {"zh-hans": "一面之词", "en": "one side's word"},
    "exhibit.source": {"zh-hans": "来源：", "en": "Source:"},
    "exhibit.waiting": {"zh-hans": "等待对方回应。", "en": "Waiting for the other side's answer."},
    "exhibit_no": {"zh-hans": "证据 #{seq}：{title}", "en": "Exhibit #{seq}: {title}"},
    "exhibit_ref": {"zh-hans": "证据 #{seq}", "en": "Exhibit #{seq}"},
    "exhibits.none": {"zh-hans": "没有证据。", "en": "No exhibits."},
    "check_no": {"zh-hans": "检验 #{seq}：{kind}，{outcome}", "en": "Check #{seq}: {kind}, {outcome}"},
    # -- settlement
    "settlement.says": {
        "zh-hans": "逐项写明金额和成果归谁，可以同时有几个方案。被拒绝的方案不会出现在认定和决定里。",
        "en": "Each offer names its items, sums and who keeps what; several may be open at once. A declined "
        "offer never reaches findings or determination.",
    },
    "settlement.empty": {"zh-hans": "还没有和解方案", "en": "No offers yet"},
    "settlement.empty_says": {
        "zh-hans": "任何时候都可以和解。方案至少保留 24 小时，不会有人被逼着当场决定。",
        "en": "You can settle at any time. Every offer stands for at least 24 hours; nobody has to decide on the spot.",
    },
    "settlement.offer": {"zh-hans": "方案 #{seq}（{by}）", "en": "Offer #{seq} by the {by}"},
    "settlement.scope": {"zh-hans": "效力", "en": "Effect"},
    "settlement.ends": {"zh-hans": "接受后整个订单了结", "en": "acceptance ends the whole order"},
    "settlement.part": {"zh-hans": "只了结所列项目", "en": "settles the items listed only"},
    "settlement.reply_to": {"zh-hans": "回应方案", "en": "In reply to"},
    "settlement.accepted_by": {"zh-hans": "已接受", "en": "Accepted by"},
    "settlement.sacrifice": {
        "zh-hans": "按规则计算，接受这个方案意味着您放弃",
        "en": "By the rules, accepting means giving up",
    },
    "settlement.sacrifice_end": {
        "zh-hans": "。您没有过错，不必让步；若仍愿意，须明确放弃。",
        "en": ". You are not at fault and need not; to accept all the same you must say so.",
    },
    "settlement.accept_waiving": {"zh-hans": "接受，并明确放弃这一金额", "en": "Accept, and give up that sum"},
    "settlement.make": {"zh-hans": "提出我的方案", "en": "Make an offer of my own"},
    "settlement.counter": {"zh-hans": "提出反方案", "en": "Make a counter-offer"},
    "blind.title": {"zh-hans": "您正在认定事实", "en": "You are finding the facts"},
    "blind.says": {
        "zh-hans": "在全部认定完成之前，您看不到任何要价、和解方案和出价，以免受其影响。",
        "en": "Until every finding is made you see no demand, offer or bid, so that none can sway you.",
    },
    "bids.title": {"zh-hans": "密封出价", "en": "Sealed bids"},
    "bids.says": {
        "zh-hans": "双方各写一个愿意成交的总额，互相看不到。买家愿付不低于卖家愿收时，取中间值成交（零头归买家）；不"
        "相合，什么也不透露。最多三轮，只能在认定之前。",
        "en": "Each side writes the total at which it would settle, unseen by the other. Where the buyer's is "
        "not below the seller's, the midpoint is the price (an odd unit goes to the buyer); on a miss "
        "nothing is revealed. Three rounds at most, before any finding.",
    },
    "bids.line": {"zh-hans": "第 {round} 轮，{party}：{sum}", "en": "Round {round}, {party}: {sum}"},
    "bids.matched": {"zh-hans": "出价相合，成交价 {sum}", "en": "The bids met at {sum}"},
    "bids.missed": {"zh-hans": "三轮都没有相合。", "en": "Three rounds passed without a match."},
    "step_back.nobody": {
        "zh-hans": "提示：这个数正好是双方要价的中点。各退一步与做了多少无关。",
        "en": "Note: this is exactly the midpoint between the two demands. Meeting halfway has nothing to do "
        "with what was delivered.",
    },
    "step_back.seller": {
        "zh-hans": "提示：这个数落在“各退一步”的路径上（第 {rounds} 步），而卖家一步未退。谁不退，谁得利。",
        "en": "Note: this lies on the halving path (step {rounds}) with the seller not moving. Whoever stays "
        "put is paid for it.",
    },
    "step_back.buyer": {
        "zh-hans": "提示：这个数落在“各退一步”的路径上（第 {rounds} 步），而买家一步未退。谁不退，谁得利。",
        "en": "Note: this lies on the halving path (step {rounds}) with the buyer not moving. Whoever stays "
        "put is paid for it.",
    },
    "meetings.title": {"zh-hans": "会谈", "en": "Meetings"},
    "meetings.says": {
        "zh-hans": "事先约好时间，在各方工作时间内。会谈期间不能接受任何方案；会后须有纪要。",
        "en": "Agreed beforehand, within everybody's hours. No offer can be accepted while one runs, and there "
        "are minutes afterwards.",
    },
    "meetings.length": {"zh-hans": "{n} 分钟", "en": "{n} minutes"},
    "meeting.proposed": {"zh-hans": "待确认", "en": "proposed"},
    "meeting.fixed": {"zh-hans": "时间已定", "en": "fixed"},
    "meeting.held": {"zh-hans": "已举行", "en": "held"},
    "meeting.lapsed": {"zh-hans": "已取消", "en": "lapsed"},
    "caucus.title": {"zh-hans": "单方会谈", "en": "Caucus"},
    "caucus.says": {
        "zh-hans": "只有您这一方和调解员看得到。",
        "en": "Only your side and the mediator can read this.",
    },
    "caucus.with": {"zh-hans": "与{party}的单方会谈", "en": "in confidence with the {party}"},
    # -- bench
    "bench.nav": {"zh-hans": "认定台导航", "en": "The bench"},
    "bench.missing": {"zh-hans": "还差 {n} 件", "en": "Still missing: {n}"},
    "bench.clocks": {"zh-hans": "您的期限", "en": "Your clocks"},
    "bench.take": {"zh-hans": "这个案件还没有调解员", "en": "This case has no mediator"},
    "bench.take_says": {
        "zh-hans": "先看清楚再接。接案后期限开始计算，逾期案件将转给他人。",
        "en": "Look before you take it. Your clock starts then, and a missed clock takes the case from you.",
    },
    "bench.blind": {"zh-hans": "您看不到要价", "en": "You see no demands"},
    "bench.blind_says": {
        "zh-hans": "认定只依据约定、交付、检验和证据。要价、和解方案和出价在全部认定完成之前对您隐藏。",
        "en": "Findings rest on agreement, delivery, checks and exhibits. Demands, offers and bids are hidden "
        "from you until every finding is made.",
    },
    "bench.one_finder": {
        "zh-hans": "本案约定由一人认定。人数越少，越可能出错；双方可以申请复议。",
        "en": "One finder was agreed for this case. Fewer finders err more; either side may appeal.",
    },
    "bench.inspections": {"zh-hans": "买家的验收", "en": "The buyer's inspection"},
    "bench.found": {"zh-hans": "您已认定", "en": "found by you"},
    "bench.to_find": {"zh-hans": "待认定", "en": "to be found"},
    "bench.find": {"zh-hans": "对这一项作出认定", "en": "Find on this item"},
    "bench.find_again": {"zh-hans": "修改这一项的认定", "en": "Change the finding on this item"},
    "bench.cannot_find": {"zh-hans": "现在还不能认定这一项。", "en": "This item cannot be found on now."},
    "bench.cause": {"zh-hans": "起因", "en": "Cause"},
    "bench.determine": {"zh-hans": "作出处理决定", "en": "The determination"},
    "bench.not_yet": {
        "zh-hans": "还差 {n} 件，补齐之前不能作出决定。",
        "en": "Still missing: {n}. Nothing can be determined before that.",
    },
    "bench.computed": {
        "zh-hans": "按现有认定，规则算出的结果如下。金额不能修改。",
        "en": "From the findings the rules compute the following. No sum can be changed by hand.",
    },
    "bench.other": {"zh-hans": "其他", "en": "Otherwise"},
    "bench.exhibit": {"zh-hans": "把材料列为证据", "en": "Put material in as an exhibit"},
    "bench.ask": {"zh-hans": "向双方提问或说明", "en": "Ask or tell both sides"},
    "todo.finder": {"zh-hans": "有人负责认定", "en": "Somebody finds the facts"},
    "todo.finding": {"zh-hans": "认定：{item}", "en": "Find: {item}"},
    "todo.exhibit": {"zh-hans": "答复证据 #{seq}：{title}", "en": "Answer exhibit #{seq}: {title}"},
    "todo.cause": {"zh-hans": "认定起因", "en": "Find the cause"},
    "todo.evidence": {
        "zh-hans": "举证期结束（至 {until}；双方都表示不再举证的提前结束，尚未表示：{who}）",
        "en": "Evidence is closed (runs until {until}, sooner when both have no more to show; not yet said by: {who})",
    },
    "todo.evidence_closed": {"zh-hans": "举证期已结束", "en": "Evidence is closed"},
    "todo.challenge": {"zh-hans": "更换调解员的申请已有结果", "en": "The challenge of the mediator is decided"},
    "finding.delivered": {"zh-hans": "认定完成", "en": "finds delivered"},
    "finding.prevented": {"zh-hans": "因买家未完成", "en": "undone for the buyer's account"},
    "more_facts": {"zh-hans": "其他事实", "en": "Further facts"},
    "losses_and_delay": {"zh-hans": "损失与逾期", "en": "Losses and delay"},
    "replace_mediator": {"zh-hans": "更换调解员", "en": "Replace the mediator"},
    "keep_mediator": {"zh-hans": "维持原调解员", "en": "Keep the mediator"},
    # -- decision
    "decision.title": {"zh-hans": "处理决定", "en": "Determination"},
    "decision.none": {"zh-hans": "还没有处理决定", "en": "No determination yet"},
    "decision.none_says": {
        "zh-hans": "先逐项认定事实，金额再由规则算出。",
        "en": "Facts are found item by item first; the sums follow by rule.",
    },
    "decision.verdict": {
        "zh-hans": "{option}：总价 {price} 中，应付卖家 {due}。",
        "en": "{option}: of {price}, {due} is due to the seller.",
    },
    "decision.verdict_money": {
        "zh-hans": "此前已付卖家 {released}；托管款中 {to_seller} 付给卖家，{to_buyer} 退给买家。",
        "en": "The seller has {released} already; of the escrow {to_seller} goes to the seller and {to_buyer} "
        "back to the buyer.",
    },
    "decision.blind": {
        "zh-hans": "处理决定已作出。认定人看不到金额。",
        "en": "It is determined. Finders are shown no sums.",
    },
    "decision.by": {"zh-hans": "作出人", "en": "By"},
    "decision.not_arbitration": {
        "zh-hans": "平台处理决定，不是仲裁裁决",
        "en": "a decision of the platform, not an arbitral award",
    },
    "decision.open": {"zh-hans": "复议期内，可选择救济或申请复议", "en": "open to election and appeal"},
    "decision.final": {"zh-hans": "已生效", "en": "final"},
    "decision.executed": {"zh-hans": "已执行", "en": "executed"},
    "decision.reopened": {"zh-hans": "复议中，将重新计算", "en": "reopened on appeal, to be recomputed"},
    "decision.curing": {"zh-hans": "卖家正在补做", "en": "the seller is curing"},
    "decision.findings": {"zh-hans": "认定了什么", "en": "What was found"},
    "decision.one_finder": {
        "zh-hans": "由一人认定，以他的认定为准。觉得认定有误的，可以申请复议，由别的人重新认定。",
        "en": "Found by one person, and his findings count as they stand. Whoever thinks one is wrong may appeal; "
        "other people then find it again.",
    },
    "decision.many_finders": {
        "zh-hans": "由 {n} 人各自独立认定，取中位数（偶数取较低者），理由全部列出。",
        "en": "Found by {n} people independently; the median counts (the lower of two middle ones), and every "
        "reason is shown.",
    },
    "decision.spread": {"zh-hans": "{n} 人：{low}%–{high}%", "en": "{n} finders: {low}–{high} %"},
    "decision.steps": {"zh-hans": "这个金额是怎样算出来的：{name}", "en": "How the sum follows: {name}"},
    "decision.other": {
        "zh-hans": "这里显示的是另一种救济，供对照；上面的结果“{name}”不变。",
        "en": "This is another remedy, shown to compare. The outcome above, “{name}”, stays as it is.",
    },
    "decision.due": {"zh-hans": "应付卖家总额", "en": "Due to the seller in all"},
    "decision.waterfall": {
        "zh-hans": "从第一步到最后一步，每一步加减多少。",
        "en": "What each step adds or takes, from the first to the last.",
    },
    "decision.moves": {"zh-hans": "因此，钱这样走", "en": "So the money moves"},
    "decision.options": {"zh-hans": "可以选择的救济", "en": "The remedies to choose from"},
    "decision.default": {"zh-hans": "默认", "en": "default"},
    "decision.elected": {"zh-hans": "已选", "en": "elected"},
    "decision.range": {
        "zh-hans": "同样的认定，把总价分到各项的办法不同，卖家应得的也不同：{list}。本案按“{method}”分。",
        "en": "With the same findings, each way of dividing the price over the items would have given the seller: "
        "{list}. What counts here: {method}.",
    },
    "decision.money_spread": {
        "zh-hans": "认定人的看法有出入：每一项都取最低的，卖家应得 {low}；都取最高的，{high}。本案取中位数。",
        "en": "The finders differ. By the lowest of their findings on each item {low} would be due to the seller, by "
        "the highest {high}. The median counts.",
    },
    "decision.cause": {"zh-hans": "为什么走到这一步：{cause}。", "en": "Why it came to this: {cause}."},
    "decision.rules": {
        "zh-hans": "适用规则：{name}（{id}），双方达成约定时已经定下，以后规则改了也不影响本单。方括号内是规则编号。",
        "en": "Rules applied: {name} ({id}), fixed when both agreed; later changes of the rules do not touch this "
        "order. In square brackets stands the number of a rule.",
    },
    "moves.before": {"zh-hans": "此前已付给卖家", "en": "With the seller before"},
    "moves.to_seller": {"zh-hans": "托管款付给卖家", "en": "From escrow to the seller"},
    "moves.to_buyer": {"zh-hans": "托管款退给买家", "en": "From escrow to the buyer"},
    "moves.buyer_owes": {"zh-hans": "买家另需补付", "en": "The buyer still owes"},
    "moves.seller_returns": {"zh-hans": "卖家另需退还", "en": "The seller returns"},
    "flat.title": {"zh-hans": "如果卖家要得更多呢？", "en": "What if the seller had asked for more?"},
    "flat.says": {
        "zh-hans": "无论要价是多少，结果都是 {due}，因为金额只由认定算出。红色虚线是“各退一步”会给出的数：谁要得多"
        "、谁不退让，谁就得利。",
        "en": "Whatever is demanded, the award is {due}, because it follows from the findings alone. The "
        "dashed red lines are what “everybody takes a step back” would give: whoever asks for more and "
        "stays put is paid for it.",
    },
    "flat.caption": {
        "zh-hans": "横轴：卖家的要价；纵轴：卖家得到的金额。虚线以算出的应得额为买家一方的数，与任何一方的真实要价无"
        "关。",
        "en": "Across: the seller's demand. Up: what he gets. The dashed lines take the computed award as the "
        "buyer's figure; nobody's real demand is in the picture.",
    },
    "flat.alt": {
        "zh-hans": "要价与结果：无论要价多高，结果都是 {due}；各退一步的曲线则随要价上升。",
        "en": "Demand and award: the award stays at {due} whatever is demanded; the step-back lines rise with "
        "the demand.",
    },
    "flat.award": {"zh-hans": "按认定计算：{due}", "en": "computed from findings: {due}"},
    "flat.once": {"zh-hans": "退一步", "en": "step back once"},
    "flat.twice": {"zh-hans": "再退一步", "en": "step back twice"},
    "flat.axis": {"zh-hans": "卖家的要价", "en": "the seller's demand"},
    "whatif.title": {"zh-hans": "如果某一项的认定不同", "en": "What if one finding were different"},
    "whatif.says": {
        "zh-hans": "换一个比例，看每种救济怎样变化。这只是试算，不写入卷宗。",
        "en": "Move one share and see every remedy move. It is only a trial; nothing is written down.",
    },
    "whatif.share": {"zh-hans": "假设完成了（%）", "en": "Suppose delivered (%)"},
    "whatif.show": {"zh-hans": "试算", "en": "Try"},
    "whatif.now": {"zh-hans": "现在", "en": "Now"},
    "whatif.then": {"zh-hans": "假设之下", "en": "Then"},
    "whatif.range": {"zh-hans": "{option}，若按{method}分摊总价", "en": "{option}, the price divided by {method}"},
    "appeal.title": {"zh-hans": "复议", "en": "Appeal"},
    "appeal.says": {
        "zh-hans": "认为认定有误，可以写明理由申请复议，由新的人重新认定所指的项目，金额随之重算。复议不看谁要得多。",
        "en": "If a finding is wrong, name the ground and the items; new people find them again and the award "
        "is recomputed. Asking for more wins nothing.",
    },
    "appeal.made": {"zh-hans": "复议申请", "en": "The appeal"},
    "executed.title": {"zh-hans": "已执行", "en": "Executed"},
    "executed.basis": {"zh-hans": "依据", "en": "Basis"},
    "executed.option": {"zh-hans": "救济", "en": "Remedy"},
    "feedback.title": {"zh-hans": "对调解的评价", "en": "Rating of the mediation"},
    "feedback.marks": {
        "zh-hans": "态度 {courtesy}/5 · 公正与专业 {correctness}/5",
        "en": "courtesy {courtesy}/5 · correctness {correctness}/5",
    },
    "adopted": {"zh-hans": "采纳", "en": "Taken up"},
    "not_adopted": {"zh-hans": "不采纳", "en": "Not taken up"},
    # -- record
    "record.says": {
        "zh-hans": "订单的一切都在这里，只增不改，逐条相扣。任何人都可以拿导出的文件离线核验，并重新算出结果。",
        "en": "All there is of this order, only ever added to, each entry chained to the one before. Anyone "
        "can verify the export offline and recompute the award.",
    },
    "record.export": {"zh-hans": "导出可核验的卷宗", "en": "Export to verify"},
    "record.head": {"zh-hans": "最新一条的校验码", "en": "Head of the chain"},
    "proof.title": {"zh-hans": "签名存证", "en": "Signed checkpoint"},
    "proof.says": {
        "zh-hans": "本卷宗截至第 {seq} 条，已在 {at} 由平台签名存证：全平台 {size} 个卷宗状态组成一棵树，"
        "这一状态是第 {index} 个，"
        "由它经 {steps} 个哈希即可算到签名的树根。此后平台若改动其中任何一条，签名就对不上。",
        "en": "Up to entry {seq} this record was signed for on {at}: it is number {index} of {size} states of "
        "records in one "
        "tree, and {steps} hashes lead from it to the signed root. Whoever changes an entry after that contradicts "
        "the "
        "signature.",
    },
    "proof.behind": {
        "zh-hans": "其后新增的 {n} 条会进入下一次存证，通常在一分钟之内；导出时立即签名。",
        "en": "The {n} entries since then go into the next checkpoint, within a minute as a rule; an export signs at "
        "once.",
    },
    "proof.none": {
        "zh-hans": "还没有签名存证；通常在一分钟之内，导出时立即签名。",
        "en": "Not signed for yet; that takes a minute as a rule, and an export signs at once.",
    },
    "proof.offline": {
        "zh-hans": "离线核验：导出卷宗，在任何一台装有公道的电脑上执行（不需要网络和账号）。"
        "公钥请以平台在别处公布的为准。",
        "en": "To verify offline, export the record and run this on any machine with gongdao on it; it needs no "
        "network and "
        "no account. Take the key from where the platform publishes it, not from here.",
    },
    "proof.older": {
        "zh-hans": "留着旧的导出文件，以后可以查出其间有没有被改写：",
        "en": "Keep an export, and you can find out later whether anything was rewritten since:",
    },
    "proof.older_file": {"zh-hans": "旧副本", "en": "older-copy"},
    "proof.numbers": {"zh-hans": "全部哈希与公钥", "en": "All hashes and the key"},
    "proof.head": {"zh-hans": "最新一条的哈希", "en": "head"},
    "proof.path": {"zh-hans": "通向树根的哈希，由下而上", "en": "hashes on the way to the root, from the leaf up"},
    "proof.root": {"zh-hans": "树根", "en": "root"},
    "proof.key": {"zh-hans": "平台公钥", "en": "key of the platform"},
    "record.closed": {"zh-hans": "不公开的一条", "en": "A closed entry"},
    "record.sealed": {
        "zh-hans": "这一条的内容不对您公开，校验链仍然完整。",
        "en": "Its content is not open to you; the chain still holds.",
    },
    "record.erased": {
        "zh-hans": "内容已删除，校验链仍然完整。",
        "en": "Its content was erased; the chain still holds.",
    },
    "thread.earlier": {"zh-hans": "更早的留言", "en": "Earlier messages"},
    "thread.later": {"zh-hans": "更新的留言", "en": "Later messages"},
    "settlement.earlier": {"zh-hans": "更早的方案", "en": "Earlier offers"},
    "settlement.later": {"zh-hans": "更新的方案", "en": "Later offers"},
    "record.earlier": {"zh-hans": "更早的记录", "en": "Earlier entries"},
    "record.later": {"zh-hans": "更新的记录", "en": "Later entries"},
    "timeline.execute": {
        "zh-hans": "付卖家 {to_seller}，退买家 {to_buyer}",
        "en": "{to_seller} to the seller, {to_buyer} to the buyer",
    },
    # -- people
    "people.conduct": {
        "zh-hans": "本平台记录：承诺兑现 {kept} 次、未兑现 {broken} 次；经处理决定认定违约 {breaches} 次",
        "en": "On record here: {kept} promises kept, {broken} broken; found in breach by a determination {breaches} "
        "times",
    },
    "people.conduct_none": {
        "zh-hans": "本平台还没有关于履约的记录",
        "en": "Nothing on record here of promises or breaches yet",
    },
    "people.conduct_rests": {
        "zh-hans": "本订单在争议中：争议期间所说的承诺是否兑现，争议结束后才计入双方的记录。",
        "en": "This order is in dispute: what is said in it now of promises kept or broken counts on either side's "
        "record once the dispute is over.",
    },
    "person.erased": {"zh-hans": "（姓名已删除）", "en": "(name erased)"},
    "people.hours": {"zh-hans": "可联系时间", "en": "May be reached"},
    "challenge.title": {"zh-hans": "更换调解员", "en": "Challenge of the mediator"},
    "challenge.says": {
        "zh-hans": "有理由认为调解员不中立、不胜任或拖延，可以申请更换；运营方须书面答复，逾期即更换。",
        "en": "If the mediator is not neutral, not up to it, or slow, say so with a ground. The operator must "
        "answer in writing; if he does not in time, the mediator is replaced.",
    },
    "profile.title": {"zh-hans": "我的资料", "en": "My profile"},
    "profile.says": {
        "zh-hans": "您的姓名、时区和可联系时间会写进您参与的订单。休息时间内不会有人找您谈判。",
        "en": "Your name, time zone and hours go into the orders you join. Nobody negotiates with you outside "
        "your hours.",
    },
    "profile.username": {"zh-hans": "用户名", "en": "User name"},
    "profile.name": {"zh-hans": "姓名或称呼", "en": "Name"},
    "profile.language": {"zh-hans": "语言", "en": "Language"},
    "profile.tz": {"zh-hans": "时区", "en": "Time zone"},
    "profile.tz.hint": {"zh-hans": "例如 Asia/Shanghai", "en": "Such as Asia/Shanghai"},
    "profile.hours_from": {"zh-hans": "可联系时间：从", "en": "May be reached from"},
    "profile.hours_to": {"zh-hans": "可联系时间：到", "en": "until"},
    "profile.saved": {"zh-hans": "资料已保存。", "en": "Your profile is saved."},
    "profile.competences": {"zh-hans": "专长", "en": "Competences"},
    "profile.competences.hint": {
        "zh-hans": "您能判断哪些项目。待接案件中，合您专长的排在前面。",
        "en": "What kinds of items you can judge. Open cases that fit come first in your list.",
    },
    "profile.password": {"zh-hans": "修改密码", "en": "Change password"},
    # -- import
    "import.title": {"zh-hans": "从聊天记录或帖子导入", "en": "Import from a chat or post"},
    "import.says": {
        "zh-hans": "粘贴或上传一段聊天记录、帖子。读出来的每一项都注明出自原文何处，由您确认；原文没说的，不会替您补"
        "上。",
        "en": "Paste or upload a chat or post. Each item found names its place in the source for you to "
        "confirm; what is not said stays empty.",
    },
    "import.text": {"zh-hans": "粘贴文字", "en": "Paste the text"},
    "import.file": {"zh-hans": "或上传文件", "en": "Or upload a file"},
    "import.file_hint": {
        "zh-hans": "文本、聊天导出、网页或帖子，最大 4 MB",
        "en": "Text, chat export, page or post, up to 4 MB",
    },
    "import.read": {"zh-hans": "读取", "en": "Read it"},
    "import.found": {"zh-hans": "找到 {n} 项要求", "en": "Requirements found: {n}"},
    "import.nothing": {
        "zh-hans": "没有认出要求。您可以直接新建订单。",
        "en": "No requirement was recognised. You can write the order by hand.",
    },
    "import.quote": {"zh-hans": "原文", "en": "In the source"},
    "import.place": {"zh-hans": "位置（字符）", "en": "Place (characters)"},
    "import.questions": {"zh-hans": "需要您确认", "en": "For you to settle"},
    "import.about": {"zh-hans": "“{item}”：{says}", "en": "“{item}”: {says}"},
    "import.edit": {"zh-hans": "填入新订单", "en": "Put it into a new order"},
    "import.why": {"zh-hans": "只读取能确认出处的内容。", "en": "Only what can be traced to its place is taken."},
    "import.next": {
        "zh-hans": "请换一个文件，或把文字直接粘贴进来。",
        "en": "Try another file, or paste the text itself.",
    },
    # -- accounts
    "login.title": {"zh-hans": "登录", "en": "Sign in"},
    "login.says": {
        "zh-hans": "看订单、答复约定、验收、处理争议，都从这里开始。",
        "en": "Your orders, agreements, inspections and disputes are behind this door.",
    },
    "login.username": {"zh-hans": "用户名或邮箱", "en": "User name or e-mail"},
    "login.password": {"zh-hans": "密码", "en": "Password"},
    "login.remember": {"zh-hans": "在这台设备上保持登录", "en": "Stay signed in on this device"},
    "login.forgot": {"zh-hans": "忘记密码", "en": "Forgotten password"},
    "login.none": {"zh-hans": "还没有账号？", "en": "No account yet?"},
    "signup.title": {"zh-hans": "注册", "en": "Sign up"},
    "signup.says": {
        "zh-hans": "一个账号对应一个真实的人。您做的每件事都记在自己名下。",
        "en": "One account is one person. Everything you do stands under your own name.",
    },
    "signup.name": {"zh-hans": "姓名或称呼（对方会看到）", "en": "Name, as the other side will read it"},
    "signup.username": {"zh-hans": "用户名", "en": "User name"},
    "signup.email": {"zh-hans": "邮箱", "en": "E-mail"},
    "signup.password1": {"zh-hans": "密码（至少 10 位）", "en": "Password (at least 10 characters)"},
    "signup.password2": {"zh-hans": "再输一次密码", "en": "The same password again"},
    "signup.have": {"zh-hans": "已有账号？", "en": "Have an account?"},
    "signup.closed_title": {"zh-hans": "暂不开放注册", "en": "Sign-up is closed"},
    "signup.closed": {
        "zh-hans": "这个平台的账号由运营方开通。收到对方邀请的，请联系运营方。",
        "en": "Accounts here are opened by the operator. If somebody asked you to join an order, turn to the operator.",
    },
    "inactive.title": {"zh-hans": "账号已停用", "en": "This account is switched off"},
    "inactive.says": {
        "zh-hans": "请联系运营方。您参与过的订单和卷宗都还在，不受影响。",
        "en": "Turn to the operator. Your orders and their records are untouched.",
    },
    "logout.says": {"zh-hans": "确定退出登录吗？", "en": "Sign out now?"},
    "reset.title": {"zh-hans": "重设密码", "en": "Set a new password"},
    "reset.says": {
        "zh-hans": "填写注册时的邮箱，我们会寄去一个重设密码的链接。",
        "en": "Enter the e-mail address of your account; a link to set a new password is sent there.",
    },
    "reset.send": {"zh-hans": "寄出链接", "en": "Send the link"},
    "reset.back": {"zh-hans": "回到登录", "en": "Back to sign-in"},
    "reset.no_mail": {
        "zh-hans": "注册时没有留邮箱的，请联系运营方，由其寄送一次性登录链接。",
        "en": "If you gave no address when you joined, ask the operator for a one-time sign-in link.",
    },
    "reset.sent_title": {"zh-hans": "请查收邮件", "en": "Look into your mail"},
    "reset.sent": {
        "zh-hans": "如果这个邮箱有账号，链接已经寄出。几分钟内没有收到，请看看垃圾邮件，或联系运营方。",
        "en": "If an account has that address, the link is on its way. Not there in a few minutes? Look among the "
        "junk, or turn to the operator.",
    },
    "reset.new_title": {"zh-hans": "新密码", "en": "Your new password"},
    "reset.used": {
        "zh-hans": "这个链接已经用过或过期了。请重新申请一个。",
        "en": "This link has been used or has run out. Ask for another.",
    },
    "reset.again": {"zh-hans": "重新申请", "en": "Ask for another link"},
    "reset.save": {"zh-hans": "保存新密码", "en": "Save the new password"},
    "reset.done": {"zh-hans": "密码已经改好。", "en": "Your password is changed."},
    "account.email": {"zh-hans": "邮箱", "en": "E-mail"},
    "account.oldpassword": {"zh-hans": "现在的密码", "en": "Present password"},
    "account.password1": {"zh-hans": "新密码（至少 10 位）", "en": "New password (at least 10 characters)"},
    "account.password2": {"zh-hans": "再输一次新密码", "en": "The new password again"},
    "enter.title": {"zh-hans": "以 {name} 的身份登录", "en": "Sign in as {name}"},
    "enter.says": {"zh-hans": "此链接只能使用一次。", "en": "This link can be used once."},
    # -- what reading asks or refuses
    "reading.file_missing": {"zh-hans": "没有文件，也没有文字。", "en": "There is neither a file nor a text."},
    "reading.file_unreadable": {"zh-hans": "文件打不开。", "en": "The file cannot be opened."},
    "reading.file_empty": {"zh-hans": "内容是空的。", "en": "It is empty."},
    "reading.file_too_large": {"zh-hans": "文件太大。", "en": "The file is too large."},
    "reading.file_binary": {"zh-hans": "这不是文本文件。", "en": "This is not a text file."},
    "reading.encoding_unknown": {"zh-hans": "认不出文字编码。", "en": "The text's encoding is not known."},
    "reading.front_matter_broken": {
        "zh-hans": "文件开头的信息段不完整。",
        "en": "The block at the head of the file is broken.",
    },
    "reading.format_unknown": {"zh-hans": "认不出这种导出格式。", "en": "This form of export is not known."},
    "reading.nothing_recognised": {
        "zh-hans": "没有认出任何要求、人物或金额。",
        "en": "No requirement, person or sum was recognised.",
    },
    "reading.base_date_wrong": {"zh-hans": "基准日期不对。", "en": "The base date is wrong."},
    "reading.party_unknown": {
        "zh-hans": "原文没有说清买卖双方是谁。",
        "en": "The source does not say who the parties are.",
    },
    "reading.currencies_differ": {
        "zh-hans": "原文里出现了不同的币种，请确认用哪一种。",
        "en": "The source names different currencies; say which counts.",
    },
    "reading.currency_assumed": {
        "zh-hans": "原文没有写币种，暂按人民币。",
        "en": "No currency is stated; yuan is assumed.",
    },
    "reading.deposit_differs": {
        "zh-hans": "原文里定金或订金的数额不一致。",
        "en": "The source gives different deposits.",
    },
    "reading.deposit_inside_or_beside": {
        "zh-hans": "定金或订金是否包含在总价之内？",
        "en": "Is the deposit inside the price or beside it?",
    },
    "reading.deposit_kind_unclear": {
        "zh-hans": "原文说的是定金还是订金？两者法律后果不同。",
        "en": "Was it 定金 (earnest) or 订金 (advance)? The law differs.",
    },
    "reading.essential_unknown": {"zh-hans": "是不是关键项？", "en": "Is it essential?"},
    "reading.list_author_unknown": {"zh-hans": "要求清单由谁列出？", "en": "Who wrote the list of requirements?"},
    "reading.market_one_sided": {
        "zh-hans": "市场价只是一方的说法，请补充报价。",
        "en": "The market price is one side's word; add references.",
    },
    "reading.price_inferred": {
        "zh-hans": "价格是推算出来的，请核对。",
        "en": "Its price was inferred; check it.",
    },
    "reading.price_missing": {"zh-hans": "没有价格。", "en": "It has no price."},
    "reading.price_to_confirm": {"zh-hans": "请确认总价。", "en": "Confirm the total price."},
    "reading.total_price_missing": {"zh-hans": "原文没有说总价。", "en": "The source states no total."},
    "reading.reference_missing": {"zh-hans": "没有参照材料。", "en": "It has no reference."},
    "reading.requirements_missing": {
        "zh-hans": "没有认出要求，请自己填写。",
        "en": "No requirement was recognised; write them yourself.",
    },
    "reading.buyer_unknown": {"zh-hans": "原文没有说买家是谁。", "en": "The source does not say who the buyer is."},
    "reading.seller_unknown": {"zh-hans": "原文没有说卖家是谁。", "en": "The source does not say who the seller is."},
    "reading.buyer_inferred": {"zh-hans": "买家是推断出来的，请确认。", "en": "The buyer was inferred; confirm."},
    "reading.seller_inferred": {"zh-hans": "卖家是推断出来的，请确认。", "en": "The seller was inferred; confirm."},
    # -- references and contents
    "field.reference_upload": {"zh-hans": "参照文件", "en": "Reference files"},
    "capture.now": {"zh-hans": "现在取证存档", "en": "Capture this page now"},
    "capture.again": {"zh-hans": "重新存档", "en": "Capture it again"},
    "capture.look": {"zh-hans": "看看好了没有", "en": "See whether it is done"},
    "capture.pin": {
        "zh-hans": "放进约定（由我提交这一修改）",
        "en": "Put it into the agreement, as my amendment",
    },
    "hint.capture": {
        "zh-hans": "平台现在就把参照网址的页面取下来封存，作为参照文件随约定生效；以后网站怎么改，都以存档为准。",
        "en": "The platform fetches the page at the address now and seals it as a reference file; whatever the site "
        "becomes later, this copy counts.",
    },
    "capture.open": {
        "zh-hans": "参照网址还没有存档。网站以后一改，就说不清约定的是什么样子；没有存档，机器检验也无从比较。",
        "en": "The reference address is not captured. Should the site change, nobody can say what was agreed; without "
        "a capture no check can compare with it.",
    },
    "capture.not_pinned": {
        "zh-hans": "有要求只写了参照网址，还没有存档。建议先存档再提交或接受，见下面各项。",
        "en": "An item names an address that is not captured. Better capture it before proposing or accepting: see "
        "the "
        "items below.",
    },
    "capture.waiting": {
        "zh-hans": "正在存档 {address}，一般要一两分钟。",
        "en": "Capturing {address}. It mostly takes a minute or two.",
    },
    "capture.ready": {
        "zh-hans": "存档已取好，还不是约定的一部分。请看过图再放进去；放进去等于修改约定，双方都要重新接受。",
        "en": "The capture is there and is not part of the agreement yet. Look at it, then put it in: that amends the "
        "agreement, and both sides accept anew.",
    },
    "capture.done": {
        "zh-hans": "本平台于 {at} 从 {address} 存档：{pages} 个页面、{files} 个文件，{size}；没能取到 {missed} 处。",
        "en": "Captured by this platform from {address} at {at}: {pages} pages, {files} files, {size}; {missed} "
        "things "
        "could not be had.",
    },
    "capture.amended": {
        "zh-hans": "“{item}”：把 {address} 的存档作为参照文件",
        "en": "“{item}”: the capture of {address} becomes its reference file",
    },
    "capture.nothing": {
        "zh-hans": "没有取到存档。请再试一次，或把网页文件上传。",
        "en": "There is no capture. Try again, or upload the page's files.",
    },
    "capture.not_rendered": {
        "zh-hans": "存档没有全部在浏览器里打开过，只有脚本才会去取的内容可能缺失：{why}",
        "en": "Not all of it was opened in a browser, so what only scripts ask for may be lacking: {why}",
    },
    "capture.left_out": {
        "zh-hans": "同站还有 {n} 个链接的页面没有存（一次最多 8 页）。需要哪一页，请把它的网址单列一项。",
        "en": "{n} more linked pages of the site were not kept (8 at most). Make a page you need an item of its own.",
    },
    "capture.missed": {"zh-hans": "没能取到的", "en": "What could not be had"},
    "capture.more": {"zh-hans": "另有 {n} 处", "en": "and {n} more"},
    "capture.alt": {"zh-hans": "{address} 的存档画面，宽 {width}", "en": "{address} as captured, {width} wide"},
    "hint.reference_upload": {
        "zh-hans": "随约定一起封存，检验时以它为准，例如参照站的存档、修改说明。",
        "en": "Sealed with the agreement; checks compare with these, such as a saved site or a change document.",
    },
    "edit.unpin": {"zh-hans": "去掉", "en": "Remove"},
    "work.contents": {"zh-hans": "查验：截图、数据与文件清单", "en": "Inspect: pictures, data and files"},
    "contents.title": {"zh-hans": "查验交付 #{seq}", "en": "Inspecting delivery #{seq}"},
    "contents.says": {
        "zh-hans": "这里能看到截图、数据概况和文件清单，足以判断做得怎么样。文件本身在付款或处理决定执行之前不会给出。",
        "en": "Pictures, the shape of the data and the list of files: enough to judge the work by. The files "
        "themselves are not handed out before payment or the executed determination.",
    },
    "contents.items": {"zh-hans": "逐项检验结果", "en": "Item by item"},
    "contents.pending": {"zh-hans": "正在查看这次交付", "en": "This delivery is being looked at"},
    "contents.pending_says": {
        "zh-hans": "截图、数据概况和文件清单由平台在后台生成，通常一两分钟，请稍后刷新本页。",
        "en": "Pictures, data and files are being taken in the background, mostly within a minute or two. Reload "
        "this page in a moment.",
    },
    "contents.more": {"zh-hans": "另有 {n} 个文件未列出", "en": "{n} more files not listed"},
    "contents.files": {"zh-hans": "文件清单", "en": "Files"},
    "contents.count": {
        "zh-hans": "共 {n} 个文件。每个文件下面是它的 SHA-256。",
        "en": "{n} files, each with its SHA-256.",
    },
    "contents.in_folder": {"zh-hans": "{n} 个文件", "en": "{n} files"},
    "pictures.title": {"zh-hans": "页面截图", "en": "Pictures of the pages"},
    "pictures.alt": {"zh-hans": "{page}，宽 {width} 像素的截图", "en": "{page} in a window {width} pixels wide"},
    "pictures.width": {"zh-hans": "宽 {width} 像素", "en": "{width} pixels wide"},
    "pictures.untried": {"zh-hans": "另有 {n} 个页面没有截图", "en": "{n} more pages were not pictured"},
    "pictures.none": {"zh-hans": "没有可看的页面。", "en": "There is no page to show."},
    "pictures.no_pages": {
        "zh-hans": "这次交付里没有网页，内容见下面的数据与文件。",
        "en": "There is no web page in this delivery; see its data and files below.",
    },
    "data.title": {"zh-hans": "数据概况", "en": "The data"},
    "data.shape": {"zh-hans": "{format}，{rows} 行 × {columns} 列", "en": "{format}, {rows} rows × {columns} columns"},
    "data.broken": {"zh-hans": "{n} 行读不通", "en": "{n} rows do not fit"},
    "data.columns": {"zh-hans": "各列概况", "en": "The columns of"},
    "data.column": {"zh-hans": "列", "en": "Column"},
    "data.filled": {"zh-hans": "已填", "en": "Filled"},
    "data.distinct": {"zh-hans": "不同的值", "en": "Different values"},
    "data.first": {"zh-hans": "排序最前", "en": "First in order"},
    "data.last": {"zh-hans": "排序最后", "en": "Last in order"},
    "data.more": {"zh-hans": "另有 {n} 列未列出", "en": "{n} more columns not listed"},
    "data.sample": {"zh-hans": "前 {n} 行", "en": "The first {n} rows"},
    "data.untried": {"zh-hans": "另有 {n} 个表未列出", "en": "{n} more tables not listed"},
    "media.title": {"zh-hans": "音频和视频", "en": "Sound and film"},
    "media.says": {
        "zh-hans": "音频和视频不能在这里播放，只列出是什么、多大、多长。",
        "en": "Sound and film are not played here; this is what they are, how large and how long.",
    },
    "media.audio": {"zh-hans": "音频", "en": "sound"},
    "media.video": {"zh-hans": "视频", "en": "film"},
    "media.unknown": {"zh-hans": "时长未知", "en": "length not stated in the file"},
    "cite.whole": {"zh-hans": "整份报告", "en": "The report as a whole"},
    "cite.reference": {"zh-hans": "参照中的这一处", "en": "This place in the reference"},
    "cite.delivery": {"zh-hans": "交付中的这一处", "en": "This place in the delivery"},
    "cite.of": {"zh-hans": "检验 #{seq}（{kind}）", "en": "check #{seq} ({kind})"},
    "cite.row": {"zh-hans": "第 {row} 行", "en": "row {row}"},
    "cite.go": {"zh-hans": "在报告中查看", "en": "See it in the report"},
    "cite.more": {
        "zh-hans": "另有 {n} 处未列出，可援引整份报告。",
        "en": "{n} more are not listed; the report as a whole can be cited.",
    },
    "checks.reason.reference_not_pinned": {
        "zh-hans": "约定里没有附参照文件，无从比较。",
        "en": "The agreement has no reference file, so there is nothing to compare with.",
    },
    "checks.reason.settings_unreadable": {
        "zh-hans": "约定的检验设置读不出来。",
        "en": "The agreed settings of the check cannot be read.",
    },
    "checks.reason.question_not_understood": {
        "zh-hans": "约定的检验设置不成立，检验没有进行。",
        "en": "The agreed settings of the check make no sense, so it was not run.",
    },
    "contents.back": {"zh-hans": "回到交付与验收", "en": "Back to the delivery"},
}

FAULTS: Table = {
    "missing": {"zh-hans": "请填写这一项。", "en": "Please fill this in."},
    "not_a_sum": {"zh-hans": "请填金额，例如 200 或 199.50。", "en": "Enter a sum, such as 200 or 199.50."},
    "not_a_share": {
        "zh-hans": "请填 0 到 100 之间的百分数，最多两位小数。",
        "en": "Enter a percentage from 0 to 100, two decimals at most.",
    },
    "not_a_number": {"zh-hans": "请填整数。", "en": "Enter a whole number."},
    "not_a_time": {"zh-hans": "请填日期和时间。", "en": "Enter a date and time."},
    "not_a_choice": {"zh-hans": "请从列出的选项中选择。", "en": "Choose one of the list."},
    "too_long": {"zh-hans": "太长了，最多 {most} 字。", "en": "Too long; {most} characters at most."},
    "too_many_items": {
        "zh-hans": "一份约定最多 {most} 项，现有 {given} 项。请把同类的合成一项，或者分成几个订单。",
        "en": "An agreement holds {most} items at most, and there are {given}. Put those of one kind together, or make "
        "several orders of them.",
    },
    "no_such_items": {
        "zh-hans": "请填写本单其他各项的编号，用逗号隔开，例如 1, 4。",
        "en": "Give the numbers of other items of this order, with commas, such as 1, 4.",
    },
    "out_of_range": {"zh-hans": "超出允许的范围（须 {bound}）。", "en": "Out of range (must be {bound})."},
    "unreadable": {"zh-hans": "格式不对，请重新填写。", "en": "This cannot be read; please enter it again."},
    "person_unknown": {
        "zh-hans": "没有这个用户名，或不能选您自己。",
        "en": "There is no such user name, or it is your own.",
    },
    "unknown_time_zone": {
        "zh-hans": "没有这个时区，例如 Asia/Shanghai。",
        "en": "There is no such time zone; try Asia/Shanghai.",
    },
    "hours_in_order": {"zh-hans": "结束时间要晚于开始时间。", "en": "The end must be after the beginning."},
    "required": {"zh-hans": "请填写这一项。", "en": "Please fill this in."},
}
"""What can be wrong with one field, by the codes of `web.forms.decode.Fault`."""

ACCOUNT_FAULTS: Table = {
    "required": {"zh-hans": "请填写这一项。", "en": "Please fill this in."},
    "username_password_mismatch": {
        "zh-hans": "用户名或密码不对。请检查大小写；忘记密码可以重设。",
        "en": "User name and password do not fit. Mind capitals; a forgotten password can be set anew.",
    },
    "email_password_mismatch": {
        "zh-hans": "邮箱或密码不对。请检查大小写；忘记密码可以重设。",
        "en": "E-mail and password do not fit. Mind capitals; a forgotten password can be set anew.",
    },
    "too_many_login_attempts": {
        "zh-hans": "输错次数太多，请过几分钟再试。",
        "en": "Too many wrong attempts. Wait a few minutes.",
    },
    "incorrect_password": {"zh-hans": "现在的密码不对。", "en": "That is not your present password."},
    "username_taken": {"zh-hans": "这个用户名已有人用，请换一个。", "en": "This user name is taken; choose another."},
    "email_taken": {
        "zh-hans": "这个邮箱已经注册过，请直接登录或重设密码。",
        "en": "This address has an account; sign in, or set a new password.",
    },
    "invalid": {"zh-hans": "格式不对，请重新填写。", "en": "This cannot be read; please enter it again."},
    "password_too_short": {
        "zh-hans": "密码太短，至少 10 位。几个不相干的词连起来就很好。",
        "en": "Too short: at least 10 characters. A few unrelated words in a row do well.",
    },
    "password_too_common": {"zh-hans": "这个密码太常见。", "en": "Too many people use this password."},
    "password_entirely_numeric": {"zh-hans": "密码不能全是数字。", "en": "Digits alone are not enough."},
    "password_too_similar": {
        "zh-hans": "密码和您的用户名、姓名或邮箱太像。",
        "en": "Too much like your user name, name or address.",
    },
}
"""What can be wrong with signing in or with a password, by the codes of Django and allauth."""

MARKS: Table = {
    "1": {"zh-hans": "1 很差", "en": "1 very poor"},
    "2": {"zh-hans": "2 差", "en": "2 poor"},
    "3": {"zh-hans": "3 一般", "en": "3 fair"},
    "4": {"zh-hans": "4 好", "en": "4 good"},
    "5": {"zh-hans": "5 很好", "en": "5 very good"},
}

ACCOUNTS: Table = {
    "rail": {"zh-hans": "支付渠道", "en": "payment rail"},
    "held": {"zh-hans": "托管", "en": "escrow"},
    "seller": {"zh-hans": "卖家", "en": "seller"},
    "buyer": {"zh-hans": "买家", "en": "buyer"},
}
"""The accounts of an order's ledger."""
