using System.Collections;
using System.Collections.Immutable;

namespace CodexLsp.Engine.Sandboxing;

/// <summary>
/// What a command finds in its environment. Confined it gets what is listed here and nothing else, so that no token of the user's
/// session is within its reach; the process that starts the sandbox gets no more, since <c>/proc/1/environ</c> can be read inside.
/// </summary>
internal static class SandboxEnvironment
{
    private static readonly ImmutableHashSet<string> Passed =
    [
        "PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LANGUAGE", "TZ",

        // All of them by name: others that begin so travel through SSH, with whatever is in them.
        "LC_ALL", "LC_CTYPE", "LC_NUMERIC", "LC_TIME", "LC_COLLATE", "LC_MONETARY", "LC_MESSAGES", "LC_PAPER", "LC_NAME", "LC_ADDRESS", "LC_TELEPHONE",
        "LC_MEASUREMENT", "LC_IDENTIFICATION",
        "DOTNET_ROOT", "DOTNET_ROOT_X64", "DOTNET_ROOT_ARM64", "NUGET_PACKAGES", "JAVA_HOME", "GOROOT", "VIRTUAL_ENV", "PYENV_ROOT",
        "PYENV_VERSION", "NVM_DIR", "VOLTA_HOME", "CARGO_HOME", "RUSTUP_HOME",
    ];

    // No build server may outlive its command, no tool may wait for a network that is not there, and output is read by a program.
    private static readonly ImmutableDictionary<string, string?> Set = new Dictionary<string, string?>
    {
        ["TMPDIR"] = "/tmp",
        ["TERM"] = "dumb",
        ["NO_COLOR"] = "1",
        ["DOTNET_NOLOGO"] = "1",
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        ["DOTNET_SKIP_FIRST_TIME_EXPERIENCE"] = "1",

        // Each would leave a mark of its own in the user's ~/.dotnet, which can only be read.
        ["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "false",
        ["DOTNET_ADD_GLOBAL_TOOLS_TO_PATH"] = "false",
        ["DOTNET_CLI_UI_LANGUAGE"] = "en",
        ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["MSBUILDTERMINALLOGGER"] = "off",
        ["UseSharedCompilation"] = "false",
        ["NuGetAudit"] = "false",
        ["npm_config_offline"] = "true",
        ["npm_config_update_notifier"] = "false",
        ["PIP_NO_INDEX"] = "1",

        // Python takes compiled code for current when its source has the same size and second, which two edits of a turn can have.
        ["PYTHONDONTWRITEBYTECODE"] = "1",
        ["GIT_TERMINAL_PROMPT"] = "0",
    }.ToImmutableDictionary();

    /// <summary>The whole environment of a confined command.</summary>
    public static ImmutableDictionary<string, string?> Confined(Func<string, string?> variable)
    {
        var passed = Passed.Select(n => KeyValuePair.Create(n, variable(n))).Where(p => p.Value is not null);
        return ImmutableDictionary<string, string?>.Empty.AddRange(passed).SetItems(Set);
    }

    /// <summary>Laid over ours for a command that is not confined: our own keys and settings are nothing to it.</summary>
    public static ImmutableDictionary<string, string?> Unconfined() =>
        Names().Where(IsOurs).ToImmutableDictionary(static n => n, static _ => (string?)null);

    private static bool IsOurs(string name) =>
        name.StartsWith("CODEX_LSP_", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("OPENAI_", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("AZURE_OPENAI_", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<string> Names() => Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(static e => (string)e.Key);
}
