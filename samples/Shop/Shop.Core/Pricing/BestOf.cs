using System.Collections.Generic;
using System.Linq;
using Shop.Core.Orders;

namespace Shop.Core.Pricing;

/// <summary>Of several rules, the one that is best for the customer.</summary>
public sealed class BestOf : IPriceRule
{
    private readonly IReadOnlyList<IPriceRule> _rules;

    public BestOf(params IPriceRule[] rules) => _rules = rules;

    public string Name => "the best of: " + string.Join(", ", _rules.Select(rule => rule.Name));

    public Money DiscountFor(IReadOnlyList<OrderLine> lines) =>
        _rules.Select(rule => rule.DiscountFor(lines)).DefaultIfEmpty(Money.Zero("EUR")).Max();
}
