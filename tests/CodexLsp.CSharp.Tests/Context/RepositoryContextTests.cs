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
            ── Selection TokenEstimate.cs:13-25 (to be changed)
            ── Outline TokenEstimate (encloses the selection)
            public static class TokenEstimate
                private const double CharactersPerToken = 3.3;
            ── Definition ContextItem.Tokens (named in the request)
            public sealed record ContextItem(ContextKind Kind, string Title, AbsolutePath? Path, LinePositionSpan? Range, string Text, string Why)
                public int Tokens { get; }
            ── Definition ReadOnlySpan<T>.Length (used by the selection, 2 times)
            readonly ref struct ReadOnlySpan<T>
                int Length { get; }
            ── Definition Math.Ceiling (used by the selection, 2 times)
            class Math
                static double Ceiling(double a);
            ── Instructions style (what the project asks of new code)
            C# 14.0, nullable enabled, 4 spaces, lines to 140, file-scoped namespaces, braces when multiline, var.
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
            ── Selection FileText.cs:21-38 (to be changed)
            ── Outline FileText (encloses the selection)
            public static class FileText
                private static readonly UTF8Encoding StrictUtf8;
                private static readonly UTF8Encoding Utf8WithMark;
                private static readonly UnicodeEncoding Utf16;
                private static readonly UnicodeEncoding Utf16BigEndian;
                private static readonly Encoding Latin1;
                public static byte[] Encode(SourceText text);
            ── Definition SourceText.From (used by the selection, 5 times)
            class SourceText
                static SourceText From(string text, Encoding? encoding = null, SourceHashAlgorithm checksumAlgorithm = Sha1);
            ── Definition Encoding (used by the selection, 3 times)
            class Encoding
                virtual string GetString(byte[] bytes, int index, int count);
                virtual string GetString(byte[] bytes);
            ── Definition Array.Length (used by the selection)
            class Array
                int Length { get; }
            ── Definition DecoderFallbackException (used by the selection)
            class DecoderFallbackException
            ── Instructions style (what the project asks of new code)
            C# 14.0, nullable enabled, 4 spaces, lines to 140, file-scoped namespaces, braces when multiline, var.
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
            ── Selection Hunk.cs:15 (to be changed)
            ── Outline Hunk (encloses the selection)
            public sealed record Hunk(string Id, TextSpan Span, string OldText, string NewText, MatchLevel Match, HunkStatus Status = HunkStatus.Pending)
            ── Definition TextChange.TextChange (used by the selection, 2 times)
            readonly struct TextChange
                TextChange(TextSpan span, string newText);
            ── Instructions style (what the project asks of new code)
            C# 14.0, nullable enabled, 4 spaces, lines to 140, file-scoped namespaces, braces when multiline, var.
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
            ── Selection ContextPack.cs:13 (to be changed)
            ── Outline ContextPack (encloses the selection)
            public sealed record ContextPack(ImmutableArray<ContextItem> Items, int Budget)
                public static ContextPack Of(ContextItem selection, IEnumerable<ContextItem> ranked, int budget);
            ── Definition ContextKind (named in the request)
            public enum ContextKind { Selection, Outline, Definition, Caller, Test, Diagnostic, Instructions, File }
            ── Definition ContextItem.Tokens (used by the selection, 2 times)
            public sealed record ContextItem(ContextKind Kind, string Title, AbsolutePath? Path, LinePositionSpan? Range, string Text, string Why)
                public int Tokens { get; }
            ── Definition ImmutableArrayExtensions.Where (used by the selection)
            class ImmutableArrayExtensions
                static IEnumerable<T> Where<T>(ImmutableArray<T> immutableArray, Func<T, bool> predicate);
            ── Definition Enumerable.Sum (used by the selection)
            class Enumerable
                static int Sum<TSource>(IEnumerable<TSource> source, Func<TSource, int> selector);
            ── Instructions style (what the project asks of new code)
            C# 14.0, nullable enabled, 4 spaces, lines to 140, file-scoped namespaces, braces when multiline, var.
            """);
    }
}
