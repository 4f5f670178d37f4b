using System;
using System.Globalization;

namespace Shop.Core;

/// <summary>An amount in one currency. Amounts of different currencies never mix.</summary>
public readonly record struct Money(decimal Amount, string Currency) : IComparable<Money>
{
    public static Money Zero(string currency) => new(0m, currency);

    public static Money Euro(decimal amount) => new(amount, "EUR");

    public bool IsNegative => Amount < 0m;

    public Money Round() => this with { Amount = Math.Round(Amount, 2, MidpointRounding.AwayFromZero) };

    public Money Percent(decimal percent) => new Money(Amount * percent / 100m, Currency).Round();

    public int CompareTo(Money other) => Amount.CompareTo(SameCurrency(this, other).Amount);

    public override string ToString() => Amount.ToString("0.00", CultureInfo.InvariantCulture) + " " + Currency;

    public static Money operator +(Money left, Money right) => new(left.Amount + SameCurrency(left, right).Amount, left.Currency);

    public static Money operator -(Money left, Money right) => new(left.Amount - SameCurrency(left, right).Amount, left.Currency);

    public static Money operator *(Money price, int quantity) => new(price.Amount * quantity, price.Currency);

    public static bool operator <(Money left, Money right) => left.CompareTo(right) < 0;

    public static bool operator >(Money left, Money right) => left.CompareTo(right) > 0;

    public static explicit operator decimal(Money money) => money.Amount;

    private static Money SameCurrency(Money left, Money right)
    {
        if (left.Currency != right.Currency)
        {
            throw new InvalidOperationException($"Cannot combine {left.Currency} with {right.Currency}.");
        }

        return right;
    }
}
