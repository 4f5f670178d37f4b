import type { ToPage } from "./messages";
import { ApprovalCards } from "./ApprovalCards";
import { Composer } from "./Composer";
import { listen, post, say } from "./page";
import { Transcript } from "./Transcript";

const transcript = new Transcript();
const approvals = new ApprovalCards();
const composer = new Composer();

document.body.append(transcript.element, approvals.element, composer.element);
document.addEventListener("keydown", (event) => {
  // A list that is open, words that are being composed and a note have uses of their own for the key.
  const isTaken =
    event.isComposing || composer.isNaming || (event.target instanceof Element && event.target.matches("select, input"));
  if (event.key === "Escape" && transcript.isRunning && !isTaken) {
    post({ type: "stop" });
  }
});
listen(draw);
post({ type: "ready" });

function draw(message: ToPage): void {
  switch (message.type) {
    case "words":
      composer.name();
      transcript.element.setAttribute("aria-label", say("transcript"));
      break;
    case "turns":
      transcript.drawAll(message.turns);
      composer.drawRunning(transcript.isRunning);
      break;
    case "event":
      transcript.draw(message.event);
      composer.drawRunning(transcript.isRunning);
      break;
    case "proposal":
      transcript.drawProposal(message.row);
      break;
    case "approvals":
      transcript.following(() => approvals.draw(message.approvals));
      break;
    case "status":
      composer.drawStatus(message.status);
      break;
    case "model":
      composer.drawModel(message.model);
      break;
    case "draft":
      composer.drawDraft(message.draft);
      break;
    case "focus":
      composer.focus();
      break;
    case "completions":
      composer.drawNames(message.word, message.entries);
      break;
  }
}
