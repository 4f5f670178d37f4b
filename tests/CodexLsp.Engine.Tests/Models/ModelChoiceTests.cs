using CodexLsp.Engine.Models;

namespace CodexLsp.Engine.Tests.Models;

public sealed class ModelChoiceTests
{
    [Fact]
    public void Nothing_configured_is_the_offline_model() => Assert.IsType<ModelChoice.Offline>(ModelChoice.Of(new ModelSettings()));

    [Fact]
    public void Offline_is_offline_though_a_key_is_there() =>
        Assert.IsType<ModelChoice.Offline>(ModelChoice.Of(new ModelSettings { Provider = "offline", Key = "sk-x" }));

    [Theory]
    [InlineData("auto")]
    [InlineData("openai")]
    public void Key_alone_opens_the_vendor_s_endpoint_with_the_default_model(string provider)
    {
        var choice = Assert.IsType<ModelChoice.OpenAi>(ModelChoice.Of(new ModelSettings { Provider = provider, Key = "sk-x" }));

        Assert.Equal(("https://api.openai.com/v1", "sk-x", "gpt-5.1-codex", null),
            (choice.Endpoint.BaseUrl.AbsoluteUri, choice.Endpoint.Key, choice.Model, choice.Effort));
    }

    [Theory]
    [InlineData("auto")]
    [InlineData("openai")]
    public void Another_base_url_needs_no_key(string provider)
    {
        var choice = Assert.IsType<ModelChoice.OpenAi>(ModelChoice.Of(
            new ModelSettings { Provider = provider, BaseUrl = "http://127.0.0.1:8080/v1", Model = "local", Effort = "low" }));

        Assert.Equal(("http://127.0.0.1:8080/v1", null, "local", "low"),
            (choice.Endpoint.BaseUrl.AbsoluteUri, choice.Endpoint.Key, choice.Model, choice.Effort));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("https://api.openai.com/v1")]
    [InlineData("https://API.openai.com/v2/")]
    [InlineData("https://eu.api.openai.com/v1")]
    public void Vendor_s_own_endpoint_without_a_key_says_how_to_set_one(string? baseUrl)
    {
        var failure = Impossible(new ModelSettings { Provider = "openai", BaseUrl = baseUrl });

        Assert.Equal("model.missing-key", failure.Code);
        Assert.Contains("OPENAI_API_KEY", failure.Next, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("azure")]
    [InlineData("OpenAI ")]
    [InlineData("")]
    public void Provider_that_does_not_work_names_those_that_do(string provider)
    {
        var failure = Impossible(new ModelSettings { Provider = provider, Key = "sk-x" });

        Assert.Equal("config.invalid", failure.Code);
        Assert.Equal("Set 'provider' to 'auto', 'openai' or 'offline'.", failure.Next);
    }

    [Theory]
    [InlineData("127.0.0.1:8080")]
    [InlineData("/v1")]
    [InlineData("ftp://host/v1")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://user:hunter22@host/v1")]
    public void Base_url_that_is_none_is_refused_without_quoting_it(string baseUrl)
    {
        var failure = Impossible(new ModelSettings { BaseUrl = baseUrl });

        Assert.Equal("config.invalid", failure.Code);
        Assert.DoesNotContain("hunter22", failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sk-canary\n")]
    [InlineData("sk canary")]
    [InlineData("sk-canäry")]
    [InlineData("")]
    public void Key_that_no_header_takes_is_refused_without_quoting_it(string key)
    {
        var failure = Impossible(new ModelSettings { Provider = "openai", Key = key });

        Assert.StartsWith(key.Length == 0 ? "model.missing-key" : "config.invalid", failure.Code, StringComparison.Ordinal);
        Assert.DoesNotContain("can", failure.Message.Replace("cannot", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Effort_auto_leaves_it_to_the_provider() =>
        Assert.Null(Assert.IsType<ModelChoice.OpenAi>(ModelChoice.Of(new ModelSettings { Key = "sk-x", Effort = "auto" })).Effort);

    [Fact]
    public void Settings_and_endpoint_print_no_secret()
    {
        var settings = new ModelSettings { Key = "sk-canary", Headers = new ModelSettings().Headers.Add("X-Key", "canary") };
        var choice = ModelChoice.Of(settings);

        Assert.DoesNotContain("canary", $"{settings} {choice}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gpt-5", "gpt-5")]
    [InlineData("gpt-5-2025-08-07", "gpt-5")]
    [InlineData("gpt-5-mini-2025-08-07", "gpt-5-mini")]
    [InlineData("gpt-5-turbo", null)]
    [InlineData("llama", null)]
    public void Price_is_known_only_of_models_in_the_table(string id, string? known) => Assert.Equal(known, ModelCatalog.Find(id)?.Id);

    private static Failure Impossible(ModelSettings settings) => Assert.IsType<ModelChoice.Impossible>(ModelChoice.Of(settings)).Failure;
}
