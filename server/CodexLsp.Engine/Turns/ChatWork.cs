using System.Collections.Immutable;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Models;
using CodexLsp.Engine.Policy;
using CodexLsp.Engine.Tools;

namespace CodexLsp.Engine.Turns;

/// <summary>A question: the model reads, and its words are the answer.</summary>
internal sealed class ChatWork(TurnRecorder turn, TurnRequest request, PathPolicy policy)
    : ConversationWork(turn, request, new TurnFiles(Overlay.Over(request.Snapshot), request.Folder, Reads(request), policy))
{
    /// <inheritdoc/>
    public override string Instructions => ChatPrompt.Instructions;

    /// <inheritdoc/>
    public override ImmutableArray<Tool> Tools => Readers;

    /// <inheritdoc/>
    public override Task<ImmutableArray<ModelItem>> BeginAsync(CancellationToken cancellationToken) => Task.FromResult(Begin());

    /// <inheritdoc/>
    public override Task<NextStep> AnsweredAsync(ModelAnswer answer, CancellationToken cancellationToken) =>
        Task.FromResult<NextStep>(new NextStep.Over(new TurnEnd(TurnStatus.Completed)));
}
