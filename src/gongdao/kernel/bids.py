"""The published rule of sealed bids: they meet when the buyer would pay at least what the seller would take."""


def match(buyer: int, seller: int) -> int | None:
    """The price on which two sealed bids settle, or None when they miss; minor units.

    The midpoint, an odd unit going to the buyer (Chatterjee and Samuelson 1983 with k = 1/2).
    """
    return (buyer + seller) // 2 if buyer >= seller else None
