using System.Text.Json.Serialization.Metadata;

namespace CodexLsp.Host.Serving;

/// <summary>Where notifications go.</summary>
internal interface INotificationSink
{
    /// <summary>Sends one.</summary>
    void Notify<T>(string method, JsonTypeInfo<T> type, T value);

    /// <summary>Sends one that may be joined with others of the same method and key that were not read yet; never lost.</summary>
    void NotifyDelta<T>(string method, string key, JsonTypeInfo<T> type, T value, Func<T, T, T> merge);
}
