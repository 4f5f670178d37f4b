using System.Collections.Immutable;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.CSharp.Tests.Verification;

/// <summary>An edit of the sample whose outcome <c>dotnet build</c> decides.</summary>
/// <param name="Kind">What it does, in a few words.</param>
/// <param name="Parts">What happens to which file.</param>
internal sealed record SampleEdit(string Kind, params SamplePart[] Parts)
{
    /// <summary>
    /// Files with errors that the build does not come to: the compiler stops before bodies when declarations are wrong, and
    /// MSBuild does not build what depends on a project that failed.
    /// </summary>
    public ImmutableArray<string> Beyond { get; init; } = [];

    public static ImmutableArray<SampleEdit> Breaking { get; } =
    [
        new("type error in a body", new SamplePart("Shop.Core/Orders/Basket.cs", "return false;", "return 0;")),
        new("method renamed, callers in other projects", new SamplePart("Shop.Core/Money.cs", "Money Euro(decimal", "Money Eur(decimal")),
        new("overload removed", new SamplePart("Shop.Core/Orders/Basket.cs", "public void Add(Product product) => Add(product, 1);", "")),
        new("parameter added", new SamplePart("Shop.Core/Orders/Order.cs", "Cancel(string reason)", "Cancel(string reason, bool refund)")),
        new("interface member added", new SamplePart("Shop.Core/Stock/IInventory.cs", "Task PutAsync(", "Task ClearAsync();\n\n    Task PutAsync(")),
        new("abstract member added", new SamplePart("Shop.Core/Pricing/Discount.cs", "protected abstract decimal PercentFor(", "protected abstract int Rank { get; }\n\n    protected abstract decimal PercentFor(")),
        new("enum member removed", new SamplePart("Shop.Core/Category.cs", "    Coffee,\n", "")) { Beyond = ["Shop.App/SampleData.cs"] },
        new("constructor added, target-typed new breaks", new SamplePart("Shop.Core/Orders/Basket.cs", "public int Count =>", "public Basket(int capacity) => _lines.Capacity = capacity;\n\n    public int Count =>")),
        new("Deconstruct renamed", new SamplePart("Shop.Core/Orders/Order.cs", "void Deconstruct(", "void Apart(")),
        new("MoveNext of a foreach pattern renamed", new SamplePart("Shop.Core/Orders/Basket.cs", "public bool MoveNext()", "public bool Next()")),
        new("conversion operator removed", new SamplePart("Shop.Core/Money.cs", "    public static explicit operator decimal(Money money) => money.Amount;\n", "")),
        new("extension methods moved to another namespace", new SamplePart("Shop.Core/Orders/OrderLineExtensions.cs", "namespace Shop.Core.Orders;", "using Shop.Core.Orders;\n\nnamespace Shop.Core.Sums;")) { Beyond = ["Shop.App/Receipt.cs", "Shop.Tests/CheckoutTests.cs"] },
        new("positional parameter of a record added", new SamplePart("Shop.Core/Product.cs", "Money Price)", "Money Price, string Unit)")),
        new("using removed", new SamplePart("Shop.Core/Sku.cs", "using System.Text.RegularExpressions;\n", "")),
        new("file deleted", new SamplePart("Shop.Core/Pricing/BulkDiscount.cs", null, null)),
    ];

