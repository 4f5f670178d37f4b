import type { FromPage, ToPage } from "./messages";
import { partsOf } from "../src/text/unseen";

/** What VS Code gives a page to talk to its extension. */
declare function acquireVsCodeApi(): { postMessage(message: FromPage): void };

const editor = acquireVsCodeApi();
let words: Readonly<Record<string, string>> = {};

type Child = Node | string;
type Attributes = Readonly<Record<string, string | boolean | undefined>>;

/** Asks the extension for something. */
export function post(message: FromPage): void {
  editor.postMessage(message);
}

/** Hears the extension. Its words are the first thing that comes. */
export function listen(hear: (message: ToPage) => void): void {
  window.addEventListener("message", ({ data }: MessageEvent<ToPage>) => {
    if (data.type === "words") {
      words = data.words;
    }

    hear(data);
  });
}

/** A sentence in the user's language. */
export function say(name: string, ...values: readonly (string | number)[]): string {
  return (words[name] ?? name).replace(/\{(\d)\}/g, (_, index: string) => String(values[Number(index)] ?? ""));
}

/** An element with text or elements inside: a text is never read as markup. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly (Child | readonly Child[])[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) {
      made.setAttribute(name, value === true ? "" : value);
    }
  }

  // One by one: an answer can have more parts than a call may have arguments.
  children.flat().forEach((child) => made.append(child));
  return made;
}

export function button(words: string, click: () => void, attributes: Attributes = {}): HTMLButtonElement {
  const made = element("button", { type: "button", ...attributes }, words);
  made.addEventListener("click", click);
  return made;
}

/** Text in which what cannot be seen is spelled out and marked; in a text of one line, line ends too. */
export function marked(text: string, isLine = false): (Node | string)[] {
  return partsOf(text, isLine).map((part) => (part.isUnseen ? element("mark", { title: say("unseen") }, part.text) : part.text));
}
