using System.Collections.Generic;
using Shop.Core.Orders;

namespace Shop.Core.Pricing;

/// <summary>Says what is taken off the price of an order.</summary>
public interface IPriceRule
{
    string Name { get; }

    Money DiscountFor(IReadOnlyList<OrderLine> lines);
}
