using Shop.Core;
using Shop.Core.Orders;

namespace Shop.Tests;

public sealed class BasketTests
{
    private static readonly Product Assam = new("TEA-0042", "Assam", Money.Euro(7.90m)) { Category = Category.Tea };

    [Fact]
    public void The_same_product_twice_becomes_one_line()
    {
        Basket basket = new();
        basket.Add(Assam);
        basket.Add(Assam, 2);

        Assert.Equal(3, Assert.Single(basket.Snapshot()).Quantity);
    }

    [Fact]
    public void A_line_can_be_removed()
    {
        Basket basket = new();
        basket.Add(Assam);

        Assert.True(basket.Remove("TEA-0042"));
        Assert.False(basket.Remove("TEA-0042"));
        Assert.Equal(0, basket.Count);
    }
}
