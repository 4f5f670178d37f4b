using System.Collections.Immutable;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Policy;
using CodexLsp.Engine.Turns;
using CodexLsp.Host.Cli;

namespace CodexLsp.Host.Tests.Cli;

/// <summary>Questions on a terminal: what is shown, and what an answer means.</summary>
public sealed class TerminalApproverTests
{
    [Theory]
    [InlineData("y", ApprovalDecision.Approve, null)]
    [InlineData(" Yes ", ApprovalDecision.Approve, null)]
    [InlineData("t", ApprovalDecision.ApproveForTurn, null)]
    [InlineData("h", ApprovalDecision.ApproveForThread, null)]
    [InlineData("n", ApprovalDecision.Deny, null)]
    [InlineData("no  use npm ci instead", ApprovalDecision.Deny, "use npm ci instead")]
    [InlineData("q", ApprovalDecision.Abort, null)]
    [InlineData("what?\n\ny but not twice\nn", ApprovalDecision.Deny, null)]
    public async Task An_answer_is_read_and_what_is_none_is_asked_again(string typed, ApprovalDecision decision, string? note)
    {
        var (answer, _) = await AskAsync(typed + "\n");
        Assert.Equal((decision, note), (answer.Decision, answer.Note));
    }

    [Fact]
    public async Task The_question_shows_the_exact_command_escaped_where_it_runs_and_why()
    {
        var (_, shown) = await AskAsync("n\n");
        Expect.Text(shown, """

            The model wants to run
              ⚠ rm -rf 'a b' '\u{202E}txt.exe\u{001B}[2K'
              in /project
            The model wants to run it. Risk: medium.
            [y]es, once · for this [t]urn · for this t[h]read · [n]o, perhaps with words for the model · [q]uit
            """);
    }

    [Fact]
    public async Task Where_input_ends_the_answer_is_no()
    {
        var (answer, _) = await AskAsync("");
        Assert.Equal(ApprovalDecision.Deny, answer.Decision);
        Assert.Contains("nobody could be asked", answer.Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nobody_answers_nothing_is_asked_and_the_answer_is_no()
    {
        var (answer, shown) = await AskAsync("y\n", answers: false);
        Assert.Equal(ApprovalDecision.Deny, answer.Decision);
        Assert.Equal("", shown);
    }

    private static async Task<(ApprovalAnswer Answer, string Shown)> AskAsync(string typed, bool answers = true)
    {
        ImmutableArray<string> argv = ["rm", "-rf", "a b", "\u202Etxt.exe\u001b[2K"];
        var action = new ProposedAction.Command(argv, new AbsolutePath("/project"), CommandOrigin.Model);
        using var error = new StringWriter();
        using var input = new StringReader(typed);
        var answer = await new TerminalApprover(new Terminal(input, TextWriter.Null, error, Shown: true, Colours: false, answers)).AskAsync(
            new ApprovalRequest
            {
                Id = "1",
                ThreadId = "2",
                TurnId = "3",
                Kind = ApprovalKind.Command,
                Title = action.Title,
                Reason = "The model wants to run it.",
                Risk = ApprovalRisk.Medium,
                Command = argv,
                Directory = action.Directory,
                Hash = action.Hash,
            },
            CancellationToken.None);
        return (answer, error.ToString());
    }
}
