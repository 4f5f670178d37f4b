using System.Collections.Immutable;

namespace CodexLsp.Engine.Checks;

/// <summary>What a report of a test run says.</summary>
internal sealed record TestCount(int Passed, int Failed, int Skipped, ImmutableArray<TestFailure> Failures)
{
    // A reader, and a model, learns from the first ones.
    public const int MostFailures = 50;

    /// <summary>Two reports as one; null where there is none.</summary>
    public static TestCount? Sum(TestCount? one, TestCount? other) => (one, other) switch
    {
        (null, _) => other,
        (_, null) => one,
        _ => new TestCount(
            one.Passed + other.Passed, one.Failed + other.Failed, one.Skipped + other.Skipped, [.. one.Failures.Concat(other.Failures).Take(MostFailures)]),
    };

    /// <summary>A failed test, its words cut to what a reader needs.</summary>
    public static TestFailure Failure(string name, string message)
    {
        const int most = 2000;
        var text = message.Trim();
        return new TestFailure(name, text.Length <= most ? text : text[..most] + "…");
    }
}
