import assert from "node:assert/strict";
import { test } from "node:test";
import { RestartPolicy } from "../src/host/RestartPolicy";

test("A host that ends by itself is started again three times in a minute, then no more", () => {
  let now = 0;
  const policy = new RestartPolicy(() => now);
  const crashes = [0, 10_000, 20_000, 30_000].map((time) => {
    now = time;
    return policy.allows();
  });
  assert.deepEqual(crashes, [true, true, true, false]);
});

test("A crash a minute after the first of three is started again", () => {
  let now = 0;
  const policy = new RestartPolicy(() => now);
  [0, 1, 2].forEach(() => policy.allows());
  now = 59_999;
  assert.equal(policy.allows(), false);
  now = 60_000;
  assert.equal(policy.allows(), true);
});

test("A start that the user asked for begins a new count", () => {
  const policy = new RestartPolicy(() => 0);
  [0, 1, 2].forEach(() => policy.allows());
  policy.forget();
  assert.equal(policy.allows(), true);
});
