using System.Collections.Generic;
using System.Linq;

namespace Shop.Core.Orders;

/// <summary>Sums over order lines.</summary>
public static class OrderLineExtensions
{
    public static Money Subtotal(this IReadOnlyList<OrderLine> lines)
    {
        if (lines.Count == 0)
        {
            return Money.Zero("EUR");
        }

        return lines.Select(line => line.Total).Aggregate((sum, next) => sum + next);
    }

    public static int Items(this IEnumerable<OrderLine> lines) => lines.Sum(line => line.Quantity);

    public static int Items(this IEnumerable<OrderLine> lines, Category category) =>
        lines.Where(line => line.Product.Category == category).Items();
}
