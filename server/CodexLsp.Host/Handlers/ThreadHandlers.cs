using CodexLsp.Engine;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Journal;
using CodexLsp.Engine.Models;
using CodexLsp.Engine.Turns;
using CodexLsp.Host.Conversion;
using CodexLsp.Host.Protocol;
using CodexLsp.Host.Serving;
using CodexLsp.Rpc;

namespace CodexLsp.Host.Handlers;

/// <summary><c>codex/thread/…</c>: what was asked before, and where it goes on.</summary>
internal sealed class ThreadHandlers(LanguageServer server)
{
    private const int DefaultLimit = 50;

    public async Task<Protocol.Thread> StartAsync(ServerState state, ThreadStartParams parameters, CancellationToken cancellationToken)
    {
        var folder = FolderOf(state.Snapshot, parameters.Cwd);
        return ToWire.For(state.Snapshot).Thread(
            Requests.Require(await server.Assistant.Conversations.StartAsync(parameters.Title, folder, cancellationToken)));
    }

    public async Task<ThreadListResult> ListAsync(ServerState state, ThreadListParams parameters, CancellationToken cancellationToken)
    {
        var page = Requests.Require(await server.Assistant.Threads.ListAsync(
            parameters.Cursor, Math.Clamp(parameters.Limit ?? DefaultLimit, 1, 500), parameters.Search, parameters.Archived ?? false, cancellationToken));
        return new ThreadListResult([.. page.Threads.Select(ToWire.ThreadInfo)], page.NextCursor);
    }

    public async Task<Protocol.Thread> ReadAsync(ServerState state, ThreadReadParams parameters, CancellationToken cancellationToken) =>
        ToWire.For(state.Snapshot).Thread(AsItRuns((await ReadAsync(parameters.ThreadId, cancellationToken)).Thread));

    /// <summary>The same, and the client is told what the thread cost so far and how much of the model's window it takes.</summary>
    public async Task<Protocol.Thread> ResumeAsync(ServerState state, ThreadParams parameters, CancellationToken cancellationToken)
    {
        var read = await ReadAsync(parameters.ThreadId, cancellationToken);
        var usage = read.Thread.Turns.Aggregate(ModelUsage.None, (sum, turn) => sum + turn.Usage);
        server.Connection.Notify(
            "codex/thread/usage", WireJson.Default.ThreadUsageParams, new ThreadUsageParams(read.Thread.Id, ToWire.Usage(usage), read.Window, read.Used));
        return ToWire.For(state.Snapshot).Thread(AsItRuns(read.Thread));
    }

    public async Task<Empty> RenameAsync(ServerState state, ThreadRenameParams parameters, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(parameters.Title))
        {
            throw new RpcException(RpcErrorCodes.InvalidParams, "A thread has a title.");
        }

        await using var writer = await OpenAsync(parameters.ThreadId, cancellationToken);
        await writer.RenameAsync(TurnTitle.Of(parameters.Title), cancellationToken);
        return Empty.Value;
    }

    public async Task<Empty> ArchiveAsync(ServerState state, ThreadArchiveParams parameters, CancellationToken cancellationToken)
    {
        await using var writer = await OpenAsync(parameters.ThreadId, cancellationToken);
        await writer.ArchiveAsync(parameters.Archived, cancellationToken);
        return Empty.Value;
    }

    public async Task<Empty> DeleteAsync(ServerState state, ThreadParams parameters, CancellationToken cancellationToken) =>
        await server.Assistant.Threads.DeleteThreadAsync(parameters.ThreadId, cancellationToken) is { } failure
            ? throw Requests.Failed(failure)
            : Empty.Value;

    private async Task<ThreadReading> ReadAsync(string threadId, CancellationToken cancellationToken) =>
        Requests.Require(await server.Assistant.Threads.ReadThreadAsync(threadId, cancellationToken));

    // The journal has what is complete; what runs has brought something, too.
    private CodexThread AsItRuns(CodexThread thread) => server.Turns.Find(thread.Id) is { Id: { } id } running
        ? thread with { Turns = [.. thread.Turns.Select(t => t.Id == id ? t with { Items = [.. t.Items, .. running.Running] } : t)] }
        : thread;

    private async Task<ThreadWriter> OpenAsync(string threadId, CancellationToken cancellationToken) =>
        Requests.Require(await server.Assistant.Threads.OpenAsync(threadId, cancellationToken));

    /// <summary>The folder of a thread: one of the workspace, or in it; the first one where none is named.</summary>
    /// <exception cref="RpcException">There is none.</exception>
    internal static AbsolutePath FolderOf(Snapshot snapshot, string? cwd)
    {
        if (cwd is null)
        {
            return snapshot.Folders is [var first, ..] ? first : throw Requests.Failed(new Failure(
                "thread.folder", "No folder is open, so there is nothing to talk about.", "Open a folder first."));
        }

        if (!Path.IsPathFullyQualified(cwd) || cwd.Contains('\0', StringComparison.Ordinal))
        {
            throw new RpcException(RpcErrorCodes.InvalidParams, "cwd is the absolute path of a folder.");
        }

        var folder = new AbsolutePath(cwd);
        return snapshot.FolderOf(folder) is not null ? folder : throw Requests.Failed(new Failure(
            "policy.outside", $"{folder.Value} is outside the workspace's folders.", "Name a folder of the workspace, or add it to the workspace."));
    }
}
