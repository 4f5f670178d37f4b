import type { FileChange, Finding, Hunk, Proposal, Range } from "../protocol";
import { type EditState, isRunning, pendingHunks, proposalOf } from "./editState";
import { visible } from "../text/unseen";
import { commandLink, escaped, fenced, placeLink } from "./markdown";
import { distance, lastLine } from "./ranges";
import { repaired, verdict, words } from "./words";

const mostDiffLines = 60;
const mostGrowingLines = 20;
const mostFindings = 10;
const mostLinesBetween = 5;

/** The commands a thread links to. They take `EditArgument`. */
export const linkedCommands = [
  "codexLsp.accept",
  "codexLsp.acceptAnyway",
  "codexLsp.askAgain",
  "codexLsp.cancel",
  "codexLsp.openDiff",
  "codexLsp.refine",
  "codexLsp.reject",
] as const;

type LinkedCommand = (typeof linkedCommands)[number];

/** Names an edit, and a hunk of it, in the argument of a command. */
export interface EditArgument {
  readonly edit: string;
  readonly hunkId?: string;
}

/** What the comment thread of an edit says. */
export interface ThreadView {
  readonly label: string;
  /** Words for `when` clauses: the phase, `broken`, `revisions`. */
  readonly contextValue: string;
  readonly canReply: boolean;
  readonly range: Range;
  readonly comments: readonly CommentView[];
}

/** One comment. Only one without a word of the model's or the workspace's may be trusted with command links. */
export interface CommentView {
  readonly role: "request" | "answer" | "actions";
  readonly author: string;
  readonly label?: string;
  readonly body: string;
  readonly trusted: boolean;
}

/** What is drawn over the text of a file. */
export interface Marks {
  readonly removed: readonly { readonly first: number; readonly last: number }[];
  readonly inserted: readonly { readonly line: number; readonly text: string }[];
}

/** A CodeLens. */
export interface LensView {
  readonly line: number;
  readonly title: string;
  readonly command: string;
  readonly argument: EditArgument;
}

/** @param name Shows a file's URI as people read it. */
export function threadView(state: EditState, name: (uri: string) => string): ThreadView {
  const proposal = proposalOf(state);
  const broken = proposal?.verification.status === "broken";
  return {
    label: labelOf(state),
    contextValue: [state.phase, broken ? "broken" : "", state.revisions.length > 1 ? "revisions" : ""].filter(Boolean).join(" "),
    canReply: !isRunning(state),
    range: threadRange(state),
    comments: [request(state), answer(state, name), actions(state)].filter((c) => c.body !== ""),
  };
}

/** What happens, in a line. */
export function labelOf(state: EditState): string {
  const lines = lineCount(state.preview);
  switch (state.phase) {
    case "prompting":
    case "closed":
      return "";
    case "streaming":
      return state.round > 1 ? words.repairing(lines) : words.writing(lines);
    case "verifying":
      return state.waited ? words.stillChecking() : words.checking();
    case "stale":
      return words.stale();
    case "failed":
      return words.failed();
    case "ready": {
      const proposal = proposalOf(state);
      return state.texts.size > 0 ? words.edited() : proposal ? verdict(proposal) : "";
    }
  }
}

export function marksOf(state: EditState, uri: string): Marks {
  const newestLine = state.phase === "streaming" && state.uri === uri ? writtenSoFar(state).at(-1) : undefined;
  if (newestLine !== undefined) {
    return { removed: [], inserted: [{ line: lastLine(state.range), text: visible(newestLine) }] };
  }

  const hunks = state.phase === "stale" ? [] : hunksIn(state, uri);
  return {
    removed: hunks.filter((h) => h.oldText !== "").map(({ range }) => ({ first: range.start.line, last: lastLine(range) })),
    inserted: hunks
      .filter((h) => h.newText !== "")
      .map(({ range, oldText, newText }) => {
        const line = oldText === "" ? Math.max(range.start.line - 1, 0) : lastLine(range);
        return { line, text: words.insertion(lineCount(newText)) };
      }),
  };
}

