import type { Answer, HostError } from "./Host";

/** The part of a JSON-RPC error that says what became of a request. */
interface RpcError {
  readonly code: number;
  readonly message: string;
  readonly data?: unknown;
}

// The numbers are those of the Language Server Protocol and of vscode-jsonrpc. Its module is loaded with the host only.
const cancelled = new Set([-32800, -32802]);
const contentModified = -32801;
const connectionGone = new Set([-32099, -32098, -32097, -32096]);

/** What an exception of a request means. */
export function answerOf(error: unknown): Exclude<Answer<never>, { kind: "ok" }> {
  if (!isRpcError(error)) {
    return { kind: "failed", error: { code: "internal", message: error instanceof Error ? error.message : String(error) } };
  }

  if (cancelled.has(error.code)) {
    return { kind: "cancelled" };
  }

  if (error.code === contentModified) {
    return { kind: "modified" };
  }

  // vscode-jsonrpc numbers the errors of a connection itself from 1 on.
  if (connectionGone.has(error.code) || error.code > 0) {
    return { kind: "lost" };
  }

  return { kind: "failed", error: isHostError(error.data) ? error.data : { code: String(error.code), message: error.message } };
}

function isRpcError(error: unknown): error is RpcError {
  return error instanceof Error && "code" in error && typeof error.code === "number";
}

function isHostError(data: unknown): data is HostError {
  return (
    typeof data === "object" &&
    data !== null &&
    "code" in data &&
    typeof data.code === "string" &&
    "message" in data &&
    typeof data.message === "string"
  );
}
