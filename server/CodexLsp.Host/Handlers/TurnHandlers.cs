using System.Collections.Immutable;
using CodexLsp.Engine;
using CodexLsp.Engine.Turns;
using CodexLsp.Host.Composition;
using CodexLsp.Host.Conversion;
using CodexLsp.Host.Protocol;
using CodexLsp.Host.Serving;
using CodexLsp.Rpc;

namespace CodexLsp.Host.Handlers;

/// <summary><c>codex/turn/start</c>, <c>steer</c> and <c>interrupt</c>: questions and tasks in a thread.</summary>
internal sealed class TurnHandlers(LanguageServer server)
{
    public async Task<TurnStartResult> StartAsync(ServerState state, TurnStartParams parameters, CancellationToken cancellationToken)
    {
        if (parameters.Mode == Protocol.TurnMode.Edit)
        {
            throw new RpcException(RpcErrorCodes.InvalidParams, "An edit is asked for by codex/edit/propose, which says where; codex/turn/start takes chat and task.");
        }

        var order = new TurnOrder
        {
            ThreadId = parameters.ThreadId,
            Mode = parameters.Mode == Protocol.TurnMode.Task ? Engine.Turns.TurnMode.Task : Engine.Turns.TurnMode.Chat,
            Input = Said(parameters.Input),
            Snapshot = state.Snapshot,
            Model = parameters.Model,
            Effort = parameters.Effort,
            Budget = Limits(parameters.Budget),
            Rights = new TurnRights
            {
                Approval = parameters.Approval is { } approval ? Enum.Parse<Engine.Policy.ApprovalMode>(approval.ToString()) : null,
                Sandbox = parameters.Sandbox is { } sandbox ? Enum.Parse<Engine.Sandboxing.SandboxMode>(sandbox.ToString()) : null,
            },
        };
        var notifications = new TurnNotifications(new ClientSink(server.Connection), () => server.Snapshot, token: null, asked: null);
        return new TurnStartResult(await server.Turns.StartAsync(state, order, notifications.Report, EndedAsync, cancellationToken));

        async Task EndedAsync(TurnResult result, CancellationToken session)
        {
            if (result.Proposal is not { } proposal)
            {
                return;
            }

            server.NotifyChanged(server.Pending.Follow(proposal, order.Snapshot));
            var thread = await server.Assistant.Threads.ReadThreadAsync(order.ThreadId!, session);
            if (thread.Value?.Thread.Folder is { } folder
                && await server.Decisions.AcceptInAdvanceAsync(state, result.Turn, proposal, order with { Folder = folder }, session) is { Failure: { } failure })
            {
                server.ShowMessage(2, $"{failure.Message} {failure.Next}".TrimEnd());
            }
        }
    }

    public Task<Empty> SteerAsync(ServerState state, TurnSteerParams parameters, CancellationToken cancellationToken)
    {
        if (!Running(parameters.ThreadId, parameters.TurnId).Steering.Say(Said(parameters.Input)))
        {
            throw Over(parameters.TurnId);
        }

        return Task.FromResult(Empty.Value);
    }

    public Task<Empty> InterruptAsync(ServerState state, TurnInterruptParams parameters, CancellationToken cancellationToken)
    {
        Running(parameters.ThreadId, parameters.TurnId).Interrupt();
        return Task.FromResult(Empty.Value);
    }

    private static ImmutableArray<Engine.Turns.Input> Said(IReadOnlyList<Protocol.Input> input)
    {
        var said = FromWire.Attachments(input);
        return said.OfType<Engine.Turns.Input.Text>().Any(t => t.Value.Trim().Length > 0)
            ? said
            : throw new RpcException(RpcErrorCodes.InvalidParams, "The input has no words: { \"type\": \"text\", \"text\": … }.");
    }

    private static Engine.Turns.Budget Limits(Protocol.Budget? budget) =>
        budget is { MaxTokens: <= 0 } or { MaxMinutes: <= 0 } or { MaxRequests: <= 0 } or { MaxCostUsd: <= 0 }
            ? throw new RpcException(RpcErrorCodes.InvalidParams, "The limits of a budget are above zero; one that is left out is no limit.")
            : FromWire.Budget(budget);

    private RunningTurn Running(string threadId, string turnId) =>
        server.Turns.Find(threadId) is { } running && running.Id == turnId ? running : throw Over(turnId);

    private static RpcException Over(string turnId) =>
        Requests.Failed(new Failure("turn.notRunning", $"Turn {turnId} does not run any more, or never did.", "Start another turn in its thread."));
}
