using System.Threading;
using System.Threading.Tasks;

namespace Shop.Core.Stock;

/// <summary>Knows how many of each product there are.</summary>
public interface IInventory
{
    Task<int> CountAsync(Sku sku, CancellationToken cancellationToken = default);

    /// <summary>Takes goods out, or nothing when there are too few.</summary>
    Task<bool> TakeAsync(Sku sku, int quantity, CancellationToken cancellationToken = default);

    Task PutAsync(Sku sku, int quantity, CancellationToken cancellationToken = default);
}