export function lensesOf(state: EditState, uri: string): LensView[] {
  if (isRunning(state) && state.uri === uri) {
    const title = `$(loading~spin) ${words.cancel()}`;
    return [{ line: state.range.start.line, title, command: "codexLsp.cancel", argument: { edit: state.id } }];
  }

  if (state.phase !== "ready") {
    return [];
  }

  const accept = isBroken(state) ? words.acceptAnyway() : words.accept();
  return hunksIn(state, uri).flatMap((hunk) => {
    const at = { line: hunk.range.start.line, argument: { edit: state.id, hunkId: hunk.id } };
    return [
      { ...at, title: accept, command: "codexLsp.acceptHunk" },
      { ...at, title: words.reject(), command: "codexLsp.rejectHunk" },
    ];
  });
}

/** How far the edit is from lines of a file; undefined when it has nothing to do with the file. */
export function distanceTo(state: EditState, uri: string, first: number, last = first): number | undefined {
  const ranges = hunksIn(state, uri).map((h) => h.range);
  const all = state.uri === uri ? [state.range, ...ranges] : ranges;
  return all.length === 0 ? undefined : Math.min(...all.map((r) => distance(r, first, last)));
}

/** The hunk at a line, or the nearest below or above it. */
export function hunkAt(state: EditState, uri: string, line: number): Hunk | undefined {
  return hunksIn(state, uri).sort((a, b) => distance(a.range, line) - distance(b.range, line))[0];
}

export function isBroken(state: EditState): boolean {
  return proposalOf(state)?.verification.status === "broken";
}

/** Lines added and taken away, of a file or a hunk of it. */
export function countsOf(hunks: readonly Hunk[]): string {
  const sum = (of: (hunk: Hunk) => string): number => hunks.reduce((lines, hunk) => lines + lineCount(of(hunk)), 0);
  return `+${sum((h) => h.newText)} −${sum((h) => h.oldText)}`;
}

export function kindOf(file: FileChange, name: (uri: string) => string): string {
  switch (file.kind) {
    case "create":
      return words.created();
    case "delete":
      return words.deleted();
    case "rename":
      return words.renamed(name(file.newUri ?? file.uri));
    case "modify":
      return "";
  }
}

function hunksIn(state: EditState, uri: string): Hunk[] {
  const proposal = proposalOf(state);
  return proposal ? pendingHunks(proposal).flatMap((p) => (p.uri === uri ? [p.hunk] : [])) : [];
}

/**
 * The thread stands below the lines it is about; where the change goes on close below them, below the change. The editor colours the
 * lines of a thread: those that are written anew, but not those that have marks of ours.
 */
function threadRange(state: EditState): Range {
  const last = hunksIn(state, state.uri).reduce(
    (line, { range }) => (distance(range, line) <= mostLinesBetween ? Math.max(line, lastLine(range)) : line),
    lastLine(state.range),
  );
  return { start: { line: isRunning(state) ? state.range.start.line : last, character: 0 }, end: { line: last, character: 0 } };
}

function request(state: EditState): CommentView {
  const text = state.revisions.length > 0 && !isRunning(state) ? state.requests[state.shown] : state.requests.at(-1);
  return { role: "request", author: words.you(), body: escaped(text ?? ""), trusted: false };
}

function answer(state: EditState, name: (uri: string) => string): CommentView {
  const proposal = proposalOf(state) ?? (state.phase === "verifying" ? state.draft : undefined);
  const { trouble } = state;
  const written = writtenSoFar(state);
  const parts = [
    ...(trouble ? [`**${escaped(trouble.message)}**`, escaped(trouble.next ?? "")] : []),
    ...(state.phase === "stale" ? [escaped(proposal?.message ?? words.staleNext())] : []),
    ...(proposal ? changeOf(proposal, name) : state.phase === "streaming" && written.length > 0 ? [newest(written)] : []),
  ];
  const revision = state.revisions.length > 1 && !isRunning(state) ? words.revision(state.shown + 1, state.revisions.length) : "";
  return { role: "answer", author: words.codex(), label: revision, body: parts.filter(Boolean).join("\n\n"), trusted: false };
}

function changeOf(proposal: Proposal, name: (uri: string) => string): string[] {
  const { verification } = proposal;
  return [
    ...(proposal.status === "ready" && proposal.message ? [escaped(proposal.message)] : []),
    list([
      ...findings(verification.introduced, name),
      ...verification.repaired.map((r) => escaped(repaired(r))),
      ...verification.notes.map(escaped),
    ]),
    ...diff(proposal, name),
  ];
}

