using System.Text.Json;
using System.Text.RegularExpressions;

namespace CodexLsp.Architecture.Tests;

/// <summary>What the documentation names exists.</summary>
public sealed partial class DocumentationTests
{
    private static IEnumerable<SourceFile> Pages => Repository.Files.Where(file => file.Is(".md"));

    [Fact]
    public void Every_path_in_the_architecture_page_exists() =>
        Findings.None(MissingPaths(Repository.File("docs/architecture.md"), Repository.Has));

    [Fact]
    public void The_architecture_page_names_paths() =>
        Assert.NotEmpty(MissingPaths(Repository.File("docs/architecture.md"), _ => false));

    [Theory]
    [InlineData("`server/Gone.cs`", true)]
    [InlineData("`server/Here.cs`", false)]
    [InlineData("`server/Here.cs` and `server/Gone/`", true)]
    [InlineData("`textDocument/didOpen` and `Host → Rpc`", false)]
    [InlineData("```\nserver/Gone.cs\n```", true)]
    public void A_missing_path_would_be_seen(string text, bool seen) =>
        Assert.Equal(seen, MissingPaths(new("docs/a.md", text), path => path == "server/Here.cs").Any());

    [Fact]
    public void Every_link_between_pages_leads_somewhere() => Findings.None(Pages.SelectMany(page => BrokenLinks(page, Repository.Has)));

    [Theory]
    [InlineData("[a](gone.md)", true)]
    [InlineData("[a](../here.md#part)", false)]
    [InlineData("[a](https://example.com/gone.md) [b](#part)", false)]
    public void A_broken_link_would_be_seen(string text, bool seen) =>
        Assert.Equal(seen, BrokenLinks(new("docs/a.md", text), path => path == "here.md").Any());

    [Fact]
    public void Every_npm_command_named_exists() => Findings.None(Pages.SelectMany(page => UnknownCommands(page, Scripts())));

    [Fact]
    public void An_unknown_npm_command_would_be_seen() =>
        Assert.Equal(["a.md: npm run gone"], UnknownCommands(new("a.md", "`npm run gone`, `npm run build`, `npm test`"), Scripts()));

    [Fact]
    public void Every_npm_command_runs_a_script_that_exists() =>
        Assert.All(Scripts().Values, command => Assert.True(Repository.Has(command["node ".Length..]), command));

    private static IEnumerable<string> MissingPaths(SourceFile page, Func<string, bool> exists) =>
        RepositoryPath().Matches(page.Text).Select(match => match.Value).Where(path => !exists(path.TrimEnd('/'))).Select(path => $"{page.Path}: {path}");

    private static IEnumerable<string> BrokenLinks(SourceFile page, Func<string, bool> exists) =>
        Link().Matches(page.Text)
            .Select(match => match.Groups["target"].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal))
            .Where(target => !exists(Resolve(page.Path, target)))
            .Select(target => $"{page.Path}: {target}");

    private static string Resolve(string page, string target) =>
        Path.GetRelativePath("/", Path.GetFullPath(Path.Combine("/", Path.GetDirectoryName(page)!, target))).Replace('\\', '/');

    private static IEnumerable<string> UnknownCommands(SourceFile page, Dictionary<string, string> scripts) =>
        NpmCommand().Matches(page.Text)
            .Where(match => !scripts.ContainsKey(match.Groups["script"].Value))
            .Select(match => $"{page.Path}: {match.Value}");

    private static Dictionary<string, string> Scripts()
    {
        using var manifest = JsonDocument.Parse(Repository.File("package.json").Text);
        return manifest.RootElement.GetProperty("scripts").EnumerateObject().ToDictionary(script => script.Name, script => script.Value.GetString()!);
    }

    [GeneratedRegex(@"(?<![\w/.])(?:server|tests|docs|scripts|samples|extension|\.ci)/[\w./-]*[\w/]")]
    private static partial Regex RepositoryPath();

    [GeneratedRegex(@"\[[^\]]*\]\((?<target>[^)#\s]+)(?:#[^)]*)?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"npm run (?<script>[\w:-]+)")]
    private static partial Regex NpmCommand();
}
