using System.Collections.Immutable;
using CodexLsp.Engine;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.FileGraph;
using CodexLsp.Engine.Journal;
using CodexLsp.Engine.Policy;
using CodexLsp.Engine.Sandboxing;
using CodexLsp.Engine.Tools;
using CodexLsp.Engine.Turns;
using CodexLsp.Engine.Verification;
using CodexLsp.Host.Configuration;

namespace CodexLsp.Host.Composition;

/// <summary>Threads in which a user asks and has tasks done: what a turn there is made of.</summary>
/// <param name="threads">Where they are remembered.</param>
/// <param name="models">Who is asked.</param>
/// <param name="verifiers">Languages that can compile.</param>
/// <param name="symbols">Languages that know names.</param>
/// <param name="redactor">Keeps secrets out of what the model is told.</param>
/// <param name="time">The clock.</param>
internal sealed class Conversations(
    ThreadStore threads,
    ModelConnections models,
    ImmutableArray<IVerifier> verifiers,
    ImmutableArray<ISymbolSource> symbols,
    Redactor redactor,
    TimeProvider time)
{
    /// <summary>The title of a thread in which nothing was said yet.</summary>
    public const string NewTitle = "New conversation";

    private long _maxFileBytes = 1024 * 1024;
    private WorkspaceFiles? _files;

    /// <summary>Begins a thread.</summary>
    public async Task<Outcome<CodexThread>> StartAsync(string? title, AbsolutePath folder, CancellationToken cancellationToken)
    {
        string id;
        await using (var writer = await threads.CreateAsync(string.IsNullOrWhiteSpace(title) ? NewTitle : TurnTitle.Of(title), folder, cancellationToken))
        {
            id = writer.ThreadId;
        }

        var read = await threads.ReadThreadAsync(id, cancellationToken);
        return read.Succeeded ? read.Value.Thread : read.Failure;
    }

    /// <summary>Runs a turn to its end.</summary>
    /// <param name="order">What the user asked for.</param>
    /// <param name="configuration">What holds now.</param>
    /// <param name="approver">Who is asked for what the turn may not do by itself.</param>
    /// <param name="report">Told of everything as it happens; must not block.</param>
    /// <param name="cancellationToken">Interrupts the turn.</param>
    public async Task<Outcome<TurnResult>> RunAsync(
        TurnOrder order, EffectiveConfiguration configuration, IApprover approver, Action<TurnEvent> report, CancellationToken cancellationToken)
    {
        var words = string.Join('\n', order.Input.OfType<Input.Text>().Select(t => t.Value));
        var thread = await ThreadAsync(order, words, cancellationToken);
        if (!thread.Succeeded)
        {
            return thread.Failure;
        }

        var folder = thread.Value.Folder;
        Volatile.Write(ref _maxFileBytes, configuration.Number(ConfigurationKeys.FileSizeLimitKb) * 1024L);
        var policy = Policy(order, configuration, folder);
        var request = new TurnRequest
        {
            ThreadId = thread.Value.Id,
            Mode = order.Mode,
            Input = order.Input,
            Snapshot = order.Snapshot,
            Folder = folder,
            Model = await models.ForConversationAsync(configuration, order.Model, order.Effort, cancellationToken),
            Ports = new ToolPorts
            {
                Files = _files ??= new WorkspaceFiles(() => Volatile.Read(ref _maxFileBytes)),
                Symbols = symbols,
                Redact = redactor.Redact,
            },
            Budget = order.Budget,
            Approval = Approval(order, configuration),
            Steering = order.Steering,
        };
        return await new TurnLoop(threads, [], verifiers, policy, time).RunAsync(request, report, cancellationToken);
    }

    /// <summary>What a turn may do without asking.</summary>
    public static ApprovalMode Approval(TurnOrder order, EffectiveConfiguration configuration) => order.Approval ?? ApprovalMode.Suggest;

    /// <summary>The thread a turn belongs to; one in which nothing was said yet is named by the words.</summary>
    private async Task<Outcome<CodexThread>> ThreadAsync(TurnOrder order, string words, CancellationToken cancellationToken)
    {
        if (order.ThreadId is not { } id)
        {
            return order.Folder is { } folder
                ? await StartAsync(words, folder, cancellationToken)
                : throw new InvalidOperationException("A new thread needs a folder.");
        }

        var read = await threads.ReadThreadAsync(id, cancellationToken);
        if (!read.Succeeded)
        {
            return read.Failure;
        }

        var thread = read.Value.Thread;
        if (thread is { Title: NewTitle, Turns.IsEmpty: true } && words.Trim().Length > 0)
        {
            var opened = await threads.OpenAsync(id, cancellationToken);
            if (!opened.Succeeded)
            {
                return opened.Failure;
            }

            await using var writer = opened.Value;
            await writer.RenameAsync(TurnTitle.Of(words), cancellationToken);
        }

        return order.Folder is { } given ? thread with { Folder = given } : thread;
    }

    // What the user attached they have named.
    private static PathPolicy Policy(TurnOrder order, EffectiveConfiguration configuration, AbsolutePath folder)
    {
        var policy = Assistant.Policy(configuration, order.Snapshot, folder, null);
        return policy with
        {
            Named = [.. order.Input.OfType<Input.File>().Select(f => f.Path)],
            Allowed = order.Allowed.IsEmpty ? policy.Allowed : policy.Allowed.Add(order.Allowed),
            Excluded = [.. policy.Excluded, .. order.Excluded],
            ReadOnly = order.Sandbox == SandboxMode.ReadOnly,
        };
    }
}
