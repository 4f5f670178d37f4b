using System.Collections.Immutable;
using CodexLsp.Engine.Documents;

namespace CodexLsp.CSharp.Loading;

/// <summary>
/// Finds the <c>dotnet</c> that has an SDK: the setting, <c>DOTNET_ROOT</c>, <c>PATH</c>, then the folders installers use.
/// </summary>
/// <param name="environment">Reads an environment variable.</param>
/// <param name="knownFolders">Where installers put it, in order.</param>
public sealed class DotnetLocator(Func<string, string?> environment, ImmutableArray<string> knownFolders)
{
    private static readonly string ExecutableName = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";

    /// <summary>The locator of this machine.</summary>
    public static DotnetLocator OfThisMachine { get; } = new(Environment.GetEnvironmentVariable, KnownFolders());

    /// <param name="setting">An executable of the user's choice, or the folder it is in. When it is given nothing else is tried.</param>
    public DotnetLocation Find(string? setting)
    {
        if (!string.IsNullOrWhiteSpace(setting))
        {
            var executable = Directory.Exists(setting) ? Path.Combine(setting, ExecutableName) : setting;
            return Check(executable) ?? new DotnetLocation.Missing($"The configured dotnet, {setting}, is not one that has an SDK.");
        }

        var folders = Folders().Where(Path.IsPathFullyQualified).Distinct().ToImmutableArray();
        return folders.Select(f => Check(Path.Combine(f, ExecutableName))).FirstOrDefault(l => l is not null)
            ?? new DotnetLocation.Missing($"No .NET SDK was found. Looked in DOTNET_ROOT, PATH and {string.Join(", ", knownFolders)}.");
    }

    private IEnumerable<string> Folders()
    {
        var path = environment("PATH")?.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries) ?? [];
        return new[] { environment("DOTNET_ROOT") ?? "" }.Concat(path).Concat(knownFolders);
    }

    private static DotnetLocation? Check(string executable)
    {
        if (!Path.IsPathFullyQualified(executable) || !File.Exists(executable))
        {
            return null;
        }

        // /usr/bin/dotnet is a link into the folder that has the SDKs.
        var target = File.ResolveLinkTarget(executable, returnFinalTarget: true)?.FullName ?? executable;
        var root = Path.GetDirectoryName(target)!;
        var sdks = Path.Combine(root, "sdk");
        return Directory.Exists(sdks) && Directory.EnumerateDirectories(sdks).Any()
            ? new DotnetLocation.Found(new AbsolutePath(target), new AbsolutePath(root))
            : null;
    }

    private static ImmutableArray<string> KnownFolders()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return OperatingSystem.IsWindows()
            ? [Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "dotnet"), Path.Combine(home, ".dotnet")]
            : ["/usr/local/share/dotnet", "/usr/share/dotnet", "/usr/lib/dotnet", "/usr/lib64/dotnet", "/snap/dotnet-sdk/current", Path.Combine(home, ".dotnet")];
    }
}
