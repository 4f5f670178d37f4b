using System.Text;
using CodexLsp.Engine.Checks;

namespace CodexLsp.Engine.Tests.Checks;

public sealed class TestOutputTests
{
    [Theory]
    [InlineData("TAP version 13\nok 1 - adds\nnot ok 2 - subtracts\n  ---\n  error: 'no'\n# tests 3\n# pass 1\n# fail 1\n# cancelled 0\n# skipped 1\n# todo 0\n", 1, 1, 1, "subtracts")]
    [InlineData("✔ adds (0.5ms)\n✖ subtracts (0.2ms)\nℹ pass 1\nℹ fail 1\nℹ cancelled 0\nℹ skipped 0\nℹ todo 0\n", 1, 1, 0, "subtracts")]
    [InlineData("..\n----\nRan 2 tests in 0.000s\n\nOK\n", 2, 0, 0, null)]
    [InlineData("FAIL: test_a (m.T.test_a)\n----\nRan 4 tests in 0.001s\n\nFAILED (failures=1, errors=1, skipped=1)\n", 1, 2, 1, "test_a (m.T.test_a)")]
    [InlineData("FAILED tests/test_a.py::test_b - assert 1 == 2\n=== 1 failed, 3 passed, 2 skipped in 0.12s ===\n", 3, 1, 2, "tests/test_a.py::test_b")]
    [InlineData("3 passed in 0.01s\n", 3, 0, 0, null)]
    [InlineData("  ● cart › adds\nTests:       1 failed, 4 passed, 5 total\n", 4, 1, 0, "cart › adds")]
    [InlineData("\u001b[31m × cart > adds\u001b[0m\n      Tests  1 failed | 2 passed (3)\n", 2, 1, 0, "cart > adds")]
    [InlineData("  5 passing (12ms)\n  1 failing\n", 5, 1, 0, null)]
    public void A_runners_summary_is_read(string output, int passed, int failed, int skipped, string? failure)
    {
        var count = TestOutput.Read(output)!;

        Assert.Equal((passed, failed, skipped), (count.Passed, count.Failed, count.Skipped));
        Assert.Equal(failure, count.Failures.Select(f => f.Name).FirstOrDefault());
    }

    [Theory]
    [InlineData("not ok 2 - subtracts\n  ---\n  duration_ms: 0.5\n  location: '/x/y.js:1:1'\n  error: 'Missing expected exception.'\n  ...\n# pass 1\n# fail 1\n", "'Missing expected exception.'")]
    [InlineData("not ok 2 - subtracts\n  ---\n  error: |-\n    Expected values to be equal:\n    1 !== 2\n  ...\n# pass 1\n# fail 1\n", "Expected values to be equal:")]
    [InlineData("FAIL: test_a (m.T.test_a)\n----\nTraceback (most recent call last):\n  File \"m.py\", line 3, in test_a\nAssertionError: ValueError not raised\n\nRan 1 test in 0.1s\n\nFAILED (failures=1)\n", "AssertionError: ValueError not raised")]
    [InlineData("E       assert 1 == 2\nFAILED tests/test_a.py::test_b - assert 1 == 2\n=== 1 failed in 0.12s ===\n", "assert 1 == 2")]
    public void A_failure_begins_with_its_reason(string output, string reason) =>
        Assert.Equal(reason, Assert.Single(TestOutput.Read(output)!.Failures).Message.Split('\n')[0]);

    [Fact]
    public void Of_very_many_failures_some_are_told_and_all_are_counted()
    {
        var count = TestOutput.Read(string.Concat(Enumerable.Range(0, 10_000).Select(i => $"not ok {i} - test {i}\n")) + "# pass 1\n# fail 10000\n")!;

        Assert.Equal((10_000, 50), (count.Failed, count.Failures.Length));
    }

    [Theory]
    [InlineData("")]
    [InlineData("all good")]
    [InlineData("Build succeeded.")]
    public void Other_words_are_no_summary(string output) => Assert.Null(TestOutput.Read(output));

    [Fact]
    public void A_trx_report_is_read_without_its_links_to_elsewhere()
    {
        var count = TrxReport.Read(Encoding.UTF8.GetBytes("""
            <?xml version="1.0" encoding="utf-8"?>
            <TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010">
              <Results>
                <UnitTestResult testName="Adds" outcome="Passed" />
                <UnitTestResult testName="Later" outcome="NotExecuted" />
                <UnitTestResult testName="Subtracts" outcome="Failed">
                  <Output><ErrorInfo><Message>Expected: 1
            Actual: 0</Message><StackTrace>at Shop.Tests.Subtracts()</StackTrace></ErrorInfo></Output>
                </UnitTestResult>
                <UnitTestResult testName="Crashed" outcome="Aborted" />
              </Results>
            </TestRun>
            """))!;

        Assert.Equal((1, 2, 1), (count.Passed, count.Failed, count.Skipped));
        Assert.Equal(["Subtracts: Expected: 1\nActual: 0\nat Shop.Tests.Subtracts()", "Crashed: "], count.Failures.Select(f => $"{f.Name}: {f.Message}"));
    }

    [Theory]
    [InlineData("no xml")]
    [InlineData("""<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x><UnitTestResult testName="&e;" outcome="Passed"/></x>""")]
    [InlineData("""<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><x>&b;</x>""")]
    public void A_report_that_is_none_or_wants_a_file_counts_nothing(string text) => Assert.Null(TrxReport.Read(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void A_report_that_was_cut_short_counts_as_far_as_it_goes() =>
        Assert.Equal(1, TrxReport.Read("""<r><UnitTestResult testName="a" outcome="Passed"/><UnitTest"""u8.ToArray())?.Passed);
}
