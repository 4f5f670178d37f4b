using System.Threading;
using System.Threading.Tasks;

namespace Shop.Core.Stock;

/// <summary>Lets no single order take more than a limit of one product.</summary>
public sealed class LimitedInventory(IInventory inner, int limit) : IInventory
{
    public Task<int> CountAsync(Sku sku, CancellationToken cancellationToken = default) => inner.CountAsync(sku, cancellationToken);

    public Task<bool> TakeAsync(Sku sku, int quantity, CancellationToken cancellationToken = default) =>
        quantity > limit ? Task.FromResult(false) : inner.TakeAsync(sku, quantity, cancellationToken);

    public Task PutAsync(Sku sku, int quantity, CancellationToken cancellationToken = default) =>
        inner.PutAsync(sku, quantity, cancellationToken);
}
