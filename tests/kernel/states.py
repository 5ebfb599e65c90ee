"""One real order for every phase, and for every state within a phase that changes what people may do."""

from collections.abc import Callable
from datetime import timedelta

from gongdao.kernel.fold import apply, empty
from gongdao.kernel.values import Requirement
from tests.scenarios.story import Story, file, founding_agreement, person, yuan

ITEMS = ("template", "changes", "data")


def draft() -> Story:
    story = Story()
    story.does("Lin", "draft", buyer=person("Lin"), seller=person("Qiao"), agreement=founding_agreement())
    return story


def proposed() -> Story:
    story = draft()
    story.does("Lin", "propose", hash=story.order.hash)
    return story


def buyer_accepted_and_paid() -> Story:
    story = proposed()
    story.does("Lin", "accept", hash=story.order.hash)
    return story.pays(yuan(400))


def seller_asked() -> Story:
    story = proposed()
    story.does("Qiao", "question", requirement="data", text="多少条？")
    return story


def payment_pending() -> Story:
    story = Story().agreed()
    story.does("Lin", "fund", purpose="escrow", amount=yuan(100))
    return story


def change_open() -> Story:
    story = Story().working()
    extra = Requirement(id="search", title="站内搜索", price=yuan(80))
    story.does("Qiao", "propose_change", adds=(extra,), price=yuan(480), reason="加搜索")
    return story


def change_waits_for_money() -> Story:
    story = change_open()
    story.does("Lin", "accept_change", change=story.order.seq)
    return story


def handed_in() -> Story:
    story = Story().working()
    story.does("Qiao", "deliver", requirements=ITEMS, files=(file(),))
    return story


def inspecting() -> Story:
    story = Story().working()
    story.delivers(*ITEMS)
    return story


def rejected() -> Story:
    story = inspecting()
    story.rejects(next(iter(story.order.deliveries)), "changes")
    return story


def ended() -> Story:
    story = Story().working()
    story.does("Qiao", "end", ground="impossible", reason="做不了")
    return story


def offer_open() -> Story:
    story = inspecting()
    story.offers("Lin", {"template": yuan(200)})
    return story


def disputed() -> Story:
    return inspecting().disputed("changes")


def claimed() -> Story:
    story = mediated()
    story.does("Lin", "claim", requirement="changes", text="没做", demand=yuan(100))
    story.does("Qiao", "exhibit", kind="screenshot", title="截图", text="…", requirement="changes")
    return story


def mediated() -> Story:
    return disputed().mediated()


def challenged() -> Story:
    story = mediated()
    story.does("Lin", "challenge", ground="conduct", text="催我当场决定")
    return story


def one_side_bid() -> Story:
    story = Story().working().disputed().mediated()
    story.does("Lin", "bid", round=1, amount=yuan(150))
    return story


def bids_opened_by_one() -> Story:
    story = one_side_bid()
    story.does("Qiao", "bid", round=1, amount=yuan(380))
    story.does("Lin", "open_bids")
    return story


def seller_accepted_first() -> Story:
    story = proposed()
    story.does("Qiao", "accept", hash=story.order.hash)
    return story


def question_answered() -> Story:
    story = seller_asked()
    story.does("Lin", "answer", question=story.order.seq, text="三百条")
    return story


def offer_declined() -> Story:
    story = offer_open()
    story.does("Qiao", "decline_offer", offer=story.order.seq, reason="不够")
    return story


def minuted() -> Story:
    """A talk was held and its minutes are there."""
    story = mediated()
    time = story.now + timedelta(days=1)
    meeting = story.does("Mediator", "propose_meeting", times=(time,), length=30, agenda="逐项过一遍")
    for name in ("Lin", "Qiao", "Mediator"):
        story.does(name, "consent_meeting", meeting=meeting, time=time)
    story.now = time + timedelta(hours=1)
    story.does("Mediator", "minutes", meeting=meeting, attended=("lin", "qiao"), text="各自说明")
    return story


