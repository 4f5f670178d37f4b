using CodexLsp.Engine.Documents;

namespace CodexLsp.Host.Configuration;

/// <summary>Where a user's configuration, state and logs live on this platform.</summary>
/// <param name="Configuration">Holds <c>config.json</c>.</param>
/// <param name="State">Holds the journal, caches and logs.</param>
internal sealed record StandardFolders(AbsolutePath Configuration, AbsolutePath State)
{
    private const string Name = "codex-lsp";

    /// <summary>Where the user sees, and takes back, what is always approved; it need not be there.</summary>
    public AbsolutePath Approvals => Configuration.Append("approvals.json");

    /// <summary>
    /// By the XDG base directory specification on Linux, by the platform's convention elsewhere. The XDG variables win
    /// wherever they are set, so that scripts and tests can keep a run to themselves.
    /// </summary>
    public static StandardFolders From(Func<string, string?> variable)
    {
        var home = Given(variable("HOME")) ?? Known(Environment.SpecialFolder.UserProfile);
        AbsolutePath configuration, state;
        if (OperatingSystem.IsWindows())
        {
            configuration = Known(Environment.SpecialFolder.ApplicationData);
            state = Known(Environment.SpecialFolder.LocalApplicationData);
        }
        else if (OperatingSystem.IsMacOS())
        {
            configuration = state = home.Append("Library/Application Support");
        }
        else
        {
            configuration = home.Append(".config");
            state = home.Append(".local/state");
        }

        return new StandardFolders(
            (Given(variable("XDG_CONFIG_HOME")) ?? configuration).Append(Name), (Given(variable("XDG_STATE_HOME")) ?? state).Append(Name));
    }

    // Without verification: a folder that is not there yet would be no folder at all.
    private static AbsolutePath Known(Environment.SpecialFolder folder) =>
        new(Environment.GetFolderPath(folder, Environment.SpecialFolderOption.DoNotVerify));

    // The specification says to ignore a relative path.
    private static AbsolutePath? Given(string? value) =>
        value is { Length: > 0 } && Path.IsPathFullyQualified(value) ? new AbsolutePath(value) : null;
}
