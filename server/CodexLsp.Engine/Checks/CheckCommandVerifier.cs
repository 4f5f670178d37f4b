using System.Collections.Immutable;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;
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
    /// <inheritdoc/>
    public bool Handles(AbsolutePath path) => commands().Handles(path);

    /// <inheritdoc/>
    public async Task<Verdict> VerifyAsync(Snapshot snapshot, ChangeSet changes, CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        var files = changes.Files.Where(f => f.After is not null).Select(f => f.FinalPath).Where(Handles).ToImmutableArray();
        var folder = changes.Paths.Where(Handles).Select(snapshot.FolderOf).FirstOrDefault(f => f is not null);
        if (!snapshot.Trusted || folder is not { } root)
        {
            return Verdict.Unverified(snapshot.Trusted ? "the file is in no folder of the workspace" : "not trusted");
        }

        // A deleted file can only be missed by its project, which is found from where it was.
        var gone = changes.Files.Where(f => f.After is null && Handles(f.Path)).Select(f => f.Path);
        var (checks, left) = commands().For(root, files.Concat(gone.Where(g => g.Extension is ".ts" or ".tsx")));
        var verdicts = await RunAsync(root, checks, Overlay.Over(snapshot), Overlay.Over(snapshot).With(changes), cancellationToken);
        var reasons = left.Concat(verdicts.Select(v => v.Reason).OfType<string>()).Distinct().ToImmutableArray();
        var joined = Join(verdicts, reasons, files.Length);
        return joined with { Duration = time.GetElapsedTime(begun) };
    }

    /// <inheritdoc/>
    public Task<Repair?> RepairAsync(Snapshot snapshot, ChangeSet changes, Verdict verdict, CancellationToken cancellationToken) =>
        Task.FromResult<Repair?>(null);

    /// <inheritdoc/>
    public Task<Verdict> VerifyWorkspaceAsync(Snapshot snapshot, CancellationToken cancellationToken) =>
        Task.FromResult(Verdict.Unverified("checks of these languages look at changed files, and nothing is changed"));

    private async Task<ImmutableArray<OneVerdict>> RunAsync(
        AbsolutePath root, ImmutableArray<CheckCommand> checks, Overlay before, Overlay after, CancellationToken cancellationToken)
    {
        if (checks.FirstOrDefault(c => !mayRun(c.Command)) is { } asking)
        {
            return [new OneVerdict($"`{asking.Command}` comes from the workspace's configuration and was not approved")];
        }

        if (checks.IsEmpty)
        {
            return [];
        }

        var opened = await sandbox.OpenAsync(root, cancellationToken);
        if (!opened.Succeeded)
        {
            return [new OneVerdict($"`{checks[0].Command}` was not run: {opened.Failure.Message}")];
        }

        await using var checkout = opened.Value;
        var verdicts = ImmutableArray.CreateBuilder<OneVerdict>();
        foreach (var check in checks)
        {
            verdicts.Add(await RunAsync(checkout, check, before, after, cancellationToken));
        }

        return verdicts.ToImmutable();
    }

    private async Task<OneVerdict> RunAsync(Checkout checkout, CheckCommand check, Overlay before, Overlay after, CancellationToken cancellationToken)
    {
        var now = await FindAsync(checkout, check, after, cancellationToken);
        if (now.Reason is not null || now.Findings.IsEmpty)
        {
            return new OneVerdict(now.Reason) { Check = check };
        }

        var then = await FindAsync(checkout, check, before, cancellationToken);
        return then.Reason is { } reason
            ? new OneVerdict($"{reason}, before the change already")
            : new OneVerdict(null) { Check = check, Introduced = Without(now.Findings, then.Findings), Resolved = Without(then.Findings, now.Findings) };
    }

    private async Task<(ImmutableArray<Finding> Findings, string? Reason)> FindAsync(
        Checkout checkout, CheckCommand check, Overlay edits, CancellationToken cancellationToken)
    {
        // Before the change a new file is not there to be checked.
        var command = check.Command.InSandbox with { Timeout = timeout() };
        var run = await checkout.RunAsync(command, edits, null, cancellationToken);
        if (!run.Succeeded)
        {
            return ([], $"`{check.Command}` was not run: {run.Failure.Message}");
        }

        var result = run.Value;
        var findings = CheckOutput.Read(result.Output, command.Directory, check.Command.Argv[0]);
        var known = findings.Where(f => edits.View.Read(f.Path) is not null).ToImmutableArray();
        return result switch
        {
            { ExitCode: null } => ([], $"`{check.Command}`: {result.Exceeded}"),
            { Output: var said } when said.StartsWith("bwrap: execvp ", StringComparison.Ordinal) => ([], $"`{check.Command}` could not be started: {said.Trim()}"),
            _ when findings.Any(IsAboutModules) => ([], "node cannot tell whether the file is a module: package.json does not say"),
            { ExitCode: not 0 } when findings.IsEmpty && edits.Changes.IsEmpty => ([], null),
            { ExitCode: not 0 } when findings.IsEmpty => ([], $"`{check.Command}` ended with exit code {result.ExitCode} and named no place: {LastLine(result.Output)}"),
            _ => (known, null),
        };
    }

    // Node reads a .js file as a script unless package.json says otherwise; bundlers do not.
    private static bool IsAboutModules(Finding finding) =>
        finding.Code == "SyntaxError"
        && (finding.Message.Contains("outside a module", StringComparison.Ordinal) || finding.Message == "Unexpected token 'export'");

    private static Verdict Join(ImmutableArray<OneVerdict> verdicts, ImmutableArray<string> reasons, int files)
    {
        var introduced = verdicts.SelectMany(v => v.Introduced).ToImmutableArray();
        var status = introduced.Any(f => f.Severity == FindingSeverity.Error) ? VerificationStatus.Broken
            : reasons.IsEmpty && !verdicts.IsEmpty ? VerificationStatus.Verified
            : VerificationStatus.Unverified;
        return new Verdict
        {
            Status = status,
            Reason = status == VerificationStatus.Unverified ? reasons.IsEmpty ? "nothing of it is checked" : string.Join("; ", reasons) : null,
            Introduced = introduced,
            Resolved = [.. verdicts.SelectMany(v => v.Resolved)],
            Notes = [.. Checked(verdicts), .. status == VerificationStatus.Broken ? reasons : []],
            Scope = new VerificationScope(null, [.. verdicts.Where(v => v.Check is not null).Select(v => v.Check!.Command.Argv[0]).Distinct()], files, Analyzers: false),
        };
    }

    private static IEnumerable<string> Checked(ImmutableArray<OneVerdict> verdicts) =>
        verdicts.Select(v => v.Check).OfType<CheckCommand>().Select(c => $"Checked by `{c.Command}`.{(c.Limits is { } limits ? " " + limits : "")}");

    /// <summary>A change moves lines, so the same words about the same file are the same finding, as often as they are said.</summary>
    private static ImmutableArray<Finding> Without(ImmutableArray<Finding> all, ImmutableArray<Finding> known)
    {
        var left = known.GroupBy(Words).ToDictionary(g => g.Key, g => g.Count());
        return [.. all.Where(f => left.GetValueOrDefault(Words(f)) is not > 0 || --left[Words(f)] < 0)];
    }

    private static (AbsolutePath, string, string) Words(Finding finding) => (finding.Path, finding.Code, finding.Message);

    private static string LastLine(string output) => Policy.ShownText.Of(output.TrimEnd().Split('\n')[^1].Trim());

    /// <param name="Reason">Why the check said nothing.</param>
    private sealed record OneVerdict(string? Reason)
    {
        public CheckCommand? Check { get; init; }

        public ImmutableArray<Finding> Introduced { get; init; } = [];

        public ImmutableArray<Finding> Resolved { get; init; } = [];
    }
}
