using System.Collections;
using System.Collections.Immutable;

namespace CodexLsp.CSharp.Loading;

/// <summary>
/// What a <c>dotnet</c> we start must not see: a <c>dotnet</c> above us (a test run, a tool) leaves paths into its own SDK in the
/// environment, and a child that finds them loads that SDK's targets instead of the one <c>global.json</c> chooses.
/// </summary>
internal static class DotnetEnvironment
{
    private static readonly ImmutableArray<string> Inherited =
        ["DOTNET_HOST_PATH", "DOTNET_STARTUP_HOOKS", "DOTNET_ADDITIONAL_DEPS", "DOTNET_SHARED_STORE", "DOTNET_ROOT_X64", "DOTNET_CLI_CONTEXT_VERBOSE"];

    /// <summary>The overlay for a process that runs <c>dotnet</c>.</summary>
    public static ImmutableDictionary<string, string?> Overlay()
    {
        var overlay = ImmutableDictionary.CreateBuilder<string, string?>();
        var names = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(e => (string)e.Key);
        foreach (var name in names.Where(n => n.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).Concat(Inherited))
        {
            overlay[name] = null;
        }

        // Messages are parsed, and the terminal logger's cannot be.
        overlay["DOTNET_CLI_UI_LANGUAGE"] = "en";
        overlay["MSBUILDTERMINALLOGGER"] = "off";
        overlay["DOTNET_NOLOGO"] = "1";
        overlay["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        overlay["DOTNET_SKIP_FIRST_TIME_EXPERIENCE"] = "1";
        // A server or a reused node would outlive us.
        overlay["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        return overlay.ToImmutable();
    }
}
