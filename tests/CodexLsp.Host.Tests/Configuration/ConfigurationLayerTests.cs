using System.Text.Json;
using CodexLsp.Host.Configuration;

namespace CodexLsp.Host.Tests.Configuration;

/// <summary>One source: what it says, and what of it cannot be used.</summary>
public sealed class ConfigurationLayerTests
{
    [Fact]
    public void Keys_may_be_dotted_or_nested_and_lists_be_arrays_or_one_text() => Expect.Text(
        Show("""
            {
              // Comments are allowed, and so are trailing commas.
              "$schema": "https://example.com/config.schema.json",
              "model": "some-model",
              "verify": { "timeoutSeconds": 5, "analyzers": "none" },
              "context.budgetTokens": 900,
              "allowedPaths": ["src/**", "a,b/**"],
              "excludedPaths": "one/**, two/**",
              "solution": null,
            }
            """),
        """
        model = some-model
        allowedPaths = src/** | a,b/**
        excludedPaths = one/** | two/**
        verify.timeoutSeconds = 5
        verify.analyzers = none
        context.budgetTokens = 900
        """);

    [Fact]
    public void Unknown_keys_warn_with_the_nearest_known() => Expect.Text(
        Show("""
            {
              "modle": "x",
              "Model": "x",
              "verify": { "timeout": 5, "timeoutSecond": 5 },
              "budgetTokens": 5,
              "baseURL": "http://127.0.0.1",
              "headers": { "Authorization": "Bearer sk-canary" },
              "apiKey": "sk-canary",
              "something.entirely.else": 1
            }
            """),
        """
        ! test: modle is not a setting. Did you mean model?
        ! test: Model is not a setting. Did you mean model?
        ! test: verify.timeout is not a setting. Did you mean verify.timeoutSeconds?
        ! test: verify.timeoutSecond is not a setting. Did you mean verify.timeoutSeconds?
        ! test: budgetTokens is not a setting. Did you mean context.budgetTokens?
        ! test: baseURL is not a setting. Did you mean baseUrl?
        ! test: headers.Authorization is not a setting.
        ! test: apiKey is not a setting.
        ! test: something.entirely.else is not a setting.
        """);

    [Fact]
    public void Wrong_values_warn_without_showing_them_and_do_not_hold() => Expect.Text(
        Show("""
            {
              "model": 5,
              "effort": "sk-canary",
              "fileSizeLimitKb": 0,
              "verify.timeoutSeconds": "60",
              "verify": { "analyzers": true },
              "context.budgetTokens": 1000001,
              "trust": { "all": true },
              "solution": ["a.sln"]
            }
            """),
        """
        ! test: model is not used: it must be a text.
        ! test: effort is not used: it must be one of auto, minimal, low, medium, high.
        ! test: fileSizeLimitKb is not used: it must be a whole number from 1 to 1000000.
        ! test: verify.timeoutSeconds is not used: it must be a whole number from 1 to 1000000.
        ! test: verify.analyzers is not used: it must be one of errors, none.
        ! test: context.budgetTokens is not used: it must be a whole number from 1 to 1000000.
        ! test: trust is not used: it must be a list of texts.
        ! test: solution is not used: it must be a text.
        """);

