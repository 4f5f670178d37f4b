using System.Collections.Immutable;
using System.Text.Json;
using CodexLsp.Engine;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;
using CodexLsp.Engine.Turns;
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
    private readonly CancellationTokenSource _ended = new();
    private readonly AcceptedEdits _accepted;
    private readonly WorkDoneProgressTokens _progress;

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
            Trace = surroundings.Trace,
            Clock = surroundings.Time,
        });
        _assistant = new Lazy<Assistant>(MakeAssistant);
        _accepted = new AcceptedEdits(this);
        _progress = new WorkDoneProgressTokens(Connection);
        Methods.Register(table, this);
        OwnMethods = [.. table.Methods.Select(m => m.Method).Where(m => m.StartsWith("codex/", StringComparison.Ordinal))];
    }

    public RpcConnection<ServerState> Connection { get; }

    /// <summary>What the user sees now.</summary>
    public Snapshot Snapshot => Connection.State.Snapshot;

    /// <summary>Our own methods, as <c>initialize</c> tells them.</summary>
    public ImmutableArray<string> OwnMethods { get; }

    public Assistant Assistant => _assistant.Value;

    public WorkDoneProgressTokens Progress => _progress;

    /// <summary>Cancelled when the session ends.</summary>
    public CancellationToken Ended => _ended.Token;

    public SessionLog Log => _surroundings.Log;

    /// <summary>Serves until the client leaves; gives the process's exit code.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var exit = await Connection.RunAsync(cancellationToken);
        await _ended.CancelAsync();
        return exit.Code;
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        if (_assistant.IsValueCreated)
        {
            await _assistant.Value.DisposeAsync();
        }

        _ended.Dispose();
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
        Background("warm-up", async cancellationToken =>
        {
            await AskForConfigurationAsync(state.Client, cancellationToken);
            await RegisterWatchersAsync(state.Client, cancellationToken);
            WarnOfConfiguration();
            await Assistant.WarmUpAsync(Snapshot, Configuration(Connection.State), cancellationToken);
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

    /// <summary>A change that cannot be read: the document is out of step, and its user is told.</summary>
    public ServerState OutOfStep(ServerState state, JsonElement parameters, string why)
    {
        ShowMessage(1, $"codex-lsp could not read a change the editor sent ({why}) and no longer knows that document's text. Close and open it again.");
        return DocumentHandlers.Unreadable(state, parameters, why);
    }

    public void FilesChanged(ImmutableArray<AbsolutePath> paths) =>
        Background("watched files", cancellationToken => Assistant.FilesChangedAsync(paths, cancellationToken));

    /// <summary>The place a request points at. Positions past the end are clamped.</summary>
    /// <exception cref="RpcException">The document is not there, is no file, or is out of step.</exception>
    public EditPlace Place(ServerState state, TextDocumentIdentifier document, Protocol.Range range)
    {
        var path = PathOf(document.Uri);
        if (state.Snapshot.Find(path) is { OutOfStep: { } why })
        {
            throw Requests.Failed(new Failure(
                "document.outOfStep", $"{path.Value} is out of step with the editor: {why}.", "Close the document and open it again."));
        }

        if (state.Snapshot.Read(path) is not { } read)
        {
            throw Requests.Failed(new Failure("document.unknown", $"There is no file {path.Value}.", "Save the document, or check its name."));
        }

        var folder = state.Snapshot.FolderOf(path) ?? path.Parent ?? path;
        return new EditPlace(state.Snapshot, folder, path, read.Text, FromWire.Span(read.Text, range));
    }

    /// <summary>The file a URI names.</summary>
    /// <exception cref="RpcException">It is no URI, or not of a file.</exception>
    public AbsolutePath PathOf(string uri)
    {
        if (!DocumentUri.TryParse(uri, out var parsed))
        {
            throw new RpcException(RpcErrorCodes.InvalidParams, $"'{uri}' is no URI of a document.");
        }

        return parsed.Path ?? throw Requests.Failed(new Failure(
            "document.notAFile", $"{uri} exists only in the editor.", "Save it to a file first: only files can be changed and compiled."));
    }

    /// <summary>Who writes for this client: itself where it can, else the committer.</summary>
    public IChangeWriter Writer(ServerState state) =>
        state.Client.AppliesEdits ? new EditorWriter(Connection) : Assistant.DiskWriter(Configuration(state), state.Snapshot);

    public async Task<Decision> AcceptAsync(ServerState state, ProposalAcceptance acceptance, CancellationToken cancellationToken)
    {
        var review = Assistant.Review(Configuration(state), state.Snapshot);
        var before = await Assistant.Threads.FindProposalAsync(acceptance.ProposalId, cancellationToken);
        var decision = await review.AcceptAsync(acceptance, () => Snapshot, Writer(state), cancellationToken);
        if (decision is { Applied: true, UndoToken: { } token } && before.Value is not null && state.Client.AppliesEdits)
        {
            _accepted.Remember(token, decision.Proposal!);
        }

        return Told(decision);
    }

    /// <summary>The editor's own undo took an acceptance back: nothing is left to write, only to remember.</summary>
    public async Task TakenBackByEditorAsync(string undoToken, CancellationToken cancellationToken)
    {
        var review = Assistant.Review(Configuration(Connection.State), Snapshot);
        Told(await review.UndoAsync(undoToken, () => Snapshot, new AlreadyWritten(), cancellationToken));
    }

    /// <summary>Tells the client of a proposal a decision changed.</summary>
    public Decision Told(Decision decision)
    {
        if (decision is { Applied: true, Proposal: { } proposal })
        {
            NotifyChanged(proposal);
        }

        return decision;
    }

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
                await ParentProcess.WaitForEndAsync(id, cancellationToken);
                Connection.Stop(1);
            });
        }
    }

    /// <summary>Runs work nobody waits for; what goes wrong is in the log.</summary>
    public void Background(string what, Func<CancellationToken, Task> work) => _ = Task.Run(async () =>
    {
        try
        {
            await work(_ended.Token);
        }
        catch (OperationCanceledException) when (_ended.IsCancellationRequested)
        {
            // The session is over; so is the work.
        }
        catch (Exception exception)
        {
            Log.Error($"{what} failed", exception);
        }
    });

    private void OnStateChanged(ServerState before, ServerState after)
    {
        if (!ReferenceEquals(before.Snapshot, after.Snapshot))
        {
            _accepted.Look(after.Snapshot);
            if (before.Snapshot.Trusted != after.Snapshot.Trusted || before.Snapshot.Folders != after.Snapshot.Folders)
            {
                Background("workspace change", ct => Assistant.WarmUpAsync(after.Snapshot, Configuration(after), ct));
            }
        }
    }

    private Assistant MakeAssistant()
    {
        var assistant = new Assistant(_surroundings.Folders, _surroundings.Variable, _surroundings.Time, Log);
        assistant.StatusChanged += status => Connection.Notify("codex/workspace/status", WireJson.Default.WorkspaceStatusParams, ToWire.Status(status));
        return assistant;
    }

    private void WarnOfConfiguration()
    {
        foreach (var warning in Configuration(Connection.State).Warnings)
        {
            ShowMessage(2, warning);
        }
    }

    private async Task AskForConfigurationAsync(ClientProfile client, CancellationToken cancellationToken)
    {
        if (!client.HasConfiguration || client.IsOurs)
        {
            return;
        }

        var answer = await Connection.RequestAsync(
            "workspace/configuration",
            WireJson.Default.ConfigurationParams,
            new ConfigurationParams([new ConfigurationItem("codexLsp")]),
            WireJson.Default.JsonElement,
            cancellationToken);
        if (answer is { ValueKind: JsonValueKind.Array } sections && sections.GetArrayLength() == 1 && sections[0].ValueKind == JsonValueKind.Object)
        {
            var settings = sections[0].Clone();
            Connection.Post(state => state with { EditorSettings = settings });
        }
    }

    private async Task RegisterWatchersAsync(ClientProfile client, CancellationToken cancellationToken)
    {
        if (!client.WatchesFiles)
        {
            return;
        }

        await Connection.RequestAsync(
            "client/registerCapability",
            WireJson.Default.RegistrationParams,
            new RegistrationParams(
            [
                new Registration(
                    "codex-lsp.files",
                    "workspace/didChangeWatchedFiles",
                    new DidChangeWatchedFilesRegistrationOptions(
                    [
                        new FileWatcher("**/*.{cs,csproj,sln,slnx,props,targets}"),
                        new FileWatcher("**/{global.json,.editorconfig,project.assets.json,packages.lock.json,.codex-lsp.json}"),
                    ])),
            ]),
            WireJson.Default.JsonElement,
            cancellationToken);
    }
}
