"""What is taken off a basket's total."""

from __future__ import annotations

from typing import Callable

from .basket import Basket
from .money import NOTHING, Money

Discount = Callable[[Basket], Money]


def percentage(rate: int) -> Discount:
    """A share of everything, in percent."""
    return lambda basket: basket.total().percent(rate)


def above(threshold: Money, amount: Money) -> Discount:
    """A fixed amount, once the total has reached a threshold."""
    return lambda basket: amount if basket.total().cents >= threshold.cents else NOTHING


def best_of(*discounts: Discount) -> Discount:
    """The discount that takes off most."""
    return lambda basket: max((discount(basket) for discount in discounts), key=lambda off: off.cents, default=NOTHING)
