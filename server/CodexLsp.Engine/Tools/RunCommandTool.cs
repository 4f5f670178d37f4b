using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using CodexLsp.Engine.Sandboxing;
using CodexLsp.Engine.Turns;

namespace CodexLsp.Engine.Tools;

/// <summary><c>run_command</c>: a program with its arguments, on the workspace with the turn's edits.</summary>
internal sealed class RunCommandTool(TurnFiles files, TurnCommands commands) : Tool(
    "run_command",
    "Runs a program on a copy of the workspace with your edits in it, without a network. No shell: give the program and each argument by itself. Text files it changes become your edits. The developer may be asked, and may say no.",
    """
    {
      "type": "object",
      "properties": {
        "command": { "type": "array", "items": { "type": "string" }, "minItems": 1, "description": "Such as [\"dotnet\", \"build\"]." },
        "cwd": { "type": "string", "description": "Where it starts, relative to the workspace folder." }
      },
      "required": ["command"],
      "additionalProperties": false
    }
    """)
{
    private const int MostShownCharacters = 60_000;
    private const int MostToldCharacters = 12_000;

    internal sealed record Arguments(string[] Command, string? Cwd = null);

    /// <inheritdoc/>
    public override bool HasOwnItem => true;

    /// <inheritdoc/>
    protected override async Task<ToolResult> RunAsync(ToolInvocation call, CancellationToken cancellationToken)
    {
        var arguments = ToolJson.Read(call.Arguments, ToolJson.Default.RunCommand);
        var (directory, objection) = files.Find(arguments.Cwd);
        if (objection is not null)
        {
            return ToolResult.Failed(objection);
        }

        ImmutableArray<string> argv = [.. arguments.Command];
        var item = new Item.Command(call.ItemId, ItemStatus.Running, argv, directory, null, "", Sandboxed: true);
        var (result, changes, refusal) = await commands.RunAsync(argv, directory, () => call.Show(item), call.Output, cancellationToken);
        if (refusal is not null)
        {
            return refusal with { Item = item with { Status = refusal.Status, Output = refusal.Text, Sandboxed = false } };
        }

        var succeeded = result!.ExitCode == 0;
        return new ToolResult(Words(result, changes!), succeeded ? ItemStatus.Completed : ItemStatus.Failed)
        {
            Item = item with
            {
                Status = succeeded ? ItemStatus.Completed : ItemStatus.Failed,
                ExitCode = result.ExitCode,
                Output = Ends(result.Output, MostShownCharacters),
                Sandboxed = result.Sandboxed,
            },
        };
    }

    private string Words(CommandResult result, CommandChanges changes)
    {
        var words = new StringBuilder();
        words.Append(result.Exceeded ?? string.Create(CultureInfo.InvariantCulture, $"Exit code {result.ExitCode}."));
        foreach (var file in changes.Changes.Files)
        {
            words.Append(CultureInfo.InvariantCulture, $"\nIt changed {files.Name(file.FinalPath)}; that is one of your edits now.");
        }

        foreach (var left in changes.LeftOut)
        {
            words.Append('\n').Append(left);
        }

        return words.Append('\n').Append(Ends(result.Output, MostToldCharacters)).ToString();
    }

    /// <summary>The beginning and the end of an output: what went wrong first, and what was said last.</summary>
    internal static string Ends(string output, int most) => output.Length <= most
        ? output
        : $"{output[..(most / 3)]}\n… ({output.Length - most:N0} characters left out) …\n{output[^(most * 2 / 3)..]}";
}
