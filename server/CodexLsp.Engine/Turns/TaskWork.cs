using System.Collections.Immutable;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;
using CodexLsp.Engine.Models;
using CodexLsp.Engine.Policy;
using CodexLsp.Engine.Tools;
using CodexLsp.Engine.Verification;

namespace CodexLsp.Engine.Turns;

/// <summary>
/// A task: edits gather over the files, and when the model is done the compiler and the tests judge them; what breaks goes back to the
/// model. It ends in one proposal.
/// </summary>
internal sealed class TaskWork : ConversationWork
{
    private const int MostRepairs = 2;

    private readonly TurnRecorder _turn;
    private readonly ImmutableArray<IVerifier> _verifiers;
    private readonly Overlay _start;
    private readonly bool _finishes;
    private readonly string? _note;
    private readonly TurnCommands? _commands;
    private readonly TurnTests? _tests;
    private readonly bool _testsAreConfigured;
    private int _repairs;
    private int _testRepairs;
    private readonly Proposal _draft;

    private TaskWork(
        TurnRecorder turn,
        TurnRequest request,
        ImmutableArray<IVerifier> verifiers,
        PathPolicy policy,
        BudgetMeter meter,
        Proposal draft,
        Overlay start,
        bool finishes,
        string? note)
        : base(turn, request, new TurnFiles(start, request.Folder, Reads(request), policy))
    {
        _turn = turn;
        _verifiers = verifiers;
        _start = start;
        _finishes = finishes;
        _note = note;
        _draft = draft;
        Files.Changed = changes => turn.SaveChangesAsync(draft with { Changes = changes, Usage = turn.Usage }, request.Folder);
        if (request.Ports.Commands is { } ports)
        {
            _commands = new TurnCommands(Files, new Approvals(turn, request.Approval, request.Snapshot.Trusted, ports, meter), ports);
            _tests = new TurnTests(Files, _commands);
            _testsAreConfigured = ports.ConfiguredTests is not null;
        }

        Tools =
        [
            .. Readers,
            new ApplyPatchTool(Files),
            new VerifyTool(Files, verifiers),
            .. _commands is null ? [] : (Tool[])[new RunTestsTool(_tests!), new RunCommandTool(Files, _commands)],
            new UpdatePlanTool(turn.NewId(), turn.Plan),
        ];
    }

    /// <summary>The task, with the edits of the one before it where they wait for the user.</summary>
    public static TaskWork Of(
        TurnRecorder turn, TurnRequest request, ImmutableArray<IVerifier> verifiers, PathPolicy policy, BudgetMeter meter, TimeProvider time)
    {
        var earlier = turn.History.LastTask;
        var carried = earlier is { Status: ProposalStatus.Ready } ? ChangeSetRebase.Onto(earlier.Changes, request.Snapshot) : null;
        var goesOn = carried is { Conflicts.IsEmpty: true };
        var start = goesOn ? new Overlay(request.Snapshot, carried!.Changes) : Overlay.Over(request.Snapshot);
        var draft = new Proposal
        {
            Id = Ids.New(time),
            ThreadId = turn.ThreadId,
            TurnId = turn.TurnId,
            RevisionOf = goesOn ? earlier!.Id : null,
            Status = ProposalStatus.Running,
            Title = TurnTitle.Of(InputPrompt.Request(request.Input)),
            Verdict = Verdict.Unverified("still being worked on"),
        };
        return new TaskWork(
            turn, request, verifiers, policy, meter, draft, start, goesOn && turn.History.LastTaskIsPart, TaskPrompt.Earlier(earlier?.Status, goesOn));
    }

    /// <inheritdoc/>
    public override string Instructions => TaskPrompt.Instructions;

    /// <inheritdoc/>
    public override ImmutableArray<Tool> Tools { get; }

    /// <inheritdoc/>
    public override Task<ImmutableArray<ModelItem>> BeginAsync(CancellationToken cancellationToken) => Task.FromResult(Begin(_note));

