namespace Shop.Core.Orders;

/// <summary>One product and how many of it.</summary>
public sealed record OrderLine(Product Product, int Quantity)
{
    public Money Total => Product.Price * Quantity;
}