    [Theory]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("1e3")]
    [InlineData("99999999999999999999")]
    public void A_number_is_whole_and_within_bounds(string number) =>
        Assert.Single(Json($$"""{ "fileSizeLimitKb": {{number}} }""").Warnings);

    [Fact]
    public void A_wrong_provider_or_address_stays_so_that_no_other_receives_the_code() => Expect.Text(
        Show("""{ "provider": "ofline", "baseUrl": ["http://127.0.0.1:8080/v1"] }"""),
        """
        provider = ofline
        baseUrl = Array
        ! test: provider cannot be followed: it must be one of auto, openai, offline.
        ! test: baseUrl cannot be followed: it must be a text.
        """);

    [Fact]
    public void A_wrong_glob_stays_so_that_nothing_opens_that_was_closed() => Expect.Text(
        Show("""{ "allowedPaths": ["src/**", 5], "excludedPaths": ["**/*.sql", "/etc/**", "../b/**"] }"""),
        """
        allowedPaths = Array
        excludedPaths = **/*.sql | /etc/** | ../b/**
        ! test: allowedPaths cannot be followed: it must be a list of globs from the workspace folder.
        ! test: excludedPaths cannot be followed: it must be a list of globs from the workspace folder.
        """);

    [Fact]
    public void A_key_that_is_given_twice_warns_and_the_last_one_holds() => Expect.Text(
        Show("""{ "verify.timeoutSeconds": 5, "verify": { "timeoutSeconds": 6 } }"""),
        """
        verify.timeoutSeconds = 6
        ! test: verify.timeoutSeconds is given twice: the last one holds.
        """);

    [Fact]
    public void An_empty_text_unsets_and_an_empty_list_is_a_list() => Expect.Text(
        Show("""{ "model": "", "baseUrl": "", "provider": "auto", "allowedPaths": [] }"""),
        """
        provider = auto
        allowedPaths = 
        """);

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("5")]
    [InlineData("\"text\"")]
    public void What_is_no_object_warns(string json) =>
        Assert.Equal("test: it is not used: it must be a JSON object.", Assert.Single(Json(json).Warnings));

    [Theory]
    [InlineData("""{ "model": "\ud800" }""")]
    [InlineData("""{ "\udfff": 1 }""")]
    [InlineData("""{ "trust": ["/a", "\ud800"] }""")]
    public void Half_a_character_warns(string json)
    {
        var layer = Json(json);

        Assert.Equal("test: it is not used: a text in it is no valid Unicode.", Assert.Single(layer.Warnings));
        Assert.Empty(layer.Values);
    }

    [Fact]
    public void A_hostile_name_is_shown_plain_and_short()
    {
        var warning = Assert.Single(Json(ObjectWith("\u001b[31m\u202Emodel\n" + new string('x', 5000))).Warnings);

        Assert.DoesNotContain(warning, c => char.IsControl(c) || c == '\u202E');
        Assert.InRange(warning.Length, 1, 200);
    }

    [Fact]
    public void A_command_line_sets_what_is_given()
    {
        var layer = ConfigurationLayer.Of("command line",
        [
            (ConfigurationKeys.Model, "m"), (ConfigurationKeys.Solution, null), (ConfigurationKeys.Trust, "/a,/b"), (ConfigurationKeys.Effort, "most"),
        ]);

        Expect.Text(
            Show(layer),
            """
            model = m
            trust = /a | /b
            ! command line: effort is not used: it must be one of auto, minimal, low, medium, high.
            """);
    }

    [Fact]
    public void Every_key_has_its_own_name_in_the_environment() => Expect.Text(
        string.Join('\n', ConfigurationKeys.All.Select(k => k.EnvironmentName)),
        """
        CODEX_LSP_PROVIDER
        CODEX_LSP_MODEL
        CODEX_LSP_EFFORT
        CODEX_LSP_BASE_URL
        CODEX_LSP_TRUST
        CODEX_LSP_ALLOWED_PATHS
        CODEX_LSP_EXCLUDED_PATHS
        CODEX_LSP_FILE_SIZE_LIMIT_KB
        CODEX_LSP_VERIFY_TIMEOUT_SECONDS
        CODEX_LSP_VERIFY_ANALYZERS
        CODEX_LSP_DIAGNOSTICS_PUBLISH
        CODEX_LSP_SOLUTION
        CODEX_LSP_CONTEXT_BUDGET_TOKENS
        CODEX_LSP_APPROVAL
        CODEX_LSP_SANDBOX
        CODEX_LSP_NETWORK
        CODEX_LSP_BUDGET_MAX_TOKENS
        CODEX_LSP_BUDGET_MAX_MINUTES
        CODEX_LSP_BUDGET_MAX_COST_USD
        CODEX_LSP_BUDGET_PER_DAY_USD
        CODEX_LSP_TEST_COMMAND
        CODEX_LSP_CHECK_COMMANDS
        CODEX_LSP_SHELL_TIMEOUT_SECONDS
        """);

    [Fact]
    public void The_environment_sets_what_is_set_and_a_warning_names_the_variable() => Expect.Text(
        Show(Environment(
            ("CODEX_LSP_MODEL", "m"), ("CODEX_LSP_EFFORT", ""), ("CODEX_LSP_ALLOWED_PATHS", "src/**, tests/**"), ("CODEX_LSP_VERIFY_TIMEOUT_SECONDS", "soon"))),
        """
        model = m
        allowedPaths = src/** | tests/**
        ! environment: CODEX_LSP_VERIFY_TIMEOUT_SECONDS is not used: it must be a whole number from 1 to 1000000.
        """);

    [Theory]
    [InlineData(null, "http://vendor/v1", "http://vendor/v1")]
    [InlineData("", "http://vendor/v1", "http://vendor/v1")]
    [InlineData("http://ours/v1", "http://vendor/v1", "http://ours/v1")]
    [InlineData("http://ours/v1", null, "http://ours/v1")]
    [InlineData("", "", null)]
    public void The_vendors_variable_counts_where_ours_is_not_set(string? ours, string? vendors, string? baseUrl)
    {
        var layer = Environment(("CODEX_LSP_BASE_URL", ours), ("OPENAI_BASE_URL", vendors));

        Assert.Equal(baseUrl, layer.Values.TryGetValue("baseUrl", out var items) ? items.Single() : null);
    }

    internal static string Show(ConfigurationLayer layer) => string.Join('\n',
    [
        .. ConfigurationKeys.All.Where(k => layer.Values.ContainsKey(k.Name)).Select(k => $"{k.Name} = {string.Join(" | ", layer.Values[k.Name])}"),
        .. layer.Warnings.Select(w => $"! {w}"),
    ]);

    private static string Show(string json) => Show(Json(json));

    private static string ObjectWith(string name) => $$"""{ "{{JsonEncodedText.Encode(name)}}": 1 }""";

    private static ConfigurationLayer Json(string text)
    {
        using var json = JsonDocument.Parse(text, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        return ConfigurationLayer.FromJson("test", isWorkspace: false, json.RootElement);
    }

    private static ConfigurationLayer Environment(params (string Name, string? Value)[] variables) =>
        ConfigurationLayer.FromEnvironment(name => variables.FirstOrDefault(v => v.Name == name).Value);
}
