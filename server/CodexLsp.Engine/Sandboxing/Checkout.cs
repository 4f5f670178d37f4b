using System.Collections.Immutable;
using System.Text;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Policy;
using CodexLsp.Engine.Processes;

namespace CodexLsp.Engine.Sandboxing;

/// <summary>
/// The workspace with a turn's edits over it, at its own path, for commands: whatever they write stays here. One command runs at a
/// time; what it leaves is there for the next one, and goes with the checkout.
/// </summary>
public sealed class Checkout : IAsyncDisposable
{
    // A socket that was listened at a moment ago may be gone when it is to be covered; the next look does not find it.
    private const int MostAttempts = 3;

    private const long MostTemporaryBytes = 64 << 20;

    private readonly CheckoutFolders _folders;
    private readonly FileStream _held;
    private readonly WorkspaceLayer _layer;
    private readonly IConfinement _confinement;
    private readonly SandboxLimits _limits;
    private readonly ProcessLauncher _launcher;
    private readonly TimeProvider _time;
    private readonly ControlGroup _group;
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private bool _disposed;
    private ImmutableDictionary<string, byte[]?> _written = ImmutableDictionary.Create<string, byte[]?>(StringComparer.Ordinal);

    internal Checkout(
        CheckoutFolders folders, WorkspaceLayer layer, IConfinement confinement, SandboxLimits limits, ProcessLauncher launcher, TimeProvider time)
    {
        _folders = folders;
        _held = folders.Hold();
        _layer = layer;
        _confinement = confinement;
        _limits = limits;
        _launcher = launcher;
        _time = time;
        _group = ControlGroup.Make(limits, time);
    }

    /// <summary>The user's folder, links resolved: where commands see the checkout.</summary>
    public AbsolutePath Folder => _folders.Workspace;

    /// <summary>What bounds its commands together.</summary>
    internal ControlGroup Group => _group;

    /// <summary>A folder for what commands leave that is no change of the workspace.</summary>
    internal AbsolutePath Temporary => _folders.Temporary;

    /// <summary>Runs a command on the workspace with these edits, and what earlier commands left.</summary>
    /// <param name="command">What to run.</param>
    /// <param name="edits">The turn's edits; open buffers count, too.</param>
    /// <param name="output">Hears the output as it comes, within its limit; from any thread, never twice at once.</param>
    /// <param name="cancellationToken">Ends the command and everything it started.</param>
    /// <exception cref="IOException">The edits cannot be written into the checkout.</exception>
    public async Task<Outcome<CommandResult>> RunAsync(
        SandboxCommand command, Overlay edits, Action<string>? output, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            Show(edits.View);
            for (var attempt = 1; ; attempt++)
            {
                var confined = _confinement.Confine(command, _folders, _group);
                if (!confined.Succeeded)
                {
                    return confined.Failure;
                }

                var run = await RunAsync(command, confined.Value with { OnOutput = output is null ? null : Hear }, cancellationToken);
                if (attempt == MostAttempts || run.Value?.Output is not { } said || !IsComplaint(said))
                {
                    return run;
                }
            }
        }
        finally
        {
            _oneAtATime.Release();
        }

