"""What a customer has put together so far."""

from __future__ import annotations

from dataclasses import dataclass

from .catalog import Product
from .money import NOTHING, Money


@dataclass
class BasketLine:
    product: Product
    quantity: int

    def total(self) -> Money:
        return self.product.price.times(self.quantity)


class Basket:
    """The same product twice becomes one line."""

    def __init__(self) -> None:
        self._lines: dict[str, BasketLine] = {}

    @property
    def lines(self) -> list[BasketLine]:
        return list(self._lines.values())

    def add(self, product: Product, quantity: int = 1) -> None:
        line = self._lines.setdefault(product.sku, BasketLine(product, 0))
        line.quantity += quantity

    def remove(self, sku: str) -> bool:
        return self._lines.pop(sku, None) is not None

    def total(self) -> Money:
        return sum((line.total() for line in self.lines), NOTHING)
