import assert from "node:assert/strict";
import { test } from "node:test";
import { isInstalled } from "./packages.mjs";

const wanted = {
  packages: {
    "": { version: "0.1.0" },
    "node_modules/a": { version: "1.0.0" },
    "node_modules/b": { version: "2.0.0", optional: true },
  },
};
const installed = (packages) => isInstalled(wanted, { packages });

test("What the lock file asks for is enough; a package of another platform may be absent", () => {
  assert.ok(installed({ "node_modules/a": { version: "1.0.0" } }));
  assert.ok(installed({ "node_modules/a": { version: "1.0.0" }, "node_modules/b": { version: "2.0.0" } }));
});

test("Nothing, less, another version or more than that is not", () => {
  assert.ok(!isInstalled(wanted, undefined));
  assert.ok(!installed({}));
  assert.ok(!installed({ "node_modules/a": { version: "1.1.0" } }));
  assert.ok(!installed({ "node_modules/a": { version: "1.0.0" }, "node_modules/c": { version: "1.0.0" } }));
});
