using System;
using Shop.Core.Orders;

namespace Shop.Core.Pricing;

/// <summary>The same share off everything, or off one category.</summary>
public sealed class PercentageDiscount : Discount
{
    private readonly decimal _percent;
    private readonly Category? _category;

    public PercentageDiscount(decimal percent, Category? category = null)
    {
        if (percent < 0m || percent > 100m)
        {
            throw new ArgumentOutOfRangeException(nameof(percent), percent, "A discount is between 0 and 100 percent.");
        }

        _percent = percent;
        _category = category;
    }

    public override string Name => _category is null ? $"{_percent}% off" : $"{_percent}% off {_category}";

    protected override decimal PercentFor(OrderLine line) => _percent;

    protected override bool AppliesTo(OrderLine line) => _category is null || line.Product.Category == _category;
}
