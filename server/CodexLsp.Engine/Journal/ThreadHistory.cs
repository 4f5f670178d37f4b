using System.Collections.Immutable;
using CodexLsp.Engine.Edits;
using CodexLsp.Engine.Models;
using CodexLsp.Engine.Turns;

namespace CodexLsp.Engine.Journal;

/// <summary>What a thread's next turn builds on.</summary>
/// <param name="Conversation">What was said with the model, oldest first; every call has a result.</param>
/// <param name="Usage">What the turns so far cost.</param>
/// <param name="LastTask">The last proposal a task ended in, as it stands now; null when there is none.</param>
/// <param name="LastTaskIsPart">Whether the task of that proposal did not come to its end.</param>
public sealed record ThreadHistory(ImmutableArray<ModelItem> Conversation, ModelUsage Usage, Proposal? LastTask, bool LastTaskIsPart)
{
    internal static ThreadHistory Of(ThreadJournal journal)
    {
        var usage = journal.Turns.Aggregate(ModelUsage.None, (sum, turn) => sum + turn.Usage.ToUsage());
        var tasks = journal.Turns.Where(t => t.Mode == TurnMode.Task).ToDictionary(t => t.Id, t => t.Status, StringComparer.Ordinal);
        var proposal = journal.Proposals.Values.LastOrDefault(p => tasks.ContainsKey(p.TurnId));
        return new ThreadHistory(
            [.. Whole(journal.Conversation)],
            usage,
            proposal is null ? null : journal.ToProposal(proposal).Value,
            proposal is not null && tasks[proposal.TurnId] != TurnStatus.Completed);
    }

    // The provider refuses a call without a result, which a stop or a crash leaves, and a result without its call, which damage leaves.
    private static IEnumerable<ModelItem> Whole(IEnumerable<ModelItem> conversation)
    {
        var open = new List<string>();
        foreach (var item in conversation)
        {
            switch (item)
            {
                case ModelToolCall call:
                    open.Add(call.CallId);
                    break;
                case ModelToolResult result when !open.Remove(result.CallId):
                    continue;
                case ModelToolResult:
                    break;
                default:
                    foreach (var result in CutShort(open))
                    {
                        yield return result;
                    }

                    open.Clear();
                    break;
            }

            yield return item;
        }

        foreach (var result in CutShort(open))
        {
            yield return result;
        }
    }

    private static IEnumerable<ModelItem> CutShort(IEnumerable<string> calls) =>
        calls.Select(id => new ModelToolResult(id, "The call was cut short; nothing is known of its result."));
}
