using System;

namespace Shop.Core.Orders;

/// <summary>Tells what an order was and what it is now.</summary>
public sealed class OrderStatusChangedEventArgs(OrderStatus previous, OrderStatus current) : EventArgs
{
    public OrderStatus Previous { get; } = previous;

    public OrderStatus Current { get; } = current;
}
