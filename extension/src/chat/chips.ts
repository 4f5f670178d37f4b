import * as vscode from "vscode";
import type { Host } from "../host/Host";
import { chatWords } from "./chatWords";
import type { Chip, Completion } from "../../webview/messages";

const mostFiles = 12;
const mostSymbols = 8;

/** What packages and builds leave behind would fill the list. */
const notNamed = "**/{node_modules,bin,obj}/**";

/** The selection of an editor, or its file where nothing is selected. */
export function chipOf({ document, selection }: vscode.TextEditor, host: Host): Chip {
  const name = vscode.workspace.asRelativePath(document.uri);
  const { uri } = host.fromDocument(document);
  if (selection.isEmpty) {
    return { label: name, input: { type: "file", uri } };
  }

  const { start, end } = selection;
  const last = end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
  return {
    label: start.line === last ? `${name}:${start.line + 1}` : `${name}:${start.line + 1}-${last + 1}`,
    input: { type: "file", uri, range: host.fromRange(selection) },
  };
}

/** The chips with one more, or as they are when they have it. */
export function withChip(chips: readonly Chip[], chip: Chip): readonly Chip[] {
  const same = JSON.stringify(chip.input);
  return chips.some((c) => JSON.stringify(c.input) === same) ? chips : [...chips, chip];
}

/** Files whose path has the word, those first whose name begins with it. */
export async function filesNamed(word: string): Promise<Completion[]> {
  const files = await vscode.workspace.findFiles(nameHas(word), notNamed, 10 * mostFiles);
  const named = files.map((uri) => {
    const path = vscode.workspace.asRelativePath(uri);
    return { name: path.slice(path.lastIndexOf("/") + 1), path, uri: uri.toString() };
  });
  const rank = ({ name, path }: (typeof named)[number]): number =>
    path.length + (name.toLowerCase().startsWith(word.toLowerCase()) ? 0 : 1000);
  return named
    .sort((x, y) => rank(x) - rank(y))
    .slice(0, mostFiles)
    .map(({ name, path, uri }) => ({ name, detail: path, chip: { label: path, input: { type: "file", uri } } }));
}

/** Symbols that the editor knows by the word; it goes to the host as it is where it may be the name of one. */
export async function symbolsNamed(word: string, host: Host): Promise<Completion[]> {
  const command = "vscode.executeWorkspaceSymbolProvider";
  const symbols = word === "" ? [] : await vscode.commands.executeCommand<vscode.SymbolInformation[] | undefined>(command, word);
  const known = (symbols ?? []).slice(0, mostSymbols).map(({ name, containerName, location }): Completion => {
    const input = { type: "symbol", name, uri: location.uri.toString(), range: host.fromRange(location.range) } as const;
    const detail = [containerName, vscode.workspace.asRelativePath(location.uri)].filter(Boolean).join(" · ");
    return { name, detail, chip: { label: name, input } };
  });
  return known.length > 0 || !/^[\p{L}_][\p{L}\p{N}_.]*$/u.test(word)
    ? known
    : [{ name: word, detail: chatWords.symbol(), chip: { label: word, input: { type: "symbol", name: word } } }];
}

/** A glob of the files whose path has the word, in whatever case. */
export function nameHas(word: string): string {
  const letters = Array.from(word, (c) => {
    const [lower, upper] = [c.toLowerCase(), c.toUpperCase()];
    return lower !== upper ? `[${lower}${upper}]` : /[\w./-]/.test(c) ? c : "?";
  });
  return `**/*${letters.join("")}*`;
}

/** A path with its line as quick open takes it; what would open another list there is left out. */
export function pathOf(target: string): string {
  const [path = "", line = ""] = target.split(/#L?/);
  const name = decoded(path).replace(/^[^\p{L}\p{N}_.]+/u, "");
  return /^\d/.test(line) ? `${name}:${parseInt(line, 10)}` : name;
}

/** Markdown spells what is beyond ASCII with percent signs; others may be part of a name. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
