import assert from "node:assert/strict";
import { delimiter, join } from "node:path";
import { test } from "node:test";
import { candidates, refusal } from "./dotnet.mjs";

test("DOTNET_ROOT comes before the path, the path before the known folders", () => {
  const found = candidates({ DOTNET_ROOT: "/chosen", PATH: ["/a", "/b"].join(delimiter) }, "linux", "/home/me");
  assert.deepEqual(
    found.slice(0, 4),
    ["/chosen", "/a", "/b", "/home/me/.dotnet"].map((folder) => join(folder, "dotnet")),
  );
});

for (const installed of [["10.0.100"], ["8.0.404", "10.0.401"], ["10.0.200-preview.1"]]) {
  test(`An SDK that fits is taken: ${installed}`, () => assert.equal(refusal(installed, "10.0.100"), undefined));
}

for (const installed of [["8.0.404"], ["9.0.300", "11.0.100"], ["10.0.99"]]) {
  test(`An SDK that does not fit is refused by name: ${installed}`, () => {
    const reason = refusal(installed, "10.0.100");
    assert.match(reason, /10\.0\.100/);
    assert.ok(reason.includes(installed.join(", ")));
    assert.match(reason, /Install the \.NET SDK 10/);
  });
}

test("A runtime without an SDK is said to be one", () => assert.match(refusal([], "10.0.100"), /only a runtime/));
