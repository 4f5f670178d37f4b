using System.Diagnostics;
using System.Text;
using System.Text.Json;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.Journal.Records;

/// <summary>A <see cref="Proposal"/>; all its files' texts are slices of one blob, so that they come back exactly.</summary>
internal sealed record ProposalRecord(
    string Id,
    string ThreadId,
    string TurnId,
    string? RevisionOf,
    ProposalStatus Status,
    string Title,
    string? Message,
    ContentHash? Texts,
    FileChangeRecord[] Files,
    VerdictRecord Verdict,
    int Rounds,
    UsageRecord Usage,
    int ContextTokens,
    int ContextItems,
    FailureRecord? Error = null,
    AbsolutePath? TargetPath = null,
    SliceRecord? TargetSpan = null)
{
    /// <summary>The record of a proposal, and the pool whose blob <paramref name="keep"/> keeps when there is any text.</summary>
    public static async Task<ProposalRecord> FromAsync(Proposal p, Func<byte[], Task<ContentHash>> keep)
    {
        var pool = new TextPool();
        FileChangeRecord[] files = [.. p.Changes.Files.Select(f => FileChangeRecord.From(f, pool))];
        ContentHash? texts = files.Length > 0 ? await keep(pool.ToBlob()) : null;
        return new ProposalRecord(
            p.Id,
            p.ThreadId,
            p.TurnId,
            p.RevisionOf,
            p.Status,
            p.Title,
            p.Message,
            texts,
            files,
            VerdictRecord.From(p.Verdict),
            p.Rounds,
            UsageRecord.From(p.Usage),
            p.ContextTokens,
            p.ContextItems,
            FailureRecord.From(p.Error),
            p.Target?.Path,
            p.Target is { } target ? SliceRecord.From(target.Span) : null);
    }

    /// <summary>The proposal.</summary>
    /// <param name="read">Finds a blob; null when it is lost.</param>
    /// <exception cref="JsonException">The record does not hold together, or its texts are lost.</exception>
    public Proposal ToProposal(Func<ContentHash, byte[]?> read)
    {
        var pool = Texts is { } texts ? new TextPool(read(texts) ?? throw new JsonException("Its texts are lost.")) : new TextPool();
        return new Proposal
        {
            Id = Id,
            ThreadId = ThreadId,
            TurnId = TurnId,
            RevisionOf = RevisionOf,
            Status = Status,
            Title = Title,
            Message = Message,
            Changes = new ChangeSet(Files.Each(f => f.ToFileChange(pool))),
            Verdict = Verdict.ToVerdict(),
            Rounds = Rounds,
            Usage = Usage.ToUsage(),
            ContextTokens = ContextTokens,
            ContextItems = ContextItems,
            Error = Error?.ToFailure(),
            Target = TargetPath is { } path && TargetSpan is { } span ? new ProposalTarget(path, span.ToSpan()) : null,
        };
    }
}

/// <summary>A <see cref="FileChange"/>.</summary>
internal sealed record FileChangeRecord(
    AbsolutePath Path,
    FileChangeKind Kind,
    SliceRecord? Before,
    TextEncoding? BeforeEncoding,
    SliceRecord? After,
    TextEncoding? AfterEncoding,
    HunkRecord[] Hunks,
    int? Version,
    AbsolutePath? NewPath)
{
    public static FileChangeRecord From(FileChange f, TextPool pool)
    {
        var before = f.Before is { } b ? pool.Add(b.ToString()) : null;
        var after = f.After is { } a ? pool.Add(a.ToString()) : null;

        // Where the hunks are those that lead from the one text to the other, their texts are in the pool already.
        var hunks = new List<HunkRecord>();
        var shift = 0;
        foreach (var hunk in f.Hunks)
        {
            hunks.Add(new HunkRecord(
                hunk.Id,
                SliceRecord.From(hunk.Span),
                pool.AddUnlessAt((before?.Start ?? 0) + hunk.Span.Start, hunk.OldText),
                pool.AddUnlessAt((after?.Start ?? 0) + hunk.Span.Start + shift, hunk.NewText),
                hunk.Match,
                hunk.Status));
            shift += hunk.NewText.Length - hunk.Span.Length;
        }

        return new FileChangeRecord(
            f.Path, f.Kind, before, EncodingOf(f.Before), after, EncodingOf(f.After), [.. hunks], f.Version?.Value, f.NewPath);
    }

    public FileChange ToFileChange(TextPool pool) => new(
        Path,
        Kind,
        Text(pool, Before, BeforeEncoding),
        Text(pool, After, AfterEncoding),
        Hunks.Each(h => h.ToHunk(pool)),
        Version is { } version ? new TextVersion(version) : null,
        NewPath);

    private static SourceText? Text(TextPool pool, SliceRecord? slice, TextEncoding? encoding) =>
        slice is null ? null : SourceText.From(pool.Read(slice), EncodingOf(encoding));

    private static TextEncoding? EncodingOf(SourceText? text) => text?.Encoding switch
    {
        null => null,
        UTF8Encoding e => e.Preamble.IsEmpty ? TextEncoding.Utf8 : TextEncoding.Utf8WithMark,
        { CodePage: 1200 } => TextEncoding.Utf16LittleEnd,
        { CodePage: 1201 } => TextEncoding.Utf16BigEnd,
        { CodePage: 28591 } => TextEncoding.Latin1,
        { } other => throw new UnreachableException($"FileText never decodes as {other.WebName}."),
    };

    private static Encoding? EncodingOf(TextEncoding? encoding) => encoding switch
    {
        null => null,
        TextEncoding.Utf8 => new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true),
        TextEncoding.Utf8WithMark => new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true),
        TextEncoding.Utf16LittleEnd => new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true),
        TextEncoding.Utf16BigEnd => new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true),
        _ => Encoding.Latin1,
    };
}

/// <summary>A <see cref="Hunk"/>.</summary>
internal sealed record HunkRecord(string Id, SliceRecord Span, SliceRecord OldText, SliceRecord NewText, MatchLevel Match, HunkStatus Status)
{
    public Hunk ToHunk(TextPool pool) => new(Id, Span.ToSpan(), pool.Read(OldText), pool.Read(NewText), Match, Status);
}

/// <summary>The encodings <see cref="FileText"/> tells apart.</summary>
internal enum TextEncoding
{
    Utf8,
    Utf8WithMark,
    Utf16LittleEnd,
    Utf16BigEnd,
    Latin1,
}
