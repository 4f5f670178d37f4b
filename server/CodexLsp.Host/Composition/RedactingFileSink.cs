using System.Globalization;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Policy;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Display;

namespace CodexLsp.Host.Composition;

/// <summary>Writes log lines to one file; whatever a line holds, no secret leaves.</summary>
internal sealed class RedactingFileSink : ILogEventSink, IDisposable
{
    private readonly Lock _gate = new();
    private readonly StreamWriter _file;
    private readonly Redactor _redactor;
    private readonly MessageTemplateTextFormatter _format =
        new("{Timestamp:yyyy-MM-ddTHH:mm:ss.fffzzz} [{Level:u3}] {SourceContext}: {Message:lj}{NewLine}{Exception}", CultureInfo.InvariantCulture);

    public RedactingFileSink(AbsolutePath file, Redactor redactor)
    {
        _file = new StreamWriter(new FileStream(file.Value, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
        _redactor = redactor;
    }

    public void Emit(LogEvent logEvent)
    {
        using var line = new StringWriter(CultureInfo.InvariantCulture);
        _format.Format(logEvent, line);
        lock (_gate)
        {
            _file.Write(_redactor.Redact(line.ToString()));
        }
    }

    public void Dispose() => _file.Dispose();
}
