import type { ApprovalParams, ApprovalResult, Input, Turn, TurnMode } from "../src/protocol";
import type { ThreadEvent } from "./threadState";

/** Something that goes along with the words the user writes; shown, and removable. */
export interface Chip {
  readonly label: string;
  readonly input: Exclude<Input, { type: "text" }>;
}

/** Words and chips that are not sent yet. */
export interface Draft {
  readonly text: string;
  readonly chips: readonly Chip[];
}

/** A name that the word at the cursor may mean. */
export interface Completion {
  /** What takes the place of the word. */
  readonly name: string;
  readonly detail: string;
  readonly chip: Chip;
}

/** What a row says of a proposal; decisions on it are the extension's. */
export interface ProposalRow {
  readonly id: string;
  readonly title: string;
  /** The files with what is added and removed, a line each. */
  readonly files: readonly string[];
  /** The verdict in words, or what became of the proposal. */
  readonly verdict: string;
  readonly isBroken: boolean;
  /** Whether it waits for a decision. */
  readonly isOpen: boolean;
}

export type ProposalAction = "accept" | "acceptAnyway" | "diff" | "reject";

/** What stands around the transcript. */
export interface Status {
  readonly isSending: boolean;
  readonly mode: TurnMode;
  /** Tokens and cost of the thread, and how much of the model's context window is in use. */
  readonly usage: string;
  /** Why what was asked for last was not done. */
  readonly trouble: string;
}

/** What the page is told. */
export type ToPage =
  | { readonly type: "words"; readonly words: Readonly<Record<string, string>> }
  | { readonly type: "turns"; readonly turns: readonly Turn[] }
  | { readonly type: "event"; readonly event: ThreadEvent }
  | { readonly type: "proposal"; readonly row: ProposalRow }
  | { readonly type: "approvals"; readonly approvals: readonly ApprovalParams[] }
  | { readonly type: "status"; readonly status: Status }
  | { readonly type: "model"; readonly model: string }
  | { readonly type: "draft"; readonly draft: Draft }
  | { readonly type: "focus" }
  | { readonly type: "completions"; readonly word: string; readonly entries: readonly Completion[] };

/** What the page asks for. It is ours, yet holds words of others: nothing in it can do more than a user can. */
export type FromPage =
  | { readonly type: "ready" | "stop" | "chooseModel" }
  | { readonly type: "draft" | "send"; readonly draft: Draft }
  | { readonly type: "mode"; readonly mode: TurnMode }
  | { readonly type: "retry"; readonly input: readonly Input[]; readonly mode: TurnMode }
  | { readonly type: "complete"; readonly word: string }
  | { readonly type: "open"; readonly input: Input }
  | { readonly type: "link"; readonly target: string }
  | { readonly type: "copy" | "insert"; readonly text: string }
  | { readonly type: "apply"; readonly text: string; readonly inputs: readonly Input[] }
  | { readonly type: "decide"; readonly approvalId: string; readonly answer: ApprovalResult }
  | { readonly type: "readProposal"; readonly id: string }
  | { readonly type: "proposal"; readonly id: string; readonly action: ProposalAction };
