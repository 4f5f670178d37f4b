import type { EditProgressParams, Error, Hunk, Proposal, Range } from "../protocol";
import { type Shift, shifted } from "./ranges";

export type Phase = "prompting" | "streaming" | "verifying" | "ready" | "stale" | "failed" | "closed";

/** What a user is told when something did not work; the shape of the protocol's `Error`, as far as it is shown. */
export type Trouble = Pick<Error, "message"> & Partial<Error>;

/** A whole text the user wrote in the diff. */
export interface EditedText {
  readonly text: string;
  /** Whether the file was typed in since: accepting the text would take that away. */
  readonly isOutdated: boolean;
}

/** One edit from the prompt to its end. Immutable; `reduce` makes the next one. */
export interface EditState {
  readonly id: string;
  readonly phase: Phase;
  /** The document it was asked for, in the spelling the host uses. */
  readonly uri: string;
  /** The lines it was asked for; they follow what the user types. */
  readonly range: Range;
  /** The user's words, newest last: the request and its refinements. */
  readonly requests: readonly string[];
  /** The new lines as they are being written. */
  readonly preview: string;
  /** How often the model was asked in this turn. */
  readonly round: number;
  /** The change as far as it is written, before its verdict. */
  readonly draft?: Proposal | undefined;
  /** Whether the check takes so long that the draft is shown. */
  readonly waited: boolean;
  /** Oldest first. */
  readonly revisions: readonly Proposal[];
  /** The revision that is shown. */
  readonly shown: number;
  /** Hunks the user unticked: accepting leaves them. */
  readonly leftOut: ReadonlySet<string>;
  /** Texts the user edited in the diff, by URI. */
  readonly texts: ReadonlyMap<string, EditedText>;
  readonly trouble?: Trouble | undefined;
}

export type EditEvent =
  | { readonly type: "sent"; readonly request: string }
  | { readonly type: "progressed"; readonly progress: EditProgressParams }
  | { readonly type: "waited" }
  | { readonly type: "answered"; readonly proposal: Proposal }
  | { readonly type: "failed"; readonly trouble: Trouble }
  | { readonly type: "cancelled" }
  | { readonly type: "changed"; readonly proposal: Proposal; readonly isCurrent: (uri: string, version: number) => boolean }
  | { readonly type: "typed"; readonly uri: string; readonly shifts: readonly Shift[] }
  | { readonly type: "turned"; readonly by: 1 | -1 }
  | { readonly type: "ticked"; readonly hunkId: string; readonly ticked: boolean }
  | { readonly type: "rewritten"; readonly uri: string; readonly text: string }
  | { readonly type: "closed" };

const nothing = { preview: "", round: 1, draft: undefined, waited: false, trouble: undefined } as const;

/** An edit the user is being asked about. */
export function prompting(id: string, uri: string, range: Range): EditState {
  return {
    id,
    phase: "prompting",
    uri,
    range,
    requests: [],
    revisions: [],
    shown: 0,
    leftOut: new Set(),
    texts: new Map(),
    ...nothing,
  };
}

/** An edit whose proposal the host had already: after a reload, a restart or an undo. */
export function offered(id: string, revisions: readonly Proposal[], requests: readonly string[]): EditState | undefined {
  const newest = revisions.at(-1);
  const file = newest?.files.find((f) => f.hunks.length > 0) ?? newest?.files[0];
  if (newest === undefined || file === undefined) {
    return undefined;
  }

  const start = file.hunks[0]?.range.start ?? { line: 0, character: 0 };
  const end = file.hunks.at(-1)?.range.end ?? start;
  return {
    ...prompting(id, file.uri, { start, end }),
    phase: phaseOf(newest),
    requests,
    revisions,
    shown: revisions.length - 1,
  };
}

export function reduce(state: EditState, event: EditEvent): EditState {
  switch (event.type) {
    case "sent":
      return { ...state, ...nothing, phase: "streaming", requests: [...state.requests, event.request] };
    case "progressed":
      return isRunning(state) ? progressed(state, event.progress) : state;
    case "waited":
      return state.phase === "verifying" ? { ...state, waited: true } : state;
    case "answered":
      return answered(state, event.proposal);
    case "failed":
      return settled({ ...state, ...nothing, trouble: event.trouble });
    case "cancelled":
      return settled({ ...state, ...nothing });
    case "changed":
      return changed(state, event.proposal, event.isCurrent);
    case "typed":
      return typed(state, event.uri, event.shifts);
    case "turned":
      return turned(state, event.by);
    case "ticked":
      return { ...state, leftOut: with_(state.leftOut, event.hunkId, !event.ticked) };
    case "rewritten":
      return { ...state, texts: new Map(state.texts).set(event.uri, { text: event.text, isOutdated: false }) };
    case "closed":
      return { ...state, phase: "closed" };
  }
}

/** The proposal to draw: the draft while a long check runs, else the revision that is shown. */
export function proposalOf(state: EditState): Proposal | undefined {
  switch (state.phase) {
    case "verifying":
      return state.waited ? state.draft : undefined;
    case "ready":
    case "stale":
      return state.revisions[state.shown];
    default:
      return undefined;
  }
}

export function isRunning({ phase }: EditState): boolean {
  return phase === "streaming" || phase === "verifying";
}

/** Hunks that wait for a decision, with the file each is in. */
export function pendingHunks(proposal: Pick<Proposal, "files">): { readonly uri: string; readonly hunk: Hunk }[] {
  return proposal.files.flatMap((file) =>
    file.hunks.filter((hunk) => hunk.status === "pending" || hunk.status === "conflict").map((hunk) => ({ uri: file.uri, hunk })),
  );
}

