import { type Disposable, EventEmitter, type Memento } from "vscode";
import type { Draft, Status, ToPage } from "../../webview/messages";
import type { ThreadEvent } from "../../webview/threadState";
import type { Answer, Host } from "../host/Host";
import { words } from "../inlineEdit/words";
import type { Input, TurnMode } from "../protocol";
import { chatWords } from "./chatWords";

/** What a window keeps of its chat; the host has everything else. */
interface Kept {
  readonly threadId?: string | undefined;
  readonly mode: TurnMode;
  readonly draft: Draft;
}

type Failed = Exclude<Answer<unknown>, { kind: "ok" }>;

const key = "codexLsp.chat";
const noDraft: Draft = { text: "", chips: [] };

/** The thread that the window shows, and what the user asks for in it. The truth is the host's: what it tells is passed on. */
export class Chat implements Disposable {
  readonly #host: Host;
  readonly #memory: Memento;
  readonly #told = new EventEmitter<ToPage>();
  readonly #heard: readonly Disposable[];
  #kept: Kept;
  #running: string | undefined;
  #sent: Promise<unknown> = Promise.resolve();
  #status: Omit<Status, "mode"> = { isSending: false, usage: "", trouble: "" };

  /** Tells what is to be drawn. */
  readonly onDidTell = this.#told.event;

