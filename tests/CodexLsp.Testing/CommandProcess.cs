using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;

namespace CodexLsp.Testing;

/// <summary>The real executable as a shell starts it: pipes, signals and exit codes are the machine's own.</summary>
public sealed class CommandProcess : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _out = new();
    private readonly StringBuilder _error = new();
    private readonly Task _read;
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [SuppressMessage("ApiDesign", "RS0030:Do not use banned APIs", Justification = "The launcher waits for the end; here the test reads while the process runs, and kills it.")]
    private CommandProcess(ProcessStartInfo start)
    {
        _process = Process.Start(start)!;
        _read = Task.WhenAll(ReadAsync(_process.StandardOutput, _out), ReadAsync(_process.StandardError, _error));
    }

    /// <summary>The executable beside the tests.</summary>
    public static string Executable { get; } = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "codex-lsp.exe" : "codex-lsp");

    /// <summary>What the process wrote to standard output so far.</summary>
    public string Out => Text(_out);

    /// <summary>What the process wrote to standard error so far.</summary>
    public string Error => Text(_error);

    /// <summary>Starts the executable.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="environment">What is set beside the environment of the tests.</param>
    /// <param name="arguments">What follows its name.</param>
    public static CommandProcess Start(string folder, IEnumerable<KeyValuePair<string, string>> environment, params string[] arguments) =>
        StartProgram(Executable, folder, environment, arguments);

    /// <summary>Starts any program; one that starts the executable finds it, and the runtime, as it would after an installation.</summary>
    public static CommandProcess StartProgram(
        string program, string folder, IEnumerable<KeyValuePair<string, string>> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        start.Environment["PATH"] = $"{AppContext.BaseDirectory}{Path.PathSeparator}{start.Environment["PATH"]}";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new CommandProcess(start);
    }

    /// <summary>Closes its standard input, waits for the end and gives the exit code.</summary>
    public async Task<int> EndAsync()
    {
        _process.StandardInput.Close();
        await Deadline.Within(_process.WaitForExitAsync(), $"the end of the process, which said: {Out}{Error}");
        await Deadline.Within(_read, "the end of its output");
        return _process.ExitCode;
    }

    /// <summary>Ends when standard output has this in it.</summary>
    public async Task SeesAsync(string part)
    {
        while (true)
        {
            Task more;
            lock (_out)
            {
                more = _more.Task;
            }

            if (Out.Contains(part, StringComparison.Ordinal))
            {
                return;
            }

            Assert(!_read.IsCompleted, part);
            await Deadline.Within(Task.WhenAny(more, _read), $"'{part}' in the output");
        }
    }

    /// <summary>Ends it as a power cut would.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await Deadline.Within(_process.WaitForExitAsync(), "the killed process to be gone");
        await Deadline.Within(_read, "the end of its output");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private void Assert(bool runs, string part)
    {
        if (!runs)
        {
            throw new InvalidOperationException($"The process ended without '{part}' in its output: {Out}{Error}");
        }
    }

    private string Text(StringBuilder text)
    {
        lock (_out)
        {
            return text.ToString();
        }
    }

    private async Task ReadAsync(StreamReader from, StringBuilder to)
    {
        var buffer = new char[4096];
        while (await from.ReadAsync(buffer) is > 0 and var read)
        {
            lock (_out)
            {
                to.Append(buffer, 0, read);
                _more.TrySetResult();
                _more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }
}
