import * as vscode from "vscode";
import type { Answer, Host } from "../host/Host";
import { plain } from "../host/plain";
import type { EditProgressParams, Proposal, ProposeParams } from "../protocol";
import { EditList } from "./EditList";
import { type EditState, isRunning, offered, pendingHunks, proposalOf, type Trouble } from "./editState";
import { words } from "./words";

const patience = 2000;

/** What is asked of the host for the edits of this window, and what it tells of them. */
export class InlineEdits extends EditList {
  readonly #running = new Map<string, { readonly token: string; readonly cancellation: vscode.CancellationTokenSource }>();
  readonly #undoTokens: string[] = [];
  #decided: Promise<unknown> = Promise.resolve();
  readonly #host: Host;
  readonly #disposables: vscode.Disposable[];

  constructor(host: Host) {
    super(host);
    this.#host = host;
    this.#disposables = [
      host.on("codex/edit/progress", (progress) => {
        const id = [...this.#running].find(([, { token }]) => token === progress.token)?.[0];
        if (id !== undefined) {
          this.#progress(id, progress);
        }
      }),
      host.on("codex/proposal/changed", ({ proposal }) => {
        this.take(proposal);
      }),
      host.onDidRestart(() => this.load()),
    ];
  }

  /** @param more What goes with the words: diagnostics, a thread, an answer that is there already. */
  async propose(id: string, instruction: string, more: Partial<ProposeParams> = {}): Promise<void> {
    await this.#run(id, instruction, ({ uri, range }, token, cancellation) =>
      this.#host.ask("codex/edit/propose", { ...more, textDocument: { uri }, range, instruction, token }, cancellation),
    );
  }

  /** Asks anew, in the same words or others; a proposal that no longer fits makes way. */
  async askAgain(id: string, instruction?: string): Promise<void> {
    const edit = this.find(id);
    const request = instruction ?? edit?.requests.at(-1);
    if (edit === undefined || request === undefined) {
      return;
    }

    if (edit.phase === "stale" && !(await this.discard(id))) {
      return;
    }

    await this.propose(edit.phase === "stale" ? this.begin(edit.uri, edit.range) : id, request);
  }

  async refine(id: string, instruction: string): Promise<void> {
    const proposal = (await this.#mayDropTexts(id)) ? this.#shown(id) : undefined;
    if (proposal !== undefined) {
      await this.#run(id, instruction, (_, token, cancellation) =>
        this.#host.ask("codex/edit/refine", { proposalId: proposal.id, instruction, token }, cancellation),
      );
    }
  }

  /** Shows the revision after or before the one that is shown. */
  async turn(id: string, by: 1 | -1): Promise<void> {
    if (await this.#mayDropTexts(id)) {
      this.dispatch(id, { type: "turned", by });
    }
  }

  /** Makes way for another edit. False where the user keeps this one for the text they wrote in its diff. */
  async discard(id: string): Promise<boolean> {
    const mayGo = await this.#mayDropTexts(id);
    if (mayGo) {
      await this.reject(id);
    }

    return mayGo;
  }

  cancel(id: string): void {
    this.#running.get(id)?.cancellation.cancel();
  }

  /** Accepts these hunks, or all that are ticked. The host tells of the outcome by `codex/proposal/changed`. */
  accept(id: string, hunkIds?: readonly string[]): Promise<void> {
    return this.#inTurn(() => this.#accept(id, hunkIds));
  }

  /** Declines these hunks, or the whole edit. */
  reject(id: string, hunkIds?: readonly string[]): Promise<void> {
    this.cancel(id);
    if (this.#shown(id) === undefined) {
      this.close(id);
    }

    return this.#inTurn(() => this.#reject(id, hunkIds));
  }

  /** Takes the last acceptance of this window back. */
  async undo(): Promise<void> {
    const undoToken = this.#undoTokens.pop();
    const answer = undoToken === undefined ? undefined : await this.#host.ask("codex/edit/undo", { undoToken });
    if (answer === undefined) {
      await vscode.window.showInformationMessage(words.noUndo());
    } else if (answer.kind === "failed" || (answer.kind === "ok" && !answer.value.applied)) {
      await vscode.window.showWarningMessage(plain(answer.kind === "failed" ? answer.error.message : words.undoConflict()));
    }
  }

  /** Offers what the host holds from before a reload or restart, and drops what it does not hold any more. */
  async load(): Promise<void> {
    const answer = await this.#host.ask("codex/proposal/list", {});
    if (answer.kind !== "ok") {
      // The host has said itself why it does not answer; its journal keeps what is pending.
      return;
    }

    const { proposals } = answer.value;
    for (const edit of this.all.filter((e) => !isRunning(e) && e.revisions.length > 0)) {
      if (!edit.revisions.some((r) => proposals.some((p) => p.id === r.id))) {
        this.close(edit.id);
      }
    }

    for (const chain of chains(proposals.filter((p) => p.status !== "running"))) {
      if (chain.some((p) => this.editOf(p.id))) {
        chain.forEach((p) => {
          this.take(p);
        });
      } else {
        await this.#offer(chain);
      }
    }
  }

  /** A proposal as the host has it now; one that waits for a decision and is not known is offered. */
  take(proposal: Proposal): void {
    const edit = this.editOf(proposal.id);
    if (edit !== undefined) {
      this.dispatch(edit.id, {
        type: "changed",
        proposal,
        isCurrent: (uri, version) => (this.#versionOf(uri) ?? version) === version,
      });
    } else if (["ready", "partly", "stale"].includes(proposal.status) && !this.all.some((e) => e.draft?.id === proposal.id)) {
      void this.#offer([proposal]);
    }
  }

  override dispose(): void {
    for (const { cancellation } of this.#running.values()) {
      cancellation.cancel();
      cancellation.dispose();
    }

    vscode.Disposable.from(...this.#disposables).dispose();
    super.dispose();
  }

  /** One decision after the other: who presses the key twice decides once, and the next hunk waits for the one before. */
  #inTurn(decide: () => Promise<void>): Promise<void> {
    const turn = this.#decided.then(decide);
    this.#decided = turn.catch(() => undefined);
    return turn;
  }

  async #accept(id: string, hunkIds?: readonly string[]): Promise<void> {
    const edit = this.find(id);
    const proposal = this.#shown(id);
    if (edit === undefined || proposal === undefined || isDecided(proposal, hunkIds)) {
      return;
    }

    const isInPart = hunkIds !== undefined || edit.leftOut.size > 0;
    if (isInPart && isEdited(edit)) {
      return;
    }

    const all = pendingHunks(proposal).map((p) => p.hunk.id);
    const ticked = hunkIds ?? (edit.leftOut.size > 0 ? all.filter((h) => !edit.leftOut.has(h)) : undefined);
    const edited = [...edit.texts].map(([uri, text]) => ({ uri, ...text }));
    const outdated = edited.find((t) => t.isOutdated);
    if (outdated !== undefined) {
      const name = vscode.workspace.asRelativePath(this.#host.asUri(outdated.uri));
      void vscode.window.showWarningMessage(plain(words.outdated(name)));
      return;
    }

    const texts = edited.map(({ uri, text }) => ({ uri, text }));
    const answer = await this.#host.ask("codex/edit/accept", {
      proposalId: proposal.id,
      ...(texts.length > 0 ? { texts } : ticked && { hunkIds: [...ticked] }),
    });
    if (answer.kind === "ok" && answer.value.applied) {
      this.#undoTokens.push(...(answer.value.undoToken === undefined ? [] : [answer.value.undoToken]));
      return;
    }

    if (answer.kind === "ok") {
      const files = new Set(answer.value.conflicts.map((c) => vscode.workspace.asRelativePath(this.#host.asUri(c.uri))));
      this.dispatch(id, { type: "failed", trouble: { message: words.conflicts([...files].join(", ")) } });
    } else {
      this.#fail(id, answer);
    }

    // Whoever accepts in a diff does not see the thread.
    void vscode.window.showWarningMessage(plain(this.find(id)?.trouble?.message ?? words.notAccepted()));
  }

  async #reject(id: string, hunkIds?: readonly string[]): Promise<void> {
    const edit = this.find(id);
    const proposal = this.#shown(id);
    if (edit === undefined || proposal === undefined || isDecided(proposal, hunkIds) || (hunkIds && isEdited(edit))) {
      return;
    }

    const answer = await this.#host.ask("codex/edit/reject", {
      proposalId: proposal.id,
      ...(hunkIds && { hunkIds: [...hunkIds] }),
    });
    if (answer.kind !== "ok") {
      this.#fail(id, answer);
    }
  }

  async #run(
    id: string,
    request: string,
    ask: (edit: EditState, token: string, cancellation: vscode.CancellationToken) => Promise<Answer<Proposal>>,
  ): Promise<void> {
    const edit = this.find(id);
    if (edit === undefined || isRunning(edit)) {
      return;
    }

    const turn = { token: crypto.randomUUID(), cancellation: new vscode.CancellationTokenSource() };
    this.#running.set(id, turn);
    this.dispatch(id, { type: "sent", request });
    const answer = await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title: words.codex() }, () =>
      ask(edit, turn.token, turn.cancellation.token),
    );
    this.#running.delete(id);
    turn.cancellation.dispose();
    if (answer.kind === "ok") {
      this.dispatch(id, { type: "answered", proposal: answer.value });
    } else {
      this.#fail(id, answer);
    }
  }

  #fail(id: string, answer: Exclude<Answer<unknown>, { kind: "ok" }>): void {
    this.dispatch(id, answer.kind === "cancelled" ? { type: "cancelled" } : { type: "failed", trouble: troubleOf(answer) });
  }

  #progress(id: string, progress: EditProgressParams): void {
    const before = this.find(id)?.phase;
    this.dispatch(id, { type: "progressed", progress });
    if (before !== "verifying" && this.find(id)?.phase === "verifying") {
      this.#wait(id);
    }
  }

  #wait(id: string): void {
    const turn = this.#running.get(id);
    setTimeout(() => {
      if (turn !== undefined && this.#running.get(id) === turn) {
        this.dispatch(id, { type: "waited" });
      }
    }, patience);
  }

  async #offer(revisions: readonly Proposal[]): Promise<void> {
    const requests = await Promise.all(revisions.map((p) => this.#requestOf(p)));
    const edit = offered(crypto.randomUUID(), revisions, requests);
    if (edit !== undefined && !revisions.some((p) => this.editOf(p.id))) {
      this.add(edit);
    }
  }

  /** The user's own words, as the thread keeps them; a proposal has only their first line. */
  async #requestOf({ threadId, turnId, title }: Proposal): Promise<string> {
    const answer = await this.#host.ask("codex/thread/read", { threadId });
    const items = answer.kind === "ok" ? answer.value.turns.find((t) => t.id === turnId)?.items : undefined;
    const text = items?.flatMap((i) => (i.type === "userMessage" ? i.input : [])).find((i) => i.type === "text");
    return text?.text ?? title;
  }

  /** What the user wrote in the diff is of the revision that is shown: asks whether it may go, where there is any. */
  async #mayDropTexts(id: string): Promise<boolean> {
    const drop = words.dropTexts();
    const isEmpty = (this.find(id)?.texts.size ?? 0) === 0;
    return isEmpty || (await vscode.window.showWarningMessage(words.dropsTexts(), drop)) === drop;
  }

  #shown(id: string): Proposal | undefined {
    const edit = this.find(id);
    return edit && !isRunning(edit) ? proposalOf(edit) : undefined;
  }

  #versionOf(uri: string): number | undefined {
    return vscode.workspace.textDocuments.find((d) => this.#host.fromDocument(d).uri === uri)?.version;
  }
}

