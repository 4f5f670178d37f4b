using System.Collections.Immutable;
using CodexLsp.Engine.Documents;

namespace CodexLsp.Engine.Sandboxing;

/// <summary>What of a hidden home commands still need to work: tool chains and package caches, read-only. No folder here keeps credentials.</summary>
internal static class ToolFolders
{
    private static readonly ImmutableArray<string> InHome =
    [
        ".nuget/packages", ".nvm", ".local/share/fnm", ".volta/tools", ".npm/_cacache", ".bun/bin",
        ".pyenv", ".local/bin", ".local/lib", ".local/share/uv/python", ".local/share/uv/tools", ".local/share/mise/installs", ".asdf/installs", ".asdf/shims",
        ".cargo/bin", ".cargo/registry", ".rustup", "go/pkg", ".m2/repository", ".sdkman/candidates",
    ];

    private static readonly ImmutableArray<string> Variables =
        ["DOTNET_ROOT", "NUGET_PACKAGES", "JAVA_HOME", "GOROOT", "VIRTUAL_ENV", "PYENV_ROOT", "NVM_DIR"];

    private const string Dotnet = ".dotnet";

    /// <summary>The folders that are there, and some files.</summary>
    /// <param name="home">The user's home.</param>
    /// <param name="unseen">What is hidden; a folder elsewhere needs nothing.</param>
    /// <param name="workspace">What is inside it is seen anyway.</param>
    /// <param name="variable">The user's environment.</param>
    public static ImmutableArray<AbsolutePath> Of(
        AbsolutePath home, ImmutableArray<AbsolutePath> unseen, AbsolutePath workspace, Func<string, string?> variable)
    {
        var named = Variables.Select(variable).Where(static v => Path.IsPathFullyQualified(v ?? "")).Select(static v => new AbsolutePath(v!));
        return
        [
            .. InHome.Select(home.Append).Concat(named.Where(f => f != home.Append(Dotnet))).Concat(OfDotnet(home))
                .Where(f => Path.Exists(f.Value) && unseen.Any(f.IsWithin))

                // One that holds the home, or the workspace, would bring back what is hidden, or lie over it.
                .Where(f => !home.IsWithin(f) && !workspace.IsWithin(f) && !f.IsWithin(workspace))
                .Distinct().Order(),
        ];
    }

    /// <summary>
    /// What is in <c>~/.dotnet</c>, one by one: the SDK leaves marks of its first use beside it, which the folder itself must take. It keeps
    /// the user's certificates there, too.
    /// </summary>
    private static IEnumerable<AbsolutePath> OfDotnet(AbsolutePath home) => Directory.Exists(home.Append(Dotnet).Value)
        ? Directory.EnumerateFileSystemEntries(home.Append(Dotnet).Value).Select(e => new AbsolutePath(e)).Where(e => e.Name != "corefx")
        : [];
}
