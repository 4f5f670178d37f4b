using System.Text;
using CodexLsp.Engine.Context;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;
using CodexLsp.Engine.Models;
using CodexLsp.Engine.Turns;
using CodexLsp.Engine.Verification;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.Tests.Turns;

/// <summary>What an edit says to the model, to the letter: it is paid for, and it is what makes the answer right.</summary>
public sealed class EditPromptTests
{
    private static readonly AbsolutePath Folder = new(Path.GetFullPath("/shop"));

    private static readonly MarkupFile File = Markup.Parse(
        """
        //- src/Cart.cs
        class Cart
        {
        [|    int Total() => Sum(prices);
        |]}
        """).Single;

    [Fact]
    public void The_first_message_is_conventions_then_context_then_code_then_words()
    {
        var request = Request() with
        {
            Attachments =
            [
                new Input.Diagnostic(Cart, new LinePositionSpan(new(2, 19), new(2, 22)), "CS0103", "The name 'Sum' does not exist"),
                new Input.Text("from the ticket"),
            ],
        };
        var context = new ContextPack(
        [
            new ContextItem(ContextKind.Selection, "Cart.cs:3", Cart, null, "not repeated", "to be changed"),
            new ContextItem(ContextKind.Instructions, "src/AGENTS.md", Folder.Append("src/AGENTS.md"), null, "Sums are in cents.", "how people work here"),
            new ContextItem(ContextKind.Instructions, "style", null, null, "4 spaces.", "what the project asks of new code"),
            new ContextItem(ContextKind.Definition, "Prices", Folder.Append("src/Prices.cs"), null, "class Prices\n", "used by the selection"),
        ],
            Budget: 1500);

        Expect.Text(EditPrompt.First(request, File.Source, context), """
            <conventions file="src/AGENTS.md">
            Sums are in cents.
            </conventions>

            Context, declarations only:
            ## style: what the project asks of new code
            4 spaces.
            ## Prices (src/Prices.cs): used by the selection
            class Prices

            The compiler says at src/Cart.cs:3: CS0103 The name 'Sum' does not exist
            Attached by the user:
            from the ticket

            File src/Cart.cs, selected lines 3-3:
            <selection>
                int Total() => Sum(prices);
            </selection>

            Request: sum with LINQ
            """);
    }

    [Fact]
    public void An_attached_file_is_shown_as_far_as_it_was_pointed_at()
    {
        using var folder = new TemporaryFolder();
        var notes = new AbsolutePath(folder.Write("notes.md", "one\ntwo\nthree\n"));
        var request = Request() with { Attachments = [new Input.File(notes, new LinePositionSpan(new(1, 0), new(99, 7)))] };

        var message = EditPrompt.First(request, File.Source, new ContextPack([], 1500));
        Assert.Contains("notes.md:\ntwo\nthree\n\n", message, StringComparison.Ordinal);
        Assert.DoesNotContain("one", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_first_request_takes_less_than_6_kB_beside_the_code_and_its_context()
    {
        var message = EditPrompt.First(Request(), File.Source, new ContextPack([], 1500));
        var bytes = Encoding.UTF8.GetByteCount(EditPrompt.Instructions) + Encoding.UTF8.GetByteCount(message) - File.Span.Length;
        Assert.InRange(bytes, 1, 6 * 1024);
    }

    [Fact]
    public void What_does_not_compile_comes_with_the_compilers_words_and_the_lines_around()
    {
        var after = SourceText.From(File.Text.Replace("Sum(prices)", "prices.Sum()", StringComparison.Ordinal));
        var changes = new ChangeSet([FileChange.Modify(Cart, File.Source, after)]);
        var verdict = new Verdict
        {
            Status = VerificationStatus.Broken,
            Introduced = [new Finding(Cart, new LinePositionSpan(new(2, 26), new(2, 29)), FindingSeverity.Error, "CS1061", "'Prices' has no 'Sum'")],
        };

        Expect.Text(EditPrompt.Broken(Request(), changes, verdict), """
            The change does not compile. The compiler says, of the text after your change:

            src/Cart.cs:3: CS1061: 'Prices' has no 'Sum'
              class Cart
              {
            >     int Total() => prices.Sum();
              }

            Mend it. Answer again with the complete change, against the original text; change callers where they break.
            """);
    }

    private static AbsolutePath Cart => Folder.Append("src/Cart.cs");

    private static EditRequest Request() => new()
    {
        Snapshot = Snapshot.Empty with { Folders = [Folder] },
        Folder = Folder,
        Path = Cart,
        Selection = File.Span,
        Instruction = " sum with LINQ ",
        Model = new TurnModel(new Silent(), "model", null),
    };

    /// <summary>Is never asked here.</summary>
    private sealed class Silent : IModel
    {
        public IAsyncEnumerable<ModelEvent> AskAsync(ModelRequest request, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("A prompt is made without asking.");
    }
}
