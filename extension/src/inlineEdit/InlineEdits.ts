import * as vscode from "vscode";
import type { Answer, Host } from "../host/Host";
import { plain } from "../host/plain";
import type { Position, Proposal, ProposeParams, Range } from "../protocol";
import {
  type EditEvent,
  type EditState,
  isRunning,
  offered,
  pendingHunks,
  type Phase,
  prompting,
  proposalOf,
  reduce,
  type Trouble,
} from "./editState";
import { distanceTo } from "./editView";
import { distance, lastLine, type Shift } from "./ranges";
import { words } from "./words";

const patience = 2000;
/** Lines from the cursor to an edit that the keys still act on. */
const reach = 3;

/**
 * Every edit of this window and what is asked of the host for it. What happens goes through `reduce`; whoever draws listens to
 * `onDidChange` and reads.
 */
export class InlineEdits implements vscode.Disposable {
  readonly #edits = new Map<string, EditState>();
  readonly #running = new Map<string, { readonly token: string; readonly cancellation: vscode.CancellationTokenSource }>();
  readonly #undoTokens: string[] = [];
  #decided: Promise<unknown> = Promise.resolve();
  readonly #changed = new vscode.EventEmitter<EditState>();
  readonly #host: Host;
  readonly #disposables: vscode.Disposable[];

  /** Tells of an edit that is new, other than before, or closed. */
  readonly onDidChange = this.#changed.event;

  constructor(host: Host) {
    this.#host = host;
    this.#disposables = [
      this.#changed,
      host.on("codex/edit/progress", (progress) => {
        const id = [...this.#running].find(([, { token }]) => token === progress.token)?.[0];
        if (id !== undefined) {
          this.dispatch(id, { type: "progressed", progress });
        }
      }),
      host.on("codex/proposal/changed", ({ proposal }) => {
        this.take(proposal);
      }),
      host.onDidRestart(() => this.load()),
      vscode.workspace.onDidChangeTextDocument((e) => {
        this.#follow(e);
      }),
    ];
  }

  get all(): readonly EditState[] {
    return [...this.#edits.values()].filter((e) => e.phase !== "closed");
  }

  /** The edit of that id, closed ones included: an undo opens them again. */
  find(id: string): EditState | undefined {
    return this.#edits.get(id);
  }

  /** The edit that has a proposal as one of its revisions. */
  editOf(proposalId: string): EditState | undefined {
    return [...this.#edits.values()].find((e) => e.revisions.some((r) => r.id === proposalId));
  }

  /** The edit the keys are about: the nearest of a few lines around the cursor, else the only one to decide on that can be seen. */
  meant({ document, selection, visibleRanges }: vscode.TextEditor): EditState | undefined {
    const { uri } = this.#host.fromDocument(document);
    const far = (e: EditState): number => distanceTo(e, uri, selection.active.line) ?? Infinity;
    const asked = this.all.filter((e) => e.phase !== "prompting");
    const [near] = asked.filter((e) => far(e) <= reach).sort((a, b) => far(a) - far(b));
    const isSeen = (e: EditState): boolean => visibleRanges.some((r) => distanceTo(e, uri, r.start.line, r.end.line) === 0);
    const seen = asked.filter((e) => e.phase === "ready" && isSeen(e));
    return near ?? (seen.length === 1 ? seen[0] : undefined);
  }

  /** The edits of those lines that are in one of these phases, oldest first. */
  at(uri: string, line: number, ...phases: readonly Phase[]): readonly EditState[] {
    return this.all.filter((e) => phases.includes(e.phase) && e.uri === uri && distance(e.range, line) === 0);
  }

  /** An edit of these lines whose words are still to come. */
  begin(uri: string, range: Range): string {
    for (const edit of this.at(uri, lastLine(range), "prompting")) {
      this.close(edit.id);
    }

    const id = crypto.randomUUID();
    this.#edits.set(id, prompting(id, uri, range));
    this.dispatch(id, undefined);
    return id;
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

  close(id: string): void {
    this.dispatch(id, { type: "closed" });
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

  dispatch(id: string, event: EditEvent | undefined): void {
    const before = this.#edits.get(id);
    if (before === undefined) {
      return;
    }

    const after = event === undefined ? before : reduce(before, event);
    this.#edits.set(id, after);
    if (after.phase === "verifying" && before.phase !== "verifying") {
      this.#wait(id);
    }

    if (after !== before || event === undefined) {
      this.#changed.fire(after);
    }
  }

  dispose(): void {
    for (const { cancellation } of this.#running.values()) {
      cancellation.cancel();
      cancellation.dispose();
    }

    vscode.Disposable.from(...this.#disposables).dispose();
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
      this.#edits.set(edit.id, edit);
      this.dispatch(edit.id, undefined);
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

  #follow({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    if (this.#edits.size === 0 || contentChanges.length === 0) {
      return;
    }

    const { uri } = this.#host.fromDocument(document);
    const shifts = contentChanges.map((c): Shift => ({
      range: this.#host.fromRange(c.range),
      end: endOf(c.range.start, c.text),
    }));
    // Closed ones, too: an undo opens them again, where they are by then.
    for (const edit of [...this.#edits.values()].filter((e) => concerns(e, uri))) {
      this.dispatch(edit.id, { type: "typed", uri, shifts });
    }
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

function concerns(edit: EditState, uri: string): boolean {
  return edit.uri === uri || [edit.draft, ...edit.revisions].some((p) => p?.files.some((f) => f.uri === uri));
}

function endOf(start: vscode.Position, text: string): Position {
  const lines = text.split(/\r\n|\r|\n/);
  const last = lines.at(-1) ?? "";
  return lines.length === 1
    ? { line: start.line, character: start.character + last.length }
    : { line: start.line + lines.length - 1, character: last.length };
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
