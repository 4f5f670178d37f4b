using System.Collections.Immutable;
using CodexLsp.Engine.Turns;
using CodexLsp.Engine.Verification;

namespace CodexLsp.Engine.Tools;

/// <summary><c>verify</c>: the compiler's verdict on the turn's edits.</summary>
internal sealed class VerifyTool(TurnFiles files, ImmutableArray<IVerifier> verifiers) : Tool(
    "verify",
    "Compiles your edits and says what they break. It runs by itself at the end; call it after a step that others build on.",
    """{ "type": "object", "properties": {}, "additionalProperties": false }""")
{
    private const int Most = 20;

    /// <inheritdoc/>
    public override bool HasOwnItem => true;

    /// <inheritdoc/>
    protected override async Task<ToolResult> RunAsync(ToolInvocation call, CancellationToken cancellationToken)
    {
        if (files.Tree.Changes.IsEmpty)
        {
            return new ToolResult("There is no edit to check yet; diagnostics says what the compiler says of the files as they are.");
        }

        call.Show(new Item.Verified(call.ItemId, ItemStatus.Running, Verdict.Unverified("still checking")));
        var verdict = await verifiers.VerifyAsync(files.Tree.Base, files.Tree.Changes, cancellationToken);
        return new ToolResult(Words(files, verdict)) { Item = new Item.Verified(call.ItemId, ItemStatus.Completed, verdict) };
    }

    /// <summary>A verdict as the model is told.</summary>
    public static string Words(TurnFiles files, Verdict verdict) => verdict.Status switch
    {
        VerificationStatus.Verified => "It compiles." + string.Concat(verdict.Notes.Select(n => $"\n{n}")),
        VerificationStatus.Broken => "It does not compile. The compiler says, of the text after your edits:\n"
            + FindingLines.Of([.. verdict.Errors], p => files.Tree.Changes.After(files.Tree.Base, p), files.Name, Most),
        _ => $"It was not checked: {verdict.Reason}.",
    };
}