    /// <inheritdoc/>
    public override async Task<NextStep> AnsweredAsync(ModelAnswer answer, CancellationToken cancellationToken)
    {
        if (!HasChanged)
        {
            return new NextStep.Over(new TurnEnd(TurnStatus.Completed));
        }

        var verdict = await JudgeAsync(cancellationToken);
        if (verdict.Status == VerificationStatus.Broken && _repairs < MostRepairs)
        {
            _repairs++;
            return new NextStep.Ask(TaskPrompt.Broken(VerifyTool.Words(Files, verdict)));
        }

        if (verdict.Status == VerificationStatus.Broken || _tests is null || _tests.HavePassed || !(_testsAreConfigured || _tests.HaveFailed))
        {
            return new NextStep.Over(new TurnEnd(TurnStatus.Completed, Proposed(verdict)));
        }

        // Nobody said that these tests decide: they may have failed before the change, so the model may say that it is not its doing.
        if (!_testsAreConfigured)
        {
            return _testRepairs++ == 0
                ? new NextStep.Ask(TaskPrompt.TestsLeftFailing)
                : new NextStep.Over(new TurnEnd(TurnStatus.Completed, Proposed(WithNote(verdict, "the tests failed when they ran last"))));
        }

        var tested = await TestAsync(cancellationToken);
        if (tested.Status == ItemStatus.Failed && _testRepairs < MostRepairs)
        {
            _testRepairs++;
            return new NextStep.Ask(TaskPrompt.TestsFail(Redact(tested.Text)));
        }

        return new NextStep.Over(tested.Status switch
        {
            ItemStatus.Completed => new TurnEnd(TurnStatus.Completed, Proposed(verdict)),
            ItemStatus.Declined => new TurnEnd(TurnStatus.Completed, Proposed(WithNote(verdict, "the tests were not run"))),
            _ => new TurnEnd(TurnStatus.Partial, Proposed(WithNote(verdict, "the tests fail")), new Failure(
                "tests.failed", "The tests fail with the change, and the model could not mend it.", "Look at the failures, and go on with another turn.")),
        });
    }

    /// <inheritdoc/>
    public override bool Aborted => _commands?.Aborted == true;

    /// <inheritdoc/>
    public override string StateOfFiles => Files.State;

    /// <inheritdoc/>
    public override TurnEnd Refused(string refusal) => new(
        TurnStatus.Failed,
        Unchecked("the model declined before the change was finished"),
        new Failure("task.refused", "The model declined to go on; its words say why.", "Say it in other words, or do that part yourself."));

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => _commands?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <inheritdoc/>
    public override async Task<TurnEnd> FailedAsync(Failure failure) => await base.FailedAsync(failure) with
    {
        Proposal = Unchecked("the model failed before the change was finished"),
    };

    /// <inheritdoc/>
    public override async Task<TurnEnd> StoppedAsync(Failure why, CancellationToken cancellationToken)
    {
        var end = await base.StoppedAsync(why, cancellationToken);
        try
        {
            return HasChanged ? end with { Proposal = Proposed(await JudgeAsync(cancellationToken)) } : end;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return end with { Proposal = Unchecked("stopped before the change was checked") };
        }
    }

    /// <inheritdoc/>
    public override Task<TurnEnd> InterruptedAsync() =>
        Task.FromResult(new TurnEnd(TurnStatus.Interrupted, Unchecked("stopped before the change was finished and checked")));

    // A turn that takes up a part is answerable for the whole of it, even if nothing was missing.
    private bool HasChanged => (_finishes || !ReferenceEquals(Files.Tree, _start)) && !Files.Tree.Changes.IsEmpty;

    private Proposal? Unchecked(string why) => HasChanged ? Proposed(Verdict.Unverified(why)) : null;

    private static Verdict WithNote(Verdict verdict, string note) => verdict with { Notes = verdict.Notes.Add(note) };

    private async Task<ToolResult> TestAsync(CancellationToken cancellationToken)
    {
        var id = _turn.NewId();
        var result = await _tests!.RunAsync(id, _turn.Show, text => _turn.Delta(id, text), cancellationToken);
        if (result.Item is { } item)
        {
            await _turn.SaveAsync(item);
        }

        return result;
    }

    private Proposal Proposed(Verdict verdict) => _draft with
    {
        Status = ProposalStatus.Ready,
        Changes = Files.Tree.Changes,
        Verdict = verdict,
        Rounds = _repairs + _testRepairs + 1,
        Usage = _turn.Usage,
    };

    private async Task<Verdict> JudgeAsync(CancellationToken cancellationToken)
    {
        _turn.Reach(EditStage.Verify, _repairs + 1);
        var (judged, verdict) = await _verifiers.JudgeAsync(Files.Tree.Base, Files.Tree.Changes, cancellationToken);
        if (!ReferenceEquals(judged, Files.Tree.Changes))
        {
            await Files.ReplaceAsync(new Overlay(Files.Tree.Base, judged));
        }

        await _turn.AddAsync(new Item.Verified(_turn.NewId(), ItemStatus.Completed, verdict));
        return verdict;
    }
}
