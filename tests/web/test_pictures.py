"""What is drawn on the server fits its frame, whatever the sums."""

import re
from itertools import product

import pytest

from gongdao.web.pictures import FRAMES, LETTER, demand_picture
from gongdao.words.lookup import Lang

TEXT = re.compile(r"<text ([^>]*)>([^<]+)</text>")
BEFORE = {"end": 1.0, "middle": 0.5, "start": 0.0}
"""How much of a label stands before its place."""


@pytest.mark.parametrize("lang", ["zh-hans", "en"])
@pytest.mark.parametrize(("due", "price"), [*product([0, 1, 20_000, 40_000], [40_000]), (10**11, 10**11), (0, 0)])
def test_no_label_leaves_the_picture_or_covers_another(due: int, price: int, lang: Lang) -> None:
    for frame, drawn in zip(FRAMES, demand_picture(due, price, "CNY", lang).split("</svg>"), strict=False):
        assert f'class="{frame.name}"' in drawn
        boxes = []
        for attributes, label in TEXT.findall(drawn):
            given = dict(re.findall(r'([\w-]+)="([^"]*)"', attributes))
            width = sum(12 if ord(letter) > 0x2E80 else LETTER * 0.9 for letter in label)
            left, y = float(given["x"]) - width * BEFORE[given.get("text-anchor", "start")], float(given["y"])
            assert left >= 0, label
            assert left + width <= frame.width, label
            boxes.append((left, left + width, y - 9, y, label))
        for i, (l1, r1, t1, b1, first) in enumerate(boxes):
            for l2, r2, t2, b2, second in boxes[i + 1 :]:
                assert r1 <= l2 or r2 <= l1 or b1 <= t2 or b2 <= t1, f"{first} / {second}"
