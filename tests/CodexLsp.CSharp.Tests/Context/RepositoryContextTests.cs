namespace CodexLsp.CSharp.Tests.Context;

/// <summary>
/// What a model reads beside a selection of this repository. Small types that rarely change; callers are left out, because they
/// change with every commit.
/// </summary>
public sealed class RepositoryContextTests(LoadedRepository repository) : IClassFixture<LoadedRepository>
{
    [Fact]
    public async Task An_estimate()
    {
        var pack = await ContextPackText.ShowAsync(
            await repository.LinesAsync("server/CodexLsp.Engine/Context/TokenEstimate.cs", "public static int Of", "    }"),
            "count like ContextItem.Tokens",
            withUses: false);

        Expect.Text(
            pack,
            """
            x
            """);
    }

    [Fact]
    public async Task A_method_that_calls_its_framework()
    {
        var pack = await ContextPackText.ShowAsync(
            await repository.LinesAsync("server/CodexLsp.Engine/Documents/FileText.cs", "public static SourceText Decode", "    }"),
            withUses: false);

        Expect.Text(
            pack,
            """
            x
            """);
    }

    [Fact]
    public async Task A_property_of_a_record()
    {
        var pack = await ContextPackText.ShowAsync(
            await repository.LinesAsync("server/CodexLsp.Engine/Edits/Hunk.cs", "public TextChange Change", "    public TextChange Change"),
            withUses: false);

        Expect.Text(
            pack,
            """
            x
            """);
    }

    [Fact]
    public async Task A_sum_over_another_type()
    {
        var pack = await ContextPackText.ShowAsync(
            await repository.LinesAsync("server/CodexLsp.Engine/Context/ContextPack.cs", "public int Tokens", "    public int Tokens"),
            "leave out ContextKind.Instructions, too",
            withUses: false);

        Expect.Text(
            pack,
            """
            x
            """);
    }
}
