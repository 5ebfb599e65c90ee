"""Plain text that remembers where every character came from.

Rules read plain text: tags removed, entities resolved, quote marks of a mail left out. Whatever they find must be
shown in the source, so a passage keeps, for each of its characters, the half-open range of source characters it
stands for. A passage never holds a character that the source does not account for, except the line break that
`join` puts between two parts, whose range is empty.
"""

from array import array
from collections.abc import Iterable, Sequence
from functools import cached_property

# One character for one character, so that positions hold. Full-width forms fold to ASCII; the traditional
# characters that occur in the lexicon fold to simplified ones, so that every rule is written once.
_TRADITIONAL = "買賣產訂價錢數據採網頁改單設計圖證檔聯繫電話說開報這個們為會對應該麼從沒還給幫與請問樣騙"
_SIMPLIFIED = "买卖产订价钱数据采网页改单设计图证档联系电话说开报这个们为会对应该么从没还给帮与请问样骗"
_TRADITIONAL += "謝場貨約協議標題雙賠償發確認實現務導內圓塊萬億兩貳參叁爸陸師調節員點時間週錯誤總額餘範復"
_SIMPLIFIED += "谢场货约协议标题双赔偿发确认实现务导内元块万亿两贰叁叁爸陆师调节员点时间周错误总额余范复"
_TRADITIONAL += "傳達創視覺簡繁體語譯機後別讓辦處無損壞舊願剛將繼續補贈獎擔險續質"
_SIMPLIFIED += "传达创视觉简繁体语译机后别让办处无损坏旧愿刚将继续补赠奖担险续质"
_TRADITIONAL += "預賬帳匯費項級經編碼現轉卻線條張頁親認東書錄歷畫盤絕滿壓態適當動過運銷購維權訴證騙詐費補貼"
_TRADITIONAL += "兒樓來試驗裝寫個種類權義頭開關無從進遠處報紙檢討論雜誌選擇遲早夠許長時"
_SIMPLIFIED += "预账账汇费项级经编码现转却线条张页亲认东书录历画盘绝满压态适当动过运销购维权诉证骗诈费补贴"
_SIMPLIFIED += "儿楼来试验装写个种类权义头开关无从进远处报纸检讨论杂志选择迟早够许长时"
_FOLD = {ord(a): b for a, b in zip(_TRADITIONAL, _SIMPLIFIED, strict=True)}
_FOLD.update({code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)})
_FOLD.update({0x3000: " ", 0x00A0: " ", 0x202F: " ", 0x2007: " ", 0x2009: " ", 0xFFE5: "¥", 0x2019: "'"})


def fold(text: str) -> str:
    """The text with one character for one character replaced, so that positions in it hold in the original."""
    return text.translate(_FOLD)


def has_han(text: str) -> bool:
    """Whether a text holds Chinese characters, so that a word's reach is counted in fewer of them."""
    return any("\u4e00" <= c <= "\u9fff" for c in text)


class Passage:
    """Plain text and, for each character, the range of the source it stands for."""

    __slots__ = ("__dict__", "ends", "starts", "text")

    def __init__(self, text: str, starts: Sequence[int], ends: Sequence[int]) -> None:
        self.text = text
        self.starts = starts
        self.ends = ends

    @classmethod
    def of(cls, source: str, start: int, end: int) -> "Passage":
        """The passage that is the source itself between two offsets."""
        return cls(source[start:end], range(start, end), range(start + 1, end + 1))

    @classmethod
    def join(cls, parts: Iterable["Passage"], between: str = "\n") -> "Passage":
        """Several passages as one. `between` is one character or none, and stands for nothing in the source."""
        texts: list[str] = []
        starts = array("q")
        ends = array("q")
        for part in parts:
            if texts and between:
                texts.append(between)
                starts.append(ends[-1] if ends else 0)
                ends.append(ends[-1] if ends else 0)
            texts.append(part.text)
            starts.extend(part.starts)
            ends.extend(part.ends)
        return cls("".join(texts), starts, ends)

    @cached_property
    def folded(self) -> str:
        """The text as the rules read it (see `fold`)."""
        return fold(self.text)

    def __len__(self) -> int:
        return len(self.text)

    def __bool__(self) -> bool:
        return bool(self.text)

    def cut(self, start: int, end: int) -> "Passage":
        """The part between two positions of this passage."""
        return Passage(self.text[start:end], self.starts[start:end], self.ends[start:end])

    def without(self, holes: Iterable[tuple[int, int]]) -> "Passage":
        """The passage with some ranges left out. `holes` are sorted and do not overlap."""
        kept: list[Passage] = []
        at = 0
        for start, end in holes:
            if start > at:
                kept.append(self.cut(at, start))
            at = max(at, end)
        if not kept and at == 0:
            return self
        kept.append(self.cut(at, len(self.text)))
        return Passage.join(kept, between="")

    def strip(self) -> "Passage":
        """The passage without white space and invisible marks at its two ends."""
        text = self.text
        start, end = 0, len(text)
        while start < end and (text[start].isspace() or text[start] in "\u200e\u200f\u202a\u202c\ufeff\u200b"):
            start += 1
        while end > start and (text[end - 1].isspace() or text[end - 1] in "\u200e\u200f\u202a\u202c\ufeff\u200b"):
            end -= 1
        return self if (start, end) == (0, len(text)) else self.cut(start, end)

    def place(self, start: int, end: int) -> tuple[int, int]:
        """The source range behind a range of this passage.

        An empty range gives an empty range where it would begin.
        """
        if end > start:
            return self.starts[start], max(self.ends[start:end][-1], self.starts[start])
        if start < len(self.starts):
            return self.starts[start], self.starts[start]
        last = self.ends[-1] if len(self.ends) else 0
        return last, last

    def whole(self) -> tuple[int, int]:
        """The source range from the first to the last character."""
        return self.place(0, len(self.text))
