import { l10n, window } from "vscode";
import type { HostConnection } from "../host/HostConnection";
import { tell } from "../host/message";

/** Opens the list of what is always allowed: what is taken out of it is asked about again. */
export async function showApprovals(host: HostConnection): Promise<void> {
  await host.start();
  const list = host.identity?.approvals;
  if (list === undefined) {
    return;
  }

  try {
    await window.showTextDocument(host.asUri(list));
  } catch {
    tell("Information", l10n.t("Nothing is always allowed: each command asks."));
  }
}
