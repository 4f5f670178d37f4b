import type { FileChange, Finding, Hunk, Proposal, Range, Verification } from "../../src/protocol";

/** Lines `from` to `to`, the last one not included. */
export function lines(from: number, to: number): Range {
  return { start: { line: from, character: 0 }, end: { line: to, character: 0 } };
}

export function hunk(id: string, range: Range, oldText: string, newText: string): Hunk {
  return { id, range, oldText, newText, match: "exact", status: "pending" };
}

export function file(uri: string, hunks: Hunk[], version?: number): FileChange {
  return { uri, kind: "modify", hunks, ...(version !== undefined && { version }) };
}

export const verified: Verification = {
  status: "verified",
  introduced: [],
  resolved: [],
  notes: [],
  scope: { solution: "Shop.sln", projects: ["Shop.Core", "Shop.App", "Shop.Tests"], documents: 12, analyzers: true },
  repaired: [],
  durationMs: 84,
};

export function broken(...introduced: Finding[]): Verification {
  return { ...verified, status: "broken", introduced };
}

export function error(uri: string, line: number, message: string, project = "Shop.Core"): Finding {
  const at = { line, character: 4 };
  return { uri, range: { start: at, end: at }, severity: "error", code: "CS0029", message, project };
}

export const order = "file:///shop/Order.cs";
export const receipt = "file:///shop/Receipt.cs";

/** One hunk in `Order.cs`: lines 5 and 6 become three. */
export function proposal(change: Partial<Proposal> = {}): Proposal {
  return {
    id: "p1",
    threadId: "t1",
    turnId: "u1",
    status: "ready",
    title: "add a guard",
    files: [file(order, [hunk("h1", lines(5, 7), "int a = 1;\nint b = 2;\n", "int a = 2;\nint b = 3;\nint c = 4;\n")])],
    verification: verified,
    rounds: 1,
    usage: {
      inputTokens: 1200,
      cachedInputTokens: 0,
      outputTokens: 80,
      reasoningTokens: 0,
      requests: 1,
      costUsd: 0.0031,
      durationMs: 900,
      estimated: false,
    },
    context: { tokens: 300, items: 4 },
    ...change,
  };
}
