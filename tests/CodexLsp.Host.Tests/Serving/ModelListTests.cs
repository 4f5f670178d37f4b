using CodexLsp.Engine.Models;
using Xunit.Abstractions;
using static CodexLsp.Host.Tests.Serving.Wire;

namespace CodexLsp.Host.Tests.Serving;

[Collection(SampleSolution.Name)]
public sealed class ModelListTests(SampleSolution sample, ITestOutputHelper output)
{
    [Fact]
    public async Task Shipped_table_and_the_offline_model_can_be_chosen()
    {
        var list = await ListAsync("{}");

        var models = list["models"]!.AsArray();
        Assert.Equal([.. ModelCatalog.Models.Select(m => m.Id), "offline"], models.Select(m => Text(m, "id")));
        Assert.Equal(
            """{"id":"gpt-5.1-codex","provider":"openai","contextWindow":400000,"tools":true,"images":true,"reasoning":true,"price":{"inputPerMillion":1.25,"cachedPerMillion":0.125,"outputPerMillion":10,"asOf":"2025-11-30"}}""",
            models[0]!.ToJsonString());
        Assert.Equal("""{"id":"offline","provider":"offline","tools":false,"images":false,"reasoning":false}""", models[^1]!.ToJsonString());
    }

    [Fact]
    public async Task Model_at_another_endpoint_is_the_configured_one()
    {
        var list = await ListAsync("""{"baseUrl":"http://127.0.0.1:1/v1/","model":"local"}""");

        Assert.Equal(["local", "offline"], list["models"]!.AsArray().Select(m => Text(m, "id")));
        Assert.Equal("""{"provider":"openai","model":"local","endpoint":"http://127.0.0.1:1/v1"}""", list["current"]!.ToJsonString());
    }

    [Theory]
    [InlineData("""{"provider":"openai"}""", """{"provider":"openai","model":"gpt-5.1-codex","endpoint":"https://api.openai.com/v1"}""")]
    [InlineData("""{"provider":"openai","model":"gpt-5"}""", """{"provider":"openai","model":"gpt-5","endpoint":"https://api.openai.com/v1"}""")]
    [InlineData("""{"provider":"offline"}""", """{"provider":"offline","model":"offline"}""")]
    [InlineData("""{"baseUrl":"nowhere"}""", null)]
    public async Task Current_model_is_what_the_settings_say_with_a_key_or_without(string settings, string? current) =>
        Assert.Equal(current, (await ListAsync(settings))["current"]?.ToJsonString());

    private async Task<System.Text.Json.Nodes.JsonNode> ListAsync(string settings)
    {
        await using var session = await CodexSession.StartAsync(sample, output, new SessionOptions { Trusted = false, Settings = settings });
        return await session.Ask("codex/model/list", "{}");
    }
}
