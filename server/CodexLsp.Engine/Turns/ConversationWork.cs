using System.Collections.Immutable;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Models;
using CodexLsp.Engine.Policy;
using CodexLsp.Engine.Tools;

namespace CodexLsp.Engine.Turns;

/// <summary>What questions and tasks have in common: the thread's conversation, and tools that read.</summary>
/// <param name="turn">The turn.</param>
/// <param name="request">What was asked for.</param>
/// <param name="files">The files as the tools see them.</param>
internal abstract class ConversationWork(TurnRecorder turn, TurnRequest request, TurnFiles files) : TurnWork
{
    /// <inheritdoc/>
    public override bool GoesOnWithThread => true;

    /// <summary>The files as the tools see them.</summary>
    protected TurnFiles Files => files;

    /// <summary>The tools that only read.</summary>
    protected ImmutableArray<Tool> Readers { get; } =
    [
        new ReadFileTool(files),
        new ListFilesTool(files, request.Ports.Files),
        new SearchTool(files, request.Ports.Files),
        new SymbolsTool(files, request.Ports.Symbols),
        new DefinitionTool(files, request.Ports.Symbols),
        new ReferencesTool(files, request.Ports.Symbols),
        new DiagnosticsTool(files, request.Ports.Symbols),
    ];

    /// <inheritdoc/>
    public override string Redact(string text) => request.Ports.Redact(text);

    /// <inheritdoc/>
    public override string Words(ImmutableArray<Input> said) => InputPrompt.Message(said, files, turn.History.Conversation, Redact);

    /// <inheritdoc/>
    public override async Task<TurnEnd> FailedAsync(Failure failure)
    {
        await turn.AddAsync(new Item.Error(turn.NewId(), ItemStatus.Failed, failure));
        return new TurnEnd(TurnStatus.Failed, null, failure);
    }

    /// <inheritdoc/>
    public override TurnEnd Refused(string refusal) => new(TurnStatus.Completed);

    /// <inheritdoc/>
    public override async Task<TurnEnd> StoppedAsync(Failure why, CancellationToken cancellationToken)
    {
        await turn.AddAsync(new Item.Error(turn.NewId(), ItemStatus.Failed, why));
        return new TurnEnd(TurnStatus.Partial, null, why);
    }

    /// <summary>The first message, with the conversation before it in mind.</summary>
    protected ImmutableArray<ModelItem> Begin(string? note = null) =>
        [new ModelMessage(ModelRole.User, InputPrompt.Message(request.Input, files, turn.History.Conversation, Redact, note))];

    /// <summary>What may be read: the workspace, and what the user attached.</summary>
    protected static ReadPolicy Reads(TurnRequest request) => new(Folders(request))
    {
        Attached = [.. request.Input.OfType<Input.File>().Select(f => f.Path)],
    };

    private static ImmutableArray<AbsolutePath> Folders(TurnRequest request) =>
        request.Snapshot.Folders.Contains(request.Folder) ? request.Snapshot.Folders : request.Snapshot.Folders.Add(request.Folder);
}
