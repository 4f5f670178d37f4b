import type { Chip, Completion, Draft, Status } from "./messages";
import type { TurnMode } from "../src/protocol";
import { button, element, post, say } from "./page";

/** How long the keyboard rests before names are asked for, in milliseconds. */
const pause = 100;

const modes: readonly TurnMode[] = ["chat", "edit", "task"];

/** Where one writes: what goes along, the words, the names that a word may mean, and what stands below. */
export class Composer {
  readonly element = element("form", { class: "composer" });
  readonly #chips = element("div", { class: "chips" });
  readonly #names = element("div", { class: "names", role: "listbox", id: "names", hidden: true });
  readonly #input = element("textarea", { rows: "3", "aria-controls": "names", "aria-autocomplete": "list" });
  readonly #send = element("button", { type: "submit", class: "primary" });
  readonly #stop = button("", () => post({ type: "stop" }), { hidden: true });
  readonly #mode = element("select");
  readonly #model = button("", () => post({ type: "chooseModel" }), { class: "quiet" });
  readonly #facts = element("div", { class: "facts" });
  readonly #trouble = element("p", { class: "error", role: "alert" });
  #attached: readonly Chip[] = [];
  #entries: readonly Completion[] = [];
  #chosen = 0;
  #asking: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    this.#input.addEventListener("input", () => this.#typed());
    this.#input.addEventListener("keydown", (event) => this.#pressed(event));
    this.#mode.addEventListener("change", () => post({ type: "mode", mode: this.#mode.value as TurnMode }));
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.element.append(
      this.#trouble,
      this.#chips,
      this.#names,
      this.#input,
      element("div", { class: "bar" }, this.#mode, this.#model, this.#stop, this.#send),
      this.#facts,
    );
  }

  /** The words are known from here on. */
  name(): void {
    this.#send.textContent = say("send");
    this.#stop.textContent = say("stop");
    this.#names.setAttribute("aria-label", say("names"));
    this.#mode.setAttribute("aria-label", say("mode"));
    this.#mode.replaceChildren(...modes.map((m) => element("option", { value: m }, say(m))));
    this.#model.title = say("model");
  }

  focus(): void {
    this.#input.focus();
  }

  get isNaming(): boolean {
    return !this.#names.hidden;
  }

  drawDraft({ text, chips }: Draft): void {
    this.#input.value = text;
    this.#attach(chips);
    this.#close();
  }

  drawRunning(isRunning: boolean): void {
    const hint = isRunning ? say("steer") : say("placeholder");
    if (this.#input.placeholder !== hint) {
      this.#input.placeholder = hint;
      this.#input.setAttribute("aria-label", hint);
      this.#stop.hidden = !isRunning;
    }
  }

  drawStatus({ isSending, mode, usage, trouble }: Status): void {
    this.#input.readOnly = isSending;
    this.#send.disabled = isSending;
    this.#mode.value = mode;
    this.#facts.textContent = isSending ? say("sending") : usage;
    this.#trouble.textContent = trouble;
  }

  drawModel(model: string): void {
    this.#model.textContent = model;
  }

  drawNames(word: string, entries: readonly Completion[]): void {
    const isAsked = this.#word() === word;
    this.#entries = isAsked ? entries : [];
    this.#chosen = Math.min(this.#chosen, Math.max(this.#entries.length - 1, 0));
    this.#drawEntries();
  }

  #submit(): void {
    const text = this.#input.value.trim();
    if (text !== "" && !this.#input.readOnly) {
      post({ type: "send", draft: { text, chips: this.#attached } });
    }
  }

  #typed(): void {
    this.#keep();
    this.#chosen = 0;
    clearTimeout(this.#asking);
    const word = this.#word();
    if (word === undefined) {
      this.#close();
    } else {
      this.#asking = setTimeout(() => post({ type: "complete", word }), pause);
    }
  }

  #pressed(event: KeyboardEvent): void {
    if (this.isNaming && this.#choose(event.key)) {
      event.preventDefault();
      event.stopPropagation();
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.#submit();
    }
  }

  /** Whether the key was one of the list. */
  #choose(key: string): boolean {
    const last = this.#entries.length - 1;
    switch (key) {
      case "ArrowDown":
      case "ArrowUp":
        this.#chosen =
          key === "ArrowDown" ? (this.#chosen === last ? 0 : this.#chosen + 1) : this.#chosen === 0 ? last : this.#chosen - 1;
        this.#drawEntries();
        return true;
      case "Enter":
      case "Tab":
        this.#take(this.#entries[this.#chosen]);
        return true;
      case "Escape":
        this.#close();
        return true;
      default:
        return false;
    }
  }

  #take(entry: Completion | undefined): void {
    const word = this.#word();
    if (entry !== undefined && word !== undefined) {
      const end = this.#input.selectionStart;
      this.#input.setRangeText(`${entry.name} `, end - word.length, end, "end");
      const same = JSON.stringify(entry.chip.input);
      this.#attach([...this.#attached.filter((c) => JSON.stringify(c.input) !== same), entry.chip]);
      this.#keep();
    }

    this.#close();
    this.focus();
  }

  /** The word at the cursor that begins with @, without it. */
  #word(): string | undefined {
    return /(?:^|\s)@([^\s@]*)$/.exec(this.#input.value.slice(0, this.#input.selectionStart))?.[1];
  }

  #attach(chips: readonly Chip[]): void {
    this.#attached = chips;
    this.#chips.replaceChildren(
      ...chips.map((chip, index) => {
        const remove = button("×", () => this.#remove(index), { "aria-label": say("remove", chip.label) });
        return element(
          "span",
          { class: "chip" },
          button(chip.label, () => post({ type: "open", input: chip.input })),
          remove,
        );
      }),
    );
  }

  #remove(index: number): void {
    this.#attach(this.#attached.toSpliced(index, 1));
    this.#keep();
    this.focus();
  }

  #keep(): void {
    post({ type: "draft", draft: { text: this.#input.value, chips: this.#attached } });
  }

  #close(): void {
    this.#entries = [];
    this.#drawEntries();
  }

  #drawEntries(): void {
    this.#names.hidden = this.#entries.length === 0;
    this.#names.replaceChildren(
      ...this.#entries.map((entry, index) => {
        const isChosen = index === this.#chosen;
        const option = element(
          "div",
          { role: "option", id: `name-${index}`, "aria-selected": String(isChosen) },
          entry.name,
          " ",
          element("span", { class: "facts" }, entry.detail),
        );
        option.addEventListener("mousedown", (event) => {
          event.preventDefault();
          this.#take(entry);
        });
        return option;
      }),
    );
    this.#names.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
    if (this.#names.hidden) {
      this.#input.removeAttribute("aria-activedescendant");
    } else {
      this.#input.setAttribute("aria-activedescendant", `name-${this.#chosen}`);
    }
  }
}
