using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace Shop.Core.Stock;

/// <summary>The goods on the shelf, counted in memory.</summary>
public sealed class ShelfInventory : IInventory
{
    private readonly Dictionary<Sku, int> _counts = new();
    private readonly object _gate = new();

    public event Action<Sku, int>? RunningLow;

    public int LowMark { get; set; } = 3;

    public Task<int> CountAsync(Sku sku, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            return Task.FromResult(Count(sku));
        }
    }

    public Task<bool> TakeAsync(Sku sku, int quantity, CancellationToken cancellationToken = default)
    {
        int left;
        lock (_gate)
        {
            left = Count(sku) - quantity;
            if (left < 0)
            {
                return Task.FromResult(false);
            }

            _counts[sku] = left;
        }

        if (left <= LowMark)
        {
            RunningLow?.Invoke(sku, left);
        }

        return Task.FromResult(true);
    }

    public Task PutAsync(Sku sku, int quantity, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            _counts[sku] = Count(sku) + quantity;
        }

        return Task.CompletedTask;
    }

    private int Count(Sku sku) => _counts.TryGetValue(sku, out var count) ? count : 0;
}