        void Hear(string text)
        {
            if (!IsComplaint(text))
            {
                output!(text);
            }
        }
    }

    /// <summary>What commands changed in text files that git does not ignore, beyond the edits, as far as the policy lets it come back.</summary>
    /// <exception cref="IOException">A file is there but cannot be read.</exception>
    public async Task<CommandChanges> ChangesAsync(Overlay edits, PathPolicy policy, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            return new CheckoutReading(_layer, policy).Read(edits.View, cancellationToken);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <summary>Where commands of this mode see <see cref="Temporary"/>.</summary>
    internal string TemporarySeen(SandboxMode mode) => _confinement.TemporarySeen(_folders, mode);

    /// <summary>The files that a command left in its temporary folder; links, what is too large and what is too much are passed over.</summary>
    /// <param name="folder">A folder there.</param>
    /// <param name="extension">The ending of their names.</param>
    internal ImmutableArray<byte[]> ReadTemporary(string folder, string extension)
    {
        var left = MostTemporaryBytes;
        return
        [
            .. PrivateTree.Files(Temporary.Append(folder)).Where(f => f.Value.EndsWith(extension, StringComparison.Ordinal))
                .TakeWhile(f => (left -= new FileInfo(f.Value).Length) >= 0)
                .Select(f => File.ReadAllBytes(f.Value)),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        await _oneAtATime.WaitAsync();
        await _group.DisposeAsync();
        await _held.DisposeAsync();
        await PrivateTree.DeleteAsync(_folders.Root, _launcher);
        _oneAtATime.Dispose();
    }

    private async Task<Outcome<CommandResult>> RunAsync(SandboxCommand command, ProcessRequest request, CancellationToken cancellationToken)
    {
        var begun = _time.GetTimestamp();
        await using var guard = new DiskGuard(_folders.Root, _limits.Disk, _time);
        var result = await _launcher.RunAsync(request with { Stop = guard.Stop }, cancellationToken);
        var duration = _time.GetElapsedTime(begun);
        var sandboxed = command.Mode != SandboxMode.DangerFullAccess;
        switch (result)
        {
            case ProcessResult.Exited { ExitCode: BubblewrapConfinement.NotMade, Error: { Length: > 0 } reason }:
                return new Failure("sandbox.failed", $"The sandbox could not be made: {reason.Trim()}", "codex-lsp doctor says what is missing.");
            case ProcessResult.Exited exited:
                return new CommandResult(exited.ExitCode, exited.Output + exited.Error, TimedOut: false, exited.Truncated, sandboxed, duration)
                {
                    Exceeded = _group.OutOfMemory() ? $"It was ended because it used more than {Megabytes(_limits.Memory)} of memory." : null,
                };
            case ProcessResult.TimedOut late when guard.Stop.IsCancellationRequested:
                return new CommandResult(null, late.Output, TimedOut: false, Truncated: false, sandboxed, duration)
                {
                    Exceeded = $"It was ended because it wrote more than {Megabytes(_limits.Disk)} to the disk.",
                };
            case ProcessResult.TimedOut late:
                return new CommandResult(null, late.Output, TimedOut: true, Truncated: false, sandboxed, duration)
                {
                    Exceeded = $"It was ended after {command.Timeout.TotalSeconds:0} seconds.",
                };
            case ProcessResult.NotStarted missing:
                return new Failure("sandbox.missing", $"{request.FileName} could not be started: {missing.Reason}", "codex-lsp doctor says what is missing.");
            default:
                throw new InvalidOperationException("An unknown result of a process.");
        }
    }

    /// <summary>Brings the layer to what <paramref name="view"/> shows. What an earlier view showed and a command has changed since stays changed.</summary>
    private void Show(Snapshot view)
    {
        var wanted = Wanted(view);
        foreach (var (relative, ours) in _written.Where(w => !wanted.ContainsKey(w.Key)))
        {
            if (_layer.Holds(relative, ours))
            {
                _layer.Reset(relative);
            }
        }

        foreach (var (relative, bytes) in wanted)
        {
            if (bytes is null)
            {
                _layer.Hide(relative);
            }
            else if (!_layer.Holds(relative, bytes))
            {
                _layer.Write(relative, bytes);
            }
        }

        _written = wanted;
    }

    private ImmutableDictionary<string, byte[]?> Wanted(Snapshot view)
    {
        var wanted = ImmutableDictionary.CreateBuilder<string, byte[]?>(StringComparer.Ordinal);
        foreach (var gone in view.Removed)
        {
            if (RelativeOf(gone) is { } relative)
            {
                wanted[relative] = null;
            }
        }

        foreach (var document in view.Open.Values)
        {
            if (document.Uri.Path is { } path && RelativeOf(path) is { } relative)
            {
                var bytes = BytesOf(document);
                if (!File.Exists(path.Value) || !File.ReadAllBytes(path.Value).AsSpan().SequenceEqual(bytes))
                {
                    wanted[relative] = bytes;
                }
            }
        }

        return wanted.ToImmutable();
    }

    /// <summary>Where a file lies in the workspace once the links in its path are followed; null when that is elsewhere.</summary>
    private string? RelativeOf(AbsolutePath path) =>
        RealPath.Of(path) is { } real && real.IsWithin(Folder) && real != Folder && ProtectedNames.Forbidden(real.RelativeTo(Folder)) is null
            ? real.RelativeTo(Folder)
            : null;

    private static bool IsComplaint(string output) => output.StartsWith(BubblewrapConfinement.Complaint, StringComparison.Ordinal);

    private static byte[] BytesOf(OpenDocument document)
    {
        try
        {
            return FileText.Encode(document.Text);
        }
        catch (EncoderFallbackException)
        {
            return Encoding.UTF8.GetBytes(document.Text.ToString());
        }
    }

    private static string Megabytes(long bytes) => $"{bytes >> 20:N0} MB";
}
