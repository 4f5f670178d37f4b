namespace CodexLsp.CSharp.Verification;

/// <summary>What limits a judgement.</summary>
public sealed record JudgeOptions
{
    /// <summary>The solution or project file the verdict names; null when there is none.</summary>
    public string? Solution { get; init; }

    /// <summary>After this the verdict is <c>unverified</c>, reason <c>timed out</c>.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>After this the analyzers are given up and the verdict says so; the compiler's part stands.</summary>
    public TimeSpan AnalyzerTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether analyzers whose rules fail the build run on the changed documents. They are code of the workspace: only if it is trusted.</summary>
    public bool Analyzers { get; init; } = true;

    /// <summary>Measures durations and ends what takes too long.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