function progressed(state: EditState, { stage, round, delta, proposal }: EditProgressParams): EditState {
  const asked = round ?? state.round;
  // Another round writes anew: what the first one wrote did not hold.
  const isNewRound = asked !== state.round || stage === "repair";
  const phase = stage === undefined ? state.phase : stage === "verify" ? "verifying" : "streaming";
  return {
    ...state,
    phase,
    waited: phase === "verifying" && state.waited,
    round: asked,
    preview: (isNewRound ? "" : state.preview) + (delta ?? ""),
    draft: proposal ?? (isNewRound ? undefined : state.draft),
  };
}

function answered(state: EditState, proposal: Proposal): EditState {
  const next = { ...state, ...nothing };
  switch (proposal.status) {
    case "ready":
    case "partly":
    case "stale": {
      const revisions = [...state.revisions, proposal];
      return settled({ ...next, revisions, shown: revisions.length - 1, leftOut: new Set(), texts: new Map() });
    }
    case "empty":
    case "failed":
    case "refused":
      return settled({ ...next, trouble: proposal.error ?? { message: proposal.message ?? proposal.title } });
    default:
      return { ...next, phase: "closed" };
  }
}

/** Nothing runs any more: what is left is the revision that is shown, a message, or nothing. */
function settled(state: EditState): EditState {
  const proposal = state.revisions[state.shown];
  // A refinement that came to nothing leaves no words behind.
  const requests = proposal ? state.requests.slice(0, state.revisions.length) : state.requests;
  return { ...state, requests, phase: proposal ? phaseOf(proposal) : state.trouble ? "failed" : "closed" };
}

function changed(state: EditState, proposal: Proposal, isCurrent: (uri: string, version: number) => boolean): EditState {
  const index = state.revisions.findIndex((r) => r.id === proposal.id);
  const known = state.revisions[index];
  if (known === undefined) {
    return state;
  }

  const revisions = state.revisions.with(index, placed(proposal, known, isCurrent));
  const pending = new Set(pendingHunks(proposal).map((p) => p.hunk.id));
  const leftOut = new Set([...state.leftOut].filter((id) => pending.has(id)));
  const next = { ...state, revisions, leftOut, texts: textsAfter(state.texts, known, proposal) };
  return index === state.shown && !isRunning(state) ? settled({ ...next, trouble: undefined }) : next;
}

/**
 * The host's proposal with ranges that fit the text on the screen: while the host is behind the user's typing, a hunk it knew
 * before stays where typing moved it.
 */
function placed(proposal: Proposal, known: Proposal, isCurrent: (uri: string, version: number) => boolean): Proposal {
  const before = new Map(known.files.flatMap((f) => f.hunks.map((h) => [h.id, h.range] as const)));
  return {
    ...proposal,
    files: proposal.files.map((file) =>
      file.version === undefined || isCurrent(file.uri, file.version)
        ? file
        : { ...file, hunks: file.hunks.map((hunk) => ({ ...hunk, range: before.get(hunk.id) ?? hunk.range })) },
    ),
  };
}

/** What the user wrote stays until the change is decided on; where the change is another one, they look at it before it counts. */
function textsAfter(texts: EditState["texts"], before: Proposal, after: Proposal): EditState["texts"] {
  if (phaseOf(after) === "closed") {
    return new Map();
  }

  return sameTexts(before, after) ? texts : new Map([...texts].map(([uri, { text }]) => [uri, { text, isOutdated: true }]));
}

function sameTexts(a: Proposal, b: Proposal): boolean {
  const texts = (p: Proposal): string =>
    p.files.flatMap((f) => f.hunks.map((h) => `${h.id}\0${h.newText}\0${h.status}`)).join("\0");
  return texts(a) === texts(b);
}

function phaseOf(proposal: Proposal): Phase {
  switch (proposal.status) {
    case "ready":
      return "ready";
    case "partly":
      return pendingHunks(proposal).length > 0 ? "ready" : "closed";
    case "stale":
      return "stale";
    default:
      return "closed";
  }
}

function typed(state: EditState, uri: string, shifts: readonly Shift[]): EditState {
  const follow = (range: Range): Range => shifts.reduce(shifted, range);
  const inFile = (proposal: Proposal): Proposal =>
    proposal.files.some((f) => f.uri === uri)
      ? {
          ...proposal,
          files: proposal.files.map((file) =>
            file.uri === uri ? { ...file, hunks: file.hunks.map((hunk) => ({ ...hunk, range: follow(hunk.range) })) } : file,
          ),
        }
      : proposal;
  const edited = state.texts.get(uri);
  return {
    ...state,
    ...(edited && { texts: new Map(state.texts).set(uri, { ...edited, isOutdated: true }) }),
    range: state.uri === uri ? follow(state.range) : state.range,
    draft: state.draft && inFile(state.draft),
    revisions: state.revisions.map(inFile),
  };
}

function turned(state: EditState, by: 1 | -1): EditState {
  const isOpen = (revision: Proposal | undefined): boolean => revision !== undefined && phaseOf(revision) !== "closed";
  const shown = state.shown + by;
  return isRunning(state) || !isOpen(state.revisions[shown])
    ? state
    : settled({ ...state, shown, leftOut: new Set(), texts: new Map(), trouble: undefined });
}

function with_(set: ReadonlySet<string>, item: string, isIn: boolean): ReadonlySet<string> {
  const next = new Set(set);
  if (isIn) {
    next.add(item);
  } else {
    next.delete(item);
  }

  return next;
}
