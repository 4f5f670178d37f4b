using System.Globalization;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Policy;
using CodexLsp.Rpc;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Serilog;
using Serilog.Events;
using Serilog.Extensions.Logging;

namespace CodexLsp.Host.Composition;

/// <summary>
/// The log: a file per process, kept for seven days, readable by its user only, without secrets. Serilog is loaded with the first
/// line, which is after the <c>initialize</c> answer.
/// </summary>
internal sealed class SessionLog : IDisposable
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    private readonly AbsolutePath _folder;
    private readonly string _level;
    private readonly Redactor _redactor;
    private readonly TimeProvider _time;
    private readonly Lazy<ILoggerFactory> _factory;

    /// <param name="folder">Where the files lie.</param>
    /// <param name="level">The least level that is written; null for information.</param>
    /// <param name="redactor">Takes secrets out of every line.</param>
    /// <param name="time">The clock.</param>
    public SessionLog(AbsolutePath folder, string? level, Redactor redactor, TimeProvider time)
    {
        _folder = folder;
        _level = level ?? "information";
        _redactor = redactor;
        _time = time;
        _factory = new Lazy<ILoggerFactory>(Open);
        File = folder.Append($"{time.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}-{Environment.ProcessId}.log");
    }

    /// <summary>The file of this process; it is there once there is a line in it.</summary>
    public AbsolutePath File { get; }

    public Redactor Redactor => _redactor;

    public ILoggerFactory Factory => _factory.Value;

    public void Error(string message, Exception exception) => Factory.CreateLogger("host").LogError(exception, "{Message}", message);

    /// <summary>A line of the JSON-RPC core.</summary>
    public void Rpc(RpcLogEntry entry)
    {
        var level = entry.Level switch
        {
            RpcLogLevel.Error => LogLevel.Error,
            RpcLogLevel.Warning => LogLevel.Warning,
            _ => LogLevel.Debug,
        };
        Factory.CreateLogger("rpc").Log(level, entry.Exception, "{Message} {Incident}", entry.Message, entry.Incident);
    }

    public void Dispose()
    {
        if (_factory.IsValueCreated)
        {
            _factory.Value.Dispose();
        }
    }

    private ILoggerFactory Open()
    {
        try
        {
            return ToFile();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Without a log everything works; doctor names the folder, and what must be written there fails with words of its own.
            return NullLoggerFactory.Instance;
        }
    }

    private SerilogLoggerFactory ToFile()
    {
        PrivateFiles.MakeFolder(_folder);
        DeleteOld();
        using (PrivateFiles.Open(File, FileMode.Append, FileShare.None))
        {
            // Made before the sink opens it, so that it never exists with other rights.
        }

        var level = Enum.TryParse<LogEventLevel>(_level, ignoreCase: true, out var parsed) ? parsed : LogEventLevel.Information;
        return new SerilogLoggerFactory(
            new LoggerConfiguration()
                .MinimumLevel.Is(level)
                .WriteTo.Sink(new RedactingFileSink(File, _redactor))
                .CreateLogger(),
            dispose: true);
    }

    private void DeleteOld()
    {
        var limit = (_time.GetUtcNow() - Kept).UtcDateTime;
        foreach (var file in Directory.EnumerateFiles(_folder.Value, "*.log").Where(f => System.IO.File.GetLastWriteTimeUtc(f) < limit))
        {
            System.IO.File.Delete(file);
        }
    }
}
