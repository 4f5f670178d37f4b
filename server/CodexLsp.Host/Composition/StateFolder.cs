using CodexLsp.Engine;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Policy;

namespace CodexLsp.Host.Composition;

/// <summary>Our own folder for journal, caches and logs.</summary>
internal static class StateFolder
{
    /// <summary>Makes the folder and writes into it; null when that works, else why not.</summary>
    public static Failure? Problem(AbsolutePath folder)
    {
        try
        {
            PrivateFiles.MakeFolder(folder);
            var probe = folder.Append($".probe-{Guid.NewGuid():N}");
            File.WriteAllText(probe.Value, "");
            File.Delete(probe.Value);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new Failure(
                "state.folder",
                $"{folder.Value}, the folder for journal and logs, cannot be written: {exception.Message}",
                "Make it writable, or set XDG_STATE_HOME to a folder that is.");
        }
    }
}
