using System.Text;
using CodexLsp.ModelServer;
using Xunit.Abstractions;
using static CodexLsp.Host.Tests.Serving.Wire;

namespace CodexLsp.Host.Tests.Serving;

/// <summary>The keys an editor keeps for its user: asked for when a turn needs one, used for their endpoint, and told to nobody.</summary>
[Collection(SampleSolution.Name)]
public sealed class KeyTests(SampleSolution sample, ITestOutputHelper output)
{
    private const string Key = "editor-canary-0123456789";
    private const string InEnvironment = "environment-canary-0123456789";
    private const string Vendor = "https://api.openai.com/v1";
    private static readonly string Renamed = Fenced(NewName).Value;

    [Fact]
    public async Task Key_is_asked_for_after_a_401_and_held_for_the_next_edit()
    {
        await using var model = await Refusing(1, Renamed, Renamed);
        await using var session = await StartAsync(model, keys: new() { [Address(model)] = Key });

        var proposal = await session.Propose(Calculator, Name, "call it abacus");
        await session.Propose(Calculator, Name, "call it abacus again");

        Assert.Equal(("ready", 2), (Text(proposal, "status"), proposal["usage"]!["requests"]!.GetValue<int>()));
        Assert.Equal([null, $"Bearer {Key}", $"Bearer {Key}"], Authorizations(model));
        Assert.Equal([Address(model)], session.KeysAsked);
    }

    [Fact]
    public async Task Key_of_the_environment_that_is_not_accepted_gives_way_to_the_editors()
    {
        await using var model = await Refusing(1, Renamed);
        await using var session = await StartAsync(model, keys: new() { [Address(model)] = Key }, environmentKey: InEnvironment);

        Assert.Equal("ready", Text(await session.Propose(Calculator, Name, "call it abacus"), "status"));
        Assert.Equal([$"Bearer {InEnvironment}", $"Bearer {Key}"], Authorizations(model));
    }

    [Fact]
    public async Task Key_that_is_not_accepted_either_fails_the_edit_and_is_asked_for_anew()
    {
        await using var model = await Refusing(3);
        await using var session = await StartAsync(model, keys: new() { [Address(model)] = Key });

        var proposal = await session.Propose(Calculator, Name, "call it abacus");
        await session.Propose(Calculator, Name, "call it abacus again");

        Assert.Equal(("failed", "model.unauthorized"), (Text(proposal, "status"), Text(proposal["error"], "code")));
        Assert.Equal([null, $"Bearer {Key}", $"Bearer {Key}"], Authorizations(model));
        Assert.Equal([Address(model), Address(model)], session.KeysAsked);
    }

    [Fact]
    public async Task Key_the_user_changed_is_not_used_again()
    {
        await using var model = await ScriptedModel.StartAsync(Scenario.Of(Echo(), Answer(Renamed), Echo(), Answer(Renamed)));
        var keys = new Dictionary<string, string> { [Address(model)] = Key };
        await using var session = await StartAsync(model, keys);
        await session.Propose(Calculator, Name, "call it abacus");

        keys[Address(model)] = "another-canary-0123456789";
        await session.Client.Notify("codex/secret/changed", $$"""{"provider":"openai","endpoint":"{{Address(model)}}"}""");
        await session.Propose(Calculator, Name, "call it abacus again");

        Assert.Equal([null, $"Bearer {Key}", null, "Bearer another-canary-0123456789"], Authorizations(model));
    }

    [Fact]
    public async Task Key_of_another_endpoint_is_not_used()
    {
        await using var model = await Refusing(2);
        await using var session = await StartAsync(model, keys: new() { [Vendor] = Key });

        Assert.Equal("failed", Text(await session.Propose(Calculator, Name, "call it abacus"), "status"));
        Assert.Equal([null], Authorizations(model));
    }

    [Fact]
    public async Task Endpoint_that_needs_no_key_is_not_given_one()
    {
        await using var model = await Refusing(0, Renamed);
        await using var session = await StartAsync(model, keys: new() { [Address(model)] = Key });

        await session.Propose(Calculator, Name, "call it abacus");

        Assert.Equal([null], Authorizations(model));
        Assert.Empty(session.KeysAsked);
    }

    [Fact]
    public async Task Auto_takes_the_vendors_model_when_the_editor_keeps_its_key_and_else_the_offline_one()
    {
        await using var with = await StartAsync(null, keys: new() { [Vendor] = Key });
        await using var without = await StartAsync(null, keys: []);

        var openAi = await with.Ask("codex/model/list", "{}");
        var offline = await without.Ask("codex/model/list", "{}");

        Assert.Equal(("openai", Vendor), (Text(openAi["current"], "provider"), Text(openAi["current"], "endpoint")));
        Assert.Equal(("offline", Vendor), (Text(offline["current"], "provider"), Text(offline["current"], "endpoint")));
        Assert.Equal("refused", Text(await without.Propose(Calculator, Name, "sing"), "status"));
    }

    [Fact]
    public async Task Offline_never_asks()
    {
        await using var session = await StartAsync(null, keys: new() { [Vendor] = Key }, settings: """{"provider":"offline"}""");

        Assert.Equal("refused", Text(await session.Propose(Calculator, Name, "sing"), "status"));
        Assert.Empty(session.KeysAsked);
    }

