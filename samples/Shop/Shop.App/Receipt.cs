using System.Text;
using Shop.Core;
using Shop.Core.Orders;
using static System.Math;

namespace Shop.App;

/// <summary>An order as the customer gets it on paper.</summary>
internal sealed class Receipt(Order order)
{
    private const int MinimumWidth = 12;

    public string Render()
    {
        var width = Max(MinimumWidth, order.Lines.Max(line => line.Product.Name.Length));
        StringBuilder text = new();
        foreach (var (product, quantity) in order.Lines)
        {
            text.AppendLine($"{quantity,3} x {product.Name.PadRight(width)} {product.Price * quantity,12}");
        }

        if (order.Discount > Zero(order))
        {
            text.AppendLine($"      {"discount".PadRight(width)} {Zero(order) - order.Discount,12}");
        }

        var (status, total) = order;
        text.AppendLine($"      {"total".PadRight(width)} {total,12}");
        text.AppendLine($"{order.Lines.Items()} items, {Tax(total)} tax included, {status}");
        return text.ToString();
    }

    private static Money Tax(Money total) => (total - new Money((decimal)total / 1.19m, total.Currency)).Round();

    private static Money Zero(Order order) => Money.Zero(order.Discount.Currency);
}