function findings(introduced: readonly Finding[], name: (uri: string) => string): string[] {
  const errorsFirst = [...introduced].sort((a, b) => Number(b.severity === "error") - Number(a.severity === "error"));
  const shown = errorsFirst.slice(0, mostFindings).map(({ uri, range: { start }, code, message }) => {
    return `${placeLink(`${name(uri)}:${start.line + 1}`, uri, start.line, start.character)} ${escaped(`${code}: ${message}`)}`;
  });
  return introduced.length > mostFindings ? [...shown, words.below(introduced.length - mostFindings)] : shown;
}

/** All hunks when they are short, else the first; a file's name where there are several, or where it comes, goes or moves. */
function diff(proposal: Proposal, name: (uri: string) => string): string[] {
  const short = diffLines(proposal) <= mostDiffLines;
  const first = proposal.files.find((f) => f.hunks.length > 0);
  return proposal.files.flatMap((file) => {
    const hunks = pendingHunks({ files: [file] }).map((p) => p.hunk);
    const title =
      proposal.files.length > 1 || file.kind !== "modify"
        ? [
            `${placeLink(name(file.uri), file.uri, hunks[0]?.range.start.line ?? 0, 0)} ${escaped(`${kindOf(file, name)} ${countsOf(hunks)}`)}`,
          ]
        : [];
    const shown = short ? hunks : file === first ? hunks.slice(0, 1) : [];
    const lines = shown.flatMap((h) => [
      ...(hunks.length > 1 ? [`@@ ${words.line(h.range.start.line + 1)} @@`] : []),
      ...hunkLines(h),
    ]);
    return lines.length === 0 ? title : [...title, fenced(cut(lines).join("\n"), "diff")];
  });
}

function cut(lines: readonly string[]): readonly string[] {
  return lines.length <= mostDiffLines ? lines : [...lines.slice(0, mostDiffLines), words.below(lines.length - mostDiffLines)];
}

function diffLines(proposal: Proposal): number {
  return pendingHunks(proposal).reduce((sum, { hunk }) => sum + hunkLines(hunk).length, 0);
}

function hunkLines({ oldText, newText }: Hunk): string[] {
  return [...linesOf(oldText).map((l) => `-${l}`), ...linesOf(newText).map((l) => `+${l}`)];
}

/** The change as it grows. */
function writtenSoFar({ draft, preview }: EditState): string[] {
  return draft ? draft.files.flatMap((f) => f.hunks).flatMap(hunkLines) : linesOf(preview).map((l) => `+${l}`);
}

/** The end of what is being written. */
function newest(lines: readonly string[]): string {
  const above = Math.max(lines.length - mostGrowingLines, 0);
  return fenced([...(above > 0 ? [words.above(above)] : []), ...lines.slice(above)].join("\n"), "diff");
}

function actions(state: EditState): CommentView {
  const link = (title: string, command: LinkedCommand): string => commandLink(title, command, { edit: state.id });
  const proposal = proposalOf(state);
  const links = ((): string[] => {
    switch (state.phase) {
      case "streaming":
      case "verifying":
        return [link(words.cancel(), "codexLsp.cancel")];
      case "ready":
        return [
          isBroken(state) ? link(words.acceptAnyway(), "codexLsp.acceptAnyway") : link(acceptTitle(state), "codexLsp.accept"),
          link(words.reject(), "codexLsp.reject"),
          link(words.refine(), "codexLsp.refine"),
          link(
            proposal && diffLines(proposal) > mostDiffLines ? words.openLongDiff(diffLines(proposal)) : words.openDiff(),
            "codexLsp.openDiff",
          ),
        ];
      case "stale":
      case "failed":
        return [link(words.askAgain(), "codexLsp.askAgain"), link(words.discard(), "codexLsp.reject")];
      default:
        return [];
    }
  })();
  const cost = state.phase === "ready" && proposal ? [words.cost(proposal.usage)] : [];
  return { role: "actions", author: "", body: [...links, ...cost].join(" · "), trusted: true };
}

function acceptTitle(state: EditState): string {
  const proposal = proposalOf(state);
  const all = proposal ? pendingHunks(proposal).length : 0;
  return state.leftOut.size === 0 ? words.accept() : words.acceptSome(all - state.leftOut.size, all);
}

function list(items: readonly string[]): string {
  return items.map((i) => `- ${i}`).join("\n");
}

function linesOf(text: string): string[] {
  const lines = text.split(/\r\n?|\n/);
  return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
}

function lineCount(text: string): number {
  return linesOf(text).length;
}
