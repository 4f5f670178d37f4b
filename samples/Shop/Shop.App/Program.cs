using Shop.App;
using Shop.Core;
using Shop.Core.Orders;
using Shop.Core.Pricing;
using Shop.Core.Stock;

var catalog = SampleData.Catalog();
ShelfInventory shelf = new() { LowMark = 5 };
await SampleData.FillAsync(shelf);
shelf.RunningLow += (sku, left) => Console.WriteLine($"running low: {sku}, {left} left");

Basket basket = new();
foreach (var argument in args.DefaultIfEmpty("TEA-0042"))
{
    if (!Sku.TryParse(argument, out var sku))
    {
        Console.Error.WriteLine($"'{argument}' is not a stock keeping unit such as TEA-0042.");
        return 2;
    }

    var found = catalog.Find(sku);
    if (!found.Succeeded)
    {
        Console.Error.WriteLine(found.Error);
        return 1;
    }

    basket.Add(found.Value);
}

foreach (var line in BasketReport.Lines(basket))
{
    Console.WriteLine(line);
}

Checkout checkout = new(new LimitedInventory(shelf, 50), new BestOf(new PercentageDiscount(10m, Category.Tea), new BulkDiscount()));
var placed = await checkout.PlaceAsync(basket);
if (!placed.Succeeded)
{
    Console.Error.WriteLine(placed.Error);
    return 1;
}

var order = placed.Value;
order.StatusChanged += (_, change) => Console.WriteLine($"order: {change.Previous} -> {change.Current}");
order.MarkPaid();
Console.Write(new Receipt(order).Render());
return 0;
