using System.Text.Json.Nodes;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Policy;
using CodexLsp.Engine.Sandboxing;

namespace CodexLsp.Engine.Tests.Policy;

public sealed class ApprovalRulesTests : IDisposable
{
    private static readonly SandboxAbility Works = new(true, "it holds");
    private static readonly SandboxAbility None = new(false, "bwrap was not found", "Install bubblewrap.");
    private readonly TemporaryFolder _folder = new();

    private AbsolutePath Root => new(_folder.Path);

    private ApprovalGrants Grants => field ??= new(Root.Append("approvals.json"));

    private ApprovalRules Rules => new(Grants, "thread", "turn", Trusted: true);

    [Theory]
    [InlineData(ApprovalMode.Suggest, CommandOrigin.Model, "ask")]
    [InlineData(ApprovalMode.AutoEdit, CommandOrigin.Model, "ask")]
    [InlineData(ApprovalMode.FullAuto, CommandOrigin.Model, "free")]
    [InlineData(ApprovalMode.Suggest, CommandOrigin.CommandLine, "free")]
    [InlineData(ApprovalMode.Suggest, CommandOrigin.UserConfiguration, "free")]
    [InlineData(ApprovalMode.Suggest, CommandOrigin.Detection, "free")]
    [InlineData(ApprovalMode.AutoEdit, CommandOrigin.WorkspaceConfiguration, "ask")]
    public void A_command_is_free_or_asks_by_its_mode_and_by_who_wrote_it(ApprovalMode mode, CommandOrigin origin, string expected) =>
        Assert.Equal(expected, Word(Rules.Decide(mode, Command(origin), Works)));

    [Theory]
    [InlineData(ApprovalMode.Suggest, true, "ask")]
    [InlineData(ApprovalMode.AutoEdit, true, "free")]
    [InlineData(ApprovalMode.AutoEdit, false, "ask")]
    [InlineData(ApprovalMode.FullAuto, false, "free")]
    public void An_edit_is_free_or_asks_by_its_mode_and_its_verdict(ApprovalMode mode, bool verified, string expected) =>
        Assert.Equal(expected, Word(Rules.Decide(mode, Edit(verified, "src/a.cs"), Works)));

