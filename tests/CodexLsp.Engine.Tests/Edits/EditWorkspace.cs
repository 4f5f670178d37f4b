using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;
using CodexLsp.Engine.Policy;

namespace CodexLsp.Engine.Tests.Edits;

/// <summary>A folder of files and what an answer makes of them.</summary>
internal sealed class EditWorkspace : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>Writes the files of a fixture (see <see cref="Markup"/>).</summary>
    public EditWorkspace(string fixture = "")
    {
        foreach (var file in fixture.Length == 0 ? [] : Markup.Parse(fixture).Files)
        {
            if (file.Text.Length > 0)
            {
                _folder.Write(file.Path, file.Text);
            }
        }
    }

    public AbsolutePath Root => new(_folder.Path);

    public PathPolicy Policy => new([Root]);

    public Snapshot Snapshot => Snapshot.Empty with { Folders = [Root] };

    public AbsolutePath this[string relative] => Root.Append(relative);

    public void Write(string relative, byte[] bytes) => _folder.Write(relative, bytes);

    public byte[] Bytes(string relative) => File.ReadAllBytes(this[relative].Value);

    public string Read(string relative) => File.ReadAllText(this[relative].Value);

    public Resolution Resolve(string answer)
    {
        var parsed = EditFormats.Parse(answer, null);
        return EditResolver.Resolve(Assert.IsType<EditParse.Parsed>(parsed).Script, Snapshot, Policy, Root);
    }

    public ChangeSet Place(string answer) => Resolve(answer) switch
    {
        Resolution.Placed placed => placed.Changes,
        Resolution.Unplaced unplaced => throw new InvalidOperationException(unplaced.Failure.Message),
        var other => throw new InvalidOperationException(other.ToString()),
    };

    public string Refusal(string answer) => Assert.IsType<Resolution.Unplaced>(Resolve(answer)).Failure.Message;

    public void Dispose() => _folder.Dispose();
}
