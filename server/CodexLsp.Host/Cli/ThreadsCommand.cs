using System.CommandLine;
using CodexLsp.Host.Conversion;
using CodexLsp.Host.Protocol;

namespace CodexLsp.Host.Cli;

/// <summary><c>threads</c> lists what was asked before; <c>threads delete ID</c> deletes one with everything kept for it.</summary>
internal static class ThreadsCommand
{
    private const int Listed = 50;

    public static Command Create(CommandRunner runner)
    {
        var id = new Argument<string>("ID") { Description = "The thread." };
        var cursor = new Option<string?>("--cursor") { Description = "Where the list goes on, as nextCursor said." };
        var command = runner.Bind(
            new Command("threads", "List threads, the last changed first.") { cursor },
            async (session, parsed, cancellationToken) =>
            {
                var listed = await session.Assistant.Threads.ListAsync(parsed.GetValue(cursor), Listed, null, archived: false, cancellationToken);
                if (!listed.Succeeded)
                {
                    return session.Output.Fail(listed.Failure);
                }

                if (session.Output.Json)
                {
                    session.Output.Write(
                        new ThreadListResult([.. listed.Value.Threads.Select(ToWire.ThreadInfo)], listed.Value.NextCursor), WireJson.Default.ThreadListResult);
                    return ExitCodes.Done;
                }

                foreach (var thread in listed.Value.Threads)
                {
                    session.Output.Terminal.Print($"{thread.Id}  {thread.UpdatedAt.ToLocalTime():yyyy-MM-dd HH:mm}  {thread.Title}  ({thread.Folder.Value})");
                }

                return ExitCodes.Done;
            });
        command.Add(runner.Bind(
            new Command("delete", "Delete a thread with everything kept for it.") { id },
            async (session, parsed, cancellationToken) =>
                await session.Assistant.Threads.DeleteThreadAsync(parsed.GetRequiredValue(id), cancellationToken) is { } failure
                    ? session.Output.Fail(failure)
                    : ExitCodes.Done));
        return command;
    }
}
