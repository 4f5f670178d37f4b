using CodexLsp.CSharp.Loading;

namespace CodexLsp.CSharp.Tests.Loading;

public sealed class LoadFolderTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void It_is_gone_when_the_load_is_over()
    {
        using (var load = LoadFolder.Create(_temporary.Path))
        {
            File.WriteAllText(Path.Combine(load.Folder.FullName, "a.dump"), "");
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(_temporary.Path));
    }

    [Fact]
    public void What_a_killed_process_left_is_deleted_and_what_is_in_use_is_not()
    {
        _temporary.Write("codex-lsp-load-left/in-use", "");
        _temporary.Write("codex-lsp-load-left/a.dump", "");
        _temporary.Write("codex-lsp-load-made-just-now/a.dump", "");
        _temporary.Write("of-somebody-else/in-use", "");
        using var first = LoadFolder.Create(_temporary.Path);

        using var second = LoadFolder.Create(_temporary.Path);

        var left = Directory.EnumerateDirectories(_temporary.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal);
        Assert.Equal(
            new[] { "codex-lsp-load-made-just-now", first.Folder.Name, second.Folder.Name, "of-somebody-else" }.Order(StringComparer.Ordinal), left);
    }

    [Fact]
    public void Link_is_not_followed()
    {
        _temporary.Write("precious/in-use", "");
        Directory.CreateSymbolicLink(_temporary["codex-lsp-load-link"], _temporary["precious"]);

        using var load = LoadFolder.Create(_temporary.Path);

        Assert.True(File.Exists(_temporary["precious/in-use"]));
    }
}
