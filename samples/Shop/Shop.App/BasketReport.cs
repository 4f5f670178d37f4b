using Shop.Core;
using Shop.Core.Orders;

namespace Shop.App;

/// <summary>What is in a basket, in one line for each category.</summary>
internal static class BasketReport
{
    public static IEnumerable<string> Lines(Basket basket)
    {
        Dictionary<Category, Money> totals = [];
        foreach (var line in basket)
        {
            var category = line.Product.Category;
            totals[category] = totals.TryGetValue(category, out var sum) ? sum + line.Total : line.Total;
        }

        return totals.OrderByDescending(pair => pair.Value).Select(pair => $"{pair.Key}: {pair.Value}");
    }
}
