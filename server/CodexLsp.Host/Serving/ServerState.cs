using System.Text.Json;
using CodexLsp.Engine.Documents;

namespace CodexLsp.Host.Serving;

/// <summary>Everything messages change: one immutable value, replaced in the admission loop only.</summary>
internal sealed record ServerState
{
    /// <summary>Before <c>initialize</c>.</summary>
    public static ServerState Initial { get; } = new();

    public LifeCycle LifeCycle { get; init; }

    public ClientProfile Client { get; init; } = ClientProfile.Unknown;

    /// <summary>What the user sees.</summary>
    public Snapshot Snapshot { get; init; } = Snapshot.Empty;

    /// <summary>The editor's user settings, keys without our prefix; null when it sent none.</summary>
    public JsonElement? EditorSettings { get; init; }

    /// <summary>Which messages the client wants to see: <c>off</c>, <c>messages</c> or <c>verbose</c>.</summary>
    public string Trace { get; init; } = "off";
}

/// <summary>Where the session stands.</summary>
internal enum LifeCycle
{
    /// <summary>Only <c>initialize</c> and <c>exit</c> are taken.</summary>
    Uninitialized,

    /// <summary>Everything is taken.</summary>
    Running,

    /// <summary>Only <c>exit</c> is taken.</summary>
    ShutDown,
}
