using System.Text;

namespace CodexLsp.Host.Tests.Cli;

/// <summary>Text a command writes, which a test can wait for while the command still runs.</summary>
internal sealed class WatchedOutput : TextWriter
{
    private readonly Lock _lock = new();
    private readonly StringBuilder _text = new();
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => Write(value.ToString());

    public override void Write(string? value)
    {
        lock (_lock)
        {
            _text.Append(value);
            _more.TrySetResult();
            _more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public override void WriteLine(string? value) => Write(value + "\n");

    /// <summary>Ends when the text has this in it, and gives all of it.</summary>
    public async Task<string> SeesAsync(string part)
    {
        while (true)
        {
            Task more;
            lock (_lock)
            {
                if (_text.ToString() is var text && text.Contains(part, StringComparison.Ordinal))
                {
                    return text;
                }

                more = _more.Task;
            }

            await Deadline.Within(more, $"'{part}' in the output");
        }
    }

    public override string ToString()
    {
        lock (_lock)
        {
            return _text.ToString();
        }
    }
}