def meeting_proposed() -> Story:
    story = mediated()
    story.does("Mediator", "propose_meeting", times=(story.now + timedelta(days=1),), length=30, agenda="逐项过一遍")
    return story


def all_found() -> Story:
    story = mediated().rests()
    story.finds("changes", 0)
    story.does("Mediator", "find_cause", cause="seller", reason="依记录认定")
    return story


def determined() -> Story:
    story = all_found()
    story.does("Mediator", "determine")
    return story


def elected() -> Story:
    story = determined()
    story.does("Lin", "elect", option="reduce")
    return story


def curing() -> Story:
    story = determined()
    story.does("Lin", "elect", option="cure")
    return story


def appealed() -> Story:
    story = determined()
    story.does("Qiao", "appeal", ground="wrong_fact", requirements=("changes",), reason="改了的")
    return story


def panel_seated() -> Story:
    story = appealed()
    story.does("Operator", "seat_finders", finders=tuple(person(f"Finder {n}") for n in (1, 2, 3)))
    return story


def finders_wanted() -> Story:
    return Story().working(founding_agreement(finders=3)).disputed().mediated()


def finders_blind() -> Story:
    story = finders_wanted()
    story.does("Operator", "seat_finders", finders=tuple(person(f"Finder {n}") for n in (1, 2, 3)))
    return story


def executed() -> Story:
    """The moment between the money's moving and the closing, which the platform passes through in one step."""
    story = closed()
    while story.order.phase != "executed":
        story.entries.pop()
        order = empty(story.order.id)
        for entry in story.entries:
            order = apply(order, entry)
        story.order = order
    return story


def closed() -> Story:
    story = Story().working().disputed().mediated()
    for requirement in ITEMS:
        story.finds(requirement, 10_000)
    return story.determined().executed("reduce")


def promise_left() -> Story:
    story = Story().working()
    story.does("Qiao", "promise", text="协助安装", test="首页能打开", until=story.now + timedelta(days=20))
    delivery = story.delivers(*ITEMS)
    return story.accepts(delivery, *ITEMS)


def withdrawn() -> Story:
    story = proposed()
    story.does("Qiao", "withdraw", reason="接不了")
    return story


STATES: dict[str, Callable[[], Story]] = {
    "nothing yet": Story,
    "draft": draft,
    "proposed": proposed,
    "seller asked": seller_asked,
    "question answered": question_answered,
    "seller accepted first": seller_accepted_first,
    "buyer accepted and paid": buyer_accepted_and_paid,
    "agreed": lambda: Story().agreed(),
    "payment pending": payment_pending,
    "funded": lambda: Story().funded(),
    "working": lambda: Story().working(),
    "change open": change_open,
    "change waits for money": change_waits_for_money,
    "handed in": handed_in,
    "inspecting": inspecting,
    "rejected": rejected,
    "offer open": offer_open,
    "offer declined": offer_declined,
    "ended": ended,
    "disputed": disputed,
    "mediated": mediated,
    "claimed": claimed,
    "challenged": challenged,
    "meeting proposed": meeting_proposed,
    "one side bid": one_side_bid,
    "bids opened by one": bids_opened_by_one,
    "minuted": minuted,
    "all found": all_found,
    "finders wanted": finders_wanted,
    "finders blind": finders_blind,
    "determined": determined,
    "elected": elected,
    "curing": curing,
    "appealed": appealed,
    "panel seated": panel_seated,
    "executed": executed,
    "closed": closed,
    "promise left": promise_left,
    "withdrawn": withdrawn,
}

PHASE_OF = {
    "draft": draft,
    "proposed": proposed,
    "agreed": STATES["agreed"],
    "funded": STATES["funded"],
    "working": STATES["working"],
    "inspecting": inspecting,
    "disputed": mediated,
    "determined": determined,
    "executed": executed,
    "closed": closed,
    "withdrawn": withdrawn,
}
"""An order in each phase."""
