import type { Input, Item, Turn } from "../src/protocol";
import { Message } from "./Message";
import type { ProposalRow } from "./messages";
import { button, element, post, say } from "./page";
import { proposal, row } from "./rows";
import { reduce, type ThreadEvent } from "./threadState";

/** How near to its end a transcript is when it follows what is written, in pixels. */
const near = 40;

/** The messages of a thread. */
export class Transcript {
  readonly element = element("main", { role: "log", "aria-live": "polite", tabindex: "0" });
  readonly #sections = new Map<string, { readonly items: HTMLElement; readonly end: HTMLElement }>();
  readonly #items = new Map<string, { readonly drawn: HTMLElement; item?: Item }>();
  readonly #messages = new Map<string, Message>();
  readonly #proposals = new Map<string, HTMLElement>();
  readonly #stale = new Map<string, { readonly turn: Turn; readonly item: Item }>();
  #turns: readonly Turn[] = [];
  /** How long the next picture waits, in milliseconds: as long as the one before took, for a long answer is not all there is to do. */
  #rest = 0;

  get isRunning(): boolean {
    return this.#turns.some((t) => t.status === "running");
  }

  /** Shows these turns and nothing else. */
  drawAll(turns: readonly Turn[]): void {
    [this.#sections, this.#items, this.#messages, this.#proposals, this.#stale].forEach((known) => known.clear());
    this.#turns = turns;
    this.element.replaceChildren(...(turns.length === 0 ? [element("p", { class: "empty" }, say("empty"))] : []));
    turns.forEach((turn) => this.#drawTurn(turn));
    this.element.scrollTop = this.element.scrollHeight;
  }

  /** Draws what the host tells. What is written bit by bit is drawn once for each picture on the screen. */
  draw(event: ThreadEvent): void {
    this.#turns = reduce(this.#turns, event);
    const id = event.type === "turn" ? event.turn.id : event.turnId;
    const turn = this.#turns.find((t) => t.id === id);
    const item = event.type === "delta" ? turn?.items.find((i) => i.id === event.itemId) : undefined;
    if (turn === undefined) {
      return;
    }

    if (item === undefined) {
      this.#stale.clear();
      this.following(() => this.#drawTurn(turn));
    } else {
      if (this.#stale.size === 0) {
        setTimeout(() => requestAnimationFrame(() => this.#drawStale()), this.#rest);
      }

      this.#stale.set(item.id, { turn, item });
    }
  }

  drawProposal(shown: ProposalRow): void {
    this.following(() => this.#proposals.get(shown.id)?.replaceChildren(...proposal(shown)));
  }

  /** Who reads the end goes on doing so; who has scrolled back stays. */
  following(draw: () => void): void {
    const { element: log } = this;
    const follows = log.scrollHeight - log.scrollTop - log.clientHeight < near;
    draw();
    if (follows) {
      log.scrollTop = log.scrollHeight;
    }
  }

  #drawStale(): void {
    const began = performance.now();
    const stale = [...this.#stale.values()];
    this.#stale.clear();
    this.following(() => stale.forEach(({ turn, item }) => this.#drawItem(turn, item)));
    this.#rest = performance.now() - began;
  }

  #drawTurn(turn: Turn): void {
    let section = this.#sections.get(turn.id);
    if (section === undefined) {
      section = { items: element("div"), end: element("footer") };
      this.#sections.set(turn.id, section);
      this.element.querySelector(".empty")?.remove();
      this.element.append(element("section", {}, section.items, section.end));
    }

    turn.items.forEach((item) => this.#drawItem(turn, item));
    section.end.replaceChildren(...end(turn));
  }

  #drawItem({ id: turnId, mode }: Turn, item: Item): void {
    let known = this.#items.get(item.id);
    if (known === undefined) {
      known = { drawn: element("article", { class: item.type }) };
      this.#items.set(item.id, known);
      this.#sections.get(turnId)?.items.append(known.drawn);
    } else if (known.item === item) {
      return;
    }

    const { drawn } = known;
    known.item = item;
    if (item.type === "agentMessage" && mode === "edit") {
      // It is the change, which the proposal shows.
      drawn.replaceChildren();
    } else if (item.type === "agentMessage") {
      let message = this.#messages.get(item.id);
      if (message === undefined) {
        message = new Message((text) => post({ type: "apply", text, inputs: this.#inputs(turnId) }));
        this.#messages.set(item.id, message);
        drawn.append(message.element);
      }

      message.draw(item.text);
    } else if (item.type === "fileChange") {
      if (!this.#proposals.has(item.proposalId)) {
        this.#proposals.set(item.proposalId, drawn);
        post({ type: "readProposal", id: item.proposalId });
      }
    } else {
      const isOpen = [...drawn.querySelectorAll("details")].map((d) => d.open);
      drawn.replaceChildren(...row(item));
      drawn.querySelectorAll("details").forEach((d, index) => (d.open = isOpen[index] === true));
    }
  }

  #inputs(turnId: string): Input[] {
    return inputsOf(this.#turns.find((t) => t.id === turnId));
  }
}

/** How a turn ended, and what can be done where it did not end well. */
function end(turn: Turn): Node[] {
  const { status, mode, error, items } = turn;
  const retry = button(say("retry"), () => post({ type: "retry", input: inputsOf(turn), mode }));
  switch (status) {
    case "running":
      return [element("span", { class: "running" }, say("working"))];
    case "completed":
      return [];
    case "interrupted":
      return [element("span", {}, say("stopped")), retry];
    case "partial":
    case "failed": {
      const why = [error?.message, error?.next].filter(Boolean).join(" ") || say(status);
      return [...(items.some((i) => i.type === "error") ? [] : [element("span", { class: "error" }, why)]), retry];
    }
  }
}

/** What the user gave to a turn. */
function inputsOf(turn: Turn | undefined): Input[] {
  return turn?.items.flatMap((i) => (i.type === "userMessage" ? i.input : [])) ?? [];
}
