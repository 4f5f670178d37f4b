namespace CodexLsp.Testing;

/// <summary>A folder of one test's own, deleted with everything in it when the test ends.</summary>
public sealed class TemporaryFolder : IDisposable
{
    private static readonly string[] Generated = ["bin", "obj", "dist", "artifacts", "node_modules", "TestResults", ".git"];

    /// <summary>Makes the folder.</summary>
    public TemporaryFolder() => Path = Directory.CreateTempSubdirectory("codex-lsp-test-").FullName;

    /// <summary>The folder's absolute path.</summary>
    public string Path { get; }

    /// <summary>The absolute path of <paramref name="relative"/> inside the folder.</summary>
    public string this[string relative] => System.IO.Path.Combine(Path, relative);

    /// <summary>Writes a file, making its folders, and gives its absolute path.</summary>
    public string Write(string relative, string text) => Write(relative, System.Text.Encoding.UTF8.GetBytes(text));

    /// <inheritdoc cref="Write(string, string)"/>
    public string Write(string relative, byte[] bytes)
    {
        var path = this[relative];
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    /// <summary>Copies the sources in <paramref name="from"/> here: everything but what builds and tools leave there.</summary>
    public void CopySources(string from)
    {
        var folders = new Stack<string>([from]);
        while (folders.TryPop(out var folder))
        {
            foreach (var file in Directory.EnumerateFiles(folder))
            {
                Write(System.IO.Path.GetRelativePath(from, file), File.ReadAllBytes(file));
            }

            foreach (var inner in Directory.EnumerateDirectories(folder).Where(f => !Generated.Contains(System.IO.Path.GetFileName(f))))
            {
                folders.Push(inner);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
