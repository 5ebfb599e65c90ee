"""What counts as moved, retyped and replaced, on pages made of boxes: no browser, only the comparison."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
import numpy as np
import pytest

from gongdao.checks.capture.facts import PageFacts, Painted, Picture, Text
from gongdao.checks.compare.pages import PageComparison, compare_shown
from gongdao.checks.shape import Box

WIDE = 1440
Told = set[tuple[str, str]]


def text(words: str, x: int, y: int, w: int = 300, h: int = 30) -> Text:
    return Text(words, (x, y, w, h), (20, 20, 20), (255, 255, 255), 1600, 400, "serif", 300)


def picture(name: str, box: Box) -> Picture:
    bits = int.from_bytes(name.encode() * 8, "big") & (2**64 - 1)
    return Picture("image", box, f"img/{name}.jpg", "shown", hash=bits, mean=(90, 90, 90), spread=40)


def page(texts: Iterable[Text], pictures: Iterable[Picture] = (), painted: Iterable[Painted] = ()) -> PageFacts:
    every = [t.box for t in texts]
    height = max(900, *(y + h + 60 for _, y, _, h in every))
    return PageFacts(
        page="index.html", width=WIDE, view_height=900, height=height, captured=height,
        texts=tuple(texts), pictures=tuple(pictures), painted=tuple(painted),
    )  # fmt: skip


def judged(reference: PageFacts, delivery: PageFacts) -> PageComparison:
    blank = [np.full((p.height // 4, WIDE // 4, 3), 255, np.uint8) for p in (reference, delivery)]
    return compare_shown(reference, delivery, (blank[0], blank[1]), True)


def told(reference: PageFacts, delivery: PageFacts) -> Told:
    return {(d.label, d.text) for d in judged(reference, delivery).differences}


def article(start: int, count: int, name: str, step: int = 60) -> list[Text]:
    return [text(f"{name} paragraph number {n} tells of {name}", 200, start + n * step) for n in range(count)]


def test_a_centred_group_that_closes_up_on_what_went_is_not_moved() -> None:
    hero = [text("Heading of the page", 570, 300), text("What it is about", 570, 360), text("Begin here", 570, 420)]
    rest = article(900, 6, "harbour")
    closed = [text("Heading of the page", 570, 330), text("Begin here", 570, 390)]
    assert told(page([*hero, *rest]), page([*closed, *rest])) == {("missing", "What it is about")}


def test_a_centred_group_that_makes_room_for_what_came_is_not_moved() -> None:
    hero = [text("Heading of the page", 570, 330), text("Begin here", 570, 390)]
    rest = article(900, 6, "harbour")
    wider = [text("Heading of the page", 570, 300), text("Now on offer", 570, 360), text("Begin here", 570, 420)]
    assert told(page([*hero, *rest]), page([*wider, *rest])) == {("extra", "Now on offer")}


def test_a_text_that_strays_while_another_goes_elsewhere_is_moved() -> None:
    top, rest = article(100, 4, "meadow"), article(1_600, 6, "harbour")
    stray = msgspec.structs.replace(rest[2], box=(460, 1_720, 300, 30))
    found = told(page([*top, *rest]), page([*top[:1], *top[2:], *rest[:2], stray, *rest[3:]]))
    assert ("missing", top[1].text) in found
    assert {t for label, t in found if label == "moved"} == {rest[2].text}


def test_more_room_above_a_block_is_told_once() -> None:
    top, rest = article(100, 5, "meadow"), article(460, 6, "harbour")
    lower = [msgspec.structs.replace(t, box=(200, t.box[1] + 90, 300, 30)) for t in rest]
    assert told(page([*top, *rest]), page([*top, *lower])) == {("moved", rest[0].text)}


CARDS = ["amber lamp", "blue chair", "cedar table", "dark mirror", "eggshell vase", "fir bench"]


def grid(names: list[str]) -> PageFacts:
    """Cards in rows of three, each a picture with two lines of text under it."""
    texts, pictures = [text("All that we make", 120, 100)], []
    for n, name in enumerate(names):
        x, y = 120 + n % 3 * 400, 200 + n // 3 * 500
        pictures.append(picture(name, (x, y, 360, 300)))
        texts += [text(name.title(), x, y + 320), text(f"The {name} is made by hand of good stuff", x, y + 360, 340)]
    return page([*texts, *article(1_300, 5, "harbour")], pictures)


@pytest.mark.parametrize("at", range(6))
def test_cards_that_take_the_next_place_are_not_moved(at: int) -> None:
    fewer = [name for n, name in enumerate(CARDS) if n != at]
    gone = CARDS[at]
    due = {("missing", gone.title()), ("missing", f"The {gone} is made by hand of good stuff")}
    assert told(grid(CARDS), grid(fewer)) == due | {("missing", f"img/{gone}.jpg")}
    came = {("extra" if label == "missing" else label, words) for label, words in due}
    assert told(grid(fewer), grid(CARDS)) == came | {("extra", f"img/{gone}.jpg")}


def test_two_cards_that_change_places_are_both_moved() -> None:
    swapped = [CARDS[0], CARDS[2], CARDS[1], *CARDS[3:]]
    found = told(grid(CARDS), grid(swapped))
    assert {label for label, _ in found} == {"moved"}
    assert {words for _, words in found} >= {"Blue Chair", "Cedar Table", "img/blue chair.jpg", "img/cedar table.jpg"}


def test_words_in_another_script_in_the_same_place_are_retyped() -> None:
    reference = page([text("Opening hours", 200, 200), *article(300, 6, "harbour")])
    delivery = page([text("营业时间", 200, 200), *article(300, 6, "harbour")])
    assert told(reference, delivery) == {("wrong_text", "Opening hours")}


def test_the_ground_of_a_longer_page_is_the_same_ground() -> None:
    short, long = article(100, 8, "harbour"), article(100, 16, "harbour")
    grounds = [[Painted((0, 0, WIDE, max(900, ts[-1].box[1] + 90)), (240, 240, 240))] for ts in (short, long)]
    found = judged(page(short, (), grounds[0]), page(long, (), grounds[1])).differences
    assert not [d for d in found if d.kind == "box"]


def test_a_box_goes_where_what_it_holds_went() -> None:
    first, second = text("Plain offer for one", 240, 340), text("Grand offer for all", 740, 340)
    red, blue = Painted((200, 300, 400, 200), (200, 40, 40)), Painted((700, 300, 400, 200), (40, 40, 200))
    rest = article(700, 5, "harbour")
    reference = page([first, second, *rest], (), [red, blue])
    there = [
        msgspec.structs.replace(first, box=(740, 340, 300, 30)),
        msgspec.structs.replace(second, box=(240, 340, 300, 30)),
    ]
    delivery = page(
        [*there, *rest], (), [msgspec.structs.replace(red, box=blue.box), msgspec.structs.replace(blue, box=red.box)]
    )
    assert {d.label for d in judged(reference, delivery).differences} == {"moved"}
