using CodexLsp.Host.Cli;
using CodexLsp.Host.Tests.Cli;
using CodexLsp.ModelServer;
using static CodexLsp.Host.Tests.Cli.ModelSteps;

namespace CodexLsp.Host.Tests.Security;

/// <summary>Row 12 of the attacks: a dependency the model invented is named with the verdict, asks to be written, and nothing restores it.</summary>
public sealed class InventedPackageTests : IDisposable
{
    private const string Flag = "New package: left-padd 9.9.9 in package.json. It is not known on this machine: check that it exists, and that it is the one you mean, before you restore.";

    private static readonly Answer Invent = Patch("""
        *** Update File: package.json
        -{ "dependencies": {} }
        +{ "dependencies": { "left-padd": "9.9.9" } }
        """);

    private readonly TestCommandLine _cli = new();

    public InventedPackageTests() => _cli.Workspace.Write("package.json", "{ \"dependencies\": {} }\n");

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task A_person_reads_it_beside_the_verdict_and_a_program_in_its_notes()
    {
        await using (await _cli.StartModelAsync(Scenario.Of(Invent, Say("Done."))))
        {
            var outcome = (await _cli.RunAsync("exec", "Pad it.")).Exits(ExitCodes.Done);
            Assert.Contains($"  note: {Flag}\n", outcome.Error, StringComparison.Ordinal);
        }

        _cli.Workspace.Write("change.diff", "--- a/package.json\n+++ b/package.json\n@@ -1 +1 @@\n-{ \"dependencies\": {} }\n+{ \"dependencies\": { \"left-padd\": \"9.9.9\" } }\n");
        var verified = (await _cli.RunAsync("verify", "--diff", _cli.Workspace["change.diff"], "--json")).Exits(ExitCodes.Done);
        Assert.Contains(Flag, verified.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("auto-edit")]
    [InlineData("full-auto")]
    public async Task It_is_not_written_by_itself_and_not_installed(string mode)
    {
        await using var model = await _cli.StartModelAsync(Scenario.Of(Invent, Say("Done.")));

        var outcome = await _cli.RunAsync("exec", "Pad it.", "--approval", mode);

        Assert.NotEqual(ExitCodes.Done, outcome.ExitCode);
        Assert.Equal("{ \"dependencies\": {} }\n", _cli.Read("package.json"));
        Assert.False(Directory.Exists(_cli.Workspace["node_modules"]));
    }
}
