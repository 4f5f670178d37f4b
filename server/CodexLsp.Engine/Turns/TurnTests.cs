using CodexLsp.Engine.Checks;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Tools;

namespace CodexLsp.Engine.Turns;

/// <summary>The tests of a task, run when the model asks for them and, where a command is configured, at its end.</summary>
internal sealed class TurnTests(TurnFiles files, TurnCommands commands)
{
    private Overlay? _passedOn;

    /// <summary>Whether the tests passed on the files as they are now.</summary>
    public bool HavePassed => ReferenceEquals(_passedOn, files.Tree);

    /// <summary>Whether they failed when they ran last.</summary>
    public bool HaveFailed { get; private set; }

    /// <summary>Runs them: every command that tests what was changed, until one fails.</summary>
    /// <param name="itemId">The id of the item.</param>
    /// <param name="show">Told of the item as it begins.</param>
    /// <param name="output">Hears the output.</param>
    /// <param name="cancellationToken">Ends them.</param>
    public async Task<ToolResult> RunAsync(string itemId, Action<Item> show, Action<string> output, CancellationToken cancellationToken)
    {
        var tests = commands.Tests;
        if (tests.IsEmpty)
        {
            return ToolResult.Failed("No tests are known here: none are detected, and 'testCommand' is not configured.");
        }

        var item = new Item.Tests(itemId, ItemStatus.Running, tests[0].Argv, 0, 0, 0, []);
        var words = new List<string>();
        foreach (var command in tests)
        {
            var running = item with { Argv = command.Argv };
            var (report, objection) = await commands.TestAsync(command, () => show(running), output, cancellationToken);
            if (objection is not null)
            {
                return objection with { Item = running with { Status = objection.Status } };
            }

            item = Sum(running, report!);
            words.Add(RunTestsTool.Words(report!));
            HaveFailed = !report!.Succeeded;
            if (HaveFailed)
            {
                return new ToolResult(string.Join('\n', words), ItemStatus.Failed) { Item = item with { Status = ItemStatus.Failed } };
            }
        }

        _passedOn = files.Tree;
        return new ToolResult(string.Join('\n', words)) { Item = item with { Status = ItemStatus.Completed } };
    }

    private static Item.Tests Sum(Item.Tests item, TestReport report) => item with
    {
        Passed = item.Passed + report.Passed,
        Failed = item.Failed + report.Failed,
        Skipped = item.Skipped + report.Skipped,
        Failures = item.Failures.AddRange(report.Failures),
    };
}
