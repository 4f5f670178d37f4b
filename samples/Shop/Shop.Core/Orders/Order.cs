using System;
using System.Collections.Generic;

namespace Shop.Core.Orders;

/// <summary>A basket that was checked out: its lines no longer change, its status does.</summary>
public sealed class Order
{
    private OrderStatus _status = OrderStatus.Open;

    internal Order(Guid id, IReadOnlyList<OrderLine> lines, Money discount)
    {
        Id = id;
        Lines = lines;
        Discount = discount;
    }

    public event EventHandler<OrderStatusChangedEventArgs>? StatusChanged;

    public Guid Id { get; }

    public IReadOnlyList<OrderLine> Lines { get; }

    public Money Discount { get; }

    public OrderStatus Status
    {
        get => _status;
        private set
        {
            var previous = _status;
            _status = value;
            StatusChanged?.Invoke(this, new OrderStatusChangedEventArgs(previous, value));
        }
    }

    public Money Total => Lines.Subtotal() - Discount;

    public void MarkPaid() => MoveTo(OrderStatus.Paid, from: OrderStatus.Open);

    public void MarkShipped() => MoveTo(OrderStatus.Shipped, from: OrderStatus.Paid);

    public void Cancel(string reason)
    {
        if (Status == OrderStatus.Shipped)
        {
            throw new InvalidOperationException($"Order {Id} has left the house and cannot be cancelled: {reason}");
        }

        Status = OrderStatus.Cancelled;
    }

    public void Deconstruct(out OrderStatus status, out Money total)
    {
        status = Status;
        total = Total;
    }

    private void MoveTo(OrderStatus next, OrderStatus from)
    {
        if (Status != from)
        {
            throw new InvalidOperationException($"An order that is {Status} cannot become {next}.");
        }

        Status = next;
    }
}
