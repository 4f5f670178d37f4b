using System.Collections.Immutable;
using CodexLsp.Engine.Edits;
using CodexLsp.Engine.Models;
using CodexLsp.Engine.Tools;

namespace CodexLsp.Engine.Turns;

/// <summary>What a turn is for. It chooses words and tools, and says what an answer means; the loop does the rest.</summary>
internal abstract class TurnWork : IAsyncDisposable
{
    /// <summary>What holds for every request of this mode.</summary>
    public abstract string Instructions { get; }

    /// <summary>What the model may call.</summary>
    public virtual ImmutableArray<Tool> Tools => [];

    /// <summary>Whether the model is shown what was said in the thread before, and the thread goes on with what is said now.</summary>
    public abstract bool GoesOnWithThread { get; }

    /// <summary>Whether the user ended the turn when they were asked for something.</summary>
    public virtual bool Aborted => false;

    /// <summary>What tells one state of the files it works on from another.</summary>
    public virtual string StateOfFiles => "";

    /// <summary>What the model is asked first.</summary>
    public abstract Task<ImmutableArray<ModelItem>> BeginAsync(CancellationToken cancellationToken);

    /// <summary>The model is about to be asked.</summary>
    public virtual void Asking()
    {
    }

    /// <summary>More of the answer's text.</summary>
    public virtual void Streamed(string text)
    {
    }

    /// <summary>The model has said its word and calls nothing.</summary>
    public abstract Task<NextStep> AnsweredAsync(ModelAnswer answer, CancellationToken cancellationToken);

    /// <summary>The model declined, in these words.</summary>
    public abstract TurnEnd Refused(string refusal);

    /// <summary>The model failed, or none can be asked.</summary>
    public abstract Task<TurnEnd> FailedAsync(Failure failure);

    /// <summary>A limit was reached; what is there is kept.</summary>
    public abstract Task<TurnEnd> StoppedAsync(Failure why, CancellationToken cancellationToken);

    /// <summary>The user stopped it; what is there is kept.</summary>
    public virtual Task<TurnEnd> InterruptedAsync() => Task.FromResult(new TurnEnd(TurnStatus.Interrupted));

    /// <summary>Takes secrets out of what a tool found, before the model is told.</summary>
    public virtual string Redact(string text) => text;

    /// <summary>What the user says while the turn runs, as the model is told.</summary>
    public virtual string Words(ImmutableArray<Input> said) => throw new InvalidOperationException("Nobody can speak to this turn.");

    /// <inheritdoc/>
    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>What follows an answer.</summary>
internal abstract record NextStep
{
    /// <summary>The model is asked to go on.</summary>
    public sealed record Ask(string Message) : NextStep;

    /// <summary>The turn is over.</summary>
    public sealed record Over(TurnEnd End) : NextStep;
}

/// <summary>How a turn ends.</summary>
/// <param name="Status">Where it stands.</param>
/// <param name="Proposal">What it proposes.</param>
/// <param name="Error">Why it failed or is only a part.</param>
internal sealed record TurnEnd(TurnStatus Status, Proposal? Proposal = null, Failure? Error = null);
