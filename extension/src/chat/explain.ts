import type { Diagnostic, EditCommandArguments, Input } from "../protocol";
import type { OpenChat } from "./openChat";

/** Asks, in a thread of its own, about what the compiler says at a place. */
export async function explain(show: () => Promise<OpenChat>, place: EditCommandArguments): Promise<void> {
  const { textDocument, range, instruction = "", diagnostics = [] } = place;
  const { uri } = textDocument;
  const said = ({ range, code, message }: Diagnostic): Input => {
    return { type: "diagnostic", uri, range, code: typeof code === "string" ? code : JSON.stringify(code ?? ""), message };
  };
  const { chat } = await show();
  await chat.begin([{ type: "text", text: instruction }, { type: "file", uri, range }, ...diagnostics.map(said)], "chat");
}
