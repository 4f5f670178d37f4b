namespace CodexLsp.Engine.Sandboxing;

/// <summary>How much one command may use. A build fits well inside; a bomb does not.</summary>
public sealed record SandboxLimits
{
    /// <summary>Processes and threads at one time.</summary>
    public int Processes { get; init; } = 1024;

    /// <summary>Memory in bytes: of all of it together where the system has control groups for us, else of each process.</summary>
    public long Memory { get; init; } = Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2, 2L << 30, 8L << 30);

    /// <summary>Bytes of one file.</summary>
    public long File { get; init; } = 2L << 30;

    /// <summary>Bytes on disk, of everything it writes.</summary>
    public long Disk { get; init; } = 4L << 30;
}
