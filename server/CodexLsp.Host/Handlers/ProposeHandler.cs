using CodexLsp.Host.Composition;
using CodexLsp.Host.Conversion;
using CodexLsp.Host.Protocol;
using CodexLsp.Host.Serving;

namespace CodexLsp.Host.Handlers;

/// <summary><c>codex/edit/propose</c> and <c>codex/edit/refine</c>: one turn, answered once with its final verdict.</summary>
internal sealed class ProposeHandler(LanguageServer server)
{
    public async Task<Proposal> ProposeAsync(ServerState state, ProposeParams parameters, CancellationToken cancellationToken)
    {
        var place = Places.Find(state, parameters.TextDocument, parameters.Range);
        var order = new EditOrder(place, parameters.Instruction)
        {
            ThreadId = parameters.ThreadId,
            Model = parameters.Model,
            Effort = parameters.Effort,
            Given = parameters.Text,
            Attachments =
            [
                .. FromWire.Diagnostics(place.Path, parameters.Diagnostics),
                .. FromWire.Attachments(parameters.Attachments),
            ],
        };
        return await RunAsync(state, order, parameters.TextDocument.Uri, parameters.Token, cancellationToken);
    }

    public async Task<Proposal> RefineAsync(ServerState state, RefineParams parameters, CancellationToken cancellationToken)
    {
        var earlier = Requests.Require(await server.Assistant.Threads.FindProposalAsync(parameters.ProposalId, cancellationToken));
        var order = Requests.Require(await server.Assistant.RefinementAsync(earlier, parameters.Instruction, state.Snapshot, cancellationToken));
        return await RunAsync(state, order, null, parameters.Token, cancellationToken);
    }

    private async Task<Proposal> RunAsync(
        ServerState state, EditOrder order, string? asked, System.Text.Json.JsonElement? token, CancellationToken cancellationToken)
    {
        var notifications = new TurnNotifications(new ClientSink(server.Connection), () => server.Snapshot, token, asked);
        var proposal = Requests.Require(await server.Assistant.ProposeAsync(
            order, server.Configuration(state), () => server.Snapshot, notifications.Report, cancellationToken));
        return ToWire.For(server.Snapshot, asked).Proposal(server.Pending.Follow(proposal, order.Place.Snapshot));
    }
}
