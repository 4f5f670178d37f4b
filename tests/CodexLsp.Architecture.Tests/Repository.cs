using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace CodexLsp.Architecture.Tests;

/// <summary>The repository these tests were built from.</summary>
internal static class Repository
{
    private static readonly string[] BinaryExtensions = [".png", ".ico", ".vsix", ".trx"];

    /// <summary>The repository's absolute path.</summary>
    public static string Root { get; } = Find();

    /// <summary>Every text file but those that git ignores.</summary>
    public static ImmutableArray<SourceFile> Files { get; } = [.. Read(new DirectoryInfo(Root), IgnoredFolders())];

    /// <summary>The C# files, without the sample, which is a user's code and not ours to rule.</summary>
    public static IEnumerable<SourceFile> CSharp => Files.Where(file => file.Is(".cs") && !file.Path.StartsWith("samples/", StringComparison.Ordinal));

    /// <summary>The project files, without the sample's.</summary>
    public static IEnumerable<SourceFile> Projects =>
        Files.Where(file => file.Is(".csproj") && !file.Path.StartsWith("samples/", StringComparison.Ordinal));

    /// <summary>The file at <paramref name="path"/>, relative to the repository.</summary>
    public static SourceFile File(string path) => Files.Single(file => file.Path == path);

    /// <summary>Whether there is a file or folder at <paramref name="path"/>, relative to the repository.</summary>
    public static bool Has(string path) =>
        Files.Any(file => file.Path == path || file.Path.StartsWith(path.TrimEnd('/') + "/", StringComparison.Ordinal))
        || (BinaryExtensions.Contains(Path.GetExtension(path)) && System.IO.File.Exists(Path.Combine(Root, path)));

    private static string Find([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));

    private static HashSet<string> IgnoredFolders() =>
    [
        ".git",
        .. System.IO.File.ReadLines(Path.Combine(Root, ".gitignore")).Where(line => line.EndsWith('/')).Select(line => line.Trim('/')),
    ];

    private static IEnumerable<SourceFile> Read(DirectoryInfo folder, HashSet<string> ignored)
    {
        foreach (var file in folder.EnumerateFiles().Where(file => !BinaryExtensions.Contains(file.Extension) && file.Name != ".git"))
        {
            yield return new SourceFile(
                Path.GetRelativePath(Root, file.FullName).Replace('\\', '/'),
                System.IO.File.ReadAllText(file.FullName).ReplaceLineEndings("\n"));
        }

        foreach (var file in folder.EnumerateDirectories().Where(inner => !ignored.Contains(inner.Name)).SelectMany(inner => Read(inner, ignored)))
        {
            yield return file;
        }
    }
}
