using System.ComponentModel;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace CodexLsp.Engine.Processes;

/// <summary>
/// The one place that starts processes. A child never sees our standard input or output (they are the wire), its output is
/// bounded, and when it is cancelled or late its whole tree ends with it.
/// </summary>
public sealed class ProcessLauncher(TimeProvider time)
{
    /// <summary>How long an ended process's pipes are still read: a grandchild may hold them open for ever.</summary>
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(2);

    /// <summary>Runs a process to its end.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; the whole tree was ended before.</exception>
    public async Task<ProcessResult> RunAsync(ProcessRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (FileOf(request) is not { } file)
        {
            return new ProcessResult.NotStarted($"there is no {request.FileName} on the PATH");
        }

        using var process = new Process { StartInfo = StartInfoOf(request, file) };
        if (await StarterThread.RunAsync(() => TryStart(process)) is { } reason)
        {
            return new ProcessResult.NotStarted(reason);
        }

        var output = new BoundedCapture(request.OutputLimit, request.OnOutput);
        var error = new BoundedCapture(request.OutputLimit, null);
        var pipes = Task.WhenAll(
            output.ReadAsync(process.StandardOutput),
            error.ReadAsync(process.StandardError),
            WriteAsync(process.StandardInput, request.StandardInput));
        using var timeout = new CancellationTokenSource(request.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token, request.Stop);
        var inTime = await EndOf(process, either.Token);
        await DrainAsync(pipes);
        cancellationToken.ThrowIfCancellationRequested();
        return inTime
            ? new ProcessResult.Exited(process.ExitCode, output.Text, error.Text, output.Truncated || error.Truncated)
            : new ProcessResult.TimedOut(output.Text, error.Text);
    }

    private static string? FileOf(ProcessRequest request)
    {
        if (Path.GetFileName(request.FileName) != request.FileName)
        {
            return request.WorkingDirectory.Append(request.FileName).Value;
        }

        var path = request.Environment.TryGetValue("PATH", out var given) || request.OnlyGivenEnvironment ? given : Environment.GetEnvironmentVariable("PATH");
        return Programs.Find(request.FileName, path);
    }

    private static ProcessStartInfo StartInfoOf(ProcessRequest request, string file)
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var info = new ProcessStartInfo(file, request.Arguments)
        {
            WorkingDirectory = request.WorkingDirectory.Value,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = utf8,
            StandardOutputEncoding = utf8,
            StandardErrorEncoding = utf8,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        if (request.OnlyGivenEnvironment)
        {
            info.Environment.Clear();
        }

        foreach (var (name, value) in request.Environment)
        {
            if (value is null)
            {
                info.Environment.Remove(name);
            }
            else
            {
                info.Environment[name] = value;
            }
        }

        return info;
    }

    [SuppressMessage("ApiDesign", "RS0030:Do not use banned APIs", Justification = "This is the one launcher.")]
    private static string? TryStart(Process process)
    {
        try
        {
            process.Start();
            return null;
        }
        catch (Win32Exception e)
        {
            return e.Message;
        }
    }

    /// <returns>Whether the process ended by itself.</returns>
    private static async Task<bool> EndOf(Process process, CancellationToken cancellationToken)
    {
        try
        {
            await process.WaitForExitAsync(cancellationToken);
            return true;
        }
        catch (OperationCanceledException)
        {
            Kill(process);
            await process.WaitForExitAsync(CancellationToken.None);
            return false;
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or AggregateException or Win32Exception)
        {
            // It, or one of its children, ended in the same moment; there is nothing left to end.
        }
    }

    private static async Task WriteAsync(StreamWriter input, string text)
    {
        try
        {
            await using (input)
            {
                await input.WriteAsync(text);
            }
        }
        catch (IOException)
        {
            // The process did not want to read all of it, which is its right.
        }
    }

    private async Task DrainAsync(Task pipes)
    {
        try
        {
            await pipes.WaitAsync(DrainLimit, time);
        }
        catch (TimeoutException)
        {
            // The capture keeps what came so far; disposing the process closes our ends of the pipes.
        }
    }

    private sealed class BoundedCapture(int limit, Action<string>? heard)
    {
        private readonly StringBuilder _text = new();

        public bool Truncated { get; private set; }

        public string Text
        {
            get
            {
                lock (_text)
                {
                    return _text.ToString();
                }
            }
        }

        public async Task ReadAsync(StreamReader reader)
        {
            var buffer = new char[4096];
            try
            {
                while (await reader.ReadAsync(buffer) is > 0 and var count)
                {
                    Keep(buffer.AsSpan(0, count));
                }
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                // The pipe was closed after the drain limit.
            }
        }

        private void Keep(ReadOnlySpan<char> chunk)
        {
            int room;
            lock (_text)
            {
                room = Math.Min(chunk.Length, limit - _text.Length);
                _text.Append(chunk[..room]);
                Truncated |= room < chunk.Length;
            }

            if (room > 0)
            {
                heard?.Invoke(chunk[..room].ToString());
            }
        }
    }
}
