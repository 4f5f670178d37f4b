namespace CodexLsp.Engine.Processes;

/// <summary>What came of a <see cref="ProcessRequest"/>.</summary>
public abstract record ProcessResult
{
    private ProcessResult()
    {
    }

    /// <summary>The process ended by itself.</summary>
    /// <param name="ExitCode">Zero by convention when all went well; 128 + n after signal n.</param>
    /// <param name="Output">Standard output, cut at the limit of the request.</param>
    /// <param name="Error">Standard error, cut likewise.</param>
    /// <param name="Truncated">Whether anything was cut.</param>
    public sealed record Exited(int ExitCode, string Output, string Error, bool Truncated) : ProcessResult;

    /// <summary>The time was over, or a watcher stopped it; the process and its children were ended.</summary>
    /// <param name="Output">What it had written to standard output.</param>
    /// <param name="Error">What it had written to standard error.</param>
    public sealed record TimedOut(string Output, string Error) : ProcessResult;

    /// <summary>The process could not be started.</summary>
    /// <param name="Reason">The system's words.</param>
    public sealed record NotStarted(string Reason) : ProcessResult;
}
