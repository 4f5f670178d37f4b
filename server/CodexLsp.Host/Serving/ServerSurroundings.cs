using System.Collections.Immutable;
using CodexLsp.Engine.Documents;
using CodexLsp.Host.Composition;
using CodexLsp.Host.Configuration;

namespace CodexLsp.Host.Serving;

/// <summary>What a session sees of the world; a test gives its own.</summary>
/// <param name="Folders">Configuration and state.</param>
/// <param name="Variable">The environment.</param>
/// <param name="Time">The clock.</param>
/// <param name="Log">Where it logs.</param>
/// <param name="CommandLine">What the command line set.</param>
/// <param name="ConfigFile">A configuration file in place of the user's own.</param>
internal sealed record ServerSurroundings(
    StandardFolders Folders,
    Func<string, string?> Variable,
    TimeProvider Time,
    SessionLog Log,
    ConfigurationLayer? CommandLine = null,
    AbsolutePath? ConfigFile = null)
{
    /// <summary>All layers joined: command line, environment, editor, the user's file, each folder's own file.</summary>
    public EffectiveConfiguration Configuration(ConfigurationLayer? editor, ImmutableArray<AbsolutePath> folders)
    {
        var layers = new List<ConfigurationLayer>();
        if (CommandLine is not null)
        {
            layers.Add(CommandLine);
        }

        layers.Add(ConfigurationLayer.FromEnvironment(Variable));
        if (editor is not null)
        {
            layers.Add(editor);
        }

        layers.Add(ConfigurationLayer.FromFile(ConfigFile ?? Folders.Configuration.Append("config.json"), isWorkspace: false));
        layers.AddRange(folders.Select(f => ConfigurationLayer.FromFile(f.Append(ConfigurationLayer.WorkspaceFileName), isWorkspace: true)));
        return EffectiveConfiguration.Resolve(layers);
    }
}