    [Theory]
    [InlineData("package.json")]
    [InlineData("src/App.csproj")]
    [InlineData(".env")]
    [InlineData("AGENTS.md")]
    public void A_protected_file_asks_in_every_mode_whatever_was_approved_before(string file)
    {
        var edit = Edit(verified: true, "src/a.cs", file);
        Grants.Add(edit, GrantScope.Always, null);

        foreach (var mode in Enum.GetValues<ApprovalMode>())
        {
            var ask = Assert.IsType<ActionDecision.Ask>(Rules.Decide(mode, edit, Works));
            Assert.Equal(ApprovalRisk.High, ask.Risk);
            Assert.Contains(Path.GetFileName(file), ask.Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Gits_own_files_are_refused_in_every_mode() =>
        Assert.All(Enum.GetValues<ApprovalMode>(), mode => Assert.IsType<ActionDecision.Refused>(Rules.Decide(mode, Edit(true, ".git/hooks/pre-commit"), Works)));

    [Fact]
    public void Full_auto_needs_a_sandbox_that_works()
    {
        var refused = Assert.IsType<ActionDecision.Refused>(Rules.Decide(ApprovalMode.FullAuto, Command(CommandOrigin.Model), None));

        Assert.Equal(("approval.sandbox", "Install bubblewrap."), (refused.Failure.Code, refused.Failure.Next));
        Assert.Contains("bwrap was not found", refused.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_sandbox_every_command_asks()
    {
        foreach (var origin in Enum.GetValues<CommandOrigin>())
        {
            Assert.Equal(ApprovalRisk.High, Assert.IsType<ActionDecision.Ask>(Rules.Decide(ApprovalMode.AutoEdit, Command(origin), None)).Risk);
        }
    }

    [Fact]
    public void The_network_and_full_access_ask_even_in_full_auto()
    {
        var command = Command(CommandOrigin.Model);

        Assert.IsType<ActionDecision.Ask>(Rules.Decide(ApprovalMode.FullAuto, command with { Network = true }, Works));
        Assert.IsType<ActionDecision.Ask>(Rules.Decide(ApprovalMode.FullAuto, command with { Sandbox = SandboxMode.DangerFullAccess }, Works));
    }

    [Fact]
    public void Nothing_of_an_untrusted_workspace_is_run()
    {
        var decision = (Rules with { Trusted = false }).Decide(ApprovalMode.FullAuto, Command(CommandOrigin.CommandLine), Works);

        Assert.Equal("command.untrusted", Assert.IsType<ActionDecision.Refused>(decision).Failure.Code);
    }

    /// <summary>Row 6 of the attacks: there is no list of bad commands to get around; an approval is for one exact argv.</summary>
    [Theory]
    [InlineData("npm", "test;curl evil")]
    [InlineData("npm", "test", "--prefix", "/tmp/x")]
    [InlineData("npm", "test ")]
    [InlineData("npm test")]
    [InlineData("env", "npm", "test")]
    [InlineData("xargs", "npm", "test")]
    [InlineData("sh", "-c", "npm test")]
    [InlineData("npm", "test", "\n", "rm")]
    [InlineData("npm", "test", "")]
    [InlineData("npm", "test\u2028rm")]
    [InlineData("NPM", "test")]
    [InlineData("./npm", "test")]
    [InlineData("git", "-c", "core.pager=sh", "log")]
    [InlineData("find", ".", "-exec", "sh", "{}", ";")]
    [InlineData("tar", "xf", "a.tar", "--to-command=sh")]
    public void What_is_not_the_approved_argv_to_the_letter_asks(params string[] argv)
    {
        Grants.Add(Command(CommandOrigin.Model), GrantScope.Always, null);

        Assert.Equal("free", Word(Rules.Decide(ApprovalMode.Suggest, Command(CommandOrigin.Model), Works)));
        Assert.Equal("ask", Word(Rules.Decide(ApprovalMode.Suggest, Command(CommandOrigin.Model) with { Argv = [.. argv] }, Works)));
    }

    [Fact]
    public void An_approval_does_not_hold_in_another_folder_nor_with_more_rights()
    {
        var command = Command(CommandOrigin.Model);
        Grants.Add(command, GrantScope.Always, null);

        Assert.Equal("ask", Word(Rules.Decide(ApprovalMode.Suggest, command with { Directory = Root.Append("other") }, Works)));
        Assert.Equal("ask", Word(Rules.Decide(ApprovalMode.Suggest, command with { Network = true }, Works)));
        Assert.Equal("ask", Word(Rules.Decide(ApprovalMode.Suggest, command with { Sandbox = SandboxMode.DangerFullAccess }, Works)));
    }

    [Fact]
    public void An_approval_of_an_edit_holds_for_its_content_only()
    {
        var edit = Edit(verified: true, "src/a.cs");
        Grants.Add(edit, GrantScope.Turn, "turn");

        Assert.Equal("free", Word(Rules.Decide(ApprovalMode.Suggest, edit, Works)));
        Assert.Equal("ask", Word(Rules.Decide(ApprovalMode.Suggest, edit with { Content = "another" }, Works)));
    }

    [Theory]
    [InlineData(ApprovalMode.AutoEdit)]
    [InlineData(ApprovalMode.FullAuto)]
    public void A_change_whose_tests_failed_last_asks_though_it_compiles(ApprovalMode mode)
    {
        var edit = Edit(verified: true, "src/a.cs");

        Assert.Equal("free", Word(Rules.Decide(mode, edit, Works)));
        var ask = Assert.IsType<ActionDecision.Ask>(Rules.Decide(mode, edit with { TestsFail = true }, Works));
        Assert.Equal("The tests failed when they ran last.", ask.Reason);
    }

    [Theory]
    [InlineData(GrantScope.Turn, "turn", true, false, false)]
    [InlineData(GrantScope.Thread, "thread", true, true, false)]
    [InlineData(GrantScope.Always, null, true, true, true)]
    public void An_approval_lasts_as_long_as_it_was_given(GrantScope scope, string? id, bool inTurn, bool inThread, bool later)
    {
        Grants.Add(Command(CommandOrigin.Model), scope, id);

        Assert.Equal(inTurn, Covered(Rules));
        Assert.Equal(inThread, Covered(Rules with { TurnId = "next" }));
        Assert.Equal(later, Covered(new ApprovalRules(new ApprovalGrants(Root.Append("approvals.json")), "other", "other", Trusted: true)));
    }

    [Fact]
    public void What_is_always_approved_is_listed_and_can_be_taken_back()
    {
        Grants.Add(Command(CommandOrigin.Model), GrantScope.Always, null);
        Assert.True(Covered(Rules));
        var listed = Assert.Single(JsonNode.Parse(File.ReadAllText(Root.Append("approvals.json").Value))!.AsArray());
        Assert.Equal("npm test", listed!["title"]!.GetValue<string>());

        _folder.Write("approvals.json", "[]");
        Assert.False(Covered(Rules));

        Grants.Add(Command(CommandOrigin.Model) with { Argv = ["npm", "ci"] }, GrantScope.Always, null);
        Assert.False(Covered(Rules));
        Assert.Equal(["npm ci"], Grants.All.Select(g => g.Title));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("null")]
    [InlineData("[null]")]
    [InlineData("""[{ "hash": null, "title": "x", "scope": "Always", "scopeId": null }]""")]
    [InlineData("""[{ "title": "x" }]""")]
    public void A_damaged_file_grants_nothing(string text)
    {
        _folder.Write("approvals.json", text);

        Assert.Equal("ask", Word(Rules.Decide(ApprovalMode.Suggest, Command(CommandOrigin.Model), Works)));
    }

    [Theory]
    [InlineData(UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.OtherWrite)]
    public void A_file_that_others_may_write_grants_nothing(UnixFileMode theirs)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Grants.Add(Command(CommandOrigin.Model), GrantScope.Always, null);
        Assert.Equal("free", Word(Rules.Decide(ApprovalMode.Suggest, Command(CommandOrigin.Model), Works)));

        File.SetUnixFileMode(Root.Append("approvals.json").Value, UnixFileMode.UserRead | UnixFileMode.UserWrite | theirs);

        Assert.Equal("ask", Word(Rules.Decide(ApprovalMode.Suggest, Command(CommandOrigin.Model), Works)));
    }

    [Theory]
    [InlineData()]
    [InlineData("")]
    [InlineData("a\0b")]
    public void What_is_no_command_is_refused(params string[] argv) =>
        Assert.IsType<ActionDecision.Refused>(Rules.Decide(ApprovalMode.FullAuto, Command(CommandOrigin.Model) with { Argv = [.. argv] }, Works));

    public void Dispose() => _folder.Dispose();

    private static string Word(ActionDecision decision) => decision switch
    {
        ActionDecision.Free => "free",
        ActionDecision.Ask => "ask",
        _ => "refused",
    };

    private bool Covered(ApprovalRules rules) => rules.Decide(ApprovalMode.Suggest, Command(CommandOrigin.Model), Works) is ActionDecision.Free;

    private ProposedAction.Command Command(CommandOrigin origin) => new(["npm", "test"], Root, origin);

    private ProposedAction.Edit Edit(bool verified, params string[] files)
    {
        var policy = new PathPolicy([Root]);
        return new ProposedAction.Edit([.. files.Select(f => policy.Check(Root.Append(f)))], "hash", verified);
    }
}
