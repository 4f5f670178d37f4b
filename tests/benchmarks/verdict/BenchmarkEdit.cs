using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;
using Microsoft.CodeAnalysis.Text;

/// <summary>An edit to measure.</summary>
/// <param name="Kind">What it does, in a few words.</param>
/// <param name="Expected">The verdict it is made for: an edit the solution has outgrown measures something else.</param>
/// <param name="Parts">What happens to which file.</param>
internal sealed record BenchmarkEdit(string Kind, string Expected, ImmutableArray<EditPart> Parts)
{
    /// <summary>The edit of the files in <paramref name="root"/>.</summary>
    public ChangeSet In(AbsolutePath root) => new([.. Parts.Select(p => p.In(root))]);
}

/// <summary>One file of an edit: every <paramref name="Old"/> becomes <paramref name="New"/>; without an old part the file is new.</summary>
internal sealed record EditPart(string File, string? Old, string New)
{
    public FileChange In(AbsolutePath root)
    {
        var path = root.Append(File);
        if (Old is null)
        {
            return new(path, FileChangeKind.Create, null, SourceText.From(New), []);
        }

        var before = FileText.Decode(System.IO.File.ReadAllBytes(path.Value));
        var text = before.ToString();
        var hunks = ImmutableArray.CreateBuilder<Hunk>();
        for (var at = text.IndexOf(Old, StringComparison.Ordinal); at >= 0; at = text.IndexOf(Old, at + Old.Length, StringComparison.Ordinal))
        {
            hunks.Add(new($"{hunks.Count + 1}", new(at, Old.Length), Old, New, MatchLevel.Exact));
        }

        return hunks.Count == 0
            ? throw new InvalidDataException($"'{Old}' is not in {File}.")
            : new(path, FileChangeKind.Modify, before, before.WithChanges(hunks.Select(h => h.Change)), hunks.ToImmutable());
    }
}

/// <summary>What was measured.</summary>
/// <param name="LoadMs">Milliseconds until the solution was loaded and warm.</param>
/// <param name="Edits">In the order they were given.</param>
internal sealed record Measurement(double LoadMs, ImmutableArray<MeasuredEdit> Edits);

/// <summary>What was measured of one edit.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Expected">The verdict it is made for.</param>
/// <param name="Verdict">The verdict's status.</param>
/// <param name="Reason">Why it is unverified.</param>
/// <param name="Errors">What the verdict introduces, a line each.</param>
/// <param name="Milliseconds">From the change to its verdict, the repair without a model included, one for each run in their order.</param>
/// <param name="Files">The files as they were judged.</param>
internal sealed record MeasuredEdit(
    string Kind, string Expected, string Verdict, string? Reason, ImmutableArray<string> Errors, ImmutableArray<double> Milliseconds, ImmutableArray<JudgedFile> Files);

/// <summary>A file as it was judged.</summary>
internal sealed record JudgedFile(string Path, string Text);

/// <summary>What this program reads and writes.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ImmutableArray<BenchmarkEdit>))]
[JsonSerializable(typeof(Measurement))]
internal sealed partial class MeasurementJson : JsonSerializerContext;
