using System.Collections.Immutable;
using CodexLsp.Host.Cli;
using CodexLsp.Host.Composition;
using CodexLsp.Host.Conversion;
using CodexLsp.Host.Protocol;
using CodexLsp.Host.Serving;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Host.Handlers;

/// <summary>
/// <c>textDocument/codeAction</c> and <c>codeAction/resolve</c>. Listing asks no model; what has one right answer comes with its edit,
/// the rest is a command for our client and a resolvable action for any other.
/// </summary>
internal sealed class CodeActionHandler(LanguageServer server)
{
    private const string QuickFix = "quickfix";
    private const string Rewrite = "refactor.rewrite";
    private const string EditCommand = "codexLsp.edit";
    private const string FixCommand = "codexLsp.fix";
    private const string ExplainCommand = "codexLsp.explain";
    private const string DocumentInstruction = "add XML documentation";

    public async Task<IReadOnlyList<CodeAction>> ListAsync(ServerState state, CodeActionParams parameters, CancellationToken cancellationToken)
    {
        var place = Places.Find(state, parameters.TextDocument, parameters.Range);
        var configuration = server.Configuration(state);
        var actions = new List<CodeAction>();
        if (Wants(parameters, QuickFix))
        {
            // The light bulb does not wait for a solution to load.
            var fixes = server.IsLoading ? [] : await server.Assistant.ReadyFixesAsync(place, configuration, cancellationToken);
            var findings = server.IsLoading ? [] : await server.Assistant.FindingsAsync(state.Snapshot, place.Path, place.Selection, configuration, cancellationToken);
            foreach (var fix in fixes)
            {
                actions.Add(new CodeAction(
                    fix.Title,
                    QuickFix,
                    Diagnostics: [.. parameters.Context.Diagnostics.Where(d => FromWire.Code(d) == fix.Code)],
                    IsPreferred: fix.IsPreferred,
                    Edit: Edit(state, place, fix.Edits)));
            }

            ImmutableArray<Diagnostic> said = [.. Said(parameters.Context.Diagnostics, findings)];
            actions.AddRange(said.Select(d => Fix(state, place, d)));
            if (!said.IsEmpty)
            {
                actions.Add(Explain(state, place, said));
            }
        }

        if (Wants(parameters, Rewrite))
        {
            if (state.Client.IsOurs)
            {
                actions.Add(Ai(state, place, "Change with Codex…", Rewrite, parameters.Range, EditCommand, null));
            }

            if (server.Assistant.KnowsLanguageOf(place.Path))
            {
                actions.Add(Ai(state, place, "Document", Rewrite, parameters.Range, EditCommand, DocumentInstruction));
            }
        }

        return actions;
    }

    public async Task<CodeAction> ResolveAsync(ServerState state, CodeAction action, CancellationToken cancellationToken)
    {
        if (action.Data is not { } data || action.Edit is not null)
        {
            return action;
        }

        var place = Places.Find(state, new TextDocumentIdentifier(data.Uri), data.Range);
        if (data.Version is { } asked && state.Snapshot.Find(place.Path)?.Version.Value != asked)
        {
            throw Requests.Failed(new Engine.Failure(
                "document.stale", "The document changed since the action was listed.", "List the actions again.", Retryable: true));
        }

        var order = data.Code is null
            ? new EditOrder(place, data.Instruction)
            : EditOrder.Fix(place, data.Code);
        var notifications = new TurnNotifications(new ClientSink(server.Connection), () => server.Snapshot, null, data.Uri);
        var proposal = Requests.Require(await server.Assistant.ProposeAsync(
            order, server.Configuration(state), () => server.Snapshot, state.Client.IsOurs ? notifications.Report : static _ => { }, cancellationToken));
        if (proposal.Status != Engine.Edits.ProposalStatus.Ready)
        {
            throw Requests.Failed(proposal.Error
                ?? new Engine.Failure("edit.none", proposal.Message ?? "There is no change.", "Ask in other words, or configure another model."));
        }

        // From here on the editor decides, and tells nobody: the proposal is not left open beside an edit that may be made already.
        var review = server.Assistant.Review(server.Configuration(state), server.Snapshot);
        Requests.Require(await review.RejectAsync(proposal.Id, null, CancellationToken.None));
        if (Obstacle(state, place, proposal) is { } obstacle)
        {
            throw Requests.Failed(obstacle);
        }

        var annotation = state.Client.AnnotatesChanges
            ? new ChangeAnnotation(DiffView.Headline(proposal.Verdict), NeedsConfirmation: !IsVerified(proposal))
            : null;
        return action with { Edit = new WorkspaceEdits(ToWire.For(server.Snapshot, data.Uri)).From(proposal.Changes, annotation) };
    }

    private static bool IsVerified(Engine.Edits.Proposal proposal) => proposal.Verdict.Status == Engine.Verification.VerificationStatus.Verified;

