"""The end of a purchase."""

from __future__ import annotations

from dataclasses import dataclass

from .basket import Basket
from .discount import Discount
from .money import NOTHING, Money


@dataclass(frozen=True)
class Receipt:
    total: Money
    discount: Money
    due: Money
    text: str


def checkout(basket: Basket, discount: Discount = lambda basket: NOTHING) -> Receipt:
    """What is due after the discount, and the receipt's text."""
    total = basket.total()
    off = discount(basket)
    due = total - off
    lines = [f"{line.quantity} × {line.product.name}: {line.total()}" for line in basket.lines]
    return Receipt(total, off, due, "\n".join([*lines, f"Total: {due}"]))
