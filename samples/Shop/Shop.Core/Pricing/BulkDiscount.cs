using Shop.Core.Orders;

namespace Shop.Core.Pricing;

/// <summary>More off the more of one product is bought: one percent for each full ten, up to a limit.</summary>
public sealed class BulkDiscount(int limit = 20) : Discount
{
    public override string Name => $"bulk, up to {limit}%";

    protected override decimal PercentFor(OrderLine line)
    {
        var tens = line.Quantity / 10;
        return tens > limit ? limit : tens;
    }

    protected override bool AppliesTo(OrderLine line) => line.Quantity >= 10;
}
