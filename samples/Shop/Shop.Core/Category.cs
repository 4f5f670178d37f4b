namespace Shop.Core;

/// <summary>The shelf a product stands on.</summary>
public enum Category
{
    Other,
    Tea,
    Coffee,
    Crockery,
}
