import type { ProposalRow } from "../../webview/messages";
import { pendingHunks } from "../inlineEdit/editState";
import { countsOf, kindOf } from "../inlineEdit/editView";
import { verdict } from "../inlineEdit/words";
import type { Proposal } from "../protocol";
import { chatWords } from "./chatWords";

/** @param name Shows a file's URI as people read it. */
export function proposalRow(proposal: Proposal, name: (uri: string) => string): ProposalRow {
  const { id, title, files, verification, status, message = "" } = proposal;
  const isOpen = status === "ready" || (status === "partly" && pendingHunks(proposal).length > 0);
  const ends: Partial<Record<typeof status, string>> = {
    accepted: chatWords.accepted(),
    partly: chatWords.accepted(),
    rejected: chatWords.rejected(),
    stale: chatWords.stale(),
  };
  return {
    id,
    title,
    files: files.map((f) => [name(f.uri), kindOf(f, name), countsOf(f.hunks)].filter(Boolean).join(" ")),
    verdict: isOpen ? verdict(proposal) : (ends[status] ?? message),
    isBroken: isOpen && verification.status === "broken",
    isOpen,
  };
}
