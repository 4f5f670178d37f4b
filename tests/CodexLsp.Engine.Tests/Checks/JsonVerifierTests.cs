using CodexLsp.Engine.Checks;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;
using CodexLsp.Engine.Verification;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.Tests.Checks;

public sealed class JsonVerifierTests
{
    private static readonly AbsolutePath Root = new(Path.Combine(Path.GetTempPath(), "ws"));

    [Theory]
    [InlineData("a.json", """{ "a": 1 }""", """{ "a": 2 }""", "Verified")]
    [InlineData("a.json", """{ "a": 1 }""", """{ "a": 2, }""", "Broken 0:10")]
    [InlineData("a.json", """{ "a": 1 }""", "{\n  \"a\": 2\n  \"b\": 3\n}", "Broken 2:2")]
    [InlineData("a.json", """{ "a": """, """{ "a": 1 ]""", "Verified")]
    [InlineData("tsconfig.build.json", "{}", "// why\n{ \"a\": [1,], }", "Verified")]
    [InlineData("data.jsonc", "{}", "{ /* why */ }", "Verified")]
    [InlineData("data.json", "{}", "{ /* why */ }", "Broken 0:2")]
    [InlineData("data.json", "{}", "", "Broken 0:0")]
    public async Task Json_parses_or_not(string file, string before, string after, string expected)
    {
        var verdict = await Judge(FileChange.Modify(Root.Append(file), SourceText.From(before), SourceText.From(after)));

        Assert.Equal(expected, $"{verdict.Status} {string.Join(' ', verdict.Introduced.Select(f => $"{f.Range.Start.Line}:{f.Range.Start.Character}"))}".Trim());
    }

    [Fact]
    public async Task A_file_that_is_mended_says_what_is_gone() =>
        Assert.Single((await Judge(FileChange.Modify(Root.Append("a.json"), SourceText.From("{"), SourceText.From("{}")))).Resolved);

    [Fact]
    public async Task Deep_nesting_is_an_error_and_no_crash() =>
        Assert.Equal(VerificationStatus.Broken, (await Judge(FileChange.Create(Root.Append("a.json"), SourceText.From(new string('[', 100_000))))).Status);

    private static Task<Verdict> Judge(FileChange change) => new JsonVerifier(TimeProvider.System).VerifyAsync(Snapshot.Empty, new ChangeSet([change]), default);
}
