using CodexLsp.ModelServer;

namespace CodexLsp.Host.Tests.Serving;

/// <summary>Which client connects, to what, and with which settings.</summary>
internal sealed record SessionOptions
{
    /// <summary>Whether the client speaks our own methods.</summary>
    public bool Ours { get; init; } = true;

    /// <summary>The version of our methods a client of ours speaks.</summary>
    public int Version { get; init; } = 1;

    /// <summary>What a client of ours says of trust; a plain client says it in the user's configuration.</summary>
    public bool Trusted { get; init; } = true;

    /// <summary>What a client of ours says of another C# server beside us.</summary>
    public bool OtherCSharpServer { get; init; } = true;

    /// <summary>Whether the client takes <c>workspace/applyEdit</c>.</summary>
    public bool AppliesEdits { get; init; } = true;

    /// <summary>Whether the client shows change annotations.</summary>
    public bool AnnotatesChanges { get; init; } = true;

    /// <summary>What else than text the client's workspace edits may change, as JSON.</summary>
    public string ResourceOperations { get; init; } = "[]";

    /// <summary>Whether the client answers <c>workspace/configuration</c>.</summary>
    public bool HasConfiguration { get; init; }

    /// <summary>Whether file watchers can be registered with the client.</summary>
    public bool WatchesFiles { get; init; }

    /// <summary>The model; null for the offline one.</summary>
    public ScriptedModel? Model { get; init; }

    /// <summary>The keys a client of ours keeps, by endpoint; null when the test answers for it.</summary>
    public IReadOnlyDictionary<string, string>? Keys { get; init; } = new Dictionary<string, string>();

    /// <summary>The editor's settings as JSON, keys without our prefix.</summary>
    public string Settings { get; init; } = "{}";

    /// <summary>The environment beside what <see cref="Model"/> needs.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The user's <c>config.json</c>; null when there is none.</summary>
    public string? UserConfiguration { get; init; }

    /// <summary>The user's state, to go on with that of an earlier session; null is one of the session's own.</summary>
    public TemporaryFolder? Home { get; init; }

    /// <summary>The server's clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The workspace folder; null is the sample's.</summary>
    public string? Root { get; init; }
}
