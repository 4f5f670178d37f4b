using System;
using System.Collections.Generic;

namespace Shop.Core.Orders;

/// <summary>What a customer has put together so far; the same product twice becomes one line.</summary>
public sealed class Basket
{
    private readonly List<OrderLine> _lines = new();

    public int Count => _lines.Count;

    public OrderLine this[int index] => _lines[index];

    public void Add(Product product) => Add(product, 1);

    public void Add(Product product, int quantity)
    {
        if (quantity <= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(quantity), quantity, "A basket holds at least one of each product.");
        }

        var index = IndexOf(product.Sku);
        if (index < 0)
        {
            _lines.Add(new OrderLine(product, quantity));
        }
        else
        {
            _lines[index] = _lines[index] with { Quantity = _lines[index].Quantity + quantity };
        }
    }

    public bool Remove(Sku sku)
    {
        var index = IndexOf(sku);
        if (index < 0)
        {
            return false;
        }

        _lines.RemoveAt(index);
        return true;
    }

    public Enumerator GetEnumerator() => new(_lines);

    internal IReadOnlyList<OrderLine> Snapshot() => _lines.ToArray();

    private int IndexOf(Sku sku) => _lines.FindIndex(line => line.Product.Sku == sku);

    /// <summary>Walks the lines without allocating.</summary>
    public struct Enumerator
    {
        private readonly List<OrderLine> _lines;
        private int _index;

        internal Enumerator(List<OrderLine> lines)
        {
            _lines = lines;
            _index = -1;
        }

        public readonly OrderLine Current => _lines[_index];

        public bool MoveNext() => ++_index < _lines.Count;
    }
}
