import { window } from "vscode";
import { chatWords } from "../chat/chatWords";
import type { OpenChat } from "../chat/openChat";

/** Asks for a task and hands it over in a thread of its own, in the view of the chat. */
export async function runTask(show: () => Promise<OpenChat>): Promise<void> {
  const text = await window.showInputBox({ title: chatWords.task(), prompt: chatWords.taskPlace(), ignoreFocusOut: true });
  if (text?.trim()) {
    const { chat } = await show();
    chat.setMode("task");
    await chat.begin([{ type: "text", text }], "task");
  }
}
