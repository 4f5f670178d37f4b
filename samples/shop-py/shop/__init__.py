"""A small shop: baskets, discounts, receipts."""

from .basket import Basket, BasketLine
from .catalog import Catalog, Product
from .checkout import Receipt, checkout
from .discount import above, best_of, percentage
from .money import NOTHING, Money

__all__ = [
    "NOTHING",
    "Basket",
    "BasketLine",
    "Catalog",
    "Money",
    "Product",
    "Receipt",
    "above",
    "best_of",
    "checkout",
    "percentage",
]
