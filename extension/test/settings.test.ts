import assert from "node:assert/strict";
import { test } from "node:test";
import { hostKeys, hostSettings, type InspectedSetting } from "../src/host/settings";

const keys = hostKeys({
  "codexLsp.baseUrl": { scope: "application" },
  "codexLsp.solution": { scope: "resource" },
  "codexLsp.dotnet.path": { scope: "machine" },
  "codexLsp.inlineEdit.promptBox": { scope: "resource" },
});

const settings = (set: Record<string, InspectedSetting>) => hostSettings(keys, (key) => set[key]);

test("What only the extension reads is not the host's", () => assert.deepEqual([...keys.keys()], ["baseUrl", "solution"]));

test("Where nobody set anything the host is told nothing: its defaults and its configuration files hold", () =>
  assert.deepEqual(settings({ baseUrl: {}, solution: {} }), {}));

test("An endpoint that a workspace sets never reaches the host, neither as a new value nor instead of the user's", () => {
  assert.deepEqual(settings({ baseUrl: { workspaceValue: "http://evil.example/v1" } }), {});
  assert.deepEqual(settings({ baseUrl: { workspaceFolderValue: "http://evil.example/v1" } }), {});
  assert.deepEqual(settings({ baseUrl: { globalValue: "http://mine/v1", workspaceValue: "http://evil.example/v1" } }), {
    baseUrl: "http://mine/v1",
  });
});

test("What a workspace may set is taken from the narrowest place", () =>
  assert.deepEqual(
    [
      settings({ solution: { globalValue: "a", workspaceValue: "b", workspaceFolderValue: "c" } }),
      settings({ solution: { globalValue: "a", workspaceValue: "b" } }),
      settings({ solution: { globalValue: "a" } }),
    ],
    [{ solution: "c" }, { solution: "b" }, { solution: "a" }],
  ));

test("What an empty value means is the host's to say", () =>
  assert.deepEqual(settings({ solution: { globalValue: "" } }), { solution: "" }));
