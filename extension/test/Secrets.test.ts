import assert from "node:assert/strict";
import { test } from "node:test";
import type { SecretStorage } from "vscode";
import { Secrets } from "../src/host/Secrets";

function storage(): SecretStorage {
  const kept = new Map<string, string>();
  let told: (change: { key: string }) => void = () => undefined;
  return {
    get: (name) => Promise.resolve(kept.get(name)),
    store: (name, value) => Promise.resolve(void kept.set(name, value)).then(() => told({ key: name })),
    delete: (name) => Promise.resolve(void kept.delete(name)).then(() => told({ key: name })),
    onDidChange: (listener) => {
      told = listener;
      return { dispose: () => undefined };
    },
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

test("The endpoint whose key changed or went is told, and nothing of other secrets", async () => {
  const all = storage();
  const secrets = new Secrets(all);
  const told: string[] = [];
  secrets.onDidChange((endpoint) => told.push(endpoint));
  await secrets.write("https://api.example/v1", "key");
  await secrets.write("https://api.example/v1", "");
  await all.store("another's", "secret");
  assert.deepEqual(told, ["https://api.example/v1", "https://api.example/v1"]);
});
