using CodexLsp.Engine.Processes;
using CodexLsp.Engine.Sandboxing;

namespace CodexLsp.Sandbox.Tests;

/// <summary>A workspace that holds what the sandbox itself would start.</summary>
public sealed class HostileWorkspaceTests : SandboxTest
{
    private static readonly string[] OurPrograms = ["sh", "unshare", "mount", "prlimit", "bwrap"];

    private string Bin => Workspace.Append("node_modules/.bin").Value;

    [Fact]
    public async Task Programs_of_the_workspace_do_not_make_the_sandbox_though_they_come_first_on_the_PATH()
    {
        foreach (var program in OurPrograms)
        {
            Write($"home/project/node_modules/.bin/{program}", $"#!/bin/bash\necho {program} >> '{At("outside/owned").Value}'\nexec /usr/bin/{program} \"$@\"\n");
        }

        await Launcher.RunAsync(new ProcessRequest("chmod", ["-R", "+x", Bin], Workspace), Deadline.Token());

        await OpenAsync();
        var run = await Run("cat", "notes.txt");

        Assert.Equal("as it was\n", run.Output);
        Assert.False(File.Exists(At("outside/owned").Value), "a program of the workspace ran outside of the sandbox");
    }

    [Fact]
    public async Task A_sandbox_that_only_the_workspace_offers_is_none()
    {
        Write("home/project/node_modules/.bin/bwrap", "#!/bin/bash\n");
        await Launcher.RunAsync(new ProcessRequest("chmod", ["+x", Path.Combine(Bin, "bwrap")], Workspace), Deadline.Token());
        var place = new SandboxPlace(State, Home.Append(".config/codex-lsp"), name => name == "PATH" ? Bin : Variable(name));

        var ability = await new BubblewrapSandbox(place, Limits, Launcher, TimeProvider.System).AbilityAsync(Deadline.Token());

        Assert.False(ability.Works);
    }

    protected override string? Variable(string name) => name == "PATH" ? $"{Bin}:{base.Variable(name)}" : base.Variable(name);
}
