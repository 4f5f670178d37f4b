import { render, type Piece } from "./markdown";
import { button, element, marked, post, say } from "./page";

/** The Markdown of an answer that grows: blocks that did not change stay the elements they are, with what is selected in them. */
export class Message {
  readonly element = element("div", { class: "markdown" });
  readonly #apply: (text: string) => void;
  #blocks: { readonly source: string; readonly node: Node }[] = [];

  /** @param apply Makes a proposal of the text of a block of code. */
  constructor(apply: (text: string) => void) {
    this.#apply = apply;
  }

  draw(text: string): void {
    const pieces = render(text);
    const before = this.#blocks;
    this.#blocks = pieces.map((piece, index) => {
      const source = JSON.stringify(piece);
      const known = before[index];
      return known?.source === source ? known : { source, node: this.#node(piece) };
    });
    const first = this.#blocks.findIndex((block, index) => block !== before[index]);
    before.slice(first < 0 ? this.#blocks.length : first).forEach(({ node }) => node.parentNode?.removeChild(node));
    this.#blocks.slice(first < 0 ? this.#blocks.length : first).forEach(({ node }) => this.element.append(node));
  }

  #node(piece: Piece): Node {
    if (typeof piece === "string") {
      return document.createTextNode(piece);
    }

    switch (piece.kind) {
      case "code":
        return this.#code(piece.language, piece.text);
      case "link": {
        const { target } = piece;
        const shown = piece.children.map((c) => this.#node(c));
        const link = element("a", { href: "#", title: target }, shown);
        link.addEventListener("click", (event) => {
          event.preventDefault();
          post({ type: "link", target });
        });
        return element(
          "span",
          {},
          link,
          ...(link.textContent === target ? [] : [" ", element("span", { class: "target" }, `(${target})`)]),
        );
      }
      case "element":
        return element(
          piece.tag,
          {},
          piece.children.flatMap((c) => (piece.tag === "code" && typeof c === "string" ? marked(c) : this.#node(c))),
        );
    }
  }

  #code(language: string, text: string): HTMLElement {
    return element(
      "figure",
      { class: "code" },
      element(
        "figcaption",
        {},
        element("span", {}, language),
        button(say("copy"), () => post({ type: "copy", text })),
        button(say("insert"), () => post({ type: "insert", text })),
        button(say("apply"), () => this.#apply(text)),
      ),
      element("pre", { tabindex: "0" }, element("code", {}, marked(text))),
    );
  }
}
