import { EventEmitter, type CancellationToken, type Disposable } from "vscode";
import type { ApprovalParams, ApprovalResult } from "../protocol";

/** What the host waits for the user to allow or deny. A question that is withdrawn is gone; no answer is never a yes. */
export class Approvals implements Disposable {
  readonly #waiting = new Map<string, { readonly request: ApprovalParams; readonly answer: (a: ApprovalResult) => void }>();
  readonly #changed = new EventEmitter<void>();

  readonly onDidChange = this.#changed.event;

  get all(): readonly ApprovalParams[] {
    return [...this.#waiting.values()].map((w) => w.request);
  }

  /** Waits for the user, or until the host does not ask any more. */
  ask(request: ApprovalParams, token: CancellationToken): Promise<ApprovalResult> {
    return new Promise((resolve) => {
      const withdrawn = token.onCancellationRequested(() => this.decide(request.approvalId, { decision: "deny" }));
      this.#waiting.set(request.approvalId, {
        request,
        answer: (answer) => {
          withdrawn.dispose();
          resolve(answer);
        },
      });
      this.#changed.fire();
    });
  }

  decide(approvalId: string, answer: ApprovalResult): void {
    const waiting = this.#waiting.get(approvalId);
    this.#waiting.delete(approvalId);
    waiting?.answer(answer);
    this.#changed.fire();
  }

  /** Nobody asks any more. */
  withdraw(): void {
    [...this.#waiting.keys()].forEach((id) => this.decide(id, { decision: "deny" }));
  }

  dispose(): void {
    this.withdraw();
    this.#changed.dispose();
  }
}
