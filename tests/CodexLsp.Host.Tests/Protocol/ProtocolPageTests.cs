using System.Text.RegularExpressions;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Policy;
using CodexLsp.Host.Composition;
using CodexLsp.Host.Configuration;
using CodexLsp.Host.Serving;
using CodexLsp.Rpc;

namespace CodexLsp.Host.Tests.Protocol;

/// <summary><c>docs/protocol.md</c> is held against the records and the method table, both ways.</summary>
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
        using var folder = new TemporaryFolder();
        var root = new AbsolutePath(folder.Path);
        using var log = new SessionLog(root.Append("logs"), null, new Redactor(), TimeProvider.System);
        var surroundings = new ServerSurroundings(new StandardFolders(root, root), _ => null, TimeProvider.System, log);
        await using var server = new LanguageServer(Stream.Null, Stream.Null, surroundings);
        var table = Methods.Register(new MethodTable<ServerState>(), server).Methods.Select(m => m.Method).Order(StringComparer.Ordinal);

        var page = File.ReadAllText(PagePath);
        var received = MethodRow.Matches(page[..page.IndexOf("## What the host sends", StringComparison.Ordinal)])
            .SelectMany(row => MethodName.Matches(row.Value))
            .Select(m => m.Groups["name"].Value);
        Assert.Equal(table, received.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_page_names_every_message_the_host_sends()
    {
        var sources = Directory.EnumerateFiles(Path.Combine(RepositoryRoot(), "server", "CodexLsp.Host"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));
        var sent = sources
            .SelectMany(f => SentMethod.Matches(File.ReadAllText(f)))
            .Select(m => m.Groups["name"].Value)
            .ToHashSet(StringComparer.Ordinal);

        var page = File.ReadAllText(PagePath);
        var documented = MethodRow.Matches(page[page.IndexOf("## What the host sends", StringComparison.Ordinal)..page.IndexOf("## Shapes", StringComparison.Ordinal)])
            .SelectMany(row => MethodName.Matches(row.Value))
            .Select(m => m.Groups["name"].Value);
        Assert.Equal(sent.Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
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

    [GeneratedRegex("(?:(?:Notify|NotifyDelta|RequestAsync)\\(\\s*|CancelMethod = )\"(?<name>[$a-zA-Z/]+)\"")]
    private static partial Regex SentMethod { get; }
}
