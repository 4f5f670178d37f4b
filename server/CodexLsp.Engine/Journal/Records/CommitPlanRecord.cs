using System.Text.Json;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;

namespace CodexLsp.Engine.Journal.Records;

/// <summary>A <see cref="CommitPlan"/>; the bytes of each file as it was are a blob.</summary>
internal sealed record CommitPlanRecord(string Id, CommitStepRecord[] Steps, AbsolutePath[] Temporaries, AbsolutePath[] NewFolders)
{
    /// <summary>The record of a plan, once <paramref name="keep"/> has kept the bytes of its files.</summary>
    public static async Task<CommitPlanRecord> FromAsync(CommitPlan plan, Func<ReadOnlyMemory<byte>, Task<ContentHash>> keep)
    {
        var steps = new List<CommitStepRecord>();
        foreach (var step in plan.Steps)
        {
            var before = step.Before is { } image ? new StampRecord(await keep(image.Bytes), (int?)image.Mode) : null;
            steps.Add(new CommitStepRecord(step.Path, before, StampRecord.From(step.After)));
        }

        return new CommitPlanRecord(plan.Id, [.. steps], [.. plan.Temporaries], [.. plan.NewFolders]);
    }

    /// <summary>The plan.</summary>
    /// <param name="read">Finds a blob; null when it is lost.</param>
    /// <exception cref="JsonException">The record does not hold together, or the bytes of a file are lost.</exception>
    public CommitPlan ToPlan(Func<ContentHash, byte[]?> read) =>
        new(Id, Steps.Each(s => s.ToStep(read)), [.. Temporaries], [.. NewFolders]);
}

/// <summary>A <see cref="CommitStep"/>.</summary>
internal sealed record CommitStepRecord(AbsolutePath Path, StampRecord? Before, StampRecord? After)
{
    public CommitStep ToStep(Func<ContentHash, byte[]?> read)
    {
        var before = Before is null
            ? null
            : new FileImage(
                read(Before.Hash) ?? throw new JsonException($"The content '{Path}' had is lost."), (UnixFileMode?)Before.Mode);
        return new CommitStep(Path, before, After?.ToStamp());
    }
}

/// <summary>A <see cref="FileStamp"/>.</summary>
internal sealed record StampRecord(ContentHash Hash, int? Mode)
{
    public static StampRecord? From(FileStamp? stamp) => stamp is null
        ? null
        : new StampRecord(
            ContentHash.Parse(stamp.Hash) ?? throw new ArgumentException($"'{stamp.Hash}' is not a SHA-256."), (int?)stamp.Mode);

    public FileStamp ToStamp() => new(Hash.Value, (UnixFileMode?)Mode);
}
