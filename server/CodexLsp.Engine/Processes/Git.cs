using System.Collections.Immutable;
using CodexLsp.Engine.Documents;

namespace CodexLsp.Engine.Processes;

/// <summary>
/// Asks git about a repository that may be hostile: whatever of its configuration could start a program is switched off, and
/// nothing is written.
/// </summary>
public sealed class Git(ProcessLauncher launcher)
{
    // Of these, git takes the command line's word over the repository's.
    private static readonly ImmutableArray<string> Harmless =
    [
        "--no-optional-locks", "--no-pager",
        "-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false", "-c", "core.untrackedCache=false",
        "-c", "core.sshCommand=false", "-c", "core.askPass=", "-c", "core.editor=false", "-c", "credential.helper=",
        "-c", "diff.external=", "-c", "core.attributesFile=/dev/null", "-c", "protocol.allow=never",
    ];

    private static readonly ImmutableDictionary<string, string?> Environment = new Dictionary<string, string?>
    {
        ["GIT_TERMINAL_PROMPT"] = "0",
        ["GIT_OPTIONAL_LOCKS"] = "0",
        ["GIT_DIR"] = null,
        ["GIT_WORK_TREE"] = null,
        ["GIT_EXTERNAL_DIFF"] = null,
        ["GIT_CONFIG_PARAMETERS"] = null,
        ["LC_ALL"] = "C",
    }.ToImmutableDictionary();

    /// <summary>Which of the paths git ignores; none where there is no repository, or no git.</summary>
    /// <param name="folder">What the paths are relative to.</param>
    /// <param name="relative">With forward slashes; they need not be there.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    public async Task<ImmutableHashSet<string>> IgnoredAsync(AbsolutePath folder, ImmutableArray<string> relative, CancellationToken cancellationToken)
    {
        if (relative.IsEmpty)
        {
            return [];
        }

        var input = string.Concat(relative.Select(r => r + "\0"));
        return await RunAsync(folder, ["check-ignore", "-z", "--stdin"], input, cancellationToken) is ProcessResult.Exited { ExitCode: 0, Output: var output }
            ? [.. output.Split('\0', StringSplitOptions.RemoveEmptyEntries)]
            : [];
    }

    /// <summary>The difference between a commit and the files of the repository, as git shows it but without any program of its configuration.</summary>
    /// <param name="folder">In the repository.</param>
    /// <param name="commit">What is compared; the last one by default.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <returns>Null where there is no repository, no git, or no such commit.</returns>
    public async Task<string?> DiffAsync(AbsolutePath folder, string commit, CancellationToken cancellationToken) =>
        await RunAsync(folder, ["diff", "--no-ext-diff", "--no-textconv", "--no-color", "--end-of-options", commit, "--"], "", cancellationToken)
            is ProcessResult.Exited { ExitCode: 0, Output: var output } ? output : null;

    private Task<ProcessResult> RunAsync(AbsolutePath folder, ImmutableArray<string> arguments, string input, CancellationToken cancellationToken) =>
        launcher.RunAsync(
            new ProcessRequest("git", [.. Harmless, .. arguments], folder)
            {
                Environment = Environment,
                StandardInput = input,
                OutputLimit = 8 * 1024 * 1024,
                Timeout = TimeSpan.FromSeconds(30),
            },
            cancellationToken);
}
