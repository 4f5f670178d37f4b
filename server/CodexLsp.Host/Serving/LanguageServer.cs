using System.Collections.Immutable;
using System.Text.Json;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;
using CodexLsp.Host.Composition;
using CodexLsp.Host.Configuration;
using CodexLsp.Host.Conversion;
using CodexLsp.Host.Handlers;
using CodexLsp.Host.Protocol;
using CodexLsp.Rpc;

namespace CodexLsp.Host.Serving;

/// <summary>
/// One session with one client: what handlers share. The assistant behind it is made after the <c>initialize</c> answer, because
/// making it loads Roslyn, the log and the model's client.
/// </summary>
internal sealed class LanguageServer : IAsyncDisposable
{
    private readonly ServerSurroundings _surroundings;
    private readonly Lazy<Assistant> _assistant;
    private readonly BackgroundWork _background;
    private readonly MessageTrace _trace;
    private readonly WorkDoneProgressTokens _progress;
    private readonly EditorSettings _settings;
    private readonly EditorSecrets _secrets;
    private readonly Lazy<FileWatch> _watch;
    private readonly PublishedDiagnostics _diagnostics;
    private volatile bool _isLoading = true;

    public LanguageServer(Stream input, Stream output, ServerSurroundings surroundings)
    {
        _surroundings = surroundings;
        var table = new MethodTable<ServerState>();
        Connection = new RpcConnection<ServerState>(input, output, table, ServerState.Initial, new RpcOptions<ServerState>
        {
            Admit = LifeCycleHandlers.Admit,
            CancelMethod = "$/cancelRequest",
            OnStateChanged = OnStateChanged,
            Log = surroundings.Log.Rpc,
            Trace = entry => _trace!.See(entry),
            Clock = surroundings.Time,
        });
        _trace = new MessageTrace(Connection, surroundings.Time);
        _background = new BackgroundWork(surroundings.Log, surroundings.Time);
        _assistant = new Lazy<Assistant>(MakeAssistant);
        Pending = new PendingProposals(this, surroundings.Time);
        Decisions = new Decisions(this);
        Turns = new RunningTurns(this);
        _progress = new WorkDoneProgressTokens(Connection, surroundings.Log);
        _settings = new EditorSettings(Connection, surroundings.Log);
        _secrets = new EditorSecrets(Connection, surroundings.Log);
        _watch = new Lazy<FileWatch>(() => new FileWatch(this));
        _diagnostics = new PublishedDiagnostics(this, surroundings.Time);
        Methods.Register(table, this);
        OwnMethods = [.. table.Names.Where(m => m.StartsWith("codex/", StringComparison.Ordinal))];
    }

    public RpcConnection<ServerState> Connection { get; }

    /// <summary>What the user sees now.</summary>
    public Snapshot Snapshot => Connection.State.Snapshot;

    /// <summary>Our own methods, as <c>initialize</c> tells them.</summary>
    public ImmutableArray<string> OwnMethods { get; }

    public Assistant Assistant => _assistant.Value;

    /// <summary>Where what is always approved is kept. Known before anything is loaded.</summary>
    public AbsolutePath Approvals => _surroundings.Folders.Approvals;

    public Doctor Doctor => new(Assistant, _surroundings);

    /// <summary>The proposals the client shows.</summary>
    public PendingProposals Pending { get; }

    /// <summary>What the user decides on them.</summary>
    public Decisions Decisions { get; }

    /// <summary>The questions and tasks that run.</summary>
    public RunningTurns Turns { get; }

    public WorkDoneProgressTokens Progress => _progress;

    /// <summary>Whether a solution is being loaded, or is yet to be: what must answer at once does without it.</summary>
    public bool IsLoading => _isLoading;

    /// <summary>Cancelled when the session ends.</summary>
    public CancellationToken Ended => _background.Ended;

    public SessionLog Log => _surroundings.Log;

