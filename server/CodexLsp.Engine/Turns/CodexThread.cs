using System.Collections.Immutable;
using CodexLsp.Engine.Documents;

namespace CodexLsp.Engine.Turns;

/// <summary>Turns that belong together: an edit and its refinements, a conversation, a task.</summary>
/// <param name="Id">Unique across restarts.</param>
/// <param name="Title">What a list shows.</param>
/// <param name="Folder">The workspace folder it was started in.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="UpdatedAt">UTC.</param>
/// <param name="Archived">Whether lists leave it out.</param>
/// <param name="Turns">Oldest first.</param>
public sealed record CodexThread(
    string Id,
    string Title,
    AbsolutePath Folder,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    bool Archived,
    ImmutableArray<Turn> Turns);
