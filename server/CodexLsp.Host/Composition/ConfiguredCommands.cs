using System.Collections.Immutable;
using CodexLsp.Engine.Checks;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Policy;
using CodexLsp.Host.Configuration;

namespace CodexLsp.Host.Composition;

/// <summary>The commands that are configured, each with who configured it.</summary>
internal static class ConfiguredCommands
{
    /// <summary>The command that tests a workspace; null when none is configured.</summary>
    /// <param name="configuration">What holds now.</param>
    /// <param name="typed">The one given on the command line; empty for none.</param>
    /// <param name="folder">The workspace folder.</param>
    public static WorkspaceCommand? Tests(EffectiveConfiguration configuration, ImmutableArray<string> typed, AbsolutePath folder)
    {
        if (!typed.IsEmpty)
        {
            return new WorkspaceCommand(typed, folder, CommandOrigin.CommandLine);
        }

        var argv = CommandText.Argv(configuration.Text(ConfigurationKeys.TestCommand));
        return argv.IsEmpty ? null : new WorkspaceCommand(argv, folder, Origin(configuration, ConfigurationKeys.TestCommand));
    }

    /// <summary>The commands that check files, each as <c>GLOB: COMMAND</c>; what is not of that shape is none.</summary>
    public static ImmutableArray<ConfiguredCheck> Checks(EffectiveConfiguration? configuration) => configuration is null
        ? []
        :
        [
            .. configuration.List(ConfigurationKeys.CheckCommands)
                .Select(line => ConfiguredCheck.Parse(line, Origin(configuration, ConfigurationKeys.CheckCommands)))
                .OfType<ConfiguredCheck>(),
        ];

    private static CommandOrigin Origin(EffectiveConfiguration configuration, ConfigurationKey key) =>
        configuration.IsWorkspaces(key) ? CommandOrigin.WorkspaceConfiguration : CommandOrigin.UserConfiguration;
}
