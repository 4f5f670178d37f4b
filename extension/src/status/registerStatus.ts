import { commands, l10n, window, workspace, type ExtensionContext, type LogOutputChannel } from "vscode";
import type { HostConnection } from "../host/HostConnection";
import { tell } from "../host/message";
import type { Secrets } from "../host/Secrets";
import { chooseModel } from "./chooseModel";
import { Doctor } from "./Doctor";
import { setApiKey } from "./setApiKey";
import { showApprovals } from "./showApprovals";
import { showLog } from "./showLog";
import { StatusItem } from "./StatusItem";

/** Failures of a turn that a key mends. */
const needsKey = new Set(["model.missing-key", "model.unauthorized"]);

/** The status item, what it opens, and the message about a key that is missing. */
export function registerStatus(context: ExtensionContext, host: HostConnection, secrets: Secrets, log: LogOutputChannel): void {
  const item = new StatusItem(host);
  const doctor = new Doctor(host);
  const menu = [
    { label: l10n.t("Choose Model"), command: "codexLsp.chooseModel" },
    { label: l10n.t("Set API Key"), command: "codexLsp.setApiKey" },
    { label: l10n.t("Doctor"), command: "codexLsp.doctor" },
    { label: l10n.t("Show Approvals"), command: "codexLsp.showApprovals" },
    { label: l10n.t("Show Log"), command: "codexLsp.showLog" },
    { label: l10n.t("Restart"), command: "codexLsp.restart" },
  ];
  context.subscriptions.push(
    item,
    doctor,
    commands.registerCommand("codexLsp.chooseModel", () => chooseModel(host)),
    commands.registerCommand("codexLsp.setApiKey", async () => {
      await setApiKey(host, secrets);
      await item.refreshModel();
    }),
    commands.registerCommand("codexLsp.doctor", () => doctor.show()),
    commands.registerCommand("codexLsp.showApprovals", () => showApprovals(host)),
    commands.registerCommand("codexLsp.showLog", () => showLog(host, log)),
    commands.registerCommand("codexLsp.restart", () => host.restart()),
    commands.registerCommand("codexLsp.showCommands", async () => {
      const chosen = await window.showQuickPick(menu, { title: "Codex" });
      if (chosen !== undefined) {
        await commands.executeCommand(chosen.command);
      }
    }),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("codexLsp")) {
        void item.refreshModel();
      }
    }),
    host.on("codex/turn/completed", ({ turn }) => {
      if (turn.error !== undefined && needsKey.has(turn.error.code)) {
        tell("Error", turn.error.message, { title: l10n.t("Set API Key"), command: "codexLsp.setApiKey" });
      }
    }),
  );
}
