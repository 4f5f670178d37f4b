import { ConfigurationTarget, l10n, window, workspace, type QuickPickItem } from "vscode";
import type { Host } from "../host/Host";
import { tellFailure } from "../host/message";
import type { Model } from "../protocol";

/** Lets the user choose among the models that the host knows; the choice is a user setting. */
export async function chooseModel(host: Host): Promise<void> {
  const answer = await host.ask("codex/model/list", {});
  if (answer.kind !== "ok") {
    tellFailure(answer);
    return;
  }

  const { models, current } = answer.value;
  const known = models.map((model) => ({ ...describe(model, model.id === current?.model), model }));
  const other = { label: l10n.t("Another name…"), model: undefined };
  const chosen = await window.showQuickPick([...known, other], { title: l10n.t("Model"), matchOnDetail: true });
  if (chosen === undefined) {
    return;
  }

  const name = chosen.model?.id ?? (await window.showInputBox({ title: l10n.t("The model's name at its endpoint") }));
  if (name === undefined || name === "") {
    return;
  }

  const provider =
    chosen.model?.provider ?? (current === undefined || current.provider === "offline" ? "openai" : current.provider);
  const settings = workspace.getConfiguration("codexLsp");
  await settings.update("provider", provider, ConfigurationTarget.Global);
  await settings.update("model", provider === "offline" ? undefined : name, ConfigurationTarget.Global);
}

function describe(model: Model, inUse: boolean): QuickPickItem {
  const facts = [
    model.contextWindow === undefined ? undefined : l10n.t("{0} tokens", model.contextWindow.toLocaleString()),
    model.price === undefined
      ? undefined
      : l10n.t("${0} in, ${1} out for a million tokens", model.price.inputPerMillion, model.price.outputPerMillion),
  ];
  return {
    label: inUse ? `$(check) ${model.id}` : model.id,
    description: model.provider,
    detail: facts.filter((fact) => fact !== undefined).join(" · "),
  };
}
