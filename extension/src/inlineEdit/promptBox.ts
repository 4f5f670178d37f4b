import * as vscode from "vscode";
import { words } from "./words";

const key = "prompts";
const most = 20;

/** What the user asked for before, newest first. */
export function recentPrompts(memory: vscode.Memento): readonly string[] {
  return memory.get<string[]>(key, []);
}

export async function remember(memory: vscode.Memento, prompt: string): Promise<void> {
  await memory.update(key, [prompt, ...recentPrompts(memory).filter((p) => p !== prompt)].slice(0, most));
}

/** Asks at the top of the window, with earlier prompts and presets to choose from; undefined when the user gave up. */
export async function quickPrompt(memory: vscode.Memento): Promise<string | undefined> {
  const input = vscode.window.createQuickPick();
  const earlier = recentPrompts(memory);
  const items = [
    ...earlier.map((label) => ({ label, description: words.recent() })),
    ...words
      .presets()
      .filter((p) => !earlier.includes(p))
      .map((label) => ({ label })),
  ];
  input.title = words.promptTitle();
  input.placeholder = words.placeHolder();
  // The draft survives a look at another window.
  input.ignoreFocusOut = true;
  const offer = (): void => {
    input.items =
      input.value.trim() === "" || items.some((i) => i.label === input.value) ? items : [{ label: input.value }, ...items];
  };
  offer();
  try {
    return await new Promise((resolve) => {
      input.onDidChangeValue(offer);
      input.onDidAccept(() => {
        resolve(input.selectedItems[0]?.label ?? input.value);
      });
      input.onDidHide(() => {
        resolve(undefined);
      });
      input.show();
    });
  } finally {
    input.dispose();
  }
}
