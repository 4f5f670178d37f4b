import { l10n } from "vscode";
import type { Finding, Proposal, Usage, Verification } from "../protocol";

/** Every sentence of the inline edit that a user reads. Titles of commands are in package.nls.json. */
export const words = {
  you: (): string => l10n.t("You"),
  codex: (): string => "Codex",
  promptTitle: (): string => l10n.t("Codex: what should change?"),
  placeHolder: (): string => l10n.t("Describe the change (Ctrl+Enter sends)"),
  ask: (): string => l10n.t("Describe the change, or refine it…"),
  nothingToChange: (): string => l10n.t("Open a file and select the lines to change."),
  noEdit: (): string => l10n.t("There is no edit here to decide on."),
  noProblem: (): string => l10n.t("Choose the fix in the light bulb of a problem."),
  notOpened: (file: string): string =>
    l10n.t(
      "Nothing was sent: {0} cannot be opened. Was it moved or deleted? Words you wrote for it are among the recent requests.",
      file,
    ),
  notReady: (why: string): string => l10n.t("There is nothing to accept here: {0}", why),
  noUndo: (): string => l10n.t("No edit was accepted in this window."),
  presets: (): string[] => [
    l10n.t("Add XML documentation"),
    l10n.t("Add null checks"),
    l10n.t("Simplify without changing behavior"),
    l10n.t("Handle errors"),
  ],
  recent: (): string => l10n.t("recent"),
  fix: (code: string): string => l10n.t("Fix {0}", code),

  writing: (lines: number): string =>
    lines === 0 ? l10n.t("asking…") : lines === 1 ? l10n.t("writing… 1 line") : l10n.t("writing… {0} lines", lines),
  repairing: (lines: number): string => l10n.t("it did not compile, mending… {0} lines", lines),
  checking: (): string => l10n.t("checking…"),
  stillChecking: (): string => l10n.t("still checking"),
  above: (lines: number): string => l10n.t("… {0} lines above", lines),
  below: (lines: number): string => l10n.t("… {0} more lines", lines),
  insertion: (lines: number): string => (lines === 1 ? l10n.t("+1 line") : l10n.t("+{0} lines", lines)),
  line: (line: number): string => l10n.t("line {0}", line),
  failed: (): string => l10n.t("no change"),
  stale: (): string => l10n.t("target changed"),
  staleNext: (): string =>
    l10n.t("The lines to change were changed meanwhile. Your text is untouched; ask again on the text as it is now."),
  lost: (): string => l10n.t("The host stopped while it worked on this edit. Your text is untouched; ask again."),
  modified: (): string => l10n.t("The document changed while the host looked at it. Ask again."),
  conflicts: (files: string): string =>
    l10n.t("Not accepted: {0} changed on the same lines. Nothing was written; refine the edit or ask again.", files),
  outdated: (file: string): string =>
    l10n.t(
      "Not accepted: {0} was typed in after you edited its proposal. Open the diff, save its right side as it shall be, accept.",
      file,
    ),
  onlyWhole: (): string =>
    l10n.t("You edited this proposal in the diff. Tick all of its changes and accept all of it, or reject it; nothing was done."),
  dropsTexts: (): string => l10n.t("The text you edited in the diff is not in what comes instead, and would be dropped. Go on?"),
  dropTexts: (): string => l10n.t("Drop my text"),
  notSaved: (): string =>
    l10n.t("Codex is writing this edit anew, or it is decided. Your text stays unsaved in the diff: copy it, or save it later."),
  notAccepted: (): string => l10n.t("The edit was not accepted."),
  undoConflict: (): string => l10n.t("Not taken back: the same lines were changed since. Nothing was written."),
  edited: (): string => l10n.t("edited by you, checked again on Accept"),

  accept: (): string => l10n.t("Accept"),
  acceptSome: (some: number, all: number): string => l10n.t("Accept {0} of {1}", some, all),
  acceptAnyway: (): string => l10n.t("Accept anyway"),
  reject: (): string => l10n.t("Reject"),
  refine: (): string => l10n.t("Refine"),
  openDiff: (): string => l10n.t("Open diff"),
  openLongDiff: (lines: number): string => l10n.t("Open diff ({0} lines)", lines),
  askAgain: (): string => l10n.t("Ask again"),
  discard: (): string => l10n.t("Discard"),
  cancel: (): string => l10n.t("Cancel"),
  reallyAccept: (verdictLabel: string): string => l10n.t("{0}. Accept it anyway?", verdictLabel),
  diffTitle: (file: string): string => l10n.t("{0} (proposed)", file),
  revision: (shown: number, all: number): string => `‹ ${shown}/${all} ›`,
  created: (): string => l10n.t("new file"),
  deleted: (): string => l10n.t("deleted"),
  renamed: (to: string): string => l10n.t("renamed to {0}", to),
  cost: ({ inputTokens, outputTokens, costUsd, estimated }: Usage): string => {
    const tokens = l10n.t("{0} tokens in, {1} out", inputTokens, outputTokens);
    const about = estimated ? l10n.t("about {0}", tokens) : tokens;
    return costUsd === undefined ? about : `${about} · $${costUsd.toFixed(4)}`;
  },
};

/** The verdict in one line: words first, a sign only beside them. */
export function verdict({ verification, rounds }: Proposal): string {
  const warnings = of(verification, "warning");
  const parts = [verdictOnly(verification, of(verification, "error"), warnings)];
  if (verification.status !== "unverified") {
    const projects = verification.scope.projects.length;
    parts.push(projects === 1 ? l10n.t("1 project") : l10n.t("{0} projects", projects), duration(verification.durationMs));
  }

  if (rounds > 1) {
    parts.push(l10n.t("{0} rounds", rounds));
  }

  return parts.join(" · ");
}

/** What the compiler said of one project of the solution. */
export function projectVerdict(project: string, introduced: readonly Finding[]): string {
  const own = introduced.filter((f) => f.project === project);
  const errors = own.filter((f) => f.severity === "error").length;
  return errors === 0 ? `✓ ${project}` : `✗ ${project}: ${newErrors(errors)}`;
}

export function repaired(what: string): string {
  return l10n.t("mended without a model: {0}", what);
}

function verdictOnly({ status, reason }: Verification, errors: number, warnings: number): string {
  switch (status) {
    case "verified":
      return warnings === 1
        ? l10n.t("✓ compiles: 0 new errors, 1 warning")
        : l10n.t("✓ compiles: 0 new errors, {0} warnings", warnings);
    case "broken":
      return `✗ ${newErrors(errors)}`;
    case "unverified":
      return l10n.t("? not checked: {0}", reason ?? "");
  }
}

function newErrors(errors: number): string {
  return errors === 1 ? l10n.t("1 new error") : l10n.t("{0} new errors", errors);
}

function of({ introduced }: Verification, severity: Finding["severity"]): number {
  return introduced.filter((f) => f.severity === severity).length;
}

function duration(milliseconds: number): string {
  return milliseconds < 1000 ? l10n.t("{0} ms", milliseconds) : l10n.t("{0} s", (milliseconds / 1000).toFixed(1));
}
