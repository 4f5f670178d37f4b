const entities = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

const unescape = (text) =>
  text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) =>
    name ? (entities[name] ?? whole) : String.fromCodePoint(hex ? parseInt(hex, 16) : parseInt(decimal, 10)),
  );

const element = (xml, name) => unescape(new RegExp(`<${name}>([\\s\\S]*?)</${name}>`).exec(xml)?.[1] ?? "").trimEnd();

/**
 * Reads one report of `dotnet test --logger trx`. Whatever did not pass is a failure: skipped tests, too, and a run that
 * was cut short.
 *
 * @param {string} xml the report
 * @returns {{ passed: number, failures: { name: string, message: string }[] }}
 */
export function readResults(xml) {
  const outcome = { passed: 0, failures: [] };
  for (const [, attributes, , body = ""] of xml.matchAll(/<UnitTestResult\b([^>]*?)(\/>|>([\s\S]*?)<\/UnitTestResult>)/g)) {
    const attribute = (name) => unescape(new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1] ?? "");
    if (attribute("outcome") === "Passed") {
      outcome.passed++;
    } else {
      const words = [element(body, "Message") || attribute("outcome"), element(body, "StackTrace")].filter(Boolean);
      outcome.failures.push({ name: attribute("testName"), message: words.join("\n") });
    }
  }

  const summary = /<ResultSummary outcome="([^"]*)"/.exec(xml)?.[1];
  if (outcome.failures.length === 0 && summary !== "Completed" && summary !== "Passed") {
    const words = element(xml.slice(xml.indexOf("<ResultSummary")), "Text") || "the report says no more";
    outcome.failures.push({ name: "test run", message: `The run ended as '${summary ?? "cut short"}': ${words}` });
  }

  return outcome;
}
