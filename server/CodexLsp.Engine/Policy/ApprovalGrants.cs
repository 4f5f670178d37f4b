using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using CodexLsp.Engine.Documents;

namespace CodexLsp.Engine.Policy;

/// <summary>
/// What the user approved for longer than once. Each grant is for one exact action, by its hash; those for a turn or a thread are
/// forgotten with this process, those for always are kept in a file of the user's configuration folder, which is read each time: what the
/// user takes out of it is taken back at once.
/// </summary>
/// <param name="file">That file; it need not be there.</param>
public sealed class ApprovalGrants(AbsolutePath file)
{
    private readonly Lock _lock = new();
    private ImmutableArray<ApprovalGrant> _held = [];

    /// <summary>All that hold now.</summary>
    public ImmutableArray<ApprovalGrant> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _held, .. Read()];
            }
        }
    }

    /// <summary>Whether the action was approved for this turn, this thread, or always.</summary>
    public bool Cover(ProposedAction action, string threadId, string turnId)
    {
        var hash = action.Hash;
        return All.Any(g => g.Hash == hash && g.Scope switch
        {
            GrantScope.Turn => g.ScopeId == turnId,
            GrantScope.Thread => g.ScopeId == threadId,
            _ => true,
        });
    }

    /// <summary>Remembers an approval.</summary>
    /// <param name="action">What was approved.</param>
    /// <param name="scope">For how long.</param>
    /// <param name="scopeId">The turn or the thread; null for always.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public void Add(ProposedAction action, GrantScope scope, string? scopeId)
    {
        var grant = new ApprovalGrant(action.Hash, action.Title, scope, scopeId);
        lock (_lock)
        {
            if (IsKept(grant))
            {
                Write(Read().Add(grant));
            }
            else
            {
                _held = _held.Add(grant);
            }
        }
    }

    private static bool IsKept(ApprovalGrant grant) => grant.Scope == GrantScope.Always;

    /// <summary>A file that cannot be read, or that others may write, grants nothing.</summary>
    private ImmutableArray<ApprovalGrant> Read()
    {
        try
        {
            return File.Exists(file.Value) && !OthersMayWrite()
                ? [.. JsonSerializer.Deserialize(File.ReadAllBytes(file.Value), GrantsJson.Default.ImmutableArrayApprovalGrant).OfType<ApprovalGrant>().Where(IsKept)]
                : [];
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private bool OthersMayWrite() =>
        !OperatingSystem.IsWindows() && (File.GetUnixFileMode(file.Value) & (UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) != 0;

    private void Write(ImmutableArray<ApprovalGrant> grants)
    {
        PrivateFiles.MakeFolder(file.Parent!.Value);
        var next = new AbsolutePath(file.Value + ".next");
        using (var stream = PrivateFiles.Open(next, FileMode.Create, FileShare.None))
        {
            JsonSerializer.Serialize(stream, grants, GrantsJson.Default.ImmutableArrayApprovalGrant);
            stream.Flush(flushToDisk: true);
        }

        File.Move(next.Value, file.Value, overwrite: true);
    }
}

/// <summary>One remembered approval.</summary>
/// <param name="Hash">The <see cref="ProposedAction.Hash"/> it holds for.</param>
/// <param name="Title">What the user was shown.</param>
/// <param name="Scope">For how long it holds.</param>
/// <param name="ScopeId">The turn or the thread; null for always.</param>
public sealed record ApprovalGrant(string Hash, string Title, GrantScope Scope, string? ScopeId);

/// <summary>How long an approval holds.</summary>
public enum GrantScope
{
    /// <summary>While the turn runs.</summary>
    Turn,

    /// <summary>In the thread, while this process lives.</summary>
    Thread,

    /// <summary>Until it is taken back.</summary>
    Always,
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    WriteIndented = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ImmutableArray<ApprovalGrant>))]
internal sealed partial class GrantsJson : JsonSerializerContext;
