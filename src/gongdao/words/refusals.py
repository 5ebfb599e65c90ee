"""Words for refusals: what happened, why the rule is there, what to do next.

Both sides read these at a bad moment, so each names the fact first and the way on last, and blames nobody. The
particulars of a refusal (an instant, an amount, a requirement) are shown beside it by `PARTICULARS`.
"""

from typing import NamedTuple

from .lookup import Table, UnknownWordError


class Explained(NamedTuple):
    """A refusal in one language: the fact, the reason of the rule, the way on."""

    what: str
    why: str
    next: str


REFUSALS: dict[str, dict[str, tuple[str, str, str]]] = {
    # -- the act as such
    "malformed_act": {
        "zh-hans": (
            "填写的内容不完整或格式不对。",
            "记入卷宗的内容必须能被任何人照样读出。",
            "请更正标出的地方再提交；您已填写的内容都还在。",
        ),
        "en": (
            "Something is missing or not in the right form.",
            "What enters the record must read the same for everyone.",
            "Correct the marked places and send again; what you typed is still there.",
        ),
    },
    "key_reused": {
        "zh-hans": (
            "这张表单已经提交过，而这次的内容不同。",
            "同一次提交只能记一次，以免重复付款或重复留言。",
            "请重新打开页面，看看上一次的结果。",
        ),
        "en": (
            "This form was sent before, with other content.",
            "One sending counts once, so that nothing is paid or said twice.",
            "Open the page again and look at what the first sending did.",
        ),
    },
    "order_unknown": {
        "zh-hans": ("没有这个订单。", "订单只对其当事人和经办人存在。", "请核对链接，或从“我的订单”进入。"),
        "en": (
            "There is no such order.",
            "An order exists only for its parties and its neutrals.",
            "Check the link, or go in through My orders.",
        ),
    },
    "order_exists": {
        "zh-hans": ("这个订单已经建立过了。", "一个订单只有一份卷宗。", "请从“我的订单”打开它。"),
        "en": ("This order exists already.", "An order has one record.", "Open it from My orders."),
    },
    "time_went_back": {
        "zh-hans": (
            "服务器时间早于卷宗最后一条记录。",
            "卷宗按时间只增不改。",
            "请稍后再试；若持续出现，请联系运营方。",
        ),
        "en": (
            "The server's time is before the last entry of the record.",
            "The record only moves forward.",
            "Try again shortly; tell the operator if it persists.",
        ),
    },
    # -- who acts
    "role_may_not": {
        "zh-hans": ("您在本订单中的角色不能做这件事。", "每一步由规则指定的一方来做。", "页面顶部写明轮到谁。"),
        "en": (
            "Your role in this order may not do this.",
            "Each step belongs to the one the rules name.",
            "The head of the page says whose turn it is.",
        ),
    },
    "not_seated": {
        "zh-hans": ("您不在本订单的人员名单中。", "只有具名的人员才能行事。", "请让您这一方的人把您加入名单。"),
        "en": (
            "You are not among the persons of this order.",
            "Only named persons act.",
            "Ask somebody of your party to add you.",
        ),
    },
    "person_in_both_parties": {
        "zh-hans": ("同一个人不能同时代表买卖双方。", "否则一个人就能替双方达成约定。", "请为另一方指定另一个人。"),
        "en": (
            "One person cannot stand on both sides.",
            "One person could otherwise agree with himself.",
            "Name somebody else for the other side.",
        ),
    },
    "person_already_seated": {
        "zh-hans": ("此人已在本订单中。", "每人在一个订单里只有一个位置。", "无需再次添加。"),
        "en": (
            "This person is already in the order.",
            "Everyone has one place in an order.",
            "Nothing more is needed.",
        ),
    },
    "not_your_party": {
        "zh-hans": ("您不能替另一方添加人员。", "每一方自己决定由谁代表。", "请由另一方自行添加。"),
        "en": (
            "You cannot name persons for the other side.",
            "Each party decides who acts for it.",
            "The other side adds its own.",
        ),
    },
    # -- the state of the order
    "wrong_phase": {
        "zh-hans": (
            "订单目前所处的阶段不允许这一步。",
            "可能对方刚刚做了什么，阶段已经变了。",
            "请刷新页面，看看现在轮到谁、可以做什么。",
        ),
        "en": (
            "The order is not in a phase that allows this.",
            "The other side may just have acted and moved it on.",
            "Reload the page to see whose turn it is and what can be done.",
        ),
    },
    "meeting_in_progress": {
        "zh-hans": ("会谈进行期间不能接受方案。", "任何人都不应在通话中被逼着当场决定。", "请等纪要写入后再决定。"),
        "en": (
            "Nothing can be accepted while a meeting runs.",
            "Nobody should be pressed into a decision on a call.",
            "Decide once the minutes are in the record.",
        ),
    },
    # -- the agreement
    "no_requirements": {
        "zh-hans": ("约定里还没有任何要求。", "没有写明的要求，事后无从比对。", "请至少写一项要求。"),
        "en": (
            "The agreement has no requirement yet.",
            "What is not written cannot be compared later.",
            "Write at least one.",
        ),
    },
    "requirement_id_twice": {
        "zh-hans": ("两项要求用了同一个编号。", "每项要求要能单独指认。", "请改掉其中一个编号。"),
        "en": ("Two requirements have the same id.", "Each must be known on its own.", "Change one of the ids."),
    },
    "needs_unknown_requirement": {
        "zh-hans": ("有一项要求依赖于不存在的项目。", "依赖关系会影响金额的计算。", "请重新选择它依赖哪几项。"),
        "en": (
            "A requirement needs one that does not exist.",
            "What needs what enters the computation.",
            "Choose again what it needs.",
        ),
    },
    "needs_itself": {
        "zh-hans": ("一项要求不能依赖它自己。", "依赖是指没有别的项目它就没用。", "请去掉这个勾选。"),
        "en": ("A requirement cannot need itself.", "Needing means being of no use without another.", "Untick it."),
    },
    "price_missing": {
        "zh-hans": (
            "还有要求没有价格。",
            "没有逐项价格，争议时就无法按项计算。",
            "请给每项写上价格或权重；或者双方都同意由市场参考价决定。",
        ),
        "en": (
            "A requirement has no price.",
            "Without item prices nothing can be computed item by item.",
            "Give each a price or a weight, or both agree that market references decide.",
        ),
    },
    "prices_do_not_add_up": {
        "zh-hans": ("各项价格之和与总价不一致。", "总价要能分摊到每一项。", "请改总价，或改某一项的价格。"),
        "en": (
            "The item prices do not add up to the total.",
            "The total must be spread over the items.",
            "Change the total or an item.",
        ),
    },
    "price_zero": {
        "zh-hans": ("总价为零。", "零价订单没有可托管的款项。", "请填写价格。"),
        "en": ("The price is zero.", "There would be nothing to hold.", "Enter a price."),
    },
    "weights_incomplete": {
        "zh-hans": ("只有部分要求写了权重。", "权重要么每项都有，要么都没有。", "请补全，或全部删去。"),
        "en": (
            "Only some requirements carry a weight.",
            "Weights work for all items or for none.",
            "Complete them or remove them.",
        ),
    },
    "quotes_too_few": {
        "zh-hans": (
            "市场参考价不足三个。",
            "由市场决定价格时，取至少三个报价的中位数。",
            "请补足三个报价，或直接写明价格。",
        ),
        "en": (
            "There are fewer than three market references.",
            "Where the market decides, the median of at least three is used.",
            "Add references, or state a price.",
        ),
    },
    "market_needs_both": {
        "zh-hans": (
            "由市场参考价决定，需要双方共同列出要求。",
            "单方列出的清单可以通过拆项来抬价。",
            "请把“清单由谁列出”改为双方，或逐项定价。",
        ),
        "en": (
            "Letting the market decide needs a list both sides wrote.",
            "A list one side wrote can be padded.",
            "Mark the list as written by both, or price each item.",
        ),
    },
    "deposit_exceeds_price": {
        "zh-hans": ("定金或订金高于总价。", "它是价款的一部分。", "请降低数额。"),
        "en": ("The deposit is above the price.", "It is part of the price.", "Lower it."),
    },
    "deposit_without_kind": {
        "zh-hans": (
            "写了数额，却没说是定金还是订金。",
            "定金有罚则，订金没有，一字之差法律后果不同。",
            "请选择其中一种。",
        ),
        "en": (
            "There is a deposit, but not whether it is earnest money or an advance.",
            "Earnest money (定金) carries a penalty both ways, an advance (订金) none.",
            "Choose one.",
        ),
    },
    "rules_unknown": {
        "zh-hans": ("没有这一版规则。", "订单固定适用成立时的规则版本。", "请选择列出的规则。"),
        "en": (
            "There is no such rule set.",
            "An order is bound to the rules it was agreed under.",
            "Choose one of the list.",
        ),
    },
    "agreement_unchanged": {
        "zh-hans": (
            "内容与当前版本完全相同。",
            "没有改动就不产生新版本，已有的接受继续有效。",
            "如需修改，请改动后再保存。",
        ),
        "en": (
            "Nothing was changed.",
            "Without a change there is no new version, and acceptances stand.",
            "Change something first, if you meant to.",
        ),
    },
    "hash_differs": {
        "zh-hans": ("约定在您打开页面之后变了。", "接受只对您看到的那一版有效。", "请重新打开，核对改动后再决定。"),
        "en": (
            "The agreement changed after you opened the page.",
            "You accept only the version you have read.",
            "Reload, look at what changed, and decide then.",
        ),
    },
    "already_accepted": {
        "zh-hans": ("您这一方已经接受过这一版。", "接受一次就够了。", "现在等对方。"),
        "en": ("Your side has accepted this version.", "Once is enough.", "It is the other side's turn."),
    },
    "requirement_unknown": {
        "zh-hans": ("没有这一项要求。", "可能它在新的一版里被改掉了。", "请刷新页面。"),
        "en": ("There is no such requirement.", "A newer version may have dropped it.", "Reload the page."),
    },
    "requirement_objected": {
        "zh-hans": (
            "还有一项要求存在异议。",
            "有异议的约定不能接受，必须先改。",
            "请修改该项，或由提出异议的一方接下它。",
        ),
        "en": (
            "An objection is still standing.",
            "An agreement with an objection cannot be accepted.",
            "Amend the item, or let the one who objected take it on.",
        ),
    },
    "question_open": {
        "zh-hans": ("还有提问没有回答。", "不问清楚就接受，日后各说各话。", "请先回答提问。"),
        "en": ("A question is still open.", "Accepting over an open question invites a dispute.", "Answer it first."),
    },
    "requirement_unanswered": {
        "zh-hans": (
            "卖家还没有逐项答复。",
            "开工之前每一项都要有答复：接下、异议或提问。",
            "请卖家把剩下的项目答复完。",
        ),
        "en": (
            "The seller has not answered every item.",
            "Before work every item is taken on, objected to or asked about.",
            "Answer the remaining items.",
        ),
    },
    "question_unknown": {
        "zh-hans": ("没有这条提问。", "链接可能已过时。", "请刷新页面。"),
        "en": ("There is no such question.", "The link may be out of date.", "Reload the page."),
    },
    "question_answered": {
        "zh-hans": ("这条提问已经有回答了。", "一问一答，写定为准。", "如有新的疑问，请再提一问。"),
        "en": (
            "This question has its answer.",
            "One question, one answer.",
            "Ask another if something is still unclear.",
        ),
    },
    "own_question": {
        "zh-hans": ("不能回答自己的提问。", "回答代表对方的意思。", "请等对方回答。"),
        "en": ("You cannot answer your own question.", "The answer is the other side's word.", "Wait for it."),
    },
    # -- money
    "overfunded": {
        "zh-hans": ("付款会超过约定总价。", "平台不托管多出来的钱。", "请按页面显示的应付余额付款。"),
        "en": (
            "That would be more than the price.",
            "Nothing beyond the price is held.",
            "Pay the balance the page shows.",
        ),
    },
    "deposit_not_agreed": {
        "zh-hans": ("约定里没有定金或订金。", "没有约定就不能以此名义收取。", "请作为托管款支付。"),
        "en": ("No deposit was agreed.", "None can be taken without agreement.", "Pay it in as escrow."),
    },
    "deposit_exceeds_terms": {
        "zh-hans": ("超过了约定的定金或订金数额。", "实付与约定不同会改变约定。", "请按约定数额支付。"),
        "en": (
            "That is more than the deposit agreed.",
            "Paying another sum would change the agreement.",
            "Pay the sum agreed.",
        ),
    },
    "fund_unknown": {
        "zh-hans": ("没有这笔付款。", "支付渠道的通知必须对应一笔付款。", "请刷新页面。"),
        "en": ("There is no such payment.", "A confirmation must belong to a payment.", "Reload the page."),
    },
    "fund_settled": {
        "zh-hans": ("这笔付款已有结果。", "到账或失败只记一次。", "请刷新页面。"),
        "en": ("This payment is settled.", "It arrives or fails once.", "Reload the page."),
    },
    "payout_unknown": {
        "zh-hans": ("没有这笔打款。", "只有卷宗里已决定付出的款项才会打款。", "请刷新页面。"),
        "en": ("There is no such payment out.", "Only what an entry moved to a party is paid out.", "Reload the page."),
    },
    "payout_settled": {
        "zh-hans": ("这笔款项已经打出。", "同一笔款项只打一次。", "请刷新页面。"),
        "en": ("This has been paid out.", "What is owed is paid once.", "Reload the page."),
    },
    "escrow_not_funded": {
        "zh-hans": ("款项还没有全部托管。", "先托管后开工，卖家才不会白做。", "请买家先把余额付入托管。"),
        "en": (
            "The escrow is not fully funded.",
            "Money is held before work, so that nobody works for nothing.",
            "The buyer pays in the balance first.",
        ),
    },
    "amount_not_computed": {
        "zh-hans": ("金额与规则算出的不一致。", "任何金额都由规则算出，不能手填。", "请刷新页面后重试。"),
        "en": ("The sum is not what the rules compute.", "No sum is typed by hand.", "Reload and try again."),
    },
    "nothing_to_release": {
        "zh-hans": ("没有可以付给卖家的款项。", "已付清，或这些项目尚未验收。", "无需操作。"),
        "en": ("There is nothing to release.", "It is paid already, or not accepted yet.", "Nothing to do."),
    },
    # -- work and changes
    "change_empty": {
        "zh-hans": ("变更里什么都没有改。", "变更要写明改什么、多少钱、多几天。", "请至少改动一项。"),
        "en": (
            "The change changes nothing.",
            "A change order says what, at what price, how many days.",
            "Change at least one thing.",
        ),
    },
    "change_unknown": {
        "zh-hans": ("没有这项变更。", "链接可能已过时。", "请刷新页面。"),
        "en": ("There is no such change.", "The link may be out of date.", "Reload the page."),
    },
    "change_closed": {
        "zh-hans": ("这项变更已经有结果或已失效。", "过期未答复视为不同意。", "如仍需要，请重新提出。"),
        "en": (
            "This change is decided or has lapsed.",
            "Silence lets a change lapse.",
            "Propose it again if it is still wanted.",
        ),
    },
    "own_change": {
        "zh-hans": ("不能由提出的一方自己同意。", "变更需要双方合意。", "请等对方答复。"),
        "en": ("The one who proposed a change cannot accept it.", "It takes both.", "Wait for the other side."),
    },
    "requirement_closed": {
        "zh-hans": ("这一项已经了结。", "已付款或已决定的项目不再变动。", "无需操作。"),
        "en": ("This item is closed.", "Paid or decided items do not change.", "Nothing to do."),
    },
    "request_unknown": {
        "zh-hans": ("没有这个请求。", "链接可能已过时。", "请刷新页面。"),
        "en": ("There is no such request.", "The link may be out of date.", "Reload the page."),
    },
    "request_closed": {
        "zh-hans": ("这个请求已经答复过。", "一次答复即可。", "无需操作。"),
        "en": ("This request was answered.", "Once is enough.", "Nothing to do."),
    },
    "ground_not_yours": {
        "zh-hans": (
            "这个终止理由不属于您这一方。",
            "例如“任意解除”只属于买家，“做不到”只属于卖家。",
            "请选择适合您的理由。",
        ),
        "en": (
            "That ground does not belong to your side.",
            "Ending at will is the buyer's, impossibility the seller's.",
            "Choose a ground open to you.",
        ),
    },
    "promise_unknown": {
        "zh-hans": ("没有这个承诺。", "链接可能已过时。", "请刷新页面。"),
        "en": ("There is no such promise.", "The link may be out of date.", "Reload the page."),
    },
    "promise_closed": {
        "zh-hans": ("这个承诺已有见证结论。", "一次见证即可。", "无需操作。"),
        "en": ("This promise has been witnessed.", "Once is enough.", "Nothing to do."),
    },
    "own_promise": {
        "zh-hans": ("不能见证自己的承诺。", "由受诺的一方或调解员来说是否兑现。", "请等对方确认。"),
        "en": (
            "You cannot witness your own promise.",
            "The one it was given to, or the mediator, says whether it was kept.",
            "Wait for them.",
        ),
    },
    "instant_past": {
        "zh-hans": ("所填的时间已经过去。", "期限必须在将来。", "请填一个以后的时间。"),
        "en": ("That time is past.", "It must lie ahead.", "Choose a later one."),
    },
    "instant_too_far": {
        "zh-hans": ("所填的时间太远。", "期限最多可以定到五年以后，即 {latest} 之前。", "请填一个较近的时间。"),
        "en": (
            "That time is too far away.",
            "It may lie at most five years ahead, before {latest}.",
            "Choose an earlier one.",
        ),
    },
    # -- delivery
    "requirement_contested": {
        "zh-hans": ("这一项正在争议中。", "争议中的项目由认定决定，不能单独验收或重新交付。", "请在“争议”页处理。"),
        "en": (
            "This item is in dispute.",
            "A contested item is decided by finding or settlement.",
            "Go on from the dispute page.",
        ),
    },
    "file_twice": {
        "zh-hans": ("有两个文件同名。", "每个文件要能单独指认。", "请改名后再交付。"),
        "en": ("Two files have the same name.", "Each must be known on its own.", "Rename one."),
    },
    "delivery_unknown": {
        "zh-hans": ("没有这次交付。", "链接可能已过时。", "请刷新页面。"),
        "en": ("There is no such delivery.", "The link may be out of date.", "Reload the page."),
    },
    "delivery_closed": {
        "zh-hans": ("这次交付已经有结果。", "托管回执只出一次。", "请刷新页面。"),
        "en": ("This delivery has been dealt with.", "Custody answers once.", "Reload the page."),
    },
    "delivery_replaced": {
        "zh-hans": ("这一项已有更新的交付。", "验收以最新的交付为准。", "请查验最新的一次。"),
        "en": ("A later delivery replaced this one.", "The latest is inspected.", "Inspect that one."),
    },
    "files_differ": {
        "zh-hans": ("收到的文件与申报的校验码不一致。", "封存的必须正是交付的那些文件。", "请重新上传。"),
        "en": (
            "The bytes received do not match the hashes declared.",
            "What is sealed must be what was delivered.",
            "Upload again.",
        ),
    },
    "not_delivered": {
        "zh-hans": ("这一项还没有交付并封存。", "没有交付就无从验收。", "请等卖家交付。"),
        "en": (
            "This item has not been delivered into custody.",
            "There is nothing to inspect yet.",
            "Wait for the delivery.",
        ),
    },
    "already_inspected": {
        "zh-hans": ("这一项已经验收过了。", "每次交付每项只验收一次。", "卖家重新交付后可再验收。"),
        "en": (
            "This item was inspected.",
            "Each delivery is inspected once per item.",
            "A new delivery can be inspected again.",
        ),
    },
    "not_entitled": {
        "zh-hans": ("托管件还不能交给这一方。", "只有付清、和解或处理决定执行后才移交。", "请查看页面顶部的下一步。"),
        "en": (
            "Custody may not hand this over yet.",
            "It passes on payment, settlement or an executed determination.",
            "See the head of the page for what comes next.",
        ),
    },
    "no_revision_left": {
        "zh-hans": ("约定的修改次数已用完。", "修改次数在约定中写明，避免没完没了。", "可以接受，或提起争议。"),
        "en": (
            "The agreed revisions are used up.",
            "Their number was agreed so that it ends some time.",
            "Accept, or open a dispute.",
        ),
    },
    # -- the dispute
    "reason_missing": {
        "zh-hans": ("没有写理由。", "没有理由的结论，对方无从回应，也无法复核。", "请写明理由。"),
        "en": ("There is no reason.", "Nobody can answer or review a conclusion without one.", "Write the reason."),
    },
    "already_contested": {
        "zh-hans": ("这一项已在争议中。", "一项只需提起一次。", "请在“争议”页就它提出主张。"),
        "en": ("This item is in dispute already.", "Once is enough.", "Make your claim about it on the dispute page."),
    },
    "not_contested": {
        "zh-hans": ("这一项没有争议。", "主张和认定只针对有争议的项目。", "如有异议，请先就它提起争议。"),
        "en": (
            "This item is not contested.",
            "Claims and findings concern contested items.",
            "Open a dispute about it first.",
        ),
    },
    "issues_incomplete": {
        "zh-hans": (
            "争点里少了一项。",
            "争点要么是全部争议项目，要么就还没有说清争的是什么。",
            "请刷新页面，核对全部争议项目后再确认。",
        ),
        "en": (
            "A contested item is missing from the list.",
            "The list names everything that is contested, or it does not say what the dispute is about.",
            "Reload the page, read all contested items, and confirm again.",
        ),
    },
    "issues_already_confirmed": {
        "zh-hans": (
            "您这一方已经确认过争点。",
            "争议项目没有增加，之前的确认仍然有效。",
            "不需要再做什么；如有新的项目列入争议，会请双方重新确认。",
        ),
        "en": (
            "Your side has confirmed what is contested.",
            "Nothing has been added since, so that still stands.",
            "There is nothing more to do; if more is contested, both sides are asked again.",
        ),
    },
    "claim_unknown": {
        "zh-hans": ("没有这项主张。", "链接可能已过时。", "请刷新页面。"),
        "en": ("There is no such claim.", "The link may be out of date.", "Reload the page."),
    },
    "own_claim": {
        "zh-hans": ("不能答辩自己的主张。", "答辩属于对方。", "请等对方答辩。"),
        "en": ("You cannot respond to your own claim.", "That is the other side's.", "Wait for it."),
    },
    "claim_answered": {
        "zh-hans": ("这项主张已经答辩过。", "一次答辩即可。", "补充意见请用留言或证据。"),
        "en": ("This claim has its response.", "Once is enough.", "Add to it by a statement or an exhibit."),
    },
    "exhibit_unknown": {
        "zh-hans": ("没有这份证据。", "链接可能已过时。", "请刷新页面。"),
        "en": ("There is no such exhibit.", "The link may be out of date.", "Reload the page."),
    },
    "exhibit_empty": {
        "zh-hans": ("证据里没有文件、链接，也没有文字。", "没有内容的证据无法核对。", "请上传文件，或填写链接或原文。"),
        "en": (
            "The exhibit has no file, no link and no text.",
            "There is nothing to look at.",
            "Add a file, a link or the text.",
        ),
    },
    "own_exhibit": {
        "zh-hans": ("不能回应自己提交的证据。", "回应属于对方。", "请等对方回应。"),
        "en": ("You cannot answer your own exhibit.", "That is the other side's.", "Wait for it."),
    },
    "exhibit_answered": {
        "zh-hans": ("这份证据已经回应过。", "一次回应即可。", "补充意见请用留言。"),
        "en": ("This exhibit has its answer.", "Once is enough.", "Add to it by a statement."),
    },
    "evidence_already_closed": {
        "zh-hans": ("举证期已经结束。", "结束之后，再表示不再举证没有意义。", "迟交的证据仍可提交，会标明逾期。"),
        "en": (
            "The evidence period is over.",
            "There is nothing left to waive.",
            "Late exhibits can still be shown and are marked late.",
        ),
    },
    "evidence_already_waived": {
        "zh-hans": ("您这一方已经表示不再举证。", "说一次就够了。", "请等对方表示，或等举证期届满。"),
        "en": (
            "Your side has said that it has no more.",
            "Once is enough.",
            "Wait for the other side, or for the period to end.",
        ),
    },
    "entry_unknown": {
        "zh-hans": ("卷宗里没有这一条。", "所引用的条目必须存在。", "请重新选择。"),
        "en": ("The record has no such entry.", "What is referred to must exist.", "Choose again."),
    },
    "mediator_seated": {
        "zh-hans": ("本案已有调解员。", "同一时间只有一位调解员经办。", "如需更换，请申请更换。"),
        "en": ("The case has a mediator.", "One at a time has it in hand.", "Challenge him if there is a ground."),
    },
    "no_mediator": {
        "zh-hans": ("本案还没有调解员。", "这一步需要调解员在场。", "请等调解员接案。"),
        "en": ("The case has no mediator yet.", "This step needs one.", "Wait until one has taken it."),
    },
    "conflict_of_interest": {
        "zh-hans": ("与一方有利害关系的人不能接案。", "中立是调解的前提。", "请由其他调解员接案。"),
        "en": (
            "Whoever has an interest in the case cannot take it.",
            "A neutral must be neutral.",
            "Another mediator takes it.",
        ),
    },
    "mediator_barred": {
        "zh-hans": ("此人曾被更换，不能再经办本案。", "更换之后不应再回来。", "请由其他调解员接案。"),
        "en": (
            "This mediator was replaced and may not return.",
            "A replacement is final.",
            "Another mediator takes it.",
        ),
    },
    "not_yourself": {
        "zh-hans": ("接手人不能是您自己。", "移交是给另一个人。", "请选择其他人。"),
        "en": ("You cannot hand it to yourself.", "It goes to somebody else.", "Choose another person."),
    },
    "challenge_unknown": {
        "zh-hans": ("没有这个更换申请。", "链接可能已过时。", "请刷新页面。"),
        "en": ("There is no such challenge.", "The link may be out of date.", "Reload the page."),
    },
    "challenge_open": {
        "zh-hans": ("已有一个更换申请在处理。", "先答复前一个。", "请等运营方答复。"),
        "en": ("A challenge is being decided.", "One at a time.", "Wait for the operator."),
    },
    "challenge_closed": {
        "zh-hans": ("这个更换申请已经决定。", "决定一次即可。", "请刷新页面。"),
        "en": ("This challenge is decided.", "Once is enough.", "Reload the page."),
    },
    "not_this_caucus": {
        "zh-hans": ("这是另一方的单方会谈。", "单方会谈只属于该方和调解员。", "请在您自己一方的会谈中书写。"),
        "en": (
            "That is the other side's caucus.",
            "A caucus belongs to one party and the mediator.",
            "Write in your own.",
        ),
    },
    "quiet_hours": {
        "zh-hans": (
            "这个时间在某一方的休息时间内。",
            "下班后、周末和法定节假日不应找人谈判，也不应逼人作决定；调休上班日算工作日。",
            "请选择工作日、各方工作时间之内的时间。",
        ),
        "en": (
            "That lies in somebody's quiet hours.",
            "Nobody is called to negotiate after hours, at weekends or on public holidays; weekends worked for a "
            "holiday "
            "count as working days.",
            "Choose a working day, and a time within everybody's hours.",
        ),
    },
    "meeting_unknown": {
        "zh-hans": ("没有这次会谈。", "链接可能已过时。", "请刷新页面。"),
        "en": ("There is no such meeting.", "The link may be out of date.", "Reload the page."),
    },
    "meeting_closed": {
        "zh-hans": ("这次会谈已定或已取消。", "时间定下后不再更改。", "如需再谈，请重新提议。"),
        "en": ("This meeting is fixed or gone.", "Its time stands.", "Propose another."),
    },
    "time_not_proposed": {
        "zh-hans": ("这个时间不在提议之列。", "同意的必须是提议过的时间。", "请从列出的时间中选择。"),
        "en": ("That time was not proposed.", "You can agree to the times on the list.", "Choose one of them."),
    },
    "meeting_not_held": {
        "zh-hans": ("会谈还没有开始。", "纪要写的是发生过的事。", "请在会谈之后写入。"),
        "en": ("The meeting has not taken place.", "Minutes say what happened.", "Write them afterwards."),
    },
    "clock_unknown": {
        "zh-hans": ("没有这个期限。", "它可能已经结束。", "请刷新页面。"),
        "en": ("There is no such clock.", "It may have ended.", "Reload the page."),
    },
    "clock_running": {
        "zh-hans": ("期限还没有到。", "到期之前不产生后果。", "请等到期限届满。"),
        "en": ("The clock is still running.", "Nothing follows before it ends.", "Wait until then."),
    },
    "custody_silent": {
        "zh-hans": ("卖家已经上传，平台还没有确认收件。", "确认之前不产生逾期的后果。", "请等平台出具收件回执。"),
        "en": (
            "The seller has handed it in and custody has not confirmed it yet.",
            "Until it does, no delay counts against the seller.",
            "Wait for custody's receipt.",
        ),
    },
    "clock_cannot_be_extended": {
        "zh-hans": ("这个期限不能延长。", "有些期限是法律或约定固定的。", "请在期限内完成。"),
        "en": ("This clock cannot be extended.", "Some are fixed by law or agreement.", "Act within it."),
    },
    "own_clock": {
        "zh-hans": (
            "您没有足够的延期天数用于自己的期限。",
            "延期是对等的：给对方几天，自己才有几天。",
            "可以请对方或调解员为您延长。",
        ),
        "en": (
            "You have not earned enough days to extend your own clock.",
            "Extensions are equal: what you give the other side, you have yourself.",
            "Ask the other side or the mediator to extend it.",
        ),
    },
    "extension_used_up": {
        "zh-hans": ("延期次数已用完。", "否则争议可以无限拖延。", "请在现有期限内完成。"),
        "en": ("No extension is left.", "A dispute must end.", "Act within the time there is."),
    },
    "feedback_unknown": {
        "zh-hans": ("没有这条评价。", "链接可能已过时。", "请刷新页面。"),
        "en": ("There is no such feedback.", "The link may be out of date.", "Reload the page."),
    },
    "feedback_given": {
        "zh-hans": ("您这一方已经评价过。", "每方一次。", "感谢。"),
        "en": ("Your side has given its feedback.", "Once per side.", "Thank you."),
    },
    "feedback_answered": {
        "zh-hans": ("这条评价已答复。", "一次答复即可。", "无需操作。"),
        "en": ("This feedback has its answer.", "Once is enough.", "Nothing to do."),
    },
    # -- settlement
    "offer_item_twice": {
        "zh-hans": ("方案里同一项出现了两次。", "每项只有一个金额。", "请去掉重复的一项。"),
        "en": ("An item stands twice in the offer.", "Each has one sum.", "Remove one."),
    },
    "offer_too_high": {
        "zh-hans": ("方案金额超过了可用的款项。", "和解只能处分已有的款项。", "请降低金额。"),
        "en": ("The sums are above what is there.", "A settlement disposes of the money there is.", "Lower them."),
    },
    "offer_leaves_items_open": {
        "zh-hans": (
            "方案说要了结订单，却没有覆盖全部未了结的项目。",
            "了结订单就不能留下没说清的项目。",
            "请补上其余项目，或不勾选“了结订单”。",
        ),
        "en": (
            "The offer would end the order but leaves items open.",
            "An ending covers everything.",
            "Add the items, or untick the ending.",
        ),
    },
    "offer_lapses_too_soon": {
        "zh-hans": ("方案的有效期太短。", "任何人都应有最起码的考虑时间。", "请填一个更晚的失效时间。"),
        "en": ("The offer lapses too soon.", "Everyone has a minimum time to think.", "Let it stand longer."),
    },
    "offer_unknown": {
        "zh-hans": ("没有这个方案。", "链接可能已过时。", "请刷新页面。"),
        "en": ("There is no such offer.", "The link may be out of date.", "Reload the page."),
    },
    "offer_closed": {
        "zh-hans": ("这个方案已失效、已撤回或已有结果。", "只有有效的方案才能接受或拒绝。", "可以提出新的方案。"),
        "en": ("This offer is no longer open.", "Only an open one can be answered.", "Make a new one."),
    },
    "own_offer": {
        "zh-hans": ("不能接受自己的方案。", "和解需要双方合意。", "请等对方答复。"),
        "en": ("You cannot accept your own offer.", "It takes both.", "Wait for the other side."),
    },
    "not_addressed": {
        "zh-hans": ("这个方案不是提给您的。", "只有受要约的一方能答复。", "无需操作。"),
        "en": ("This offer is not addressed to you.", "Only the one it was made to answers.", "Nothing to do."),
    },
    "waiver_needed": {
        "zh-hans": (
            "这个方案低于按规则算出的您应得的金额。",
            "无过错的一方不应在不知情时让步。",
            "若仍要接受，请明确写出您放弃的金额。",
        ),
        "en": (
            "This offer gives you less than the rules compute for you.",
            "A side without fault should not give way unawares.",
            "To accept all the same, state the sum you give up.",
        ),
    },
    "waiver_differs": {
        "zh-hans": ("写明放弃的金额与差额不一致。", "放弃多少必须清楚。", "请按页面显示的差额填写。"),
        "en": (
            "The sum waived is not the difference.",
            "What is given up must be plain.",
            "Enter the difference the page shows.",
        ),
    },
    "bids_too_late": {
        "zh-hans": ("认定开始后不能再密封出价。", "出价须在不知结果时作出。", "可以提出和解方案。"),
        "en": (
            "Sealed bids end when findings begin.",
            "They are made without knowing the result.",
            "Make an offer instead.",
        ),
    },
    "bid_round_differs": {
        "zh-hans": ("不是当前这一轮。", "双方须在同一轮出价。", "请刷新页面。"),
        "en": ("That is not the current round.", "Both bid in the same round.", "Reload the page."),
    },
    "bid_given": {
        "zh-hans": ("这一轮您已经出价。", "每轮一次。", "请等对方出价。"),
        "en": ("You have bid in this round.", "Once a round.", "Wait for the other side."),
    },
    "bid_too_high": {
        "zh-hans": ("出价高于总价。", "总价是上限。", "请降低金额。"),
        "en": ("The bid is above the price.", "The price is the limit.", "Lower it."),
    },
    "bids_do_not_meet": {
        "zh-hans": ("双方出价没有相合。", "没有相合就什么也不透露。", "可以进入下一轮，或提出和解方案。"),
        "en": ("The bids do not meet.", "On a miss nothing is revealed.", "Go to the next round, or make an offer."),
    },
    "no_bids": {
        "zh-hans": ("没有可拆封的出价。", "双方都出过价才谈得上拆封。", "无需操作。"),
        "en": ("There are no bids to open.", "Both must have bid.", "Nothing to do."),
    },
    "already_agreed": {
        "zh-hans": ("您已经同意过了。", "一次即可。", "请等对方。"),
        "en": ("You have agreed already.", "Once is enough.", "Wait for the other side."),
    },
    # -- the decision
    "finders_wrong_number": {
        "zh-hans": ("认定人的人数与约定不符。", "人数在约定中写明，取中位数。", "请按约定人数指定。"),
        "en": (
            "That is not the agreed number of finders.",
            "The number was agreed; their median counts.",
            "Seat that many.",
        ),
    },
    "finders_seated": {
        "zh-hans": ("认定人已经指定。", "中途更换会影响独立性。", "无需操作。"),
        "en": ("The finders are seated.", "They do not change midway.", "Nothing to do."),
    },
    "finder_not_seated": {
        "zh-hans": ("您没有被指定为本案认定人。", "只有指定的人才能认定。", "请联系运营方。"),
        "en": ("You are not a finder of this case.", "Only those seated may find.", "Ask the operator."),
    },
    "exhibit_not_this_item": {
        "zh-hans": ("有一份证据不涉及这一项。", "答复要针对涉及该项的证据。", "请去掉它。"),
        "en": ("An exhibit does not speak to this item.", "A finding answers the exhibits on its item.", "Remove it."),
    },
    "exhibit_answered_twice": {
        "zh-hans": ("同一份证据答复了两次。", "每份证据一个答复。", "请合并。"),
        "en": ("An exhibit is answered twice.", "One answer each.", "Merge them."),
    },
    "check_unknown": {
        "zh-hans": ("没有这次检验。", "只能援引已有的检验。", "请重新选择。"),
        "en": ("There is no such check.", "Only existing checks can be cited.", "Choose again."),
    },
    "delivered_and_prevented_exceed_whole": {
        "zh-hans": ("“已完成”与“因买家未能完成”合计超过百分之百。", "两者是同一项的不同部分。", "请调整比例。"),
        "en": ("Delivered and prevented together exceed the whole.", "They are parts of one item.", "Adjust them."),
    },
    "finding_missing": {
        "zh-hans": ("还有争议项目没有认定。", "缺一项就算不出金额。", "请补上缺少的认定。"),
        "en": (
            "A contested item has no finding yet.",
            "Nothing can be computed with one missing.",
            "Make the missing finding.",
        ),
    },
    "cause_missing": {
        "zh-hans": ("还没有认定起因。", "责任在谁决定有哪些救济可选。", "请先认定起因。"),
        "en": ("The cause has not been found.", "It decides which remedies there are.", "Find the cause first."),
    },
    "exhibit_unanswered": {
        "zh-hans": ("还有证据没有得到答复。", "每一份证据都要有书面答复。", "请在认定中答复它。"),
        "en": ("An exhibit has no answer.", "None may be passed over in silence.", "Answer it in the finding."),
    },
    "challenge_pending": {
        "zh-hans": ("更换调解员的申请还没有决定。", "先确定由谁来决定。", "请等运营方答复。"),
        "en": ("A challenge of the mediator is pending.", "Who decides comes first.", "Wait for the operator."),
    },
    "evidence_open": {
        "zh-hans": (
            "举证期还没有结束。",
            "公布的举证期内，双方都还可以举证；提前决定，就等于不看后来的证据。",
            "请等举证期届满，或等双方都表示不再举证。",
        ),
        "en": (
            "The evidence period has not ended.",
            "Until it has, either side may still show something that changes a finding.",
            "Wait until it ends, or until both sides have said that they have no more.",
        ),
    },
    "award_not_computed": {
        "zh-hans": ("所附金额不是由认定算出的。", "金额只能由认定按规则算出。", "请刷新后重新提交，不要附金额。"),
        "en": (
            "The award is not what the findings compute.",
            "Sums follow from findings by rule.",
            "Reload and send without sums.",
        ),
    },
    "assessment_invalid": {
        "zh-hans": ("按现有认定无法计算。", "某个数值超出了规则允许的范围。", "请核对标出的认定。"),
        "en": (
            "Nothing can be computed from these findings.",
            "A value is outside what the rules allow.",
            "Check the finding named.",
        ),
    },
    "option_unknown": {
        "zh-hans": ("没有这个救济选项。", "只能从处理决定列出的选项中选。", "请重新选择。"),
        "en": ("There is no such option.", "You choose among those of the determination.", "Choose again."),
    },
    "option_not_yours": {
        "zh-hans": ("这个选项不由您选择。", "处理决定写明了由谁选。", "请等有权选择的一方。"),
        "en": (
            "That option is not yours to elect.",
            "The determination says whose it is.",
            "Wait for the one who may.",
        ),
    },
    "already_elected": {
        "zh-hans": ("已经选定救济。", "选定后不再更改。", "无需操作。"),
        "en": ("A remedy was elected.", "The choice is final.", "Nothing to do."),
    },
    "appeal_used": {
        "zh-hans": ("已经复议过一次。", "复议只有一次，复议结果为最终结果。", "您仍可向法院起诉。"),
        "en": ("There was an appeal already.", "There is one, and it is final here.", "You may still go to court."),
    },
    "appeal_closed": {
        "zh-hans": ("复议期限已过，或已放弃复议。", "决定需要有终局的时候。", "您仍可向法院起诉。"),
        "en": (
            "The time for appeal is over, or appeal was waived.",
            "A decision must become final.",
            "You may still go to court.",
        ),
    },
    "not_decided": {
        "zh-hans": ("还没有处理决定。", "这一步要等决定作出之后。", "请等处理决定。"),
        "en": ("There is no determination yet.", "This comes after it.", "Wait for it."),
    },
    "nothing_to_execute": {
        "zh-hans": ("没有可执行的内容。", "没有和解、相合的出价或生效的决定。", "无需操作。"),
        "en": ("There is nothing to execute.", "No settlement, match or final determination exists.", "Nothing to do."),
    },
    "not_finished": {
        "zh-hans": ("还有未了结的事项。", "都了结之后才能结案。", "请看页面顶部还缺什么。"),
        "en": ("Something is still open.", "An order closes when nothing is.", "The head of the page says what."),
    },
    # -- erasure
    "entry_not_erasable": {
        "zh-hans": ("这一条的内容不能删除。", "计算金额和责任所需的内容必须保留。", "可以只删除留言或单方记录。"),
        "en": (
            "This entry's body cannot be erased.",
            "What money and duties rest on stays.",
            "Statements and notes can be erased.",
        ),
    },
    "skeleton_differs": {
        "zh-hans": ("保留的骨架与原条目不符。", "删除的只能是文字。", "请重试。"),
        "en": ("The skeleton does not match the entry.", "Only the words may go.", "Try again."),
    },
    "already_erased": {
        "zh-hans": ("这一条的内容已经删除。", "删除一次即可。", "无需操作。"),
        "en": ("This entry's body is gone already.", "Once is enough.", "Nothing to do."),
    },
}

