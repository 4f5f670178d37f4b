using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Shop.Core.Pricing;
using Shop.Core.Stock;

namespace Shop.Core.Orders;

/// <summary>Turns a basket into an order: prices it, then takes the goods from stock.</summary>
public sealed class Checkout
{
    private readonly IInventory _inventory;
    private readonly IPriceRule _rule;

    public Checkout(IInventory inventory, IPriceRule rule)
    {
        _inventory = inventory;
        _rule = rule;
    }

    public async Task<Result<Order>> PlaceAsync(Basket basket, CancellationToken cancellationToken = default)
    {
        var lines = basket.Snapshot();
        if (lines.Count == 0)
        {
            return Result<Order>.Failure("The basket is empty.");
        }

        var taken = new List<OrderLine>();
        foreach (var line in lines)
        {
            if (!await _inventory.TakeAsync(line.Product.Sku, line.Quantity, cancellationToken).ConfigureAwait(false))
            {
                await GiveBackAsync(taken, cancellationToken).ConfigureAwait(false);
                return Result<Order>.Failure($"Only part of the order is in stock: {line.Product.Name} is short.");
            }

            taken.Add(line);
        }

        return Result<Order>.Success(new Order(Guid.NewGuid(), lines, _rule.DiscountFor(lines)));
    }

    private async Task GiveBackAsync(IReadOnlyList<OrderLine> lines, CancellationToken cancellationToken)
    {
        foreach (var line in lines)
        {
            await _inventory.PutAsync(line.Product.Sku, line.Quantity, cancellationToken).ConfigureAwait(false);
        }
    }
}
