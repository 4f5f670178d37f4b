using System.CommandLine;
using CodexLsp.Engine;
using CodexLsp.Engine.Edits;
using CodexLsp.Engine.Verification;
using CodexLsp.Host.Conversion;
using CodexLsp.Host.Protocol;

namespace CodexLsp.Host.Cli;

/// <summary><c>verify</c>: compiles the working tree, or it with a diff applied, writing nothing.</summary>
internal static class VerifyCommand
{
    public static Command Create(CommandRunner runner)
    {
        var diff = new Option<string?>("--diff") { Description = "A unified diff or patch envelope in a file, or - for standard input." };
        var requireVerified = new Option<bool>("--require-verified") { Description = "Exit 1 unless the compiler agreed." };
        return runner.Bind(
            new Command("verify", "Compile the working tree, or it with a diff applied.") { diff, requireVerified },
            async (session, parsed, cancellationToken) =>
            {
                Verdict verdict;
                if (parsed.GetValue(diff) is { } source)
                {
                    var placed = await PlaceAsync(session, source, cancellationToken);
                    if (!placed.Succeeded)
                    {
                        return session.Output.Fail(placed.Failure);
                    }

                    if (placed.Value.Files.Select(f => session.SolutionProblem(f.Path)).FirstOrDefault(p => p is not null) is { } unclear)
                    {
                        return session.Output.Fail(unclear);
                    }

                    verdict = await session.Assistant.VerifyAsync(session.Snapshot, placed.Value, session.Configuration, cancellationToken);
                }
                else if (session.SolutionProblem(session.Folder) is { } unclear)
                {
                    return session.Output.Fail(unclear);
                }
                else
                {
                    verdict = await session.Assistant.VerifyWorkspaceAsync(session.Snapshot, session.Configuration, cancellationToken);
                }

                if (session.Output.Json)
                {
                    session.Output.Write(ToWire.Plain.Verification(verdict), WireJson.Default.Verification);
                }
                else
                {
                    new DiffView(session.Output.Terminal, session.Folder).Show(verdict);
                }

                return verdict.Status switch
                {
                    Engine.Verification.VerificationStatus.Broken => ExitCodes.Broken,
                    Engine.Verification.VerificationStatus.Unverified when parsed.GetValue(requireVerified) => ExitCodes.Failed,
                    _ => ExitCodes.Done,
                };
            });
    }

    private static async Task<Outcome<ChangeSet>> PlaceAsync(CliSession session, string source, CancellationToken cancellationToken)
    {
        var path = Path.Combine(session.CurrentFolder.Value, source);
        if (source != "-" && !File.Exists(path))
        {
            return new Failure("usage.diff", $"There is no file {path}.", "Name a file that holds a diff, or - for standard input.");
        }

        var text = source == "-"
            ? await session.Output.Terminal.In.ReadToEndAsync(cancellationToken).WaitAsync(cancellationToken)
            : await File.ReadAllTextAsync(path, cancellationToken);
        var placed = session.Assistant.PlacePatch(text, session.Snapshot, session.Folder, session.Configuration);
        return placed.Succeeded ? placed.Value.Changes : placed.Failure;
    }
}
