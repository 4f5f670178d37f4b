import MarkdownIt, { type Token } from "markdown-it";

/** A part of rendered Markdown: text, a block of code, a link, or an element that holds parts. */
export type Piece =
  | string
  | { readonly kind: "code"; readonly language: string; readonly text: string }
  | { readonly kind: "link"; readonly target: string; readonly children: readonly Piece[] }
  | { readonly kind: "element"; readonly tag: Tag; readonly children: readonly Piece[] };

const tags = [
  ...(["p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "hr", "br"] as const),
  ...(["strong", "em", "s", "code", "table", "thead", "tbody", "tr", "th", "td"] as const),
];

/** The only elements that come of Markdown. */
export type Tag = (typeof tags)[number];

// No HTML; addresses become links only where the author says so.
const markdown = new MarkdownIt({ html: false, linkify: false });
markdown.validateLink = isOpenable;

/** The Markdown of a model in pieces, one for each block. They hold text and never markup: nothing of it can become HTML. */
export function render(text: string): Piece[] {
  return nested(markdown.parse(text, {}));
}

/** Whether a link can be asked for: an address of the web, or a path in the workspace. Every other scheme is text. */
export function isOpenable(target: string): boolean {
  return /^https?:\/\/[^/]/i.test(target) || /^(?![a-z][a-z\d+.-]*:|[/\\#])./i.test(target);
}

function nested(tokens: readonly Token[]): Piece[] {
  const root: Piece[] = [];
  const stack = [root];
  for (const token of tokens) {
    const inner = stack.at(-1) ?? root;
    if (token.nesting < 0) {
      stack.pop();
    } else if (token.nesting === 0) {
      leaf(token).forEach((piece) => inner.push(piece));
    } else {
      const children: Piece[] = [];
      const piece = opened(token, children);
      stack.push(piece === undefined ? inner : children);
      inner.push(...(piece === undefined ? [] : [piece]));
    }
  }

  return root;
}

/** Undefined for what adds nothing: its children stand where it would. */
function opened(token: Token, children: Piece[]): Piece | undefined {
  if (token.type === "link_open") {
    return { kind: "link", target: String(token.attrGet("href") ?? ""), children };
  }

  return isTag(token.tag) && !token.hidden ? { kind: "element", tag: token.tag, children } : undefined;
}

function leaf(token: Token): Piece[] {
  switch (token.type) {
    case "inline":
      return nested(token.children ?? []);
    case "fence":
    case "code_block":
      return [{ kind: "code", language: token.info.trim().split(/\s/, 1)[0] ?? "", text: token.content }];
    case "code_inline":
      return [{ kind: "element", tag: "code", children: [token.content] }];
    case "image":
      // Never loaded: what it says and where it would come from.
      return [`${token.content} (${token.attrGet("src") ?? ""})`];
    case "hardbreak":
      return [{ kind: "element", tag: "br", children: [] }];
    case "softbreak":
      return ["\n"];
    case "hr":
      return [{ kind: "element", tag: "hr", children: [] }];
    default:
      return token.content === "" ? [] : [token.content];
  }
}

function isTag(tag: string): tag is Tag {
  return (tags as readonly string[]).includes(tag);
}
