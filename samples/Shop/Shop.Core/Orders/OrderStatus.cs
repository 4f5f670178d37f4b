namespace Shop.Core.Orders;

/// <summary>How far an order has come.</summary>
public enum OrderStatus
{
    Open,
    Paid,
    Shipped,
    Cancelled,
}
