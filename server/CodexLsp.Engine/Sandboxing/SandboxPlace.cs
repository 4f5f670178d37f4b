using System.Collections.Immutable;
using CodexLsp.Engine.Documents;

namespace CodexLsp.Engine.Sandboxing;

/// <summary>Where a sandbox stands on this machine.</summary>
/// <param name="State">Our state folder; checkouts lie below it, and no command sees it.</param>
/// <param name="Configuration">Our configuration folder; no command sees it.</param>
/// <param name="Variable">The user's environment.</param>
public sealed record SandboxPlace(AbsolutePath State, AbsolutePath Configuration, Func<string, string?> Variable)
{
    /// <summary>The user's home, which commands see empty.</summary>
    public AbsolutePath Home { get; } = Variable("HOME") is { } home && Path.IsPathFullyQualified(home)
        ? new AbsolutePath(home)
        : new AbsolutePath(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify));

    /// <summary>What no command sees.</summary>
    internal ImmutableArray<AbsolutePath> Hidden => [State, Configuration];

    /// <summary>Whether a program is found by its name alone.</summary>
    public bool IsOnPath(string program) =>
        (Variable("PATH") ?? "").Split(Path.PathSeparator).Any(f => Path.IsPathFullyQualified(f) && File.Exists(Path.Combine(f, program)));
}
