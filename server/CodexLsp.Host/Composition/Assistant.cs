using System.Collections.Immutable;
using CodexLsp.CSharp;
using CodexLsp.CSharp.Context;
using CodexLsp.CSharp.Loading;
using CodexLsp.CSharp.Offline;
using CodexLsp.CSharp.Repair;
using CodexLsp.CSharp.Symbols;
using CodexLsp.CSharp.Verification;
using CodexLsp.Engine;
using CodexLsp.Engine.Checks;
using CodexLsp.Engine.Context;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;
using CodexLsp.Engine.FileGraph;
using CodexLsp.Engine.Journal;
using CodexLsp.Engine.Models;
using CodexLsp.Engine.Policy;
using CodexLsp.Engine.Processes;
using CodexLsp.Engine.Sandboxing;
using CodexLsp.Engine.Turns;
using CodexLsp.Engine.Verification;
using CodexLsp.Host.Configuration;
using Microsoft.CodeAnalysis.Text;
using Microsoft.Extensions.Logging;

namespace CodexLsp.Host.Composition;

/// <summary>
/// Everything the assistant is made of, wired by hand: the command line and the language server do the same through it.
/// </summary>
internal sealed class Assistant : IAsyncDisposable
{
    private readonly TimeProvider _time;
    private readonly AbsolutePath _state;
    private readonly ModelConnections _models;
    private readonly CSharpWorkspace _csharp;
    private readonly CSharpContextSource _csharpContext;
    private readonly ImmutableArray<IVerifier> _verifiers;
    private readonly FileContext _context;
    private readonly CurrentFindings _findings;
    private readonly ReadyFixes _readyFixes;
    private readonly ImmutableArray<IOfflineTransform> _transforms;
    private readonly ApprovalGrants _grants;
    private readonly ConfiguredPolicy _policy;
    private readonly BubblewrapSandbox _sandbox;
    private EffectiveConfiguration? _configuration;
    private Task _filesSeen = Task.CompletedTask;

    /// <param name="folders">Configuration and state.</param>
    /// <param name="variable">The environment.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Where it logs, and what keeps secrets out.</param>
    /// <param name="askForKey">Asks the editor for the key of an endpoint and never fails; null where there is no editor.</param>
    public Assistant(
        StandardFolders folders, Func<string, string?> variable, TimeProvider time, SessionLog log, Func<string, Task<string?>>? askForKey = null)
    {
        _time = time;
        _models = new ModelConnections(variable, new EditorKeys(askForKey ?? (static _ => Task.FromResult<string?>(null)), log.Redactor, time), log.Redactor, time);
        Threads = new ThreadStore(new JournalFolder(folders.State), time, log.Redactor.Redact, log.Factory.CreateLogger<ThreadStore>());
        _state = folders.State;
        var locator = DotnetLocator.OfThisMachine;
        _csharp = new CSharpWorkspace(
            new SolutionLoader(new ProcessLauncher(time), locator, time), locator, WorkspaceOptions, status => StatusChanged?.Invoke(status));
        _findings = new CurrentFindings(_csharp);
        _readyFixes = new ReadyFixes(_csharp);
        _csharpContext = new CSharpContextSource(_csharp);
        var files = new WorkspaceFiles(() => (Volatile.Read(ref _configuration)?.Number(ConfigurationKeys.FileSizeLimitKb) ?? 1024) * 1024L);
        var index = new SourceIndex(files);
        _context = new FileContext([_csharpContext, new FileGraphContext(index)], log.Redactor);
        _transforms = OfflineTransform.All(_csharp);
        _grants = new ApprovalGrants(folders.Approvals);
        _policy = new ConfiguredPolicy([folders.Configuration, folders.State]);
        var place = new SandboxPlace(folders.State, folders.Configuration, variable);
        _sandbox = new BubblewrapSandbox(place, new SandboxLimits(), new ProcessLauncher(time), time);
        CheckCommands Checks() => new(ConfiguredCommands.Checks(Volatile.Read(ref _configuration)), place.IsOnPath);
        _verifiers =
        [
            new CSharpVerifier(_csharp, JudgeOptions),
            new JsonVerifier(time),
            new CheckCommandVerifier(_sandbox, Checks, MayRun, () => JudgeOptions().Timeout, time),
        ];
        Conversations = new Conversations(
            Threads, _models, _verifiers, [new CSharpSymbolSource(_csharp, files), new FileGraphSymbols(index)], _policy, _sandbox, _grants, log.Redactor, time);
    }

