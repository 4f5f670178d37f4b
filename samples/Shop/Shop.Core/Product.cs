namespace Shop.Core;

/// <summary>Something the shop sells.</summary>
public sealed record Product(Sku Sku, string Name, Money Price)
{
    public Category Category { get; init; } = Category.Other;

    public bool IsFood => Category is Category.Tea or Category.Coffee;
}
