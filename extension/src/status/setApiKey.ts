import { l10n, window } from "vscode";
import type { Host } from "../host/Host";
import type { Secrets } from "../host/Secrets";
import { tell, tellFailure } from "../host/message";

/** Asks for the key of the endpoint that is configured and keeps it for that endpoint alone. */
export async function setApiKey(host: Host, secrets: Secrets): Promise<void> {
  const answer = await host.ask("codex/model/list", {});
  if (answer.kind !== "ok") {
    tellFailure(answer);
    return;
  }

  const endpoint = answer.value.current?.endpoint;
  if (endpoint === undefined) {
    tell("Information", l10n.t("The offline model needs no key. Choose another model first."), {
      title: l10n.t("Choose Model"),
      command: "codexLsp.chooseModel",
    });
    return;
  }

  const key = await window.showInputBox({
    title: l10n.t("Key for {0}", endpoint),
    prompt: l10n.t(
      "Kept in VS Code's secret storage and sent to this endpoint only. Leave it empty to forget the one that is kept.",
    ),
    password: true,
    ignoreFocusOut: true,
  });
  if (key === undefined) {
    return;
  }

  await secrets.write(endpoint, key.trim());
  tell(
    "Information",
    key.trim() === "" ? l10n.t("The key for {0} is forgotten.", endpoint) : l10n.t("The key for {0} is kept.", endpoint),
  );
}