    /// <summary>Threads in which a user asks and has tasks done.</summary>
    public Conversations Conversations { get; }

    /// <summary>Where commands run.</summary>
    public ISandbox Sandbox => _sandbox;

    /// <summary>Everything that was asked before.</summary>
    public ThreadStore Threads { get; }

    /// <summary>Raised, from any thread, when loading moves on.</summary>
    public event Action<WorkspaceStatus>? StatusChanged;

    /// <summary>Whether a compiler of ours knows the file.</summary>
    public bool KnowsLanguageOf(AbsolutePath path) => _csharpContext.Handles(path);

    /// <summary>The lines of a place: whole ones, and the enclosing member for none where its language knows one.</summary>
    public TextSpan Grow(EditPlace place) => _context.Grow(place.Text, place.Path, place.Selection);

    /// <summary>Runs an edit to its final verdict.</summary>
    public async Task<Outcome<Proposal>> ProposeAsync(
        EditOrder order, EffectiveConfiguration configuration, Func<Snapshot> current, Action<TurnEvent> report, CancellationToken cancellationToken)
    {
        await PrepareAsync(configuration, cancellationToken);
        var place = order.Place;
        var policy = _policy.Of(configuration, place.Snapshot, place.Folder, place.Path);
        var selection = Grow(place);
        Outcome<TurnModel> model = policy.Check(place.Path) is PathDecision.Refused refused
            ? refused.Failure
            : await _models.ForAsync(configuration, order, selection, _transforms, cancellationToken);
        var request = new EditRequest
        {
            Snapshot = place.Snapshot,
            Folder = place.Folder,
            Path = place.Path,
            Selection = selection,
            Instruction = order.Instruction,
            Model = model,
            ContextBudget = configuration.Number(ConfigurationKeys.ContextBudgetTokens),
            ThreadId = order.ThreadId,
            Given = order.Given,
            RevisionOf = order.RevisionOf,
            Attachments = order.Attachments,
        };
        try
        {
            return await new TurnLoop(Threads, [_context], _verifiers, policy, _time).RunEditAsync(request, current, report, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException && StateFolder.Problem(_state) is { } problem)
        {
            return problem;
        }
    }

    /// <summary>Runs a question or a task to its end.</summary>
    public async Task<Outcome<TurnResult>> RunTurnAsync(
        TurnOrder order, EffectiveConfiguration configuration, IApprover approver, Action<TurnEvent> report, CancellationToken cancellationToken)
    {
        await PrepareAsync(configuration, cancellationToken);
        try
        {
            return await Conversations.RunAsync(order, configuration, approver, report, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException && StateFolder.Problem(_state) is { } problem)
        {
            return problem;
        }
    }

    /// <summary>
    /// Writes a task's change at its end, where the user chose that in advance, and asks where that does not cover it; null where it
    /// only waits.
    /// </summary>
    public async Task<Decision?> AcceptInAdvanceAsync(
        Turn turn,
        Proposal proposal,
        TurnOrder order,
        EffectiveConfiguration configuration,
        Func<Snapshot> current,
        IChangeWriter writer,
        IApprover approver,
        CancellationToken cancellationToken)
    {
        var mode = Conversations.Approval(turn.Rights, configuration);
        var ability = mode == ApprovalMode.FullAuto ? await _sandbox.AbilityAsync(cancellationToken) : new SandboxAbility(false, "not asked");
        var folder = order.Folder ?? throw new InvalidOperationException("A task has a folder.");
        var rules = new ApprovalRules(_grants, proposal.ThreadId, proposal.TurnId, order.Snapshot.Trusted);

        // The change may hold edits of an earlier turn, which had other rights.
        var policy = Conversations.Policy(order, turn.Rights, configuration, folder);
        return await new AdvanceAcceptance(Review(configuration, order.Snapshot), policy, rules, folder, _time)
            .AcceptAsync(turn, proposal, mode, ability, current, writer, approver, cancellationToken);
    }

    /// <summary>The order to change an earlier proposal: the same place, in its thread.</summary>
    public async Task<Outcome<EditOrder>> RefinementAsync(
        Proposal earlier, string instruction, Snapshot snapshot, CancellationToken cancellationToken)
    {
        var read = await Threads.ReadThreadAsync(earlier.ThreadId, cancellationToken);
        if (!read.Succeeded)
        {
            return read.Failure;
        }

        var now = earlier.Onto(snapshot);
        if (now.Target is not { } target || snapshot.Read(target.Path) is not { } document)
        {
            return new Failure("proposal.stale", "The file the proposal was made for is not there any more.", "Ask for the change anew.");
        }

        // The model is shown the change as its answer, so it has to be one on the text of now.
        if (now.Status == ProposalStatus.Stale || (now.Changes.Find(target.Path)?.Before is { } made && !made.ContentEquals(document.Text)))
        {
            return new Failure("proposal.stale", "The lines to change were edited since the proposal was made.", "Ask for the change anew.");
        }

        var place = new EditPlace(snapshot, read.Value.Thread.Folder, target.Path, document.Text, target.Span);
        return new EditOrder(place, instruction) { ThreadId = earlier.ThreadId, RevisionOf = now };
    }

    /// <summary>What the compiler says of a file, or a span of it, as it is now; none where no loaded project has the file. Waits while one is loading.</summary>
    public async Task<ImmutableArray<Finding>> FindingsAsync(
        Snapshot snapshot, AbsolutePath path, TextSpan? span, EffectiveConfiguration configuration, CancellationToken cancellationToken)
    {
        await PrepareAsync(configuration, cancellationToken);
        return await _findings.FindAsync(snapshot, path, span, cancellationToken);
    }

    /// <summary>What would be sent beside the user's words.</summary>
    public async Task<ContextPack> GatherContextAsync(
        EditPlace place, string? instruction, EffectiveConfiguration configuration, CancellationToken cancellationToken)
    {
        await PrepareAsync(configuration, cancellationToken);
        var budget = configuration.Number(ConfigurationKeys.ContextBudgetTokens);
        return await _context.GatherAsync(place.Snapshot, place.Path, Grow(place), instruction, budget, cancellationToken);
    }

    /// <summary>Compiles a change without writing it.</summary>
    public async Task<Verdict> VerifyAsync(
        Snapshot snapshot, ChangeSet changes, EffectiveConfiguration configuration, CancellationToken cancellationToken)
    {
        await PrepareAsync(configuration, cancellationToken);
        return changes.IsEmpty
            ? await _verifiers.VerifyWorkspaceAsync(snapshot, cancellationToken)
            : await _verifiers.VerifyAsync(snapshot, changes, cancellationToken);
    }

    /// <summary>Compiles the workspace as it is.</summary>
    public async Task<Verdict> VerifyWorkspaceAsync(Snapshot snapshot, EffectiveConfiguration configuration, CancellationToken cancellationToken)
    {
        await PrepareAsync(configuration, cancellationToken);
        return await _verifiers.VerifyWorkspaceAsync(snapshot, cancellationToken);
    }

    /// <summary>The fixes at a place that need no model.</summary>
    public async Task<ImmutableArray<ReadyFix>> ReadyFixesAsync(EditPlace place, EffectiveConfiguration configuration, CancellationToken cancellationToken)
    {
        await PrepareAsync(configuration, cancellationToken);
        return await _readyFixes.FindAsync(place.Snapshot, place.Path, place.Selection, cancellationToken);
    }

    /// <summary>A patch someone wrote, placed on the text as it is, with the protected files it changes.</summary>
    public Outcome<Resolution.Placed> PlacePatch(string text, Snapshot snapshot, AbsolutePath folder, EffectiveConfiguration configuration) =>
        EditFormats.Parse(text, target: null) switch
        {
            EditParse.Unreadable unreadable => unreadable.Failure,
            EditParse.Parsed parsed => EditResolver.Resolve(parsed.Script, snapshot, _policy.Of(configuration, snapshot, folder, null), folder) switch
            {
                Resolution.Unplaced unplaced => unplaced.Failure,
                Resolution.Placed placed => placed,
                _ => throw new InvalidOperationException("An unknown resolution."),
            },
            _ => throw new InvalidOperationException("An unknown parse."),
        };

    /// <summary>Remembers a patch someone wrote as a proposal of a thread of its own, so that it can be taken back.</summary>
    public Task<Proposal> RecordPatchAsync(ChangeSet changes, AbsolutePath folder, CancellationToken cancellationToken) =>
        PatchTurn.RecordAsync(Threads, changes, folder, _time, cancellationToken);

    /// <summary>Why an editor may not make this change unseen: it touches a file that is refused or protected; null when it does not.</summary>
    public Failure? OutOfReach(ChangeSet changes, EditPlace place, EffectiveConfiguration configuration)
    {
        var policy = _policy.Of(configuration, place.Snapshot, place.Folder, place.Path);
        return changes.Paths.Select(path => policy.Check(path) switch
        {
            PathDecision.Refused refused => refused.Failure,
            PathDecision.Protected @protected => new Failure(
                "policy.protected",
                $"The change touches {path.Value}, which is protected ({@protected.Pattern}): it is only written when a diff that shows it is accepted.",
                "Run codex-lsp edit in a terminal, look at the diff, and accept it there."),
            _ => null,
        }).FirstOrDefault(failure => failure is not null);
    }

    /// <summary>Decides on proposals under what is configured now.</summary>
    public ProposalReview Review(EffectiveConfiguration configuration, Snapshot snapshot) =>
        new(Threads, _verifiers, _policy.Of(configuration, snapshot, null, null), _time);

    /// <summary>Writes to disk, all or nothing.</summary>
    public IChangeWriter DiskWriter(EffectiveConfiguration configuration, Snapshot snapshot) =>
        new DiskWriter(_policy.Of(configuration, snapshot, null, null), _time);

    /// <summary>Puts back what a crash left half-written.</summary>
    public Task<ImmutableArray<string>> RecoverAsync(CancellationToken cancellationToken) =>
        CrashRecovery.RunAsync(Threads, cancellationToken);

    /// <summary>Loads what the first request will need.</summary>
    public async Task WarmUpAsync(Snapshot snapshot, EffectiveConfiguration configuration, CancellationToken cancellationToken)
    {
        await PrepareAsync(configuration, cancellationToken);
        await _csharp.WarmUpAsync(snapshot, cancellationToken);
        await OpenAiResponsesModel.WarmUpAsync(cancellationToken);
    }

    /// <summary>Files changed on disk: what was loaded of them is looked at again. Work that is asked for after this call waits for it.</summary>
    public Task FilesChangedAsync(ImmutableArray<AbsolutePath> paths, CancellationToken cancellationToken)
    {
        var looking = Task.Run(() => _csharp.FilesChangedAsync(paths, cancellationToken), cancellationToken);

        // Who called hears of a failure; who waits only needs the end.
        Volatile.Write(ref _filesSeen, Task.WhenAll(Volatile.Read(ref _filesSeen), looking.ContinueWith(static _ => { }, TaskScheduler.Default)));
        return looking;
    }

    public async ValueTask DisposeAsync()
    {
        await _csharp.DisposeAsync();
        _models.Dispose();
        Threads.Dispose();
    }

    /// <summary>Loads the solution of the workspace and says what came of it.</summary>
    public async Task<SolutionOfFile> LoadAsync(
        Snapshot snapshot, AbsolutePath folder, EffectiveConfiguration configuration, CancellationToken cancellationToken)
    {
        await PrepareAsync(configuration, cancellationToken);
        return await _csharp.FindAsync(snapshot, folder, cancellationToken);
    }

    /// <summary>What the settings come to, with the endpoint a key would be for; null when they need none or name none.</summary>
    public Task<(ModelChoice Choice, OpenAiEndpoint? Endpoint)> ChooseModelAsync(EffectiveConfiguration configuration, CancellationToken cancellationToken) =>
        _models.ChooseAsync(configuration, cancellationToken);

    /// <summary>The key the editor keeps for an endpoint has changed.</summary>
    public void ForgetKey(string endpoint) => _models.ForgetKey(endpoint);

    private Task PrepareAsync(EffectiveConfiguration configuration, CancellationToken cancellationToken)
    {
        Volatile.Write(ref _configuration, configuration);
        return Volatile.Read(ref _filesSeen).WaitAsync(cancellationToken);
    }

    private WorkspaceOptions WorkspaceOptions() => new()
    {
        Solution = Volatile.Read(ref _configuration)?.Text(ConfigurationKeys.Solution) is { Length: > 0 } solution ? solution : null,
        Load = new LoadOptions { Trusted = true, CacheFolder = _state.Append("cache") },
    };

    private JudgeOptions JudgeOptions() => new()
    {
        Analyzers = Volatile.Read(ref _configuration)?.Text(ConfigurationKeys.VerifyAnalyzers) != "none",
        Timeout = TimeSpan.FromSeconds(Volatile.Read(ref _configuration)?.Number(ConfigurationKeys.VerifyTimeoutSeconds) ?? 60),
        Clock = _time,
    };

    // Nobody can be asked in the middle of a verdict; a check that was approved for always has its answer.
    private bool MayRun(WorkspaceCommand command) =>
        command.Origin != CommandOrigin.WorkspaceConfiguration || _grants.Cover(command.Action, threadId: "", turnId: "");
}