/** Whether none of the hunks waits any more: the lens of a hunk stays for a moment after it. */
function isDecided(proposal: Proposal, hunkIds: readonly string[] | undefined): boolean {
  return hunkIds !== undefined && !pendingHunks(proposal).some(({ hunk }) => hunkIds.includes(hunk.id));
}

/** A text the user wrote in the diff is of all hunks, ticked or not: deciding on some would lose it. Says so where there is one. */
function isEdited({ texts }: EditState): boolean {
  if (texts.size > 0) {
    void vscode.window.showWarningMessage(words.onlyWhole());
  }

  return texts.size > 0;
}

function troubleOf(answer: Exclude<Answer<unknown>, { kind: "ok" | "cancelled" }>): Trouble {
  switch (answer.kind) {
    case "failed":
      return answer.error;
    case "lost":
      return { message: words.lost() };
    case "modified":
      return { message: words.modified() };
  }
}

/** Proposals with their refinements, oldest first, as the host lists them. */
function chains(proposals: readonly Proposal[]): Proposal[][] {
  const found: Proposal[][] = [];
  for (const proposal of proposals) {
    const chain = found.find((c) => c.some((p) => p.id === proposal.revisionOf));
    if (chain) {
      chain.push(proposal);
    } else {
      found.push([proposal]);
    }
  }

  return found;
}
