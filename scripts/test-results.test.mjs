import assert from "node:assert/strict";
import { test } from "node:test";
import { readResults } from "./test-results.mjs";

const report = (results, outcome = "Completed", text = "") => `<?xml version="1.0" encoding="utf-8"?>
<TestRun><Results>${results}</Results>
<ResultSummary outcome="${outcome}"><RunInfos><RunInfo><Text>${text}</Text></RunInfo></RunInfos></ResultSummary></TestRun>`;

test("Passed tests are counted, with and without output", () =>
  assert.deepEqual(
    readResults(
      report(`<UnitTestResult testName="A" outcome="Passed" />
        <UnitTestResult testName="B" outcome="Passed"><Output><StdOut>text</StdOut></Output></UnitTestResult>`),
    ),
    { passed: 2, failures: [] },
  ));

test("A failed test has its name, its message and where it happened", () =>
  assert.deepEqual(
    readResults(
      report(
        `<UnitTestResult testName="A" outcome="Passed" />
        <UnitTestResult testName="Reads(text: &quot;&lt;a&gt;&quot;)" outcome="Failed"><Output><ErrorInfo>
        <Message>1 &amp; 2 differ&#xA;here</Message><StackTrace>at A.cs:3</StackTrace></ErrorInfo></Output></UnitTestResult>`,
        "Failed",
      ),
    ),
    { passed: 1, failures: [{ name: 'Reads(text: "<a>")', message: "1 & 2 differ\nhere\nat A.cs:3" }] },
  ));

test("A skipped test is not a passed one", () =>
  assert.deepEqual(readResults(report(`<UnitTestResult testName="A" outcome="NotExecuted" />`)).failures, [
    { name: "A", message: "NotExecuted" },
  ]));

test("A run that crashed is a failure though no test failed", () => {
  const { passed, failures } = readResults(report(`<UnitTestResult testName="A" outcome="Passed" />`, "Failed", "host crashed"));
  assert.equal(passed, 1);
  assert.match(failures[0].message, /host crashed/);
});
