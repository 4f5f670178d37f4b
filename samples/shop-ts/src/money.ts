/** An amount of one currency, in its smallest unit. Amounts of different currencies never mix. */
export class Money {
  constructor(
    readonly cents: number,
    readonly currency = "EUR",
  ) {
    if (!Number.isInteger(cents)) {
      throw new RangeError(`An amount is a whole number of cents, not ${cents}.`);
    }
  }

  plus(other: Money): Money {
    return new Money(this.cents + this.sameCurrency(other).cents, this.currency);
  }

  minus(other: Money): Money {
    return new Money(this.cents - this.sameCurrency(other).cents, this.currency);
  }

  times(quantity: number): Money {
    return new Money(this.cents * quantity, this.currency);
  }

  /** A share of the amount, rounded to the nearest cent. */
  percent(rate: number): Money {
    return new Money(Math.round((this.cents * rate) / 100), this.currency);
  }

  toString(): string {
    return `${(this.cents / 100).toFixed(2)} ${this.currency}`;
  }

  private sameCurrency(other: Money): Money {
    if (other.currency !== this.currency) {
      throw new RangeError(`${this.currency} and ${other.currency} cannot be combined.`);
    }

    return other;
  }
}

export const nothing = new Money(0);
