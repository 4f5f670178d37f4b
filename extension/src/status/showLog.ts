import { l10n, window, type LogOutputChannel } from "vscode";
import type { HostConnection } from "../host/HostConnection";

/** Shows the extension's log, or the file in which the host keeps its own. */
export async function showLog(host: HostConnection, log: LogOutputChannel): Promise<void> {
  const file = host.identity?.log;
  const logs = [
    { label: l10n.t("Extension log"), detail: l10n.t("The life of the host and, at level Trace, the messages"), file: undefined },
    { label: l10n.t("Host log"), detail: file ?? "", file },
  ];
  const chosen = file === undefined ? logs[0] : await window.showQuickPick(logs, { title: l10n.t("Show Log") });
  if (chosen?.file !== undefined) {
    await window.showTextDocument(host.asUri(chosen.file), { preview: true });
  } else if (chosen !== undefined) {
    log.show();
  }
}
