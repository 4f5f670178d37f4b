using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using CodexLsp.CSharp;
using CodexLsp.CSharp.Loading;
using CodexLsp.CSharp.Verification;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;
using CodexLsp.Engine.Processes;
using CodexLsp.Engine.Verification;

// Measures verdicts as the host makes them: its loader, its judge, one process, warm. Arguments: SOLUTION EDITS.json RUNS.
var solution = new AbsolutePath(Path.GetFullPath(args[0]));
var edits = JsonSerializer.Deserialize(await File.ReadAllTextAsync(args[1]), MeasurementJson.Default.ImmutableArrayBenchmarkEdit);
var runs = int.Parse(args[2], CultureInfo.InvariantCulture);
var root = solution.Parent!.Value;
var snapshot = Snapshot.Empty with { Folders = [root], Trusted = true };
await using var workspace = new CSharpWorkspace(
    new SolutionLoader(new ProcessLauncher(TimeProvider.System), DotnetLocator.OfThisMachine, TimeProvider.System),
    DotnetLocator.OfThisMachine,
    () => new WorkspaceOptions { Solution = solution.Value },
    _ => { });
var verifier = new CSharpVerifier(workspace, () => new JudgeOptions());
var start = Stopwatch.GetTimestamp();
await workspace.WarmUpAsync(snapshot, CancellationToken.None);
var load = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
var measured = ImmutableArray.CreateBuilder<MeasuredEdit>();
foreach (var edit in edits)
{
    measured.Add(await MeasureAsync(edit));
}

Console.WriteLine(JsonSerializer.Serialize(new(load, measured.ToImmutable()), MeasurementJson.Default.Measurement));

async Task<MeasuredEdit> MeasureAsync(BenchmarkEdit edit)
{
    var times = ImmutableArray.CreateBuilder<double>();
    ChangeSet changes;
    Verdict verdict;
    do
    {
        changes = edit.In(root);
        var begin = Stopwatch.GetTimestamp();
        verdict = await verifier.VerifyAsync(snapshot, changes, CancellationToken.None);
        if (await verifier.RepairAsync(snapshot, changes, verdict, CancellationToken.None) is { } repair)
        {
            (changes, verdict) = (repair.Changes, repair.Verdict);
        }

        times.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
    }
    while (times.Count < runs);

    return new(
        edit.Kind,
        edit.Expected,
        verdict.Status.ToString().ToLowerInvariant(),
        verdict.Reason,
        [.. verdict.Errors.Select(e => $"{e.Path.RelativeTo(root)}({e.Range.Start.Line + 1}): {e.Code}: {e.Message}")],
        times.ToImmutable(),
        [.. changes.Files.Select(f => new JudgedFile(f.FinalPath.RelativeTo(root), f.After!.ToString()))]);
}
