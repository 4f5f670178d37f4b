using System.Diagnostics;

namespace CodexLsp.Host.Serving;

/// <summary>The client's process: when it is gone without a word, nobody will ever say <c>exit</c>.</summary>
internal static class ParentProcess
{
    /// <summary>Ends when the process has ended, or when there is none of that id.</summary>
    public static async Task WaitForEndAsync(int processId, CancellationToken cancellationToken)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (ArgumentException)
        {
            // It ended before we looked.
        }
    }
}
