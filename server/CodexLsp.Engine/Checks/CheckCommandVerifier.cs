using System.Collections.Immutable;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;
using CodexLsp.Engine.FileGraph;
using CodexLsp.Engine.Policy;
using CodexLsp.Engine.Sandboxing;
using CodexLsp.Engine.Verification;

namespace CodexLsp.Engine.Checks;

/// <summary>
/// The verdict on languages without a compiler of ours: the language's own checker, run in the sandbox on the workspace with the
/// change, and again without it when it finds something, so that only what is new counts.
/// </summary>
/// <param name="sandbox">Where checks run.</param>
/// <param name="commands">Finds the checks.</param>
/// <param name="mayRun">Whether a check may run without a question; who configured it decides.</param>
/// <param name="timeout">How long one run may take.</param>
/// <param name="time">The clock.</param>
public sealed class CheckCommandVerifier(
    ISandbox sandbox, Func<CheckCommands> commands, Func<WorkspaceCommand, bool> mayRun, Func<TimeSpan> timeout, TimeProvider time) : IVerifier
{
    private const int MostChecks = 200;
    private const int MostFindings = 500;
    private const int MostNamed = 3;
    private const int MostCommandCharacters = 400;

    // A compiler that lists its files has a line for each.
    private const int MostOutput = 16 * 1024 * 1024;

    /// <inheritdoc/>
    public bool Handles(AbsolutePath path) => commands().Handles(path);

    /// <inheritdoc/>
    public async Task<Verdict> VerifyAsync(Snapshot snapshot, ChangeSet changes, CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        var folders = changes.Files.Where(f => Handles(f.FinalPath)).GroupBy(f => snapshot.FolderOf(f.FinalPath)).ToImmutableArray();
        if (!snapshot.Trusted || folders.Any(f => f.Key is null))
        {
            return Verdict.Unverified(snapshot.Trusted ? "the file is in no folder of the workspace" : "not trusted");
        }

        var (before, after) = (Overlay.Over(snapshot), Overlay.Over(snapshot).With(changes));
        var verdicts = ImmutableArray.CreateBuilder<OneVerdict>();
        foreach (var folder in folders)
        {
            // A deleted file can only be missed by its project, which is found from where it was.
            var there = folder.Where(f => f.After is not null).Select(f => f.FinalPath);
            var gone = folder.Where(f => f.After is null && f.Path.Extension is ".ts" or ".tsx").Select(f => f.Path);
            verdicts.AddRange(await RunAsync(folder.Key!.Value, there.Concat(gone), before, after, cancellationToken));
        }

        return Join(verdicts.ToImmutable(), changes.Files.Count(f => f.After is not null && Handles(f.FinalPath))) with { Duration = time.GetElapsedTime(begun) };
    }

    /// <inheritdoc/>
    public Task<Repair?> RepairAsync(Snapshot snapshot, ChangeSet changes, Verdict verdict, CancellationToken cancellationToken) =>
        Task.FromResult<Repair?>(null);

    /// <inheritdoc/>
    public async Task<Verdict?> VerifyWorkspaceAsync(Snapshot snapshot, CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        var verdicts = ImmutableArray.CreateBuilder<OneVerdict>();
        var count = 0;
        foreach (var folder in snapshot.Folders)
        {
            var files = new WorkspaceWalk(snapshot, cancellationToken).Below(folder).Select(f => f.Path).Where(Handles).ToImmutableArray();
            count += files.Length;
            if (snapshot.Trusted)
            {
                verdicts.AddRange(await RunAsync(folder, files, null, Overlay.Over(snapshot), cancellationToken));
            }
        }

        return count == 0 ? null
            : !snapshot.Trusted ? Verdict.Unverified("not trusted")
            : Join(verdicts.ToImmutable(), count) with { Duration = time.GetElapsedTime(begun) };
    }

    /// <param name="root">The workspace folder.</param>
    /// <param name="files">Files in it.</param>
    /// <param name="before">What is no news; null where everything is.</param>
    /// <param name="after">What is checked.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    private async Task<ImmutableArray<OneVerdict>> RunAsync(
        AbsolutePath root, IEnumerable<AbsolutePath> files, Overlay? before, Overlay after, CancellationToken cancellationToken)
    {
        var (checks, left) = commands().For(root, files);
        var verdicts = ImmutableArray.CreateBuilder<OneVerdict>();
        verdicts.AddRange(left.Select(reason => new OneVerdict(reason)));
        if (checks.Length > MostChecks)
        {
            verdicts.Add(new OneVerdict($"only {MostChecks} of {checks.Length} checks were run"));
        }

        if (checks.FirstOrDefault(c => !mayRun(c.Command)) is { } asking)
        {
            return [.. verdicts, new OneVerdict($"`{asking.Command}` comes from the workspace's configuration and was not approved")];
        }

        if (checks.IsEmpty)
        {
            return verdicts.ToImmutable();
        }

        var opened = await sandbox.OpenAsync(root, cancellationToken);
        if (!opened.Succeeded)
        {
            return [.. verdicts, new OneVerdict($"`{checks[0].Command}` was not run: {opened.Failure.Message}")];
        }

        await using var checkout = opened.Value;
        foreach (var check in checks.Take(MostChecks))
        {
            var open = check.ListsFiles ? check.Files.Where(f => after.View.Read(f) is not null).ToHashSet() : [];
            var found = await RunAsync(checkout, check.Command, before, after, open, cancellationToken);
            verdicts.Add(found with { Limits = check.Limits });
            foreach (var command in check.Otherwise)
            {
                if (open.Count > 0 && found.Reason is null)
                {
                    verdicts.Add(found = await RunAsync(checkout, command, before, after, open, cancellationToken));
                }
            }

            if (open.Count > 0 && found.Reason is null)
            {
                var missed = string.Join(", ", open.Select(f => f.RelativeTo(root)).Order(StringComparer.Ordinal).Take(MostNamed));
                verdicts.Add(new OneVerdict($"{check.Command.Argv[^1]} leaves out {missed}{(open.Count > MostNamed ? $" and {open.Count - MostNamed} more" : "")}"));
            }
        }

        return verdicts.ToImmutable();
    }

    /// <param name="checkout">Where it runs.</param>
    /// <param name="command">The check.</param>
    /// <param name="before">What is no news; null where everything is.</param>
    /// <param name="after">What is checked.</param>
    /// <param name="open">Files that it has to list; those that it does are taken out.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    private async Task<OneVerdict> RunAsync(
        Checkout checkout, WorkspaceCommand command, Overlay? before, Overlay after, HashSet<AbsolutePath> open, CancellationToken cancellationToken)
    {
        var now = await FindAsync(checkout, command, after, isBaseline: false, cancellationToken);
        if (now.Reason is not null)
        {
            return new OneVerdict(now.Reason);
        }

        // A project without any of the files says nothing of them; that nothing is wrong in it is not worth telling.
        var isOther = open.Count > 0 && open.RemoveWhere(f => Lists(now.Output, checkout.Folder, f)) == 0;
        if (now.Findings.IsEmpty || before is null)
        {
            return new OneVerdict(null) { Command = isOther && now.Findings.IsEmpty ? null : command, Introduced = now.Findings };
        }

        var then = await FindAsync(checkout, command, before, isBaseline: true, cancellationToken);
        return then.Reason is { } reason
            ? new OneVerdict($"{reason}, before the change already")
            : new OneVerdict(null) { Command = command, Introduced = Without(now.Findings, then.Findings), Resolved = Without(then.Findings, now.Findings) };
    }

    // The compiler may name the place that a link on the way to the workspace leads to.
    private static bool Lists(string output, AbsolutePath root, AbsolutePath file) => new[] { root, RealPath.Of(root) ?? root }
        .Any(r => output.Contains($"\n{r.Append(file.RelativeTo(root))}\n", StringComparison.Ordinal));

    private async Task<(ImmutableArray<Finding> Findings, string Output, string? Reason)> FindAsync(
        Checkout checkout, WorkspaceCommand check, Overlay edits, bool isBaseline, CancellationToken cancellationToken)
    {
        var command = check.InSandbox with { Timeout = timeout(), OutputLimit = MostOutput };
        var run = await checkout.RunAsync(command, edits, null, cancellationToken);
        if (!run.Succeeded)
        {
            return ([], "", $"`{check}` was not run: {run.Failure.Message}");
        }

        var result = run.Value;
        var findings = CheckOutput.Read(result.Output, command.Directory, check.Argv[0]);

        // What a checker says of files elsewhere is no reason to look into them.
        var known = findings.Where(f => (f.Path.IsWithin(checkout.Folder) || edits.View.FolderOf(f.Path) is not null) && IsThere(edits.View, f.Path)).ToImmutableArray();
        var reason = result switch
        {
            { ExitCode: null } => $"`{check}`: {result.Exceeded}",
            { Truncated: true } => $"`{check}` wrote more than is read of it",
            { Output: var said } when said.StartsWith("bwrap: execvp ", StringComparison.Ordinal) => $"`{check}` could not be started: {said.Trim()}",
            _ when findings.Any(IsAboutModules) => "node cannot tell whether the file is a module: package.json does not say",

            // Before the change a new file is not there to be checked.
            { ExitCode: not 0 } when findings.IsEmpty && !isBaseline => $"`{check}` ended with exit code {result.ExitCode} and named no place: {LastWords(result.Output)}",
            _ => null,
        };
        return reason is null ? (known, $"\n{result.Output}", null) : ([], "", reason);
    }

    private static bool IsThere(Snapshot view, AbsolutePath path) =>
        view.Find(path) is not null || (!view.Removed.Contains(path) && File.Exists(path.Value));

    // Node reads a .js file as a script unless package.json says otherwise; bundlers do not.
    private static bool IsAboutModules(Finding finding) =>
        finding.Code == "SyntaxError"
        && (finding.Message.Contains("outside a module", StringComparison.Ordinal) || finding.Message == "Unexpected token 'export'");

    private static Verdict Join(ImmutableArray<OneVerdict> verdicts, int files)
    {
        var reasons = verdicts.Select(v => v.Reason).OfType<string>().Distinct(StringComparer.Ordinal).ToImmutableArray();
        var introduced = verdicts.SelectMany(v => v.Introduced).ToImmutableArray();
        var status = introduced.Any(f => f.Severity == FindingSeverity.Error) ? VerificationStatus.Broken
            : reasons.IsEmpty && !verdicts.IsEmpty ? VerificationStatus.Verified
            : VerificationStatus.Unverified;
        return new Verdict
        {
            Status = status,
            Reason = status == VerificationStatus.Unverified ? reasons.IsEmpty ? "nothing of it is checked" : string.Join("; ", reasons) : null,
            Introduced = [.. introduced.OrderBy(f => f.Severity).Take(MostFindings)],
            Resolved = [.. verdicts.SelectMany(v => v.Resolved).Take(MostFindings)],
            Notes = [.. verdicts.Where(v => v.Command is not null).Select(v => $"Checked by `{Shown(v.Command!)}`.{(v.Limits is { } limits ? " " + limits : "")}").Distinct(StringComparer.Ordinal), .. status == VerificationStatus.Broken ? reasons : [], .. introduced.Length > MostFindings ? [$"{introduced.Length:N0} findings, of which {MostFindings} are named."] : Array.Empty<string>()],
            Scope = new VerificationScope(null, [.. verdicts.Select(v => v.Command?.Argv[0]).OfType<string>().Distinct(StringComparer.Ordinal)], files, Analyzers: false),
        };
    }

    /// <summary>A change moves lines, so the same words about the same file are the same finding, as often as they are said.</summary>
    private static ImmutableArray<Finding> Without(ImmutableArray<Finding> all, ImmutableArray<Finding> known)
    {
        var left = known.GroupBy(Words).ToDictionary(g => g.Key, g => g.Count());
        return [.. all.Where(f => left.GetValueOrDefault(Words(f)) is not > 0 || --left[Words(f)] < 0)];
    }

    private static (AbsolutePath, string, string) Words(Finding finding) => (finding.Path, finding.Code, finding.Message);

    // A compiler that lists its files does so last.
    private static string LastWords(string output)
    {
        var lines = output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return ShownText.Of(lines.LastOrDefault(l => !File.Exists(l)) ?? "");
    }

    // A check of every file names them all.
    private static string Shown(WorkspaceCommand command) => command.ToString() is { Length: > MostCommandCharacters } text ? text[..MostCommandCharacters] + "…" : command.ToString();

    /// <param name="Reason">Why the check said nothing.</param>
    private sealed record OneVerdict(string? Reason)
    {
        public WorkspaceCommand? Command { get; init; }

        public string? Limits { get; init; }

        public ImmutableArray<Finding> Introduced { get; init; } = [];

        public ImmutableArray<Finding> Resolved { get; init; } = [];
    }
}
