"""The products that are for sale."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .money import Money


@dataclass(frozen=True)
class Product:
    sku: str
    name: str
    price: Money


class Catalog:
    """Products by their number."""

    def __init__(self, products: Iterable[Product] = ()) -> None:
        self._products: dict[str, Product] = {}
        for product in products:
            self.add(product)

    def add(self, product: Product) -> None:
        if product.sku in self._products:
            raise ValueError(f"{product.sku} is in the catalog already.")
        self._products[product.sku] = product

    def find(self, sku: str) -> Product | None:
        return self._products.get(sku)
