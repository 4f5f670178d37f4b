using Shop.Core;
using Shop.Core.Stock;
using static Shop.Core.Money;

namespace Shop.App;

/// <summary>The goods this shop opens with.</summary>
internal static class SampleData
{
    private static readonly Product[] Products =
    [
        new("TEA-0042", "Assam", Euro(7.90m)) { Category = Category.Tea },
        new("TEA-0043", "Sencha", Euro(9.40m)) { Category = Category.Tea },
        new("COF-0001", "House blend", Euro(12.50m)) { Category = Category.Coffee },
        new("CUP-0100", "Cup, white", Euro(4.00m)) { Category = Category.Crockery },
    ];

    public static Catalog Catalog() => new(Products);

    public static async Task FillAsync(IInventory inventory)
    {
        foreach (var (sku, _, _) in Products)
        {
            await inventory.PutAsync(sku, 20);
        }
    }
}
