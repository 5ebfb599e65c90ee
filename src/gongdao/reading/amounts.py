"""Sums of money in running text: which characters are a sum, how much, in which currency.

Says only that something is money and how much; what it is said to be (deposit, offer, demand) is `sayings`. Two
kinds of sum: marked ones carry a currency (300元, ￥1,200.50, $300, 300 bucks), bare ones (400要, 定金200) count only
next to a word of paying and never where a measure word, a unit or a date claims the number. Refuses to guess:
几百块 and "a few hundred" are no sums.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from itertools import islice

from . import lexicon, stamps
from .formats.markup import BARE_URL
from .passage import has_han

_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_TENS = {"十": 10, "百": 100, "千": 1000}
_ENGLISH = {
    "a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_SYMBOLS = {
    "r$": "BRL", "hk$": "HKD", "nt$": "TWD", "us$": "USD", "a$": "AUD", "c$": "CAD", "s$": "SGD", "rmb¥": "CNY",
    "¥": "CNY", "$": "USD", "€": "EUR", "£": "GBP",
}  # fmt: skip
_NAMES = {
    "元": "CNY", "块钱": "CNY", "块": "CNY", "人民币": "CNY", "圆": "CNY", "大洋": "CNY", "rmb": "CNY", "cny": "CNY",
    "yuan": "CNY", "kuai": "CNY", "美元": "USD", "美金": "USD", "刀": "USD", "usd": "USD", "dollar": "USD",
    "dollars": "USD", "buck": "USD", "bucks": "USD", "欧元": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR",
    "英镑": "GBP", "gbp": "GBP", "pound": "GBP", "pounds": "GBP", "quid": "GBP", "港币": "HKD", "港元": "HKD",
    "hkd": "HKD", "台币": "TWD", "新台币": "TWD", "twd": "TWD", "ntd": "TWD", "cad": "CAD", "aud": "AUD", "sgd": "SGD",
}  # fmt: skip

_NUMBER = r"(?:\d{1,3}(?:[,，]\d{3})+(?:\.\d{1,2})?|\d{1,3}(?:\.\d{3})+,\d{2}|\d{1,12}(?:\.\d{1,2})?)(?![\d])"
_SCALE = r"(?:\s?(?:万|千|百)|[kKwW](?![A-Za-z0-9]))"
_ZH = r"(?:[一二两三四五六七八九][零〇一二两三四五六七八九十百千万]{0,14}|十[一二三四五六七八九]?[万]?)"
_EN_UNIT = "(?:" + "|".join(sorted((w for w in _ENGLISH if w != "a"), key=len, reverse=True)) + ")"
_EN = (
    rf"(?:(?:{_EN_UNIT}(?:[- ]{_EN_UNIT})?|a) (?:hundred|thousand|million)(?: (?:and )?(?:{_EN_UNIT}[- ]?(?:hundred)?(?:(?: and)?[- ]?{_EN_UNIT}){{0,2}}))?"  # noqa: E501
    rf"|{_EN_UNIT}(?:-{_EN_UNIT})?)"
)
_SYMBOL = r"(?:(?:hk|nt|us|a|c|s|r)\$|rmb\s?¥?|cny\s?¥?|usd\s?\$?|eur|gbp|hkd|人民币|[¥$€£])"
_NAME = (
    r"(?:块钱|块|元|圆|人民币|大洋|美元|美金|刀|欧元|英镑|港币|港元|新?台币|[¥€£$](?!\d)"
    r"|(?:rmb|cny|yuan|kuai|usd|dollars?|bucks?|eur|euros?|gbp|pounds?|quid|hkd|twd|ntd|cad|aud|sgd)(?![a-z]))"
)
_RANGE = r"(?:\s?(?:-|–|—|~|～|到|至|to)\s?)"

_MARKED = re.compile(
    rf"(?P<symbol>(?<![a-z])(?:{_SYMBOL}))\s?(?P<a>{_NUMBER})(?P<as>{_SCALE})?(?:{_RANGE}(?:{_SYMBOL})?\s?(?P<ah>{_NUMBER})(?P<ahs>{_SCALE})?)?"
    rf"(?:\s?(?P<atail>{_NAME}))?"
    rf"|(?<![\d.A-Za-z/:_-])(?P<b>{_NUMBER}|{_ZH}|(?<![a-z]){_EN})(?P<bs>{_SCALE})?"
    rf"(?:{_RANGE}(?P<bh>{_NUMBER}|{_ZH})(?P<bhs>{_SCALE})?)?(?P<more>\s?(?:多|来|几)?)\s?(?P<name>{_NAME})"
    rf"(?P<odd>[一二三四五六七八九1-9](?:毛|角)?(?![\d个天次页条份]))?",
    re.I,
)
_BARE = re.compile(
    rf"(?<!\d,)(?<![\d.A-Za-z/:_\-#@第一二两三四五六七八九十百千万])(?P<n>{_NUMBER}(?P<s>{_SCALE})?|{_ZH})(?P<more>多)?"
    rf"(?:(?:-|~|到|至)(?P<h>{_NUMBER})(?P<hs>{_SCALE})?)?(?![A-Za-z]*[\d\-@_]|\.\d|,\d)",
    re.I,
)
# After a small sum in 块 these words go on about money; any other noun makes 两块 two pieces.
_AFTER_PIECE = re.compile(r"[钱就吧的左右多一够卖可成行不以每起上下全包]|[零〇]|\d")
_BESIDE = 60
"""How far from a bare number the words are looked for that make it money."""
# A word, a number, and the end of the clause or "and".
_IN_ROW = re.compile(
    rf"\b(?!(?:page|room|floor|no|number|version|chapter|model|item|order|line|step|route|unit|flat|apartment)\b)[a-z]{{3,20}}s?"
    rf"[:]? (?P<n>{_NUMBER})(?=\s*(?:[.!?;]?\s*$|[.!?;]\s|and\b|&))",
    re.I | re.M,
)
# Words of size, number and naming, behind which a number alone is no sum.
_SIZE_BEFORE = re.compile(
    r"(?:宽|高|长|深|厚|大小|尺寸|数量?|字数?|人数|号|编号|第|页|版本?|型号|分辨率|像素|房间?|室|到|有|共|约|第|是|满|达|近|超)$"
)
# 三四百: three to four hundred.
_BETWEEN = re.compile(r"([一二两三四五六七八九])([一二三四五六七八九])([十百千万])")
_ORDINAL = re.compile(r"^\s*(?:\(?\d{1,2}[.、):]|第)")
_CODE = re.compile(
    r"(?<![A-Za-z])(?:订单|单号|编号|电话|手机|QQ|微信|qq|tel|phone|order|no\.|id|code|#|port|版本|version|v)\s*(?:号|number|no\.?)?[:：#]?\s*$",
    re.I,
)


@dataclass(frozen=True)
class Sum:
    """A sum found: its range in the folded text, minor units, currency if written, and the rules that found it."""

    start: int
    end: int
    minor: int
    high: int | None
    currency: str | None
    approximate: bool = False
    why: tuple[str, ...] = ()


class _Claims:
    """Ranges whose digits are spoken for, joined where they overlap, so that a look-up is a bisection."""

    def __init__(self, ranges: list[tuple[int, int]]) -> None:
        self.ranges: list[tuple[int, int]] = []
        for start, end in sorted(ranges):
            if self.ranges and start < self.ranges[-1][1]:
                self.ranges[-1] = self.ranges[-1][0], max(end, self.ranges[-1][1])
            else:
                self.ranges.append((start, end))

    def clash(self, start: int, end: int) -> bool:
        """Whether a range touches one that is spoken for."""
        number = bisect_left(self.ranges, (end, 0)) - 1
        return number >= 0 and self.ranges[number][1] > start


def find(text: str, clauses: list[tuple[int, int]], chinese: bool, talk: bool = False) -> list[Sum]:
    """The sums in folded text, in order.

    `clauses` are the ranges within which a word can reach a number; `talk` says that money is talked of around the
    text, so that a round number standing alone ("900, not a cent less") is one.
    """
    if not _may_hold(text):
        return []
    taken = _Claims(_taken(text))
    sums = [one for match in _MARKED.finditer(text) if (one := _marked(match, text, taken, chinese))]
    claimed = _Claims([*taken.ranges, *((one.start, one.end) for one in sums)])
    for start, end in clauses:
        for match in _BARE.finditer(text, start, end):
            if claimed.clash(match.start("n"), match.end()):
                continue
            bare = _bare(match, text, (start, end), talk)
            if bare:
                sums.append(bare)
    if talk and sums:
        sums += _listed(text, clauses, sums, _Claims([*taken.ranges, *((one.start, one.end) for one in sums)]))
    return sorted(sums, key=lambda one: one.start)


def _listed(text: str, clauses: list[tuple[int, int]], sums: list[Sum], claimed: _Claims) -> list[Sum]:
    """Figures in a row of prices: "cabinets are 2,000, worktop 900 and tiles 350" beside a sum that is sure."""
    starts = sorted(one.start for one in sums)
    found = []
    for start, end in clauses:
        for match in _IN_ROW.finditer(text, start, end):
            if claimed.clash(*match.span("n")):
                continue
            minor = _minor(match["n"], "")
            near = bisect_left(starts, match.start("n") - 120)
            beside = near < len(starts) and starts[near] < match.end("n") + 120
            if beside and minor is not None and minor % 1_000 == 0 and minor >= 5_000:
                found.append(Sum(match.start("n"), match.end("n"), minor, None, None, False, ("money_in_row",)))
    return found


def _may_hold(text: str) -> bool:
    return (
        any(c.isdigit() for c in text)
        or re.search(r"[百千万十块元]|hundred|thousand|dollar|buck|euro|pound|yuan", text, re.I) is not None
    )


def _taken(text: str) -> list[tuple[int, int]]:
    """Ranges whose digits belong to dates, times, addresses, mail names and long numbers."""
    found = [match.span() for match in BARE_URL.finditer(text)]
    found += [match.span() for match in re.finditer(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}\.[\w.]{1,64}", text)]
    found += [
        match.span()
        for match in re.finditer(r"(?<![\d¥$€£])\+?\d[\d\s-]{6,30}\d(?![\d元块])", text)
        if _is_code(match.group())
    ]
    if re.search(r"\d\s?[:：/\-.年月日号点时]|\d\s?[ap]\.?m|[a-z]{3} \d|\d(?:st|nd|rd|th)? [a-z]{3}", text, re.I):
        at = 0
        while (one := stamps.find(text, at)) is not None:
            stamp, start, end = one
            if stamp.relative or stamp.weekday is not None:
                at = max(end, start + 1)
                continue
            span = text[start:end]
            if not re.fullmatch(r"\s*\d{1,3}\.\d{1,2}\.\d{2}\s*", span):
                found.append((start, end))
            at = max(end, start + 1)
    return sorted(found)


def _is_code(digits: str) -> bool:
    """A telephone or order number: at least seven digits in a row or in three groups."""
    groups = re.split(r"\D+", digits.strip("+"))
    return max(map(len, groups)) >= 7 or (len(groups) >= 3 and sum(map(len, groups)) >= 7)


def _marked(match: "re.Match[str]", text: str, taken: _Claims, chinese: bool) -> Sum | None:
    prefix = match["symbol"] is not None
    number, scale = (match["a"], match["as"]) if prefix else (match["b"], match["bs"])
    upper, upper_scale = (match["ah"], match["ahs"]) if prefix else (match["bh"], match["bhs"])
    mark = (match["symbol"] if prefix else match["name"]).lower().strip()
    if taken.clash(match.start(), match.end()):
        return None
    minor = _minor(number, scale or ("" if upper_scale is None else upper_scale))
    if not prefix and not match["odd"] and _is_thing(match, text, minor):
        return None
    span = _BETWEEN.fullmatch(number)
    if span and minor is None:
        minor, upper, upper_scale = _minor(span[1] + span[3], ""), span[2] + span[3], ""
    if minor is None or minor <= 0:
        return None
    if not prefix and match["odd"]:
        minor += _DIGITS.get(match["odd"][0], int(match["odd"][0]) if match["odd"][0].isdigit() else 0) * 10
    high = _minor(upper, upper_scale or scale or "") if upper else None
    currency, why = _currency(mark, (match["atail"] or "").lower() if prefix else "", chinese)
    more = bool(not prefix and match["more"] and match["more"].strip())
    if more and match["more"].strip() == "几":
        return None
    return Sum(
        match.start(),
        match.end(),
        minor,
        high if high and high > minor else None,
        currency,
        more,
        ("money_marked", *why),
    )


def _is_thing(match: "re.Match[str]", text: str, value: int | None) -> bool:
    """块 and 元 that are pieces and elements, 一块 that means "together", 刀 that is a knife, a pound of weight."""
    name, after = match["name"].lower(), text[match.end("name") : match.end("name") + 6]
    if name == "块" and _at_start("money.piece").match(after):
        return True
    if name == "块" and match["b"] == "一" and not lexicon_before(text[max(0, match.start() - 24) : match.start()]):
        return True
    if (
        name == "块"
        and value is not None
        and value < 2_000
        and re.match(r"[\u4e00-\u9fff]", after)
        and not _AFTER_PIECE.match(after)
    ):
        return True
    if name == "元" and _at_start("money.element").match(after):
        return True
    if name == "刀" and not match["b"][0].isdigit():
        return True
    return bool(name in ("$", "€", "£", "¥") and after[:1].isdigit())


def _currency(mark: str, tail: str, chinese: bool) -> tuple[str | None, tuple[str, ...]]:
    key = mark.replace(" ", "")
    if tail and tail in _NAMES:
        return _NAMES[tail], ()
    if key in _SYMBOLS:
        if key == "¥" and not chinese:
            return "CNY", ("currency_symbol_ambiguous",)
        if key == "$":
            return "USD", ("currency_symbol_ambiguous",) if chinese else ()
        return _SYMBOLS[key], ()
    return _NAMES.get(key.rstrip("¥$"), _NAMES.get(key)), ()


def _bare(match: "re.Match[str]", text: str, clause: tuple[int, int], talk: bool) -> Sum | None:
    """A number without a currency, if a word of paying stands next to it and nothing else claims it."""
    number, scale = match["n"], match["s"] or ""
    written = number.removesuffix(scale)
    han = not number[0].isdigit()
    if han and not re.search("[百千万]", number):
        return None
    minor = _minor(written, scale)
    if minor is None or not 1_000 <= minor <= 10**11:
        return None
    left = text[max(clause[0], match.start() - _BESIDE) : match.start()]
    right = text[match.end() : min(clause[1], match.end() + _BESIDE)]
    if (
        _counted(right, han)
        or _CODE.search(left)
        or (_ORDINAL.match(text[match.start() : match.end() + 1]) and not left.strip())
    ):
        return None
    if not _is_money(minor, scale, han, left, right, talk):
        return None
    high = _minor(match["h"], match["hs"] or scale) if match["h"] else None
    upper = high if high and high > minor else None
    return Sum(match.start(), match.end(), minor, upper, None, bool(match["more"]), ("money_bare",))


def _is_money(minor: int, scale: str, han: bool, left: str, right: str, talk: bool) -> bool:
    """Whether the words around a bare number make it a sum.

    A firm word of paying beside it is enough. A weak one (for, 说, 就) needs a round number that ends the clause or
    is followed by a word such as 好了, or a second sign of money in the clause. In Chinese a number that stands
    against a noun of the trade without a measure word between (300模板, 首页800) is a price too.
    """
    before, after = lexicon_before(left), _at_start("money.after").match(right.lstrip())
    year = 1900 <= minor / 100 <= 2100 and not scale and minor % 10_000 != 0
    if year:
        return bool(before and _firm(before)) or _firm_after(right)
    if (before and _firm(before)) or _firm_after(right):
        return True
    strong = _strong(left + right)
    if (before or after) and (strong or han or scale):
        return True
    ends = not right.strip(" .!?;~。的了吧呢啊哦嘛啦")
    round_sum = minor % 500 == 0 and minor >= 2_000
    if before and round_sum and (ends or after):
        return True
    if after and round_sum and not left.strip():
        return True
    if round_sum and lexicon.find("mood.saying").search(left[-30:]):
        return True
    if round_sum and talk and minor % 1_000 == 0 and minor >= 5_000 and ends and _stands_alone(left):
        return True
    return round_sum and not han and _against_noun(left, right, ends)


def _stands_alone(left: str) -> bool:
    """A number that is the whole clause, or stands against a Chinese word that is no measure, where money is talked."""
    return not left.strip() or (has_han(left[-1]) and not _SIZE_BEFORE.search(left))


def _against_noun(left: str, right: str, ends: bool) -> bool:
    if not left.strip() and _topic_start().match(right):
        return True
    return ends and bool(_topic_end().search(left))


@cache
def _topic_start() -> "re.Pattern[str]":
    return re.compile(_topics_zh())


@cache
def _topic_end() -> "re.Pattern[str]":
    return re.compile(rf"(?:{_topics_zh()}|每[页张个条篇幅次份套])[:：]?\s?$")


def _topics_zh() -> str:
    return "(?:" + "|".join(w for topic in lexicon.keys("topic") for w in lexicon.words(f"topic.{topic}", "zh")) + ")"


def lexicon_before(left: str) -> str:
    """The word of paying that a text ends with, at most a few characters before the end; empty if none."""
    tail = left[-24:].rstrip(" :：=\"“'‘,，") if left[-1:] in " :：=\"“'‘" else left[-24:]
    match = _at_end("money.before").search(tail)
    return match["word"] if match else ""


# Words that alone make a bare number money; the rest need a second sign in the clause (`_STRONG`).
_FIRM = re.compile(
    r"定金|订金|押金|预付|首付|首款|尾款|余款|全款|保证金|报价|总价|单价|价|付|打款|打了?我|转给|退|收[你您我]|收费|加|补|报了|千字|一半|便宜|花|赚|赔|欠|预算|开价"
    r"|各退一步|折中|成交|出|违约金|差价|成本|费用|扣|减到|降到|合计|共|拿|最低|最高|底价|一口价|说好|全部|打了|转了|转账|汇款|支付|给了"
    r"|pay|paid|offer|charge|cost|price|refund|quote|budget|deposit|total|worth|spen[dt]|settle|owe|fee|ask|demand|accept|sent|suggest|propose",
    re.I,
)
_STRONG = re.compile(
    r"钱|款|价|元|块|定金|订金|押金|付|费|退|成交|预算|rmb|¥|\$|€|£|\bpa(?:y|id)|price|deposit|refund|budget|offer|quote|charge|cost|money|dollar|buck",
    re.I,
)
_FIRM_AFTER = re.compile(
    r"\s?(?:要就|成交|好了|打款|不退|的?(?:定金|订金|押金|预付|首付|尾款|预算|报价)|模|就给|包数据|包含|or nothing|up ?front|deposit|take it or)",  # noqa: E501
    re.I,
)


def _firm(word: str) -> bool:
    return bool(_FIRM.search(word))


def _firm_after(right: str) -> bool:
    return bool(_FIRM_AFTER.match(right))


def _strong(text: str) -> bool:
    return bool(_STRONG.search(text))


def _counted(right: str, han: bool) -> bool:
    match = _at_start("money.counted").match(right.lstrip(" -"))
    return bool(match) and not (han and match is not None and match.group().startswith("点"))


@cache
def _at_start(key: str) -> "re.Pattern[str]":
    return re.compile(lexicon.source(key), re.I)


@cache
def _at_end(key: str) -> "re.Pattern[str]":
    return re.compile(
        rf"(?P<word>{lexicon.source(key)})(?:\s?(?:about|around|only|just|大概|大约|差不多|是|为|了|:|就|的|个|us|me|you|a)){{0,2}}\s?$",
        re.I,
    )


def _minor(number: str, scale: str) -> int | None:
    """Minor units of a written number, or None where it is no number."""
    factor = {"万": 10_000, "w": 10_000, "千": 1000, "k": 1000, "百": 100}.get(scale.strip().lower(), 1)
    if number[0].isdigit():
        if re.fullmatch(r"\d{1,3}(?:\.\d{3})+,\d{2}", number):
            number = number.replace(".", "").replace(",", ".")
        value = Decimal(number.replace(",", "").replace("，", "")) * factor * 100
        return int(value) if value == int(value) and value < 10**15 else None
    words = number.lower()
    units = _english(words) if words[0].isascii() else chinese_number(words)
    return None if units is None else units * factor * 100


def chinese_number(written: str) -> int | None:
    """The value of a Chinese numeral: 三百 300, 一千二 1200, 两万五 25000, 一千零五十 1050. None if it is none."""
    total = section = digit = 0
    unit_below = 1
    zero = False
    for sign in written:
        if sign in _DIGITS:
            if digit and _DIGITS[sign]:
                return None
            digit = _DIGITS[sign]
            zero = zero or sign in "零〇"
        elif sign in _TENS:
            section += (digit or 1) * _TENS[sign]
            digit, unit_below, zero = 0, _TENS[sign] // 10, False
        elif sign == "万":
            total = (total + section + digit) * 10_000
            section, digit, unit_below, zero = 0, 0, 1_000, False
        else:
            return None
    if digit and not zero and unit_below > 1:
        digit *= unit_below
    return total + section + digit


def _english(written: str) -> int | None:
    total = current = 0
    for word in re.split(r"[\s-]+", written):
        if word == "and":
            continue
        if word == "hundred":
            current = (current or 1) * 100
        elif word in ("thousand", "million"):
            total, current = total + (current or 1) * (1000 if word == "thousand" else 1_000_000), 0
        elif word in _ENGLISH:
            current += _ENGLISH[word]
        else:
            return None
    return total + current


def signs_of_money(text: str) -> int:
    """How many signs of money a text holds, counted up to three."""
    return sum(1 for _ in islice(_STRONG.finditer(text), 3))


def in_currency(one: Sum, currency: str | None) -> Sum:
    """The sum in the currency of its surroundings, where it names none itself."""
    return (
        one
        if one.currency or currency is None
        else replace(one, currency=currency, why=(*one.why, "currency_from_context"))
    )
