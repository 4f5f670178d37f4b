using CodexLsp.Host.Cli;

namespace CodexLsp.Host.Tests.Cli;

/// <summary>What the machine, the workspace or the configuration lacks: each is said, with what to do.</summary>
public sealed class BadSurroundingsTests : IDisposable
{
    private readonly TestCommandLine _cli = new();

    public BadSurroundingsTests() => _cli.Workspace.Write("notes.txt", "one\ntwo\n");

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Without_a_solution_a_file_is_judged_alone_and_the_verdict_says_so()
    {
        _cli.Workspace.Write("Loose.cs", "class Loose\n{\n    int M() => 1;\n}\n");
        await using var model = await _cli.StartModelAsync("```\n    int M() => 2;\n```");
        var outcome = (await _cli.RunAsync("edit", "Loose.cs:3", "two", "--json")).Exits(ExitCodes.Done);
        Assert.Equal("unverified", outcome.Text("verification.status"));
        Assert.Equal("no solution", outcome.Text("verification.reason"));
    }

    [Fact]
    public async Task A_solution_that_does_not_restore_is_named_with_what_to_do()
    {
        _cli.Workspace.Write("A.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <ItemGroup><PackageReference Include="There.Is.No.Such.Package" Version="1.0.0" /></ItemGroup>
            </Project>
            """);
        _cli.Workspace.Write("A.cs", "class A { }\n");
        var outcome = (await _cli.RunAsync("verify", "--json", "--require-verified")).Exits(ExitCodes.Failed);
        Assert.Contains("dotnet restore", outcome.Text("reason"), StringComparison.Ordinal);
        (await _cli.RunAsync("doctor")).Exits(ExitCodes.Failed).Says("FAIL solution").Says("dotnet restore");
    }

    [Fact]
    public async Task An_sdk_that_is_not_installed_is_named_with_what_to_do()
    {
        _cli.Workspace.Write("global.json", """{ "sdk": { "version": "8.0.999", "rollForward": "disable" } }""");
        _cli.Workspace.Write("A.csproj", """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>""");
        _cli.Workspace.Write("A.cs", "class A { }\n");
        var outcome = (await _cli.RunAsync("verify", "--json")).Exits(ExitCodes.Done);
        Assert.Contains("8.0.999", outcome.Text("reason"), StringComparison.Ordinal);
        Assert.Contains("global.json", outcome.Text("reason"), StringComparison.Ordinal);
        (await _cli.RunAsync("doctor")).Exits(ExitCodes.Failed).Says("FAIL dotnet").Says("8.0.999").Says("global.json");
    }

    [Fact]
    public async Task A_missing_key_is_a_failure_of_the_model()
    {
        (await _cli.RunAsync("edit", "notes.txt:1-1", "shout", "--provider", "openai", "--json"))
            .Fails(ExitCodes.Model, "model.missing-key").Says("OPENAI_API_KEY");
        (await _cli.RunAsync("doctor", "--provider", "openai")).Exits(ExitCodes.Failed).Says("FAIL model").Says("OPENAI_API_KEY");
    }

    [Fact]
    public async Task An_endpoint_that_is_down_is_a_failure_of_the_model_and_never_falls_back()
    {
        string gone;
        await using (var model = await _cli.StartModelAsync("```\nONE\n```"))
        {
            gone = model.BaseUrl.Authority;
        }

        (await _cli.RunAsync("edit", "notes.txt:1-1", "shout", "--json")).Fails(ExitCodes.Model, "network.unreachable").Says(gone);
    }

    [Fact]
    public async Task A_configuration_file_that_is_named_must_be_there() =>
        (await _cli.RunAsync("config", "--config", "absent.json", "--json")).Fails(ExitCodes.Usage, "usage.config").Says("absent.json");

    [Fact]
    public async Task A_configuration_file_that_is_named_takes_the_place_of_the_users()
    {
        _cli.Configure("""{ "model": "users" }""");
        var file = _cli.Workspace.Write("mine.json", """{ "model": "mine" }""");
        (await _cli.RunAsync("config", "--config", "mine.json")).Exits(ExitCodes.Done).Says($"model = mine  [{file}]");
    }

    [Fact]
    public async Task A_malformed_configuration_is_a_warning_and_the_rest_works()
    {
        _cli.Configure("{ \"model\": ");
        var outcome = (await _cli.RunAsync("config", "--json")).Exits(ExitCodes.Done);
        Assert.Contains("warning: ", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("config.json", outcome.Error, StringComparison.Ordinal);
        (await _cli.RunAsync("doctor")).Exits(ExitCodes.Failed).Says("FAIL configuration").Says("config.json");
    }

    [Fact]
    public async Task While_nobody_can_read_what_the_user_forbade_nothing_is_sent_or_written()
    {
        await using var model = await _cli.StartModelAsync("```\nONE\n```");
        var shown = (await _cli.RunAsync("edit", "notes.txt:1-1", "shout", "--json")).Exits(ExitCodes.Done).Text("id")!;
        _cli.Configure("{ \"excludedPaths\": ");
        (await _cli.RunAsync("edit", "notes.txt:1-1", "shout", "--json")).Fails(ExitCodes.Usage, "config.unreadable").Says("config.json");
        (await _cli.RunAsync("accept", shown, "--json")).Fails(ExitCodes.Usage, "config.unreadable");
        Assert.Single(model.Requests);
        Assert.Equal("one\ntwo\n", _cli.Read("notes.txt"));
    }

    [Fact]
    public async Task An_unknown_setting_is_a_warning_with_the_nearest_known()
    {
        _cli.Configure("""{ "modell": "x" }""");
        (await _cli.RunAsync("config")).Exits(ExitCodes.Done).Says("Did you mean model?");
    }

    [Fact]
    public async Task A_folder_in_place_of_a_file_is_called_one()
    {
        _cli.Workspace.Write("src/A.cs", "class A;");
        (await _cli.RunAsync("edit", "src", "shout", "--json")).Fails(ExitCodes.Usage, "usage.file").Says("is a folder");
    }

    [Fact]
    public async Task A_state_folder_that_cannot_be_written_stops_what_needs_it_and_doctor_names_it()
    {
        _cli.Variables["XDG_STATE_HOME"] = _cli.Workspace.Write("a-file", "");
        foreach (var arguments in new string[][] { ["edit", "notes.txt:1-1", "shout"], ["threads"], ["verify"], ["apply-patch"] })
        {
            (await _cli.RunAsync([.. arguments, "--json"])).Fails(ExitCodes.Failed, "state.folder").Says("XDG_STATE_HOME");
        }

        (await _cli.RunAsync("config")).Exits(ExitCodes.Done);
        var doctor = (await _cli.RunAsync("doctor", "--json")).Exits(ExitCodes.Failed);
        var failed = Assert.Single(doctor.Json.GetProperty("checks").EnumerateArray(), c => !c.GetProperty("ok").GetBoolean());
        Assert.Equal("state", failed.GetProperty("name").GetString());
        Assert.Contains("XDG_STATE_HOME", failed.GetProperty("next").GetString(), StringComparison.Ordinal);
    }
}
