using System.Text.RegularExpressions;

namespace CodexLsp.Host.Tests.Protocol;

/// <summary><c>docs/protocol.md</c> and the extension's types are held against the records and the method table, both ways.</summary>
public sealed partial class ProtocolPageTests
{
    private static readonly string PagePath = Path.Combine(RepositoryRoot(), "docs", "protocol.md");

    [Fact]
    public void The_page_has_every_shape_as_the_records_have_it()
    {
        var page = File.ReadAllText(PagePath);
        var shapes = ProtocolShapes.Write();
        var block = ShapesBlock.Match(page);
        Assert.True(block.Success, "docs/protocol.md has no block of shapes.");
        if (Environment.GetEnvironmentVariable("UPDATE_EXPECT") == "1" && block.Groups["shapes"].Value.Trim() != shapes)
        {
            File.WriteAllText(PagePath, page.Replace(block.Value, $"```text shapes\n{shapes}\n```", StringComparison.Ordinal));
            return;
        }

        Assert.Equal(shapes, block.Groups["shapes"].Value.Trim());
    }

    [Fact]
    public async Task The_page_names_every_method_of_the_table_and_no_other()
    {
        var table = (await WireTypes.MethodsAsync()).Select(m => m.Method).Order(StringComparer.Ordinal);

        var page = File.ReadAllText(PagePath);
        var received = MethodRow.Matches(page[..page.IndexOf("## What the host sends", StringComparison.Ordinal)])
            .SelectMany(row => MethodName.Matches(row.Value))
            .Select(m => m.Groups["name"].Value);
        Assert.Equal(table, received.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_page_names_every_message_the_host_sends()
    {
        var cancelled = WireTypes.HostSources().SelectMany(source => CancelMethod.Matches(source)).Select(m => m.Groups["name"].Value);
        var sent = WireTypes.Sent().Select(m => m.Method).Concat(cancelled).ToHashSet(StringComparer.Ordinal);

        var page = File.ReadAllText(PagePath);
        var documented = MethodRow.Matches(page[page.IndexOf("## What the host sends", StringComparison.Ordinal)..page.IndexOf("## Shapes", StringComparison.Ordinal)])
            .SelectMany(row => MethodName.Matches(row.Value))
            .Select(m => m.Groups["name"].Value);
        Assert.Equal(sent.Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_extension_has_the_types_the_host_has()
    {
        var file = Path.Combine(RepositoryRoot(), "extension", "src", "protocol.ts");
        var types = await TypeScriptProtocol.WriteAsync();
        if (Environment.GetEnvironmentVariable("UPDATE_EXPECT") == "1")
        {
            File.WriteAllText(file, types);
            return;
        }

        Assert.Equal(types, File.ReadAllText(file));
    }

    internal static string RepositoryRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CodexLsp.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests do not run inside the repository.");
    }

    [GeneratedRegex("```text shapes\n(?<shapes>.*?)```", RegexOptions.Singleline)]
    private static partial Regex ShapesBlock { get; }

    // The first cell of a table's row.
    [GeneratedRegex(@"^\| (?<cell>`[^|]*) \|", RegexOptions.Multiline)]
    private static partial Regex MethodRow { get; }

    [GeneratedRegex("`(?<name>[$a-zA-Z/]+)`")]
    private static partial Regex MethodName { get; }

    [GeneratedRegex("CancelMethod = \"(?<name>[$a-zA-Z/]+)\"")]
    private static partial Regex CancelMethod { get; }
}
