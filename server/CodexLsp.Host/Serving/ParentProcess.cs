using System.Diagnostics;

namespace CodexLsp.Host.Serving;

/// <summary>The client's process: when it is gone without a word, nobody will ever say <c>exit</c>.</summary>
internal static class ParentProcess
{
    // The end of standard input tells sooner, as a rule. The runtime's own wait for a process that is no child of ours looks ten
    // times a second.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>Ends soon after the process has ended, or at once when there is none of that id.</summary>
    public static async Task WaitForEndAsync(int processId, TimeProvider time, CancellationToken cancellationToken)
    {
        while (IsRunning(processId))
        {
            await Task.Delay(Interval, time, cancellationToken);
        }
    }

    private static bool IsRunning(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
