import type { ApprovalParams, ApprovalResult } from "../src/protocol";
import { button, element, marked, post, say } from "./page";
import { command } from "./rows";

/** The cards of what waits for the user. A card that is there stays as it is, with the note that is being written in it. */
export class ApprovalCards {
  readonly element = element("div", { class: "approvals", "aria-live": "assertive" });
  readonly #cards = new Map<string, HTMLElement>();

  draw(approvals: readonly ApprovalParams[]): void {
    const waiting = new Set(approvals.map((a) => a.approvalId));
    for (const [id, card] of this.#cards) {
      if (!waiting.has(id)) {
        card.remove();
        this.#cards.delete(id);
      }
    }

    for (const request of approvals.filter((a) => !this.#cards.has(a.approvalId))) {
      const made = card(request);
      this.#cards.set(request.approvalId, made);
      this.element.append(made);
    }
  }
}

const decisions = ["approve", "approveForTurn", "approveForThread", "approveAlways", "deny"] as const;

/** What would be done, exactly as it would be done. */
function card({ approvalId, kind, title, reason, command: argv, cwd, proposalId, host, risk }: ApprovalParams): HTMLElement {
  const note = element("input", { type: "text", placeholder: say("note"), "aria-label": say("note") });
  const decide = (decision: ApprovalResult["decision"]): void => {
    const words = note.value.trim();
    post({ type: "decide", approvalId, answer: { decision, ...(words !== "" && { note: words }) } });
  };
  return element(
    "section",
    { class: "card", "aria-label": say("approval"), "data-kind": kind },
    element("strong", {}, ...(argv === undefined ? marked(title, true) : [say("approval")])),
    ...(argv === undefined ? [] : [command(argv)]),
    ...(cwd === undefined ? [] : [element("p", { class: "facts" }, ...marked(say("folder", cwd), true))]),
    ...(host === undefined ? [] : [element("p", { class: "facts" }, ...marked(say("network", host), true))]),
    element("p", {}, ...marked(reason)),
    element("p", { class: `facts ${risk}` }, say(risk)),
    note,
    element(
      "p",
      { class: "actions" },
      ...(proposalId === undefined
        ? []
        : [button(say("diff"), () => post({ type: "proposal", id: proposalId, action: "diff" }))]),
      ...decisions.map((d) => button(say(d), () => decide(d), { class: d })),
    ),
  );
}
