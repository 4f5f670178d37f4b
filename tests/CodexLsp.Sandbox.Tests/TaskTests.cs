using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using CodexLsp.Engine.Processes;
using CodexLsp.ModelServer;

namespace CodexLsp.Sandbox.Tests;

/// <summary>
/// A task from its words to the files, by the real executable with the languages' own tools: the model adds a validation that is wrong
/// and a test that says so, runs the tests, mends it, and what is written passes.
/// </summary>
public sealed class TaskTests : SandboxTest
{
    private static readonly string Repository = Path.GetFullPath(Path.Combine(Here(), "../../.."));

    // A compiler and a test runner, each twice, on a machine that may have other work to do.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await MustAsync("git", "init", "-q");
    }

    [Fact]
    public async Task A_validation_with_its_test_in_TypeScript()
    {
        CopySample("shop-ts");
        Assert.True(Directory.Exists(Path.Combine(Repository, "node_modules", "typescript")), "TypeScript is not installed. Run `npm ci` first.");
        Directory.CreateSymbolicLink(Workspace.Append("node_modules").Value, Path.Combine(Repository, "node_modules"));

        await RunTaskAsync(
            """
            *** Update File: src/basket.ts
               add(product: Product, quantity = 1): void {
            +    if (quantity < 0) {
            +      throw new RangeError("A basket holds at least one of each product.");
            +    }
            +
                 const known = this.#lines.find((line) => line.product.sku === product.sku);
            *** Update File: test/basket.test.ts
             test("a product that is not there cannot be removed", () => {
               const basket = new Basket();
            +
            +  assert.throws(() => basket.add(tea, 0), /at least one/);
               basket.add(tea);
            """,
            """
            *** Update File: src/basket.ts
            -    if (quantity < 0) {
            +    if (quantity < 1) {
            """);

        Assert.Contains("if (quantity < 1) {", Read("home/project/src/basket.ts"), StringComparison.Ordinal);
        Assert.Contains("/at least one/", Read("home/project/test/basket.test.ts"), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Workspace.Append("dist").Value));
    }

    [Fact]
    public async Task A_validation_with_its_test_in_Python()
    {
        CopySample("shop-py");

        await RunTaskAsync(
            """
            *** Update File: shop/basket.py
                 def add(self, product: Product, quantity: int = 1) -> None:
            +        if quantity < 0:
            +            raise ValueError("A basket holds at least one of each product.")
                     line = self._lines.setdefault(product.sku, BasketLine(product, 0))
            *** Update File: tests/test_basket.py
                 def test_a_product_that_is_not_there_cannot_be_removed(self):
                     basket = Basket()
            +        with self.assertRaisesRegex(ValueError, "at least one"):
            +            basket.add(TEA, 0)
                     basket.add(TEA)
            """,
            """
            *** Update File: shop/basket.py
            -        if quantity < 0:
            +        if quantity < 1:
            """);

        Assert.Contains("if quantity < 1:", Read("home/project/shop/basket.py"), StringComparison.Ordinal);
        Assert.Contains("basket.add(TEA, 0)", Read("home/project/tests/test_basket.py"), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateDirectories(Workspace.Value, "__pycache__", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_validation_with_its_test_in_CSharp()
    {
        CopySample("Shop");
        await MustAsync("dotnet", "restore", "Shop.sln", "-nodeReuse:false");

        await RunTaskAsync(
            """
            *** Update File: Shop.Core/Money.cs
            -    public Money Percent(decimal percent) => new Money(Amount * percent / 100m, Currency).Round();
            +    public Money Percent(decimal percent) => percent < -100m
            +        ? throw new ArgumentOutOfRangeException(nameof(percent), percent, "A share is not negative.")
            +        : new Money(Amount * percent / 100m, Currency).Round();
            *** Update File: Shop.Tests/MoneyTests.cs
                 [Fact]
            +    public void A_share_is_not_negative() => Assert.Throws<ArgumentOutOfRangeException>(() => Money.Euro(1m).Percent(-1m));
            +
            +    [Fact]
                 public void Amounts_of_two_currencies_never_mix() =>
            """,
            """
            *** Update File: Shop.Core/Money.cs
            -    public Money Percent(decimal percent) => percent < -100m
            +    public Money Percent(decimal percent) => percent < 0m
            """);

        Assert.Contains("percent < 0m", Read("home/project/Shop.Core/Money.cs"), StringComparison.Ordinal);
        Assert.Contains("A_share_is_not_negative", Read("home/project/Shop.Tests/MoneyTests.cs"), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Workspace.Append("Shop.Core/bin").Value));
    }

    [Fact]
    public async Task A_change_whose_tests_failed_last_is_not_written_without_a_word()
    {
        CopySample("shop-py");
        var before = Read("home/project/shop/basket.py");

        var (exitCode, lines) = await ExecAsync(
            Patch("""
                *** Update File: shop/basket.py
                -        line.quantity += quantity
                +        line.quantity -= quantity
                """),
            Answer.Calling("run_tests", "{}"),
            new Answer { Text = new("Done."), DeltaChars = 100 },
            new Answer { Text = new("The tests are wrong, not I."), DeltaChars = 100 });

        Assert.Equal((4, before), (exitCode, Read("home/project/shop/basket.py")));
        Assert.Equal(["Done.", "The tests are wrong, not I."], lines
            .Where(l => (string?)l["type"] == "item/completed" && (string?)l["item"]!["type"] == "agentMessage").Select(l => (string?)l["item"]!["text"]));
        var proposal = lines.Last(l => (string?)l["type"] == "proposal/changed")["proposal"]!;
        Assert.Equal("ready", (string?)proposal["status"]);
        Assert.Contains("the tests failed when they ran last", proposal["verification"]!["notes"]!.AsArray().Select(n => (string?)n));
    }

    private async Task RunTaskAsync(string wrong, string mended)
    {
        var (exitCode, lines) = await ExecAsync(
            Patch(wrong), Answer.Calling("run_tests", "{}"), Patch(mended), Answer.Calling("run_tests", "{}"), new Answer { Text = new("It is refused now."), DeltaChars = 100 });

        Assert.Equal(0, exitCode);
        var tests = lines.Where(l => (string?)l["type"] == "item/completed" && (string?)l["item"]!["type"] == "tests").Select(l => l["item"]!).ToList();
        Assert.Equal(2, tests.Count);
        Assert.True((int)tests[0]["failed"]! == 1, tests[0].ToJsonString());
        Assert.True((int)tests[1]["failed"]! == 0 && (int)tests[1]["passed"]! > 3, tests[1].ToJsonString());
    }

    private async Task<(int ExitCode, List<JsonNode> Lines)> ExecAsync(params Answer[] answers)
    {
        await using var model = await ScriptedModel.StartAsync(Scenario.Of(answers));
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["XDG_STATE_HOME"] = At("state").Value,
            ["XDG_CONFIG_HOME"] = At("configuration").Value,
            ["CODEX_LSP_PROVIDER"] = "openai",
            ["CODEX_LSP_BASE_URL"] = model.BaseUrl.ToString(),
            ["CODEX_LSP_MODEL"] = "scripted",
        };
        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "codex-lsp.dll"), "--root", Workspace.Value, "exec", "Refuse what makes no sense, with a test.", "--approval", "auto-edit", "--json",
        ];
        var result = await Launcher.RunAsync(
            new ProcessRequest("dotnet", [.. arguments], Workspace) { Environment = environment.ToImmutableDictionary(), Timeout = Patience }, CancellationToken.None);

        var exited = Assert.IsType<ProcessResult.Exited>(result);
        return (exited.ExitCode, [.. exited.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static l => JsonNode.Parse(l)!)]);
    }

    private static Answer Patch(string hunks) =>
        Answer.Calling("apply_patch", new JsonObject { ["patch"] = $"*** Begin Patch\n{hunks}\n*** End Patch" }.ToJsonString());

    private async Task MustAsync(params string[] command)
    {
        var result = await Launcher.RunAsync(new ProcessRequest(command[0], [.. command[1..]], Workspace), CancellationToken.None);
        Assert.True(result is ProcessResult.Exited { ExitCode: 0 }, $"{result}");
    }

    private void CopySample(string name)
    {
        var sample = Path.Combine(Repository, "samples", name);
        foreach (var file in Directory.EnumerateFiles(sample, "*", SearchOption.AllDirectories))
        {
            var relative = Path.GetRelativePath(sample, file);
            if (!relative.Split('/').Any(part => part is "bin" or "obj" or "dist" or "node_modules" or "__pycache__"))
            {
                Write($"home/project/{relative}", File.ReadAllText(file));
            }
        }
    }

    private static string Here([CallerFilePath] string here = "") => here;
}