    // The editor makes the edit without another question, so whatever would need one is not handed out.
    private Engine.Failure? Obstacle(ServerState state, EditPlace place, Engine.Edits.Proposal proposal)
    {
        if (server.Assistant.OutOfReach(proposal.Changes, place, server.Configuration(state)) is { } outOfReach)
        {
            return outOfReach;
        }

        if (!IsVerified(proposal) && !state.Client.AnnotatesChanges)
        {
            return new Engine.Failure(
                "edit.needsConfirmation",
                $"{DiffView.Headline(proposal.Verdict)}. It needs confirmation, which this editor cannot show here.",
                "Use the command codex.edit, which asks.");
        }

        return proposal.Changes.Files.FirstOrDefault(f => !CanApply(state.Client, f.Kind)) is { } file
            ? new Engine.Failure(
                "edit.resourceOperation",
                $"The change would {ResourceOperation(file.Kind)} {file.Path.Value}, which this editor does not take in an edit.",
                "Run codex-lsp edit in a terminal, look at the diff, and accept it there.")
            : null;
    }

    private static bool CanApply(ClientProfile client, Engine.Edits.FileChangeKind kind) =>
        kind == Engine.Edits.FileChangeKind.Modify || client.ResourceOperations.Contains(ResourceOperation(kind));

    private static string ResourceOperation(Engine.Edits.FileChangeKind kind) => kind.ToString().ToLowerInvariant();

    // What the client shows, and what the compiler says beside it: one action for a code at a place.
    private static IEnumerable<Diagnostic> Said(IReadOnlyList<Diagnostic> shown, ImmutableArray<Engine.Verification.Finding> findings) =>
        shown.Where(d => FromWire.Code(d).Length > 0)
            .Concat(findings.Select(ToWire.Diagnostic))
            .DistinctBy(d => (FromWire.Code(d), d.Range.Start.Line));

    private static CodeAction Fix(ServerState state, EditPlace place, Diagnostic diagnostic)
    {
        var code = FromWire.Code(diagnostic);
        // No lines are selected: what is rewritten is the member around the problem, for a line alone is seldom all that is wrong.
        var start = diagnostic.Range with { End = diagnostic.Range.Start };
        return Ai(state, place, $"Fix with Codex: {code}", QuickFix, start, FixCommand, $"Fix {code}: {diagnostic.Message}", diagnostic) with
        {
            Diagnostics = [diagnostic],
        };
    }

    // One for all that is said here, with the member around it. It changes nothing, so every client gets a command.
    private CodeAction Explain(ServerState state, EditPlace place, ImmutableArray<Diagnostic> said)
    {
        const string title = "Explain with Codex";
        var start = FromWire.Span(place.Text, said[0].Range).Start;
        var member = server.Assistant.Grow(place with { Selection = new TextSpan(start, 0) });
        var codes = string.Join(", ", said.Select(FromWire.Code).Distinct());
        var arguments = new EditCommandArguments(
            new TextDocumentIdentifier(ToWire.For(state.Snapshot).Uri(place.Path)),
            ToWire.Range(place.Text, member),
            $"Explain {codes}: what causes it, and what would mend it.",
            Diagnostics: said);
        return new CodeAction(title, QuickFix, Diagnostics: said, Command: new ClientCommand(
            title, state.Client.IsOurs ? ExplainCommand : Commands.Explain, [arguments]));
    }

    private static CodeAction Ai(
        ServerState state, EditPlace place, string title, string kind, Protocol.Range range, string command, string? instruction, Diagnostic? diagnostic = null)
    {
        var uri = ToWire.For(state.Snapshot).Uri(place.Path);
        var code = diagnostic is null ? null : FromWire.Code(diagnostic);
        return state.Client.IsOurs
            ? new CodeAction(title, kind, Command: new ClientCommand(
                title,
                command,
                [new EditCommandArguments(new TextDocumentIdentifier(uri), range, instruction, code, diagnostic is null ? null : [diagnostic])]))
            : new CodeAction(title, kind, Data: new CodeActionData(uri, range, instruction ?? "", state.Snapshot.Find(place.Path)?.Version.Value, code));
    }

    private static WorkspaceEdit Edit(ServerState state, EditPlace place, IEnumerable<TextChange> changes) => new(DocumentChanges:
    [
        new DocumentChange(
            TextDocument: new VersionedTextDocumentIdentifier(
                ToWire.For(state.Snapshot).Uri(place.Path), state.Snapshot.Find(place.Path)?.Version.Value),
            Edits: [.. changes.Select(c => new TextEdit(ToWire.Range(place.Text, c.Span), c.NewText ?? ""))]),
    ]);

    // "quickfix" asks for "quickfix.import", too; nothing asked for is everything.
    private static bool Wants(CodeActionParams parameters, string kind) =>
        parameters.Context.Only is not { Count: > 0 } only
        || only.Any(o => o.Length == 0 || kind == o || kind.StartsWith(o + ".", StringComparison.Ordinal));
}
