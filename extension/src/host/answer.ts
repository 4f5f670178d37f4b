import type { Answer, HostError } from "./Host";

// The numbers are those of the Language Server Protocol and of vscode-jsonrpc, whose module is loaded with the host only.
const cancelled = [-32800, -32802];
const contentModified = -32801;
const connectionGone = [-32099, -32098, -32097, -32096];

/** What an exception of a request means. */
export function answerOf(error: unknown): Exclude<Answer<never>, { kind: "ok" }> {
  const { code = "internal", message, data } = error as { code?: number; message: string; data?: HostError };
  if (typeof code === "number") {
    if (cancelled.includes(code)) {
      return { kind: "cancelled" };
    }

    if (code === contentModified) {
      return { kind: "modified" };
    }

    // vscode-jsonrpc numbers the errors of a connection itself from 1 on.
    if (connectionGone.includes(code) || code > 0) {
      return { kind: "lost" };
    }
  }

  return { kind: "failed", error: data ?? { code: String(code), message } };
}