    public static ImmutableArray<SampleEdit> Harmless { get; } =
    [
        new("body changed", new SamplePart("Shop.Core/Orders/Basket.cs", "return false;", "return index > 0;")),
        new("optional parameter added", new SamplePart("Shop.Core/Orders/Order.cs", "Cancel(string reason)", "Cancel(string reason, bool refund = false)")),
        new("overload added", new SamplePart("Shop.Core/Catalog.cs", "    public Result<Product> Find(Sku", "    public Result<Product> Find(string sku) => Find(Sku.Parse(sku));\n\n    public Result<Product> Find(Sku")),
        new("accessibility widened", new SamplePart("Shop.Core/Orders/Basket.cs", "internal IReadOnlyList<OrderLine> Snapshot", "public IReadOnlyList<OrderLine> Snapshot")),
        new("enum member added", new SamplePart("Shop.Core/Orders/OrderStatus.cs", "    Cancelled,\n", "    Cancelled,\n    Returned,\n")),
        new("file added", new SamplePart("Shop.Core/Orders/Returns.cs", null, "namespace Shop.Core.Orders;\n\n/// <summary>What came back.</summary>\npublic sealed record Returns(Order Order, int Items);\n")),
        new("nullable annotation, a warning only", new SamplePart("Shop.Core/Product.cs", "string Name,", "string? Name,")),
        new("default value changed", new SamplePart("Shop.Core/Pricing/BulkDiscount.cs", "int limit = 20", "int limit = 30")),
        new("made async", new SamplePart("Shop.Core/Stock/LimitedInventory.cs", "public Task PutAsync(Sku sku, int quantity, CancellationToken cancellationToken = default) =>\n        inner", "public async Task PutAsync(Sku sku, int quantity, CancellationToken cancellationToken = default) =>\n        await inner")),
        new("expression body to block", new SamplePart("Shop.Core/Money.cs", "public bool IsNegative => Amount < 0m;", "public bool IsNegative\n    {\n        get { return Amount < 0m; }\n    }")),
        new("automatic property to a written one", new SamplePart("Shop.Core/Stock/ShelfInventory.cs", "public int LowMark { get; set; } = 3;", "public int LowMark { get => field; set => field = value < 0 ? 0 : value; } = 3;")),
        new("private field renamed", new SamplePart("Shop.Core/Pricing/BestOf.cs", "_rules", "_all")),
        new("class no longer sealed", new SamplePart("Shop.Core/Catalog.cs", "public sealed class", "public class")),
        new("file renamed", new SamplePart("Shop.Core/Catalog.cs", "", "") { NewFile = "Shop.Core/Goods/Catalog.cs" }),
        new("method renamed with its callers", new SamplePart("Shop.Core/Orders/Order.cs", "MarkShipped", "MarkSent"), new SamplePart("Shop.Tests/CheckoutTests.cs", "MarkShipped", "MarkSent")),
    ];

    /// <summary>The edit of a copy of the sample in <paramref name="root"/>.</summary>
    public ChangeSet In(AbsolutePath root) => new([.. Parts.Select(p => p.In(root))]);

    /// <summary>An outcome as text: whether it compiles, and the files with errors.</summary>
    public string Outcome(bool compiles, IEnumerable<string> files) =>
        $"{Kind}: {(compiles ? "compiles" : "breaks")} {string.Join(", ", files.Distinct().Order(StringComparer.Ordinal))}".TrimEnd();

    /// <summary>Makes the edit on disk.</summary>
    public void WriteTo(AbsolutePath root)
    {
        foreach (var file in In(root).Files)
        {
            if (file.FinalPath != file.Path || file.After is null)
            {
                File.Delete(file.Path.Value);
            }

            if (file.After is { } text)
            {
                Directory.CreateDirectory(file.FinalPath.Parent!.Value.Value);
                File.WriteAllText(file.FinalPath.Value, text.ToString());
            }
        }
    }
}

/// <summary>One file of an edit: every <paramref name="Old"/> becomes <paramref name="New"/>; a file without an old part is new, one without either goes.</summary>
internal sealed record SamplePart(string File, string? Old, string? New)
{
    public string? NewFile { get; init; }

    public FileChange In(AbsolutePath root)
    {
        var path = root.Append(File);
        if (Old is null && New is not null)
        {
            return new(path, FileChangeKind.Create, null, SourceText.From(New), []);
        }

        var before = SourceText.From(System.IO.File.ReadAllText(path.Value));
        if (New is null)
        {
            return new(path, FileChangeKind.Delete, before, null, []);
        }

        if (NewFile is not null)
        {
            return new(path, FileChangeKind.Rename, before, before, [], NewPath: root.Append(NewFile));
        }

        var after = before.ToString().Replace(Old!, New, StringComparison.Ordinal);
        Assert.True(after != before.ToString(), $"'{Old}' is not in {File}");
        return new(path, FileChangeKind.Modify, before, SourceText.From(after), []);
    }
}
