"""Amounts of money."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Money:
    """An amount of one currency, in its smallest unit. Amounts of different currencies never mix."""

    cents: int
    currency: str = "EUR"

    def __add__(self, other: Money) -> Money:
        return Money(self.cents + self._same_currency(other).cents, self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.cents - self._same_currency(other).cents, self.currency)

    def times(self, quantity: int) -> Money:
        return Money(self.cents * quantity, self.currency)

    def percent(self, rate: int) -> Money:
        """A share of the amount, rounded down to the cent."""
        return Money(self.cents * rate // 100, self.currency)

    def _same_currency(self, other: Money) -> Money:
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} cannot be combined.")
        return other

    def __str__(self) -> str:
        return f"{self.cents / 100:.2f} {self.currency}"


NOTHING = Money(0)
