using System.Collections.Immutable;
using CodexLsp.Engine.Policy;
using CodexLsp.Engine.Turns;

namespace CodexLsp.Host.Cli;

/// <summary>
/// A turn as a person at a terminal follows it: an answer to a question goes to standard output as it is written, everything else, and
/// what the model says during a task, to standard error.
/// </summary>
/// <param name="terminal">Where to.</param>
internal sealed class TurnView(Terminal terminal)
{
    private const string Patch = "apply_patch";
    private const int LastLines = 12;
    private const int MostFailures = 5;
    private const int LongestCall = 120;

    private readonly Lock _lock = new();
    private bool _isAnswer;
    private bool _isPast;
    private string? _message;
    private bool _streamed;
    private char? _half;

    /// <summary>Shows what happened.</summary>
    public void Report(TurnEvent happened)
    {
        // Tools report from threads of their own.
        lock (_lock)
        {
            Show(happened);
        }
    }

    private void Show(TurnEvent happened)
    {
        switch (happened)
        {
            case TurnEvent.Started started:
                (_isAnswer, _isPast) = (started.Turn.Mode == TurnMode.Chat, started.Turn.Status != TurnStatus.Running);
                terminal.Say(_isPast ? $"── {started.Turn.StartedAt.ToLocalTime():yyyy-MM-dd HH:mm} ──" : $"thread {started.ThreadId}");
                break;
            case TurnEvent.ItemStarted { Item: var item }:
                Begin(item);
                break;
            case TurnEvent.ItemDelta delta when _isAnswer && delta.ItemId == _message:
                Stream(delta.Text);
                break;
            case TurnEvent.ItemCompleted { Item: var item }:
                End(item);
                break;
            case TurnEvent.Planned planned:
                ShowPlan(planned.Steps);
                break;
            case TurnEvent.Retrying retrying:
                terminal.Say($"{retrying.Reason} Trying again in {retrying.Delay.TotalSeconds:0.#} s.");
                break;
            default:
                break;
        }
    }

    private void Begin(Item item)
    {
        switch (item)
        {
            case Item.AgentMessage message:
                (_message, _streamed) = (message.Id, false);
                break;
            case Item.ToolCall { Tool: not Patch } call:
                terminal.Say($"· {Shorten($"{call.Tool} {call.Arguments}")}");
                break;
            case Item.Command command:
                terminal.Say($"$ {ShownText.Of(command.Argv)}");
                break;
            case Item.Tests tests:
                terminal.Say($"$ {ShownText.Of(tests.Argv)}");
                break;
            default:
                break;
        }
    }

    private void End(Item item)
    {
        switch (item)
        {
            case Item.UserMessage user when _isPast:
                terminal.Say($"> {string.Join(' ', user.Input.OfType<Input.Text>().Select(t => t.Value))}");
                break;
            case Item.AgentMessage { Text.Length: > 0 } message:
                EndMessage(message);
                break;
            case Item.ToolCall { Tool: Patch, Status: ItemStatus.Completed, Result: { } done }:
                ShowChanged(done);
                break;
            case Item.ToolCall { Status: not ItemStatus.Completed } call:
                terminal.Say($"  {call.Tool} {call.Status.ToString().ToLowerInvariant()}: {Shorten(call.Result ?? "")}");
                break;
            case Item.Command command:
                ShowEnd(command);
                break;
            case Item.Tests tests:
                ShowEnd(tests);
                break;
            case Item.Verified verified:
                terminal.Say(DiffView.Headline(verified.Verdict));
                break;
            case Item.Approval { Status: ItemStatus.Declined } denied:
                terminal.Say($"  denied: {denied.Title}{(denied.Note is { } note ? $" ({note})" : "")}");
                break;
            case Item.Error error:
                terminal.Say($"error: {error.Failure.Message}");
                break;
            default:
                break;
        }
    }

    // A delta may end inside a character, or between the two of a line end.
    private void Stream(string text)
    {
        if (_half is { } half)
        {
            text = half + text;
            _half = null;
        }

        if (text is [.. var whole, var last] && (char.IsHighSurrogate(last) || last == '\r'))
        {
            (text, _half) = (whole, last);
        }

        terminal.Stream(text);
        _streamed = true;
    }

    private void EndMessage(Item.AgentMessage message)
    {
        _half = null;
        if (!_isAnswer)
        {
            terminal.Say(message.Text);
        }
        else if (_streamed && message.Id == _message)
        {
            terminal.Stream("\n");
        }
        else
        {
            foreach (var line in message.Text.TrimEnd('\n').Split('\n'))
            {
                terminal.Print(line);
            }
        }
    }

    // The tool says the files with what was added and removed, a line each; its arguments are the patch itself.
    private void ShowChanged(string result)
    {
        var lines = result.Split('\n');
        foreach (var line in lines.Length > 1 ? lines[1..] : lines)
        {
            terminal.Say($"· {line}");
        }
    }

    private void ShowEnd(Item.Command command)
    {
        if (command.Status == ItemStatus.Declined)
        {
            terminal.Say("  not run");
            return;
        }

        if (command.ExitCode != 0)
        {
            var lines = command.Output.TrimEnd('\n').Split('\n');
            foreach (var line in lines.TakeLast(LastLines))
            {
                terminal.Say($"  {line}");
            }
        }

        terminal.Say(command.ExitCode is { } code ? $"  exit code {code}" : "  did not end by itself");
    }

    private void ShowEnd(Item.Tests tests)
    {
        var skipped = tests.Skipped > 0 ? $", {tests.Skipped} skipped" : "";
        terminal.Say(tests.Failed == 0 && tests.Status == ItemStatus.Completed
            ? $"✓ tests: {tests.Passed} passed{skipped}"
            : $"✗ tests: {tests.Failed} failed, {tests.Passed} passed{skipped}");
        foreach (var failure in tests.Failures.Take(MostFailures))
        {
            terminal.Say($"  {failure.Name}: {Shorten(failure.Message)}");
        }
    }

    private void ShowPlan(ImmutableArray<PlanStep> steps)
    {
        foreach (var step in steps)
        {
            var mark = step.Status switch { PlanStepStatus.Done => '✓', PlanStepStatus.Running => '▸', _ => ' ' };
            terminal.Say($"  {mark} {step.Text}");
        }
    }

    private static string Shorten(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= LongestCall ? line : string.Concat(line.AsSpan(0, LongestCall), "…");
    }
}
