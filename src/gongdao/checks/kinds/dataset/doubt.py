"""How sure a sample makes us of the whole: the Wilson score interval (Wilson 1927)."""

from __future__ import annotations

import math

Z95 = 1.959963984540054


def wilson(hits: int, tries: int, z: float = Z95) -> tuple[float, float]:
    """The share of the whole that `hits` of `tries` drawn at random speak for, low and high, at 95 %.

    Unlike hits ± z·σ it stays within 0 and 1 and is honest at 0 and at all hits. Nothing tried: 0 to 1.
    """
    if tries == 0:
        return 0.0, 1.0
    share = hits / tries
    middle = share + z * z / (2 * tries)
    spread = z * math.sqrt(share * (1 - share) / tries + z * z / (4 * tries * tries))
    scale = 1 + z * z / tries
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)
