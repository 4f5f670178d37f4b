using CodexLsp.Engine.Policy;
using CodexLsp.Engine.Turns;

namespace CodexLsp.Host.Cli;

/// <summary>Asks the person at the terminal; where there is none, the answer is no.</summary>
/// <param name="terminal">Where to.</param>
internal sealed class TerminalApprover(Terminal terminal) : IApprover
{
    private const string Choices = "[y]es, once · for this [t]urn · for this t[h]read · [n]o, perhaps with words for the model · [q]uit";

    /// <inheritdoc/>
    public async Task<ApprovalAnswer> AskAsync(ApprovalRequest request, CancellationToken cancellationToken)
    {
        if (!terminal.Answers)
        {
            return new ApprovalAnswer(ApprovalDecision.Deny, "There is no terminal, so nobody could be asked. Go on without it.");
        }

        // The title is escaped by whoever made it: what is approved is the action it was made of.
        terminal.Say($"\n{What(request.Kind)}\n  {request.Title}");
        if (request.Directory is { } directory)
        {
            terminal.Say($"  in {ShownText.Of(directory.Value)}");
        }

        terminal.Say($"{request.Reason} Risk: {request.Risk.ToString().ToLowerInvariant()}.");
        while (true)
        {
            terminal.Say(Choices);
            switch (await terminal.In.ReadLineAsync(cancellationToken).AsTask().WaitAsync(cancellationToken))
            {
                case null:
                    return new ApprovalAnswer(ApprovalDecision.Deny, "Standard input ended, so nobody could be asked. Go on without it.");
                case var line when Read(line.Trim()) is { } answer:
                    return answer;
                default:
                    break;
            }
        }
    }

    private static ApprovalAnswer? Read(string line)
    {
        var words = line.Split(' ', 2, StringSplitOptions.TrimEntries);
        var note = words is [_, { Length: > 0 } said] ? said : null;
        ApprovalDecision? decision = words[0].ToLowerInvariant() switch
        {
            "y" or "yes" => ApprovalDecision.Approve,
            "t" or "turn" => ApprovalDecision.ApproveForTurn,
            "h" or "thread" => ApprovalDecision.ApproveForThread,
            "n" or "no" => ApprovalDecision.Deny,
            "q" or "quit" => ApprovalDecision.Abort,
            _ => null,
        };

        // Words behind a yes are a condition nobody would keep.
        return decision is { } known && (note is null || known is ApprovalDecision.Deny or ApprovalDecision.Abort)
            ? new ApprovalAnswer(known, note)
            : null;
    }

    private static string What(ApprovalKind kind) => kind switch
    {
        ApprovalKind.Command => "The model wants to run",
        ApprovalKind.Edit => "The model wants to write",
        ApprovalKind.Network => "The model wants to reach",
        ApprovalKind.OutsideWorkspace => "The model wants to touch what is not in the workspace",
        ApprovalKind.Mcp => "The model wants to call",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