  constructor(host: Host, memory: Memento) {
    this.#host = host;
    this.#memory = memory;
    this.#kept = memory.get<Kept>(key, { mode: "chat", draft: noDraft });
    this.#heard = [
      this.#told,
      host.on("codex/turn/started", ({ threadId, turn }) => this.#hear(threadId, { type: "turn", turn })),
      host.on("codex/turn/completed", ({ threadId, turn }) => this.#hear(threadId, { type: "turn", turn })),
      host.on("codex/turn/plan", ({ threadId, ...plan }) => this.#hear(threadId, { type: "plan", ...plan })),
      host.on("codex/item/started", ({ threadId, ...item }) => this.#hear(threadId, { type: "item", ...item })),
      host.on("codex/item/completed", ({ threadId, ...item }) => this.#hear(threadId, { type: "item", ...item })),
      host.on("codex/item/delta", ({ threadId, ...delta }) => this.#hear(threadId, { type: "delta", ...delta })),
      host.on("codex/thread/usage", ({ threadId, usage, window, used }) => {
        if (threadId === this.threadId) {
          const context = window ? chatWords.context(Math.round((100 * used) / window)) : "";
          this.#draw({ usage: [words.cost(usage), context].filter(Boolean).join(" · ") });
        }
      }),
      host.onDidRestart(() => this.resume()),
    ];
  }

  get threadId(): string | undefined {
    return this.#kept.threadId;
  }

  /** The turn that runs. */
  get running(): string | undefined {
    return this.#running;
  }

  get mode(): TurnMode {
    return this.#kept.mode;
  }

  get draft(): Draft {
    return this.#kept.draft;
  }

  /** Shows what was not sent, and the thread that was shown last, as the host has it now. */
  async resume(): Promise<void> {
    this.#told.fire({ type: "draft", draft: this.draft });
    await this.show(this.threadId);
  }

  /** Shows a thread, or none: nothing is made at the host before something is sent. One that the host does not know is forgotten. */
  async show(threadId: string | undefined): Promise<void> {
    if (threadId !== this.threadId) {
      this.#running = undefined;
    }

    this.#keep({ threadId });
    const answer = threadId === undefined ? undefined : await this.#host.ask("codex/thread/resume", { threadId });
    if (threadId !== this.threadId) {
      return;
    }

    const turns = answer?.kind === "ok" ? answer.value.turns : [];
    this.#running = turns.findLast((t) => t.status === "running")?.id;
    this.#told.fire({ type: "turns", turns });
    this.#draw({ trouble: "", ...(threadId === undefined && { usage: "" }) });
    if (answer !== undefined && answer.kind !== "ok") {
      this.#keep({ threadId: answer.kind === "failed" && answer.error.code === "thread.unknown" ? undefined : threadId });
      this.#fail(answer);
    }
  }

  setMode(mode: TurnMode): void {
    this.#keep({ mode });
    this.#draw({});
  }

  setDraft(draft: Draft): void {
    this.#keep({ draft });
  }

  /** Sends to the turn that runs, or starts one. What could not be sent stays the draft. */
  async send(draft: Draft): Promise<void> {
    this.setDraft(draft);
    const { running, mode } = this;
    const input: readonly Input[] = [{ type: "text", text: draft.text }, ...draft.chips.map((c) => c.input)];
    if (await this.#sending(draft.text, (threadId) => this.#give(threadId, running, input, mode))) {
      this.clear();
    }
  }

  /** What was written is on its way. */
  clear(): void {
    this.setDraft(noDraft);
    this.#told.fire({ type: "draft", draft: noDraft });
  }

  /** Starts a turn with words that are not the draft. */
  async start(input: readonly Input[], mode: TurnMode): Promise<void> {
    await this.#sending(textOf(input), (threadId) => this.#give(threadId, undefined, input, mode));
  }

  /** Starts a turn in a thread of its own, after what is being sent. */
  async begin(input: readonly Input[], mode: TurnMode): Promise<void> {
    await this.#sent;
    await this.show(undefined);
    await this.start(input, mode);
  }

  /** Edits of the chat are turns of its thread, too, which is made where there is none. Whether the edit was begun. */
  edit(instruction: string, begin: (threadId: string) => void): Promise<boolean> {
    return this.#sending(instruction, (threadId) => {
      begin(threadId);
      return Promise.resolve({ kind: "ok", value: undefined });
    });
  }

  async stop(): Promise<void> {
    const { running, threadId } = this;
    if (running !== undefined && threadId !== undefined) {
      const answer = await this.#host.ask("codex/turn/interrupt", { threadId, turnId: running });
      if (isOver(answer)) {
        await this.show(threadId);
      } else if (answer.kind !== "ok") {
        this.#fail(answer);
      }
    }
  }

  dispose(): void {
    this.#heard.forEach((heard) => void heard.dispose());
  }

  /** A turn that ended while the words were on their way is followed by another. */
  async #give(threadId: string, turnId: string | undefined, input: readonly Input[], mode: TurnMode): Promise<Answer<unknown>> {
    const steered = turnId && (await this.#host.ask("codex/turn/steer", { threadId, turnId, input: [...input] }));
    return steered && !isOver(steered) ? steered : this.#host.ask("codex/turn/start", { threadId, input: [...input], mode });
  }

  /** Whether it was sent. Who presses the key twice sends once. */
  async #sending(title: string, send: (threadId: string) => Promise<Answer<unknown>>): Promise<boolean> {
    if (this.#status.isSending) {
      return false;
    }

    const sent = this.#send(title, send);
    this.#sent = sent;
    return sent;
  }

  async #send(title: string, send: (threadId: string) => Promise<Answer<unknown>>): Promise<boolean> {
    this.#draw({ isSending: true, trouble: "" });
    const threadId = await this.#started(title);
    const answer = typeof threadId === "string" ? await send(threadId) : threadId;
    this.#draw({ isSending: false });
    if (answer.kind !== "ok") {
      this.#fail(answer);
    }

    return answer.kind === "ok";
  }

  async #started(title: string): Promise<string | Failed> {
    if (this.threadId !== undefined) {
      return this.threadId;
    }

    const answer = await this.#host.ask("codex/thread/start", { title: title.trim().split("\n", 1)[0]?.slice(0, 80) ?? "" });
    if (answer.kind !== "ok") {
      return answer;
    }

    this.#keep({ threadId: answer.value.id });
    return answer.value.id;
  }

  #hear(threadId: string, event: ThreadEvent): void {
    if (threadId === this.threadId) {
      if (event.type === "turn") {
        const { id, status } = event.turn;
        this.#running = status === "running" ? id : id === this.#running ? undefined : this.#running;
      }

      this.#told.fire({ type: "event", event });
    }
  }

  #keep(change: Partial<Kept>): void {
    this.#kept = { ...this.#kept, ...change };
    void this.#memory.update(key, this.#kept);
  }

  #draw(change: Partial<Status>): void {
    this.#status = { ...this.#status, ...change };
    this.#told.fire({ type: "status", status: { ...this.#status, mode: this.mode } });
  }

  #fail(answer: Failed): void {
    const isSaid = answer.kind === "failed";
    this.#draw({ trouble: isSaid ? [answer.error.message, answer.error.next].filter(Boolean).join(" ") : chatWords.lost() });
  }
}

/** The words of what is given to a turn. */
export function textOf(input: readonly Input[]): string {
  return input.find((i) => i.type === "text")?.text ?? "";
}

/** Whether the turn that was meant does not run any more. */
function isOver(answer: Answer<unknown>): boolean {
  return answer.kind === "failed" && answer.error.code === "turn.notRunning";
}
