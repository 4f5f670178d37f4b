using System.Text.Json.Nodes;
using Xunit.Abstractions;
using static CodexLsp.Host.Tests.Serving.Wire;

namespace CodexLsp.Host.Tests.Serving;

[Collection(SampleSolution.Name)]
public sealed class DoctorOverLspTests(SampleSolution sample, ITestOutputHelper output)
{
    [Fact]
    public async Task In_a_trusted_workspace_every_prerequisite_is_there()
    {
        var checks = await ExamineAsync(new SessionOptions());

        Assert.Equal(["codex-lsp", "dotnet", "solution", "model", "state", "sandbox", "configuration"], checks.Select(c => Text(c, "name")));
        Assert.All(checks, c => Assert.True(c!["ok"]!.GetValue<bool>(), c.ToJsonString()));
        Assert.Contains("Sample.slnx", Detail(checks, "solution"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_trust_the_solution_is_not_loaded()
    {
        var checks = await ExamineAsync(new SessionOptions { Trusted = false });

        var solution = checks.Single(c => Text(c, "name") == "solution")!;
        Assert.False(solution["ok"]!.GetValue<bool>());
        Assert.Contains("not trusted", Text(solution, "detail"), StringComparison.Ordinal);
        Assert.Contains("Trust the workspace", Text(solution, "next"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_of_the_editor_count()
    {
        var checks = await ExamineAsync(new SessionOptions { Trusted = false, Settings = """{"provider":"openai","shellTimout":3}""" });

        Assert.Contains("key", Detail(checks, "model"), StringComparison.Ordinal);
        Assert.Contains("shellTimout", Detail(checks, "configuration"), StringComparison.Ordinal);
    }

    private static string Detail(JsonArray checks, string name) => Text(checks.Single(c => Text(c, "name") == name), "detail")!;

    private async Task<JsonArray> ExamineAsync(SessionOptions options)
    {
        await using var session = await CodexSession.StartAsync(sample, output, options);
        return (await session.Ask("codex/doctor", "{}"))["checks"]!.AsArray();
    }
}
