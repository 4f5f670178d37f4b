using CodexLsp.Host.Protocol;

namespace CodexLsp.Host.Serving;

/// <summary>What the client said of itself in <c>initialize</c>.</summary>
/// <param name="ProtocolVersion">The version of our own methods it speaks; null when it does not, so that it is asked through standard messages.</param>
/// <param name="OtherCSharpServer">Whether another C# server runs beside us; null when it does not say.</param>
/// <param name="AppliesEdits">Whether it takes <c>workspace/applyEdit</c>.</param>
/// <param name="HasConfiguration">Whether it answers <c>workspace/configuration</c>.</param>
/// <param name="WatchesFiles">Whether file watchers can be registered with it.</param>
/// <param name="ShowsProgress">Whether it takes <c>window/workDoneProgress/create</c>.</param>
/// <param name="AnnotatesChanges">Whether its workspace edits carry change annotations.</param>
/// <param name="ResourceOperations">What else than text its workspace edits may change: <c>create</c>, <c>rename</c>, <c>delete</c>.</param>
/// <param name="ProcessId">Its process: when that ends, so do we.</param>
internal sealed record ClientProfile(
    int? ProtocolVersion,
    bool? OtherCSharpServer,
    bool AppliesEdits,
    bool HasConfiguration,
    bool WatchesFiles,
    bool ShowsProgress,
    bool AnnotatesChanges,
    IReadOnlyList<string> ResourceOperations,
    int? ProcessId)
{
    /// <summary>Nothing said yet.</summary>
    public static ClientProfile Unknown { get; } = new(null, null, false, false, false, false, false, [], null);

    /// <summary>Whether it speaks our own methods.</summary>
    public bool IsOurs => ProtocolVersion is not null;

    public static ClientProfile From(InitializeParams parameters) => new(
        parameters.Codex?.Version,
        parameters.Codex?.OtherCSharpServer,
        parameters.Capabilities.AppliesEdits,
        parameters.Capabilities.Configuration,
        parameters.Capabilities.WatchesFiles,
        parameters.Capabilities.WorkDoneProgress,
        parameters.Capabilities.AnnotatesChanges,
        parameters.Capabilities.ResourceOperations,
        parameters.ProcessId);
}
