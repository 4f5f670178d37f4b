using System.Collections.Immutable;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Processes;

namespace CodexLsp.Engine.Sandboxing;

/// <summary>Where a sandbox stands on this machine.</summary>
/// <param name="State">Our state folder; checkouts lie below it, and no command sees it.</param>
/// <param name="Configuration">Our configuration folder; no command sees it.</param>
/// <param name="Variable">The user's environment.</param>
public sealed record SandboxPlace(AbsolutePath State, AbsolutePath Configuration, Func<string, string?> Variable)
{
    private static readonly ImmutableArray<string> SystemFolders =
    [
        "/usr/bin", "/bin", "/usr/sbin", "/sbin", "/usr/local/bin", "/usr/local/sbin",
        "/run/wrappers/bin", "/run/current-system/sw/bin", "/run/current-system/profile/bin", "/home/linuxbrew/.linuxbrew/bin",
    ];

    /// <summary>The user's home, which commands see empty.</summary>
    public AbsolutePath Home { get; } = Variable("HOME") is { } home && Path.IsPathFullyQualified(home)
        ? new AbsolutePath(home)
        : new AbsolutePath(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify));

    /// <summary>What no command sees.</summary>
    internal ImmutableArray<AbsolutePath> Hidden => [State, Configuration];

    /// <summary>Whether a program is found by its name alone.</summary>
    public bool IsOnPath(string program) => Programs.Find(program, Variable("PATH")) is not null;

    /// <summary>
    /// The file of a program that makes the sandbox, and so runs outside of it; null where the system has none. Some tools put folders
    /// of the workspace onto the <c>PATH</c>, so only those of its folders count that nobody works in.
    /// </summary>
    internal string? SystemProgram(string name) =>
        Programs.Find(name, string.Join(Path.PathSeparator, (Variable("PATH") ?? "").Split(Path.PathSeparator).Where(f => SystemFolders.Contains(f.TrimEnd('/')))));
}
