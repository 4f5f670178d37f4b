import type { ProposalAction, ProposalRow } from "./messages";
import type { Input, Item, Range } from "../src/protocol";
import { button, element, marked, post, say } from "./page";

/** The last lines of a command's output that are shown without asking. */
const tail = 12;

/** What is drawn of an item that is not an answer. Nothing for what the user need not see. */
export function row(item: Item): Node[] {
  switch (item.type) {
    case "userMessage":
      return [element("div", { class: "words" }, ...item.input.map(input))];
    case "reasoning":
      return [element("details", {}, element("summary", {}, say("reasoning")), element("p", {}, item.summary))];
    case "plan":
      return [
        element("strong", {}, say("plan")),
        element(
          "ol",
          { class: "plan" },
          ...item.steps.map((s) => element("li", { class: s.status }, ...marked(s.text, true), ` (${say(s.status)})`)),
        ),
      ];
    case "toolCall":
      return [
        element(
          "details",
          { class: "tool" },
          element("summary", {}, element("code", {}, item.tool), " ", ...marked(brief(item.arguments), true), state(item)),
          element("pre", { tabindex: "0" }, ...marked(item.result ?? "")),
        ),
      ];
    case "command":
      return [
        command(item.command),
        element(
          "p",
          { class: "facts" },
          ...facts([
            say("folder", item.cwd),
            exit(item),
            item.sandboxed || item.exitCode === undefined ? "" : say("unsandboxed"),
          ]),
          state(item),
        ),
        ...(item.output === "" ? [] : [output(item.output)]),
      ];
    case "tests":
      return [
        element("p", {}, say("tests", item.passed, item.failed, item.skipped)),
        ...item.failures.map((f) =>
          element("details", {}, element("summary", {}, ...marked(f.name, true)), element("pre", {}, ...marked(f.message))),
        ),
      ];
    case "approval":
      return [element("p", { class: "facts" }, ...marked(item.title, true), " · ", ...marked(answerTo(item)))];
    case "error":
      return [element("p", { class: "error" }, ...marked(item.error.message), " ", ...marked(item.error.next ?? ""))];
    case "verification": {
      const { status, introduced, reason = "" } = item.verification;
      const errors = introduced.filter((f) => f.severity === "error").length;
      return [element("p", { class: `facts ${status}` }, say(status, errors, reason))];
    }
    case "agentMessage":
    case "fileChange":
      return [];
  }
}

/** A proposal: what it changes, its verdict, and what one can do about it. */
export function proposal({ id, title, files, verdict, isBroken, isOpen }: ProposalRow): Node[] {
  const action = (name: ProposalAction) => button(say(name), () => post({ type: "proposal", id, action: name }));
  return [
    element("strong", {}, ...marked(title, true)),
    element("ul", {}, ...files.map((f) => element("li", {}, ...marked(f, true)))),
    element("p", { class: isBroken ? "error" : "verdict" }, ...marked(verdict)),
    ...(isOpen
      ? [element("p", { class: "actions" }, action("diff"), action(isBroken ? "acceptAnyway" : "accept"), action("reject"))]
      : []),
  ];
}

/** The exact words of a command, each in a box: nothing is joined, cut or interpreted. */
export function command(argv: readonly string[]): HTMLElement {
  return element(
    "div",
    { class: "argv", "aria-label": say("command") },
    ...argv.map((word) => element("code", {}, ...marked(word, true))),
  );
}

function input(part: Input): Node {
  switch (part.type) {
    case "text":
      return element("p", {}, part.text);
    case "symbol":
      return element("span", { class: "chip" }, part.name);
    case "file":
    case "diagnostic": {
      const { uri, range } = part;
      const open = () => post({ type: "open", input: { type: "file", uri, ...(range && { range }) } });
      const [code, title] = part.type === "diagnostic" ? [part.code, part.message] : [];
      return button(code || `${nameOf(uri)}${linesOf(range)}`, open, { class: "chip", title });
    }
  }
}

/** The name of a file. A URI that is spelled badly is shown as it is. */
function nameOf(uri: string): string {
  const name = uri.slice(uri.lastIndexOf("/") + 1);
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

function linesOf(range: Range | undefined): string {
  if (range === undefined) {
    return "";
  }

  const { start, end } = range;
  const last = end.character === 0 && end.line > start.line ? end.line : end.line + 1;
  return start.line + 1 === last ? `:${last}` : `:${start.line + 1}-${last}`;
}

/** What became of a question; one that nobody answered allowed nothing. */
function answerTo({ status, note }: Extract<Item, { type: "approval" }>): string {
  switch (status) {
    case "running":
      return say("asked");
    case "completed":
      return say("approved");
    case "declined":
      return note ? say("denied", note) : say("declined");
    case "failed":
      return say("stopped");
  }
}

function exit({ exitCode, status }: { readonly exitCode?: number; readonly status: Item["status"] }): string {
  return exitCode === undefined || status === "running" ? "" : say("exit", exitCode);
}

function output(text: string): Node {
  const lines = text.trimEnd().split("\n");
  const shown = element("pre", { tabindex: "0" }, ...marked(lines.slice(-tail).join("\n")));
  return lines.length <= tail
    ? shown
    : element(
        "div",
        {},
        element(
          "details",
          {},
          element("summary", {}, `… ${lines.length - tail}`),
          element("pre", {}, ...marked(lines.slice(0, -tail).join("\n"))),
        ),
        shown,
      );
}

function facts(words: readonly string[]): Node[] {
  return words.filter((w) => w !== "").map((w) => element("span", {}, w));
}

function state({ status }: Item): HTMLElement {
  const isSaid = status === "failed" || status === "declined" || status === "running";
  return element("span", { class: status }, isSaid ? say(status) : "");
}

/** Arguments in a line. */
function brief(text: string): string {
  return text.length > 160 ? `${text.slice(0, 160)}…` : text;
}
