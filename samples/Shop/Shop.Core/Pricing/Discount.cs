using System.Collections.Generic;
using Shop.Core.Orders;

namespace Shop.Core.Pricing;

/// <summary>A rule that takes a share off the lines it applies to, never more than they cost.</summary>
public abstract class Discount : IPriceRule
{
    public abstract string Name { get; }

    public Money DiscountFor(IReadOnlyList<OrderLine> lines)
    {
        var discount = Money.Zero(CurrencyOf(lines));
        foreach (var line in lines)
        {
            if (AppliesTo(line))
            {
                discount += line.Total.Percent(PercentFor(line));
            }
        }

        return discount > lines.Subtotal() ? lines.Subtotal() : discount;
    }

    protected abstract decimal PercentFor(OrderLine line);

    protected virtual bool AppliesTo(OrderLine line) => true;

    private static string CurrencyOf(IReadOnlyList<OrderLine> lines) => lines.Count == 0 ? "EUR" : lines[0].Product.Price.Currency;
}