    [Fact]
    public async Task Client_that_does_not_know_the_question_works_on()
    {
        await using var session = await StartAsync(null, keys: null);

        var asked = await session.StartProposing(Calculator, Name, "sing");
        var (id, parameters) = await session.Client.WaitForRequest("codex/secret/read");
        Assert.Equal(("openai", Vendor), (Text(parameters, "provider"), Text(parameters, "endpoint")));
        await session.Client.RespondWithError(id, -32601, "There is no such method.");

        Assert.Equal("refused", Text(await session.Result(asked), "status"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Endpoint_of_the_repository_gets_neither_the_code_nor_the_key(bool trusted)
    {
        await using var attacker = await Refusing(9);
        using var folder = new TemporaryFolder();
        folder.Write("notes.txt", "one\n");
        folder.Write(".codex-lsp.json", $$"""{ "baseUrl": "{{attacker.BaseUrl}}", "provider": "openai", "trust": ["all"] }""");
        await using var session = await CodexSession.StartAsync(sample, output, new SessionOptions
        {
            Root = folder.Path,
            Trusted = trusted,
            Keys = new Dictionary<string, string> { [Address(attacker)] = Key },
        });
        await session.Open("notes.txt");

        Assert.Equal("refused", Text(await session.Propose("notes.txt", "one\n", "shout"), "status"));

        Assert.Equal([Vendor], session.KeysAsked);
        Assert.Empty(attacker.Requests);
    }

    [Fact]
    public async Task Before_anything_is_asked_for_no_key_is_read_and_nothing_is_sent()
    {
        await using var model = await Refusing(9);
        await using var session = await CodexSession.StartAsync(sample, output, new SessionOptions
        {
            Trusted = false,
            Model = model,
            Keys = new Dictionary<string, string> { [Address(model)] = Key },
        });
        await session.Open(Calculator);
        await session.Status("degraded");

        Assert.Empty(session.KeysAsked);
        Assert.Empty(model.Requests);
    }

    [Fact]
    public async Task No_key_reaches_the_disk_or_comes_back_to_the_editor()
    {
        using var home = new TemporaryFolder();
        var fault = new Fault(FaultKind.Failed, After: 1) { Message = $"{Key} is wrong", Code = "invalid_prompt" };
        await using var model = await ScriptedModel.StartAsync(
            Scenario.Of(Echo(), Answer(Renamed), new Answer { Text = new("half"), Fault = fault }, Echo()));
        var session = await StartAsync(model, keys: new() { [Address(model)] = Key }, environmentKey: InEnvironment, home: home);
        await using (session)
        {
            await session.Client.Notify("$/setTrace", """{"value":"verbose"}""");
            for (var i = 0; i < 3; i++)
            {
                await session.Propose(Calculator, Name, "call it abacus");
            }

            await session.Ask("codex/model/list", "{}");
            await session.Ask("codex/doctor", "{}");
        }

        Assert.Equal(4, model.Requests.Count);
        var files = Directory.EnumerateFiles(home.Path, "*", SearchOption.AllDirectories).ToArray();
        Assert.Contains(files, f => f.EndsWith(".jsonl", StringComparison.Ordinal));
        foreach (var (where, text) in files.Select(f => (f, Encoding.Latin1.GetString(File.ReadAllBytes(f))))
            .Concat(session.Client.Session.Split('\n').Where(line => line.StartsWith('←')).Select(line => ("a message", line)))
            .Concat(model.Requests.Select(r => ("a request", r.Body))))
        {
            Assert.False(text.Contains(Key, StringComparison.Ordinal), $"{where} has the editor's key");
            Assert.False(text.Contains(InEnvironment, StringComparison.Ordinal), $"{where} has the environment's key");
        }
    }

    private static Answer Echo() => new() { Status = 401, Error = new VendorError($"Incorrect API key provided: {Key}, {InEnvironment}", "invalid_request_error") };

    private static Answer Answer(string text) => new() { Text = new(text) };

    private static Task<ScriptedModel> Refusing(int times, params string[] answers) =>
        ScriptedModel.StartAsync(Scenario.Of([.. Enumerable.Repeat(Echo(), times), .. answers.Select(Answer)]));

    private static string Address(ScriptedModel model) => model.BaseUrl.AbsoluteUri;

    private static IEnumerable<string?> Authorizations(ScriptedModel model) => model.Requests.Select(r => r.Headers.GetValueOrDefault("authorization"));

    private async Task<CodexSession> StartAsync(
        ScriptedModel? model,
        Dictionary<string, string>? keys,
        string? environmentKey = null,
        string settings = "{}",
        TemporaryFolder? home = null)
    {
        var session = await CodexSession.StartAsync(sample, output, new SessionOptions
        {
            Trusted = false,
            Model = model,
            Keys = keys,
            Settings = settings,
            Home = home,
            Environment = environmentKey is null ? new() : new Dictionary<string, string> { ["OPENAI_API_KEY"] = environmentKey },
        });
        await session.Open(Calculator);
        return session;
    }
}
