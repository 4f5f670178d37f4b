using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace CodexLsp.Engine.Checks;

/// <summary>What well-known test runners print: Node's own, unittest, pytest, Jest, Vitest and Mocha. Linear in the text, whatever it is.</summary>
internal static partial class TestOutput
{
    private const RegexOptions Lines = RegexOptions.Multiline | RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    /// <summary>The counts; null when no runner is recognised.</summary>
    public static TestCount? Read(string output)
    {
        var text = Colours().Replace(output, "").Replace("\r\n", "\n", StringComparison.Ordinal);
        return Node(text) ?? Unittest(text) ?? Pytest(text) ?? Jest(text) ?? Mocha(text);
    }

    // "ℹ pass 3" in a terminal, "# pass 3" in TAP.
    private static TestCount? Node(string text)
    {
        if (Last(NodeCount(), text, "pass") is not { } passed)
        {
            return null;
        }

        var failures = TapFailure().Matches(text).Concat(SpecFailure().Matches(text)).Select(m => m.Groups["name"].Value).Distinct(StringComparer.Ordinal);
        var skipped = (Last(NodeCount(), text, "skipped") ?? 0) + (Last(NodeCount(), text, "todo") ?? 0);
        return Count(passed, (Last(NodeCount(), text, "fail") ?? 0) + (Last(NodeCount(), text, "cancelled") ?? 0), skipped, failures, text);
    }

    private static TestCount? Unittest(string text)
    {
        if (UnittestRan().Matches(text).LastOrDefault() is not { } ran)
        {
            return null;
        }

        var outcome = UnittestOutcome().Matches(text).LastOrDefault()?.Value ?? "";
        int Of(string word) => Regex.Match(outcome, $"\\b{word}=(\\d+)", RegexOptions.NonBacktracking) is { Success: true } m ? Number(m.Groups[1]) : 0;
        var (failed, skipped) = (Of("failures") + Of("errors") + Of("unexpected successes"), Of("skipped") + Of("expected failures"));
        var names = UnittestFailure().Matches(text).Select(m => m.Groups["name"].Value);
        return Count(Number(ran.Groups["count"]) - failed - skipped, failed, skipped, names, text);
    }

    private static TestCount? Pytest(string text)
    {
        if (PytestSummary().Matches(text).LastOrDefault()?.Value is not { } summary)
        {
            return null;
        }

        int Of(string word) => Regex.Match(summary, $"(\\d+) {word}", RegexOptions.NonBacktracking) is { Success: true } m ? Number(m.Groups[1]) : 0;
        return Count(Of("passed"), Of("failed") + Of("error"), Of("skipped") + Of("xfailed"), PytestFailure().Matches(text).Select(m => m.Groups["name"].Value), text);
    }

    private static TestCount? Jest(string text)
    {
        if (JestSummary().Matches(text).LastOrDefault()?.Value is not { } summary)
        {
            return null;
        }

        int Of(string word) => Regex.Match(summary, $"(\\d+) {word}", RegexOptions.NonBacktracking) is { Success: true } m ? Number(m.Groups[1]) : 0;
        return Count(Of("passed"), Of("failed"), Of("skipped") + Of("todo"), JestFailure().Matches(text).Select(m => m.Groups["name"].Value), text);
    }

    private static TestCount? Mocha(string text)
    {
        if (Last(MochaCount(), text, "passing") is not { } passed)
        {
            return null;
        }

        return Count(passed, Last(MochaCount(), text, "failing") ?? 0, Last(MochaCount(), text, "pending") ?? 0, [], text);
    }

    private static TestCount Count(int passed, int failed, int skipped, IEnumerable<string> names, string text)
    {
        var failures = names.Distinct(StringComparer.Ordinal).Take(TestCount.MostFailures).Select(name => TestCount.Failure(name, Around(text, name))).ToImmutableArray();
        return new TestCount(Math.Max(0, passed), Math.Max(failed, 0), skipped, failed == 0 ? [] : failures);
    }

    /// <summary>What stands behind a failure's name where it is told last, which is where runners give their reasons; the reason first.</summary>
    private static string Around(string text, string name)
    {
        const int most = 1500;
        var last = text.LastIndexOf(name, StringComparison.Ordinal);
        var from = (text.Length - last > 200 ? last : text.IndexOf(name, StringComparison.Ordinal)) + name.Length;
        var told = text.Substring(from, Math.Min(most, text.Length - from)).TrimStart(' ', '-', '=', '\n');
        return Reason().Match(told) is { Success: true } reason ? $"{reason.Groups["words"].Value}\n{told}" : told;
    }

    private static int? Last(Regex counts, string text, string word) =>
        counts.Matches(text).LastOrDefault(m => m.Groups["word"].Value == word) is { } match ? Number(match.Groups["count"]) : null;

    private static int Number(Group digits) => int.TryParse(digits.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    [GeneratedRegex(@"\x1b\[[0-9;]*m", RegexOptions.NonBacktracking)]
    private static partial Regex Colours();

    // "error: 'no'" in TAP, whose longer texts begin on the next line; "E   assert 1 == 2" of pytest; "AssertionError: 1 != 2".
    [GeneratedRegex(@"^ *(error: (\|-?\n *)?(?<words>[^\n]+)|E +(?<words>[^\n]+)|(?<words>[A-Za-z_.]*(Error|Exception)\b[^\n]*))$", Lines)]
    private static partial Regex Reason();

    [GeneratedRegex(@"^(#|ℹ) (?<word>pass|fail|cancelled|skipped|todo) (?<count>\d+)$", Lines)]
    private static partial Regex NodeCount();

    [GeneratedRegex(@"^ *not ok \d+ - (?<name>[^#\n]+)$", Lines)]
    private static partial Regex TapFailure();

    [GeneratedRegex(@"^ *✖ (?<name>[^\n]+?) \([0-9.]+ms\)$", Lines)]
    private static partial Regex SpecFailure();

    [GeneratedRegex(@"^Ran (?<count>\d+) tests? in ", Lines)]
    private static partial Regex UnittestRan();

    [GeneratedRegex(@"^(OK|FAILED)( \([^)\n]*\))?$", Lines)]
    private static partial Regex UnittestOutcome();

    [GeneratedRegex(@"^(FAIL|ERROR): (?<name>[^\n]+)$", Lines)]
    private static partial Regex UnittestFailure();

    [GeneratedRegex(@"^=* ?(\d+ (passed|failed|errors?|skipped|xfailed|xpassed|warnings?|deselected)(, )?)+ in [0-9.]+s[^\n]*$", Lines)]
    private static partial Regex PytestSummary();

    [GeneratedRegex(@"^(FAILED|ERROR) (?<name>[^ \n]+)", Lines)]
    private static partial Regex PytestFailure();

    [GeneratedRegex(@"^ *Tests:? +[^\n]*\d+ (passed|failed)[^\n]*$", Lines)]
    private static partial Regex JestSummary();

    [GeneratedRegex(@"^ *(●|×|FAIL) +(?<name>[^\n]+)$", Lines)]
    private static partial Regex JestFailure();

    [GeneratedRegex(@"^ *(?<count>\d+) (?<word>passing|failing|pending)( \([^)\n]*\))?$", Lines)]
    private static partial Regex MochaCount();
}
