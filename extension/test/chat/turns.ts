import type { Item, Turn, Usage } from "../../src/protocol";

export const usage: Usage = {
  inputTokens: 100,
  cachedInputTokens: 0,
  outputTokens: 10,
  reasoningTokens: 0,
  requests: 1,
  durationMs: 5,
  estimated: false,
};

export const turn = (id: string, values: Partial<Turn> = {}): Turn => ({
  id,
  mode: "chat",
  status: "running",
  startedAt: "2026-01-01T00:00:00Z",
  items: [],
  usage,
  ...values,
});

export const asked = (id: string, text: string): Item => ({
  type: "userMessage",
  id,
  status: "completed",
  input: [{ type: "text", text }],
});

export const said = (id: string, text: string, status: Item["status"] = "running"): Item => ({
  type: "agentMessage",
  id,
  status,
  text,
});
