import { commands, window } from "vscode";
import type { Answer } from "./Host";
import { plain } from "./plain";

/** A button of a message: what it says and the command it runs. */
export interface Button {
  readonly title: string;
  readonly command: string;
  readonly argument?: unknown;
}

/** Tells the user something, with buttons for what to do about it. Does not wait for the user. */
export function tell(level: "Error" | "Warning" | "Information", message: string, ...buttons: readonly Button[]): void {
  void window[`show${level}Message`](plain(message), ...buttons).then((chosen) => {
    if (chosen !== undefined) {
      void commands.executeCommand(chosen.command, chosen.argument);
    }
  });
}

/** Tells what became of a request that has no value. Who cancelled knows it; of a host that ended the user has been told. */
export function tellFailure(answer: Exclude<Answer<unknown>, { kind: "ok" }>): void {
  if (answer.kind === "failed") {
    tell("Error", [answer.error.message, answer.error.next].filter(Boolean).join(" "));
  }
}
