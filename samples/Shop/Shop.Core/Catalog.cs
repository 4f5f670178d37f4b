using System.Collections.Generic;
using System.Linq;

namespace Shop.Core;

/// <summary>Everything on sale, found by its stock keeping unit.</summary>
public sealed class Catalog
{
    private readonly Dictionary<Sku, Product> _products;

    public Catalog(IEnumerable<Product> products) => _products = products.ToDictionary(product => product.Sku);

    public int Count => _products.Count;

    public Result<Product> Find(Sku sku) =>
        _products.TryGetValue(sku, out var product)
            ? Result<Product>.Success(product)
            : Result<Product>.Failure($"There is no product {sku}.");

    public IEnumerable<Product> InCategory(Category category) =>
        _products.Values.Where(product => product.Category == category).OrderBy(product => product.Name);
}
