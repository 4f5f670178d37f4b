using System.Collections.Immutable;

namespace CodexLsp.Engine.Checks;

/// <summary>What came of running the tests.</summary>
/// <param name="Command">The command as it ran.</param>
/// <param name="Passed">How many passed; 0 where the output does not tell.</param>
/// <param name="Failed">How many failed; at least 1 when the command failed.</param>
/// <param name="Skipped">How many were not run.</param>
/// <param name="Failures">Those that failed, as far as they are known.</param>
/// <param name="Output">What the command wrote, cut at its limit.</param>
/// <param name="ExitCode">Null when the command was ended before it said.</param>
public sealed record TestReport(
    ImmutableArray<string> Command, int Passed, int Failed, int Skipped, ImmutableArray<TestFailure> Failures, string Output, int? ExitCode)
{
    /// <summary>Whether every test that ran passed, and the command said so too.</summary>
    public bool Succeeded => ExitCode == 0 && Failed == 0;
}

/// <summary>A test that failed.</summary>
/// <param name="Name">Its full name.</param>
/// <param name="Message">What it said, cut to what a reader needs.</param>
public sealed record TestFailure(string Name, string Message);
