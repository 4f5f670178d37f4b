using System.Runtime.CompilerServices;
using System.Text.Json;
using CodexLsp.Host.Cli;

namespace CodexLsp.Host.Tests.Cli;

/// <summary>The samples in TypeScript and Python: their edits know what the code around them means.</summary>
public sealed class OtherLanguageTests
{
    [Theory]
    [InlineData("shop-ts", "src/basket.ts:33", "src/money.ts", "plus(other: Money): Money", "src/checkout.ts", "const total = basket.total();")]
    [InlineData("shop-py", "shop/basket.py:38", "shop/money.py", "def times(self, quantity: int) -> Money", "shop/checkout.py", "total = basket.total()")]
    public async Task Context_is_gathered_across_files(string sample, string place, string used, string signature, string caller, string call)
    {
        using var cli = Open(sample);
        var items = (await cli.RunAsync("context", place, "--json")).Exits(ExitCodes.Done).Json.GetProperty("items").EnumerateArray().ToList();

        Assert.Contains("total()", Text(items, "selection", place[..place.IndexOf(':', StringComparison.Ordinal)]), StringComparison.Ordinal);
        Assert.Contains(signature, Text(items, "definition", used), StringComparison.Ordinal);
        Assert.Contains(call, Text(items, "caller", caller), StringComparison.Ordinal);
        Assert.Contains(items, i => i.GetProperty("kind").GetString() == "test");
    }

    [Theory]
    [InlineData("shop-ts", "src/basket.ts:18", "src/basket.ts")]
    [InlineData("shop-py", "shop/basket.py:31", "shop/basket.py")]
    public async Task An_edit_replaces_the_member_around_the_line(string sample, string place, string file)
    {
        using var cli = Open(sample);
        await using var model = await cli.StartModelAsync("```\n  // one line\n```");

        var outcome = (await cli.RunAsync("edit", place, "make it one line", "--json", "--no-build")).Exits(ExitCodes.Done);
        Assert.Equal(cli.Workspace[file], new Uri(outcome.Text("files.0.uri")!).LocalPath);
        Assert.Contains("add(", outcome.Text("files.0.hunks.0.oldText"), StringComparison.Ordinal);
        Assert.DoesNotContain("remove", outcome.Text("files.0.hunks.0.oldText"), StringComparison.Ordinal);
    }

    private static string Text(List<JsonElement> items, string kind, string file) => string.Join('\n', items
        .Where(i => i.GetProperty("kind").GetString() == kind && i.GetProperty("uri").GetString()!.EndsWith(file, StringComparison.Ordinal))
        .Select(i => i.GetProperty("text").GetString()));

    private static TestCommandLine Open(string sample, [CallerFilePath] string here = "")
    {
        var cli = new TestCommandLine();
        cli.Workspace.CopySources(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../samples", sample)));
        return cli;
    }
}
