using System.Collections.Immutable;
using System.Globalization;
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
/// <param name="files">Which files may be written.</param>
/// <param name="sandbox">Where commands run.</param>
/// <param name="grants">What the user approved for longer than once.</param>
/// <param name="redactor">Keeps secrets out of what the model is told.</param>
/// <param name="time">The clock.</param>
internal sealed class Conversations(
    ThreadStore threads,
    ModelConnections models,
    ImmutableArray<IVerifier> verifiers,
    ImmutableArray<ISymbolSource> symbols,
    ConfiguredPolicy files,
    ISandbox sandbox,
    ApprovalGrants grants,
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
        var rights = order.Rights.After(
            thread.Value.Turns.LastOrDefault(t => t.Mode != TurnMode.Edit)?.Rights ?? TurnRights.AsConfigured,
            Approval(TurnRights.AsConfigured, configuration),
            Sandbox(TurnRights.AsConfigured, configuration));
        var policy = Policy(order, rights, configuration, folder);
        var approval = Approval(rights, configuration);
        var budget = order.Budget.Lower(Budget(configuration));
        var (left, spent) = await LeftOfTodayAsync(configuration, cancellationToken);
        var problem = spent ?? (order.Mode == TurnMode.Task ? ApprovalRules.Problem(approval, await AbilityAsync(approval, cancellationToken)) : null);
        var request = new TurnRequest
        {
            ThreadId = thread.Value.Id,
            Mode = order.Mode,
            Input = order.Input,
            Snapshot = order.Snapshot,
            Folder = folder,
            Model = problem ?? await models.ForConversationAsync(configuration, order.Model, order.Effort, cancellationToken),
            Ports = new ToolPorts
            {
                Files = _files ??= new WorkspaceFiles(() => Volatile.Read(ref _maxFileBytes)),
                Symbols = symbols,
                Commands = new CommandPorts
                {
                    Sandbox = sandbox,
                    Approver = approver,
                    Grants = grants,
                    Mode = Sandbox(rights, configuration),
                    Network = configuration.Text(ConfigurationKeys.Network) == "on",
                    Timeout = TimeSpan.FromSeconds(configuration.Number(ConfigurationKeys.ShellTimeoutSeconds)),
                    ConfiguredTests = ConfiguredCommands.Tests(configuration, order.TestCommand, folder),
                },
                Redact = redactor.Redact,
            },
            Budget = budget.Lower(new Budget(MaxCostUsd: left)),
            Approval = approval,
            Rights = rights,
            Steering = order.Steering,
        };
        return await new TurnLoop(threads, [], verifiers, policy, time).RunAsync(request, report, cancellationToken);
    }

    /// <summary>What a turn may do without asking.</summary>
    public static ApprovalMode Approval(TurnRights rights, EffectiveConfiguration configuration) =>
        rights.Approval ?? Word<ApprovalMode>(configuration, ConfigurationKeys.Approval);

    private static SandboxMode Sandbox(TurnRights rights, EffectiveConfiguration configuration) =>
        rights.Sandbox ?? Word<SandboxMode>(configuration, ConfigurationKeys.Sandbox);

    private static Budget Budget(EffectiveConfiguration configuration) => new(
        (long?)configuration.Amount(ConfigurationKeys.BudgetMaxTokens),
        (double?)configuration.Amount(ConfigurationKeys.BudgetMaxMinutes),
        MaxRequests: null,
        configuration.Amount(ConfigurationKeys.BudgetMaxCostUsd));

    // A configured word is the name of the member, with hyphens.
    private static T Word<T>(EffectiveConfiguration configuration, ConfigurationKey key)
        where T : struct, Enum => Enum.Parse<T>(configuration.Text(key).Replace("-", "", StringComparison.Ordinal), ignoreCase: true);

    /// <summary>What may still be spent today; a failure when it is nothing.</summary>
    private async Task<(decimal? Left, Failure? Spent)> LeftOfTodayAsync(EffectiveConfiguration configuration, CancellationToken cancellationToken)
    {
        if (configuration.Amount(ConfigurationKeys.BudgetPerDayUsd) is not { } most)
        {
            return (null, null);
        }

        var spent = await threads.CostSinceAsync(new DateTimeOffset(time.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero), cancellationToken);
        return spent < most ? (most - spent, null) : (0, new Failure(
            "budget.day",
            string.Create(CultureInfo.InvariantCulture, $"Today's budget of {most:0.##} US dollars is used up."),
            "Go on tomorrow (UTC), or raise 'budget.perDayUsd'."));
    }

    // Found out once, by running a command: only where it decides something.
    private Task<SandboxAbility> AbilityAsync(ApprovalMode mode, CancellationToken cancellationToken) => mode == ApprovalMode.FullAuto
        ? sandbox.AbilityAsync(cancellationToken)
        : Task.FromResult(new SandboxAbility(false, "not asked"));

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
        if (order.Folder is null && order.Snapshot.FolderOf(thread.Folder) is null)
        {
            // What is trusted is what is open.
            return new Failure(
                "thread.elsewhere",
                $"The thread is about {thread.Folder.Value}, which is not open here.",
                "Open that folder to go on with it, or start another thread.");
        }

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

    /// <summary>Which files a turn may change, by what is configured and by its rights. What the user attached they have named.</summary>
    public PathPolicy Policy(TurnOrder order, TurnRights rights, EffectiveConfiguration configuration, AbsolutePath folder)
    {
        var policy = files.Of(configuration, order.Snapshot, folder, null);
        return policy with
        {
            Named = [.. order.Input.OfType<Input.File>().Select(f => f.Path)],
            Allowed = rights.Allowed.IsEmpty ? policy.Allowed : policy.Allowed.Add(rights.Allowed),
            Excluded = [.. policy.Excluded, .. rights.Excluded],
            ReadOnly = Sandbox(rights, configuration) == SandboxMode.ReadOnly,
        };
    }
}
