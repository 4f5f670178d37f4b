import type { CancellationToken, Disposable, Event, Range, TextDocument, Uri } from "vscode";
import type * as protocol from "../protocol";
import type { Notifications, Requests, ServerRequests } from "../protocol";

/** Why a request failed, in words for the user. */
export interface HostError {
  /** The host's own name of the reason, such as `model.missing-key`; a JSON-RPC number where it has none. */
  readonly code: string;
  /** What happened and why. */
  readonly message: string;
  /** What to do about it. */
  readonly next?: string;
}

/**
 * What became of a request. `modified`: the document moved on, so that the answer would be about another text. `lost`: the host
 * ended before it answered.
 */
export type Answer<T> =
  | { readonly kind: "ok"; readonly value: T }
  | { readonly kind: "cancelled" }
  | { readonly kind: "modified" }
  | { readonly kind: "lost" }
  | { readonly kind: "failed"; readonly error: HostError };

/** The host, as the rest of the extension sees it. Nothing else sends. */
export interface Host {
  /** Asks, and starts the host for it where it does not run. Never throws. */
  ask<M extends keyof Requests>(
    method: M,
    params: Requests[M]["params"],
    token?: CancellationToken,
  ): Promise<Answer<Requests[M]["result"]>>;

  /** Hears a notification, from this host and from every one that is started after it. */
  on<M extends keyof Notifications>(method: M, handler: (params: Notifications[M]) => void): Disposable;

  /** Answers what the host asks; one handler for a method. The token says when the host does not ask any more. */
  answer<M extends keyof ServerRequests>(
    method: M,
    handler: (params: ServerRequests[M]["params"], token: CancellationToken) => Promise<ServerRequests[M]["result"]>,
  ): void;

  /** The host ended and another one has taken over: it knows the documents; what was pending is lost. */
  readonly onDidRestart: Event<void>;

  asUri(uri: string): Uri;
  asRange(range: protocol.Range): Range;
  fromDocument(document: TextDocument): { uri: string };
  fromRange(range: Range): protocol.Range;
}
