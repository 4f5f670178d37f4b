using System.Text.Json;
using CodexLsp.Engine.Documents;
using CodexLsp.Host.Configuration;
using CodexLsp.Host.Conversion;
using CodexLsp.Host.Protocol;

namespace CodexLsp.Host.Serving;

/// <summary>
/// Shows what the compiler says of the open C# documents, where the user wants it and no other C# server does. Only documents of a
/// loaded project: of others it would call every name of another file an error.
/// </summary>
internal sealed class PublishedDiagnostics
{
    /// <summary>How long nothing is typed before the compiler looks.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(250);

    private readonly LanguageServer _server;
    private readonly CoalescedWork _work;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _published = new(StringComparer.Ordinal);

    public PublishedDiagnostics(LanguageServer server, TimeProvider time)
    {
        _server = server;
        _work = new CoalescedWork("diagnostics", server, async cancellationToken =>
        {
            await Task.Delay(Rest, time, cancellationToken);
            await LookAsync(cancellationToken);
        });
    }

    /// <summary>Something changed that the compiler sees, or what the user wants of it. Never waits.</summary>
    public void Request() => _work.Request();

    /// <summary>Looks at what a message changed. Called in the admission loop.</summary>
    public void Look(ServerState before, ServerState after)
    {
        if (!ReferenceEquals(before.Snapshot.Open, after.Snapshot.Open))
        {
            Clear(after.Snapshot, isOn: true);
        }

        if (before.LifeCycle == LifeCycle.Running && (!ReferenceEquals(before.Snapshot, after.Snapshot) || !Equals(before.EditorSettings, after.EditorSettings)))
        {
            Request();
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var state = _server.Connection.State;
        if (state.Snapshot.Open.IsEmpty)
        {
            return;
        }

        var configuration = _server.Configuration(state);
        var isOn = IsOn(state, configuration);
        Clear(state.Snapshot, isOn);
        if (!isOn)
        {
            return;
        }

        foreach (var document in state.Snapshot.Open.Values)
        {
            if (document.OutOfStep is null && document.Uri.Path is { } path && _server.Assistant.KnowsLanguageOf(path))
            {
                var findings = await _server.Assistant.FindingsAsync(state.Snapshot, path, null, configuration, cancellationToken);
                Publish(document, new PublishDiagnosticsParams(
                    document.Uri.Spelling, [.. findings.Select(ToWire.Diagnostic)], document.Version.Value));
            }
        }
    }

    private static bool IsOn(ServerState state, EffectiveConfiguration configuration) => state.Snapshot.Trusted
        && configuration.Text(ConfigurationKeys.DiagnosticsPublish) switch
        {
            "on" => true,
            "off" => false,
            _ => state.Client is { IsOurs: true, OtherCSharpServer: false },
        };

    private void Publish(OpenDocument document, PublishDiagnosticsParams said)
    {
        lock (_gate)
        {
            // Closed meanwhile: there is nothing to show it in. Nothing to say of a document nobody spoke of is no news.
            var wire = JsonSerializer.Serialize(said.Diagnostics.Count == 0 ? said with { Version = null } : said, WireJson.Default.PublishDiagnosticsParams);
            if (_server.Snapshot.Find(document.Uri) is null || _published.GetValueOrDefault(document.Uri.Spelling) == wire
                || (said.Diagnostics.Count == 0 && !_published.ContainsKey(document.Uri.Spelling)))
            {
                return;
            }

            _published[document.Uri.Spelling] = wire;
            Send(said);
        }
    }

    /// <summary>Takes back what was said of documents that are closed now, or of all.</summary>
    private void Clear(Snapshot now, bool isOn)
    {
        lock (_gate)
        {
            var open = now.Open.Values.Select(o => o.Uri.Spelling).ToHashSet(StringComparer.Ordinal);
            foreach (var uri in _published.Keys.Where(u => !isOn || !open.Contains(u)).ToList())
            {
                _published.Remove(uri);
                Send(new PublishDiagnosticsParams(uri, []));
            }
        }
    }

    private void Send(PublishDiagnosticsParams said) =>
        _server.Connection.Notify("textDocument/publishDiagnostics", WireJson.Default.PublishDiagnosticsParams, said);
}
