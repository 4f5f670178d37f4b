import assert from "node:assert/strict";
import { test } from "node:test";
import type { SecretStorage } from "vscode";
import { Secrets } from "../src/host/Secrets";

function storage(): SecretStorage {
  const kept = new Map<string, string>();
  return {
    get: (name) => Promise.resolve(kept.get(name)),
    store: (name, value) => Promise.resolve(void kept.set(name, value)),
    delete: (name) => Promise.resolve(void kept.delete(name)),
    onDidChange: () => ({ dispose: () => undefined }),
  };
}

test("A key is given to the endpoint it was entered for and to no other", async () => {
  const secrets = new Secrets(storage());
  await secrets.write("https://api.example/v1", "key");
  assert.deepEqual(await secrets.read("https://api.example/v1"), { secret: "key" });
  assert.deepEqual(await secrets.read("https://evil.example/v1"), {});
});

test("An empty key forgets the one that was kept", async () => {
  const secrets = new Secrets(storage());
  await secrets.write("https://api.example/v1", "key");
  await secrets.write("https://api.example/v1", "");
  assert.deepEqual(await secrets.read("https://api.example/v1"), {});
});
