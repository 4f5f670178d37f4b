import assert from "node:assert/strict";
import type { CancellationToken, Disposable, Range as EditorRange, TextDocument, Uri } from "vscode";
import type { Answer, Host } from "../../src/host/Host";
import type { Notifications, Range, Requests } from "../../src/protocol";
import { EventEmitter } from "../vscode";

export type Method = keyof Requests;
export type Reply = (params: never, token?: CancellationToken) => Answer<unknown> | Promise<Answer<unknown>>;

export const ok = (value: unknown): Answer<unknown> => ({ kind: "ok", value });

/** A host that answers as a test says and remembers what it was asked. */
export class ScriptedHost implements Host {
  readonly asked: { method: Method; params: unknown }[] = [];
  readonly answers = new Map<string, (params: unknown, token: unknown) => Promise<unknown>>();
  readonly restarted = new EventEmitter<void>();
  readonly #replies: Partial<Record<Method, Reply>>;
  readonly #heard = new Map<string, EventEmitter<never>>();

  readonly onDidRestart = this.restarted.event as Host["onDidRestart"];

  constructor(replies: Partial<Record<Method, Reply>>) {
    this.#replies = { "codex/thread/read": () => ({ kind: "lost" }), ...replies };
  }

  async ask<M extends Method>(
    method: M,
    params: Requests[M]["params"],
    token?: CancellationToken,
  ): Promise<Answer<Requests[M]["result"]>> {
    this.asked.push({ method, params });
    const reply = this.#replies[method];
    assert.ok(reply, `${method} was not expected`);
    return (await reply(params as never, token)) as Answer<Requests[M]["result"]>;
  }

  on<M extends keyof Notifications>(method: M, handler: (params: Notifications[M]) => void): Disposable {
    const heard = this.#heard.get(method) ?? new EventEmitter<never>();
    this.#heard.set(method, heard);
    return heard.event(handler);
  }

  tell<M extends keyof Notifications>(method: M, params: Notifications[M]): void {
    this.#heard.get(method)?.fire(params as never);
  }

  answer: Host["answer"] = (method, handler) => {
    this.answers.set(method, handler as never);
  };

  asUri = (uri: string): Uri => uri as unknown as Uri;
  asRange = (range: Range): EditorRange => range as unknown as EditorRange;
  fromRange = (range: EditorRange): Range => range;
  fromDocument = (document: TextDocument): { uri: string } => ({ uri: String(document.uri) });
}
