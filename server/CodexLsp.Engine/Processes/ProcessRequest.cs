using System.Collections.Immutable;
using CodexLsp.Engine.Documents;

namespace CodexLsp.Engine.Processes;

/// <summary>A process to be run to its end. No shell is involved: arguments arrive as they are.</summary>
/// <param name="FileName">A path, seen from the working directory, or a name looked up in <c>PATH</c> and nowhere else.</param>
/// <param name="Arguments">Each argument as the process shall see it.</param>
/// <param name="WorkingDirectory">The folder the process starts in.</param>
public sealed record ProcessRequest(string FileName, ImmutableArray<string> Arguments, AbsolutePath WorkingDirectory)
{
    /// <summary>Laid over the environment of this process; a null value takes the variable away.</summary>
    public ImmutableDictionary<string, string?> Environment { get; init; } = ImmutableDictionary<string, string?>.Empty;

    /// <summary>What the process reads from its standard input, in UTF-8; it then sees the end.</summary>
    public string StandardInput { get; init; } = "";

    /// <summary>How many characters are kept of each stream; what comes later is read and dropped.</summary>
    public int OutputLimit { get; init; } = 1024 * 1024;

    /// <summary>After this time the whole tree is ended.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Ends the whole tree like <see cref="Timeout"/> does, when a watcher of the process says so.</summary>
    public CancellationToken Stop { get; init; }

    /// <summary>Hears what arrives on standard output, within the limit, as it arrives; called from any thread, never twice at once.</summary>
    public Action<string>? OnOutput { get; init; }

    /// <summary>The environment is exactly <see cref="Environment"/>: nothing of ours is passed on.</summary>
    public bool OnlyGivenEnvironment { get; init; }
}
