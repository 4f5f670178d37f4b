using System.Collections.Immutable;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Policy;
using CodexLsp.Host.Configuration;

namespace CodexLsp.Host.Composition;

/// <summary>Which files may be written, by what is configured.</summary>
/// <param name="own">This program's own folders.</param>
internal sealed class ConfiguredPolicy(ImmutableArray<AbsolutePath> own)
{
    /// <summary>The policy of a workspace.</summary>
    /// <param name="configuration">What holds now.</param>
    /// <param name="snapshot">What the user sees.</param>
    /// <param name="folder">A folder the user works in, which may be none of the workspace's; null for these alone.</param>
    /// <param name="named">A file the user named.</param>
    public PathPolicy Of(EffectiveConfiguration configuration, Snapshot snapshot, AbsolutePath? folder, AbsolutePath? named) =>
        new(folder is { } only && !snapshot.Folders.Contains(only) ? snapshot.Folders.Add(only) : snapshot.Folders)
        {
            MaxFileBytes = configuration.Number(ConfigurationKeys.FileSizeLimitKb) * 1024L,
            Named = named is { } file ? [file] : [],
            Allowed = configuration.AllowedPaths,
            Excluded = configuration.List(ConfigurationKeys.ExcludedPaths),
            Own = own,
        };
}
