using Shop.Core;
using Shop.Core.Orders;
using Shop.Core.Pricing;
using Shop.Core.Stock;

namespace Shop.Tests;

public sealed class CheckoutTests
{
    private static readonly Product Assam = new("TEA-0042", "Assam", Money.Euro(10m)) { Category = Category.Tea };
    private static readonly Product Cup = new("CUP-0100", "Cup", Money.Euro(4m)) { Category = Category.Crockery };

    private readonly ShelfInventory _shelf = new();

    [Fact]
    public async Task An_order_costs_its_lines_without_the_discount()
    {
        var order = (await PlaceAsync(new PercentageDiscount(10m, Category.Tea), (Assam, 2), (Cup, 1))).Value;

        Assert.Equal(Money.Euro(22m), order.Total);
        Assert.Equal(3, order.Lines.Items());
        Assert.Equal(2, order.Lines.Items(Category.Tea));
    }

    [Fact]
    public async Task The_best_rule_wins()
    {
        var order = (await PlaceAsync(new BestOf(new PercentageDiscount(1m), new BulkDiscount()), (Cup, 20))).Value;

        Assert.Equal(Money.Euro(1.60m), order.Discount);
    }

    [Fact]
    public async Task Nothing_is_taken_when_one_line_is_short()
    {
        await _shelf.PutAsync(Assam.Sku, 5);
        Basket basket = new();
        basket.Add(Assam, 5);
        basket.Add(Cup);

        var placed = await new Checkout(_shelf, new BulkDiscount()).PlaceAsync(basket);

        Assert.False(placed.Succeeded);
        Assert.Equal(5, await _shelf.CountAsync(Assam.Sku));
    }

    [Fact]
    public async Task A_limit_refuses_one_large_order()
    {
        await _shelf.PutAsync(Cup.Sku, 100);

        Assert.False(await new LimitedInventory(_shelf, 10).TakeAsync(Cup.Sku, 11));
        Assert.Equal(100, await _shelf.CountAsync(Cup.Sku));
    }

    [Fact]
    public async Task A_shipped_order_cannot_be_cancelled()
    {
        var order = (await PlaceAsync(new BulkDiscount(), (Cup, 1))).Value;
        List<OrderStatus> seen = [];
        order.StatusChanged += (_, change) => seen.Add(change.Current);

        order.MarkPaid();
        order.MarkShipped();

        Assert.Throws<InvalidOperationException>(() => order.Cancel("changed my mind"));
        Assert.Equal([OrderStatus.Paid, OrderStatus.Shipped], seen);
    }

    private async Task<Result<Order>> PlaceAsync(IPriceRule rule, params (Product Product, int Quantity)[] lines)
    {
        Basket basket = new();
        foreach (var (product, quantity) in lines)
        {
            await _shelf.PutAsync(product.Sku, quantity);
            basket.Add(product, quantity);
        }

        return await new Checkout(_shelf, rule).PlaceAsync(basket);
    }
}