PARTICULARS: Table = {
    "requirement": {"zh-hans": "要求", "en": "Requirement"},
    "needs": {"zh-hans": "所依赖的项目", "en": "Needs"},
    "price": {"zh-hans": "总价", "en": "Price"},
    "sum": {"zh-hans": "各项之和", "en": "Sum of the items"},
    "quotes": {"zh-hans": "已有报价数", "en": "References there are"},
    "needed": {"zh-hans": "需要", "en": "Needed"},
    "amount": {"zh-hans": "金额", "en": "Amount"},
    "deposit": {"zh-hans": "定金或订金", "en": "Deposit"},
    "missing": {"zh-hans": "尚缺", "en": "Missing"},
    "agreed": {"zh-hans": "约定数额", "en": "Agreed"},
    "paid": {"zh-hans": "已付", "en": "Paid"},
    "yours": {"zh-hans": "您提交的", "en": "Yours"},
    "current": {"zh-hans": "目前的", "en": "Current"},
    "computed": {"zh-hans": "按规则算出", "en": "Computed"},
    "phase": {"zh-hans": "目前阶段", "en": "Phase now"},
    "status": {"zh-hans": "状态", "en": "Status"},
    "verdict": {"zh-hans": "验收结论", "en": "Verdict"},
    "ground": {"zh-hans": "理由", "en": "Ground"},
    "until": {"zh-hans": "直到", "en": "Until"},
    "latest": {"zh-hans": "最晚", "en": "Latest"},
    "earliest": {"zh-hans": "最早", "en": "Earliest"},
    "instant": {"zh-hans": "时间", "en": "Time"},
    "clock": {"zh-hans": "期限", "en": "Clock"},
    "most": {"zh-hans": "最多次数", "en": "At most"},
    "credit": {"zh-hans": "您可用的天数", "en": "Days you have"},
    "revisions": {"zh-hans": "约定的修改次数", "en": "Revisions agreed"},
    "name": {"zh-hans": "文件名", "en": "File"},
    "party": {"zh-hans": "一方", "en": "Party"},
    "role": {"zh-hans": "角色", "en": "Role"},
    "waives": {"zh-hans": "需放弃的金额", "en": "Sum to give up"},
    "due": {"zh-hans": "按规则应得", "en": "Due by the rules"},
    "round": {"zh-hans": "轮次", "en": "Round"},
    "option": {"zh-hans": "救济", "en": "Option"},
    "detail": {"zh-hans": "具体情况", "en": "Particulars"},
    "path": {"zh-hans": "位置", "en": "Place"},
    "waiting": {"zh-hans": "尚未表示不再举证的一方", "en": "Has not said that it has no more"},
}
"""What the particulars of a refusal are called. Those that are only entry numbers or ids are not shown to people."""


def explain(code: str, lang: str) -> Explained:
    """A refusal code in one language. Raises UnknownWordError for a code without words."""
    try:
        return Explained(*REFUSALS[code][lang])
    except KeyError:
        raise UnknownWordError(f"no words for refusal {code!r} in {lang!r}") from None
