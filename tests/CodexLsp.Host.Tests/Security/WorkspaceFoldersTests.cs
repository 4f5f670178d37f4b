using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Policy;
using CodexLsp.Host.Composition;
using CodexLsp.Host.Configuration;

namespace CodexLsp.Host.Tests.Security;

/// <summary>Two workspace folders with the same relative path: a file of one is never changed as the other's.</summary>
public sealed class WorkspaceFoldersTests : IAsyncDisposable
{
    private const string Patch = "*** Begin Patch\n*** Update File: src/a.txt\n@@\n-same\n+changed\n*** End Patch\n";

    private readonly TemporaryFolder _folder = new();
    private readonly SessionLog _log;
    private readonly Assistant _assistant;
    private readonly AbsolutePath _one;
    private readonly AbsolutePath _two;
    private readonly Snapshot _snapshot;

    public WorkspaceFoldersTests()
    {
        _folder.Write("one/src/a.txt", "same\n");
        _folder.Write("two/src/a.txt", "same\n");
        (_one, _two) = (new AbsolutePath(_folder["one"]), new AbsolutePath(_folder["two"]));
        _snapshot = Snapshot.Empty with { Folders = [_one, _two] };
        var folders = new StandardFolders(new AbsolutePath(_folder["config"]), new AbsolutePath(_folder["state"]));
        _log = new SessionLog(folders.State.Append("logs"), null, new Redactor(), TimeProvider.System);
        _assistant = new Assistant(folders, _ => null, TimeProvider.System, _log);
    }

    public async ValueTask DisposeAsync()
    {
        await _assistant.DisposeAsync();
        _log.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_patch_changes_the_file_of_the_folder_it_is_for()
    {
        var configuration = EffectiveConfiguration.Resolve([]);
        foreach (var folder in new[] { _one, _two })
        {
            var placed = _assistant.PlacePatch(Patch, _snapshot, folder, configuration);
            Assert.Equal(folder.Append("src/a.txt"), Assert.Single(placed.Value!.Changes.Files).Path);
        }
    }

    [Fact]
    public void A_path_that_does_not_say_which_folder_is_refused_naming_both()
    {
        var refused = Assert.IsType<PathDecision.Refused>(new PathPolicy([_one, _two]).Check("src/a.txt", null));
        Assert.Contains(_one.Append("src/a.txt").Value, refused.Failure.Message, StringComparison.Ordinal);
        Assert.Contains(_two.Append("src/a.txt").Value, refused.Failure.Message, StringComparison.Ordinal);
    }
}