    /// <summary>Serves until the client leaves; gives the process's exit code.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var exit = await Connection.RunAsync(cancellationToken);
        await _background.EndAsync();
        return exit.Code;
    }

    public async ValueTask DisposeAsync()
    {
        await _background.DrainAsync();
        if (_watch.IsValueCreated)
        {
            _watch.Value.Dispose();
        }

        Pending.Dispose();
        Decisions.Dispose();
        if (_assistant.IsValueCreated)
        {
            await _assistant.Value.DisposeAsync();
        }

        _background.Dispose();
    }

    /// <summary>What holds now, from all layers. Files are read each time, so that a change needs no restart.</summary>
    public EffectiveConfiguration Configuration(ServerState state)
    {
        var editor = state.EditorSettings is { } settings ? ConfigurationLayer.FromJson("editor", isWorkspace: false, settings) : null;
        return _surroundings.Configuration(editor, state.Snapshot.Folders);
    }

    /// <summary>Whether the user's own configuration trusts all these folders, for a client that does not say.</summary>
    public bool IsTrustedByUser(ImmutableArray<AbsolutePath> folders)
    {
        var trusted = _surroundings.Configuration(null, []).List(ConfigurationKeys.Trust);
        return trusted.Contains("all")
            || (!folders.IsEmpty && folders.All(f => trusted.Any(t => Path.IsPathFullyQualified(t) && f.IsWithin(new AbsolutePath(t)))));
    }

    public ServerState Initialized(ServerState state)
    {
        if (!state.Client.IsOurs && IsTrustedByUser(state.Snapshot.Folders))
        {
            state = state with { Snapshot = state.Snapshot with { Trusted = true } };
        }

        if (LifeCycleHandlers.VersionProblem(state.Client) is { } problem)
        {
            ShowMessage(2, problem);
        }

        Background("file watching", ct => _watch.Value.StartAsync(state.Client, ct));
        Background("warm-up", async cancellationToken =>
        {
            if (StateFolder.Problem(_surroundings.Folders.State) is { } unusable)
            {
                ShowMessage(1, $"{unusable.Message} {unusable.Next}");
            }
            else
            {
                foreach (var recovered in await Assistant.RecoverAsync(cancellationToken))
                {
                    ShowMessage(2, recovered);
                }
            }

            var configuration = Configuration(state with { EditorSettings = state.EditorSettings ?? await _settings.PullAsync(state.Client, cancellationToken) });
            foreach (var warning in configuration.Warnings)
            {
                ShowMessage(2, warning);
            }

            await Assistant.WarmUpAsync(Snapshot, configuration, cancellationToken);
            _isLoading = false;
        });
        return state;
    }

    public ServerState Exit(ServerState state, RpcConnection<ServerState> connection)
    {
        connection.Stop(state.LifeCycle == LifeCycle.ShutDown ? 0 : 1);
        return state;
    }

    public ServerState Cancel(ServerState state, RequestId id, RpcConnection<ServerState> connection)
    {
        connection.Cancel(id);
        return state;
    }

    public ServerState CancelProgress(ServerState state, JsonElement token)
    {
        _progress.Cancel(token);
        return state;
    }

    /// <summary>A document changed; a range no text has is a change that cannot be read.</summary>
    public ServerState Change(ServerState state, DidChangeTextDocumentParams parameters) =>
        parameters.ContentChanges.FirstOrDefault(c => c.Range is { } range && !FromWire.IsRange(range)) is { } change
            ? OutOfStep(state, parameters.TextDocument.Uri, $"{change.Range} is no range")
            : DocumentHandlers.Change(state, parameters);

    /// <summary>A change that cannot be read: the document it names, if it names one, is out of step, and its user is told.</summary>
    public ServerState OutOfStep(ServerState state, string? uri, string why)
    {
        ShowMessage(1, $"codex-lsp could not read a change the editor sent ({why}) and no longer knows that document's text. Close and open it again.");
        return DocumentHandlers.OutOfStep(state, uri, why);
    }

    /// <summary>Files changed on disk. Every request admitted after this sees them.</summary>
    public void FilesChanged(ImmutableArray<AbsolutePath> paths)
    {
        // Without an assistant nothing of them is loaded yet.
        if (_assistant.IsValueCreated && !paths.IsEmpty)
        {
            var seen = Assistant.FilesChangedAsync(paths, Ended);
            Background("watched files", async _ =>
            {
                await seen;
                Pending.FilesChanged(paths);
                _diagnostics.Request();
            });
        }
    }

    /// <summary>The client's key for an endpoint has changed.</summary>
    public ServerState ForgetKey(ServerState state, SecretChangedParams parameters)
    {
        // Without an assistant none is held yet.
        if (_assistant.IsValueCreated)
        {
            Assistant.ForgetKey(parameters.Endpoint);
        }

        return state;
    }

    /// <summary>The editor says that its settings changed, without saying to what.</summary>
    public void PullSettings(ClientProfile client) => Background("configuration", ct => _settings.PullAsync(client, ct));

    /// <summary>Compiles a change without writing it.</summary>
    public Task<Engine.Verification.Verdict> VerifyAsync(Snapshot snapshot, ChangeSet changes, CancellationToken cancellationToken) =>
        Assistant.VerifyAsync(snapshot, changes, Configuration(Connection.State), cancellationToken);

    /// <summary>Tells the client how a proposal stands on the text of now.</summary>
    public void NotifyChanged(Engine.Edits.Proposal proposal) => Connection.Notify(
        "codex/proposal/changed", WireJson.Default.ProposalChangedParams, new ProposalChangedParams(ToWire.For(Snapshot).Proposal(proposal)));

    /// <summary>Shows words to the user: 1 error, 2 warning, 3 information.</summary>
    public void ShowMessage(int type, string message) =>
        Connection.Notify("window/showMessage", WireJson.Default.ShowMessageParams, new ShowMessageParams(type, message));

    /// <summary>Ends the session when the client's process ends without saying so.</summary>
    public void StartWatching(int? processId)
    {
        if (processId is { } id)
        {
            Background("parent watch", async cancellationToken =>
            {
                await ParentProcess.WaitForEndAsync(id, _surroundings.Time, cancellationToken);
                Connection.Stop(1);
            });
        }
    }

    /// <summary>Runs work nobody waits for; what goes wrong is in the log.</summary>
    public void Background(string what, Func<CancellationToken, Task> work) => _background.Run(what, work);

    private void OnStateChanged(ServerState before, ServerState after)
    {
        _diagnostics.Look(before, after);
        if (!ReferenceEquals(before.Snapshot, after.Snapshot))
        {
            Decisions.Look(after.Snapshot);
            Pending.Look(before.Snapshot, after.Snapshot);
            // The first folders come with initialize; what they need is loaded once the client has its answer and says so.
            var isRunning = before.LifeCycle == LifeCycle.Running;
            if (isRunning && (before.Snapshot.Trusted != after.Snapshot.Trusted || before.Snapshot.Folders != after.Snapshot.Folders))
            {
                Background("workspace change", ct => Assistant.WarmUpAsync(after.Snapshot, Configuration(after), ct));
            }
        }
    }

    private Assistant MakeAssistant()
    {
        var assistant = new Assistant(
            _surroundings.Folders, _surroundings.Variable, _surroundings.Time, Log, endpoint => _secrets.ReadAsync(endpoint, Ended));
        assistant.StatusChanged += status =>
        {
            _isLoading = status.Phase == CSharp.WorkspacePhase.Loading;
            Connection.Notify("codex/workspace/status", WireJson.Default.WorkspaceStatusParams, ToWire.Status(status));
            if (status.Phase is CSharp.WorkspacePhase.Ready)
            {
                _diagnostics.Request();
            }
        };
        return assistant;
    }
}
