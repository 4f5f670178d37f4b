using System.Text.Json;

namespace CodexLsp.Architecture.Tests;

/// <summary>Nothing runs because it was installed, updated or removed: neither of ours nor of what we depend on.</summary>
public sealed class InstallScriptTests
{
    private static readonly string[] RunByThemselves =
    [
        "preinstall", "install", "postinstall", "preprepare", "prepare", "postprepare", "prepublish", "dependencies",
        "preuninstall", "uninstall", "postuninstall", "vscode:uninstall",
    ];

    [Fact]
    public void No_script_of_the_package_runs_by_itself() => Findings.None(Scripts(Repository.File("package.json").Text));

    [Theory]
    [InlineData("""{ "scripts": { "postinstall": "node x.mjs" } }""")]
    [InlineData("""{ "scripts": { "build": "tsc", "vscode:uninstall": "node x.mjs" } }""")]
    public void One_would_be_seen(string package) => Assert.Single(Scripts(package));

    [Fact]
    public void Scripts_of_dependencies_are_off() =>
        Assert.Contains("ignore-scripts=true", Repository.File(".npmrc").Text.Split('\n'));

    private static IEnumerable<string> Scripts(string package)
    {
        using var json = JsonDocument.Parse(package);
        return [.. json.RootElement.GetProperty("scripts").EnumerateObject().Select(s => s.Name).Intersect(RunByThemselves).Select(s => $"package.json: {s} runs by itself")];
    }
}
