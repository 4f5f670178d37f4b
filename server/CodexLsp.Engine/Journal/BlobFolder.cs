using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Policy;

namespace CodexLsp.Engine.Journal;

/// <summary>
/// What a thread's records refer to, each content once under its hash. A thread has a folder of its own, so that deleting it
/// needs no look at any other and no other process can come to need what is being deleted.
/// </summary>
internal sealed class BlobFolder(AbsolutePath folder)
{
    /// <summary>Keeps a content. When this returns it survives the loss of power.</summary>
    /// <exception cref="IOException">It could not be kept.</exception>
    public async Task<ContentHash> KeepAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var hash = ContentHash.Of(content.Span);
        var path = folder.Append(hash.Value);

        // A blob that is there but damaged is written anew.
        if (Read(hash) is null)
        {
            PrivateFiles.MakeFolder(folder);
            await JournalFolder.ReplaceAsync(path, content, cancellationToken);
        }

        return hash;
    }

    /// <summary>The content with this hash; null when it is gone or no longer what it was.</summary>
    public byte[]? Read(ContentHash hash)
    {
        try
        {
            var content = File.ReadAllBytes(folder.Append(hash.Value).Value);
            return ContentHash.Of(content) == hash ? content : null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
