import * as vscode from "vscode";
import type { Host } from "../host/Host";
import { plain } from "../host/plain";
import type { EditCommandArguments, ProposeParams } from "../protocol";
import { PendingChanges } from "../proposals/PendingChanges";
import { ProposedTexts } from "../proposals/ProposedTexts";
import { followContext } from "./contextKeys";
import { EditThreads } from "./EditThreads";
import { type EditArgument, hunkAt, isBroken, labelOf } from "./editView";
import { InlineEdits } from "./InlineEdits";
import { drawMarks, provideLenses } from "./marks";
import { quickPrompt, remember } from "./promptBox";
import { words } from "./words";

/** What `codexLsp.edit` may be told by the extension itself: beside the host's arguments the chat's. */
export type EditPlace = EditCommandArguments & Pick<ProposeParams, "threadId" | "attachments" | "text">;

/** Everything the inline edit draws in the editor, and its commands. */
export function registerInlineEdit(context: vscode.ExtensionContext, host: Host): InlineEdits {
  const edits = new InlineEdits(host);
  const threads = new EditThreads(edits, host);
  const texts = new ProposedTexts(edits, host);
  const memory = context.globalState;

  /** The edit a command is about: named by a lens, a link, a row, a thread, a diff; else the one at the cursor. */
  const named = (argument: unknown): string | undefined => {
    const { edit, thread } = (argument ?? {}) as { edit?: unknown; thread?: unknown };
    const editor = vscode.window.activeTextEditor;
    const diff = argument instanceof vscode.Uri ? argument : editor?.document.uri;
    return (
      (typeof edit === "string" ? edit : undefined) ??
      threads.editOf(thread ?? argument) ??
      (diff && texts.editOf(diff)) ??
      (editor && edits.meant(editor)?.id)
    );
  };

  const hunkOf = (id: string, argument: unknown): string | undefined => {
    const editor = vscode.window.activeTextEditor;
    const edit = edits.find(id);
    return (
      (argument as Partial<EditArgument> | undefined)?.hunkId ??
      (edit && editor ? hunkAt(edit, host.fromDocument(editor.document).uri, editor.selection.active.line)?.id : undefined)
    );
  };

  /** The words are sent. The user goes on in the text: what they type must not replace what was selected. */
  const letGo = async (editor: vscode.TextEditor | undefined, request: string): Promise<void> => {
    if (editor !== undefined) {
      editor.selection = new vscode.Selection(editor.selection.active, editor.selection.active);
    }

    await remember(memory, request);
  };

  const submit = async ({ thread, text = "" }: Partial<vscode.CommentReply> = {}): Promise<void> => {
    if (thread === undefined) {
      await vscode.window.showInformationMessage(words.noEdit());
      return;
    }

    if (text.trim() === "") {
      return;
    }

    // The request leaves before the editor shows the text again: the user waits for its answer.
    const open = vscode.workspace.textDocuments.find((d) => d.uri.toString() === thread.uri.toString());
    const showing = show(thread.uri);
    const document = open ?? (await showing)?.document;
    if (document === undefined) {
      await remember(memory, text);
      return;
    }

    const known = threads.editOf(thread);
    const id = known ?? edits.at(host.fromDocument(document).uri, thread.range?.end.line ?? 0, "prompting").at(-1)?.id;
    if (id === undefined) {
      return;
    }

    if (known === undefined) {
      threads.adopt(id, thread);
    }

    const asking = edits.find(id)?.phase === "ready" ? edits.refine(id, text) : edits.askAgain(id, text);
    await letGo(await showing, text);
    await asking;
  };

  const refine = async (id: string, reply?: Partial<vscode.CommentReply>): Promise<void> => {
    if (reply?.thread !== undefined && reply.text !== undefined) {
      await submit({ thread: reply.thread, text: reply.text });
      return;
    }

    const text = await vscode.window.showInputBox({ prompt: words.placeHolder(), ignoreFocusOut: true });
    if (text) {
      await edits.refine(id, text);
    }
  };

  const ask = async (place?: EditPlace): Promise<void> => {
    const editor = place ? await show(host.asUri(place.textDocument.uri)) : vscode.window.activeTextEditor;
    if (editor === undefined && place !== undefined) {
      return;
    }

    if (editor === undefined) {
      await vscode.window.showInformationMessage(words.nothingToChange());
      return;
    }

    const range = wholeLines(editor.document, place ? host.asRange(place.range) : editor.selection);
    const { uri } = host.fromDocument(editor.document);
    for (const gone of edits.at(uri, range.end.line, "stale", "failed")) {
      if (!(await edits.discard(gone.id))) {
        return;
      }
    }

    const [ready] = place?.instruction === undefined ? edits.at(uri, range.end.line, "ready") : [];
    if (ready !== undefined) {
      await refine(ready.id);
      return;
    }

    const id = edits.begin(uri, host.fromRange(range));
    if (place?.instruction !== undefined) {
      await edits.propose(id, place.instruction, place);
      return;
    }

    // The host looks up what the lines depend on while the user writes; asked again for the edit, it has that at hand.
    void host.ask("codex/context", { textDocument: { uri }, range: host.fromRange(range) });
    const isQuick = vscode.workspace.getConfiguration("codexLsp").get("inlineEdit.promptBox") === "quickInput";
    if (isQuick || !(await threads.prompt(id, editor.document))) {
      const request = await quickPrompt(memory);
      if (request === undefined) {
        edits.close(id);
      } else {
        await letGo(editor, request);
        await edits.propose(id, request);
      }
    }
  };

  const decide = async (id: string, anyway: boolean, hunkIds?: readonly string[]): Promise<void> => {
    const edit = edits.find(id);
    if (edit?.phase !== "ready") {
      const why = edit?.trouble?.message ?? (edit && labelOf(edit));
      await vscode.window.showInformationMessage(plain(why ? words.notReady(why) : words.noEdit()));
      return;
    }

    // A message that takes no focus: who presses the keys of Accept once more is not asked by accident.
    const accept = words.acceptAnyway();
    if (
      anyway ||
      !isBroken(edit) ||
      (await vscode.window.showWarningMessage(plain(words.reallyAccept(labelOf(edit))), accept)) === accept
    ) {
      if (await texts.save(id)) {
        await edits.accept(id, hunkIds);
      }
    }
  };

  const onEdit = (run: (id: string, argument: unknown) => unknown) => async (argument?: unknown) => {
    const id = named(argument);
    await (id === undefined ? vscode.window.showInformationMessage(words.noEdit()) : run(id, argument));
  };
  const onHunk = (run: (id: string, hunkId: string, argument: unknown) => unknown) =>
    onEdit((id, argument) => {
      const hunkId = hunkOf(id, argument);
      return hunkId === undefined ? vscode.window.showInformationMessage(words.noEdit()) : run(id, hunkId, argument);
    });
  const commands = {
    "codexLsp.accept": onEdit((id) => decide(id, false)),
    "codexLsp.acceptAnyway": onEdit((id) => decide(id, true)),
    // A lens says "Accept anyway"; keys and rows do not.
    "codexLsp.acceptHunk": onHunk((id, hunkId, argument) => decide(id, isLens(argument), [hunkId])),
    "codexLsp.askAgain": onEdit((id) => edits.askAgain(id)),
    "codexLsp.cancel": onEdit((id) => edits.cancel(id)),
    // A menu of the editor hands the document's URI to its commands, a keybinding of the user's nothing or anything.
    "codexLsp.edit": (place?: unknown) => ask(isPlace(place) ? place : undefined),
    "codexLsp.fix": (place?: unknown) =>
      isPlace(place)
        ? ask({ ...place, instruction: place.instruction ?? words.fix(place.code ?? "") })
        : vscode.window.showInformationMessage(words.noProblem()),
    "codexLsp.nextRevision": onEdit((id) => edits.turn(id, 1)),
    "codexLsp.openDiff": onEdit((id, argument) => texts.openDiff(id, (argument as { file?: string } | undefined)?.file)),
    "codexLsp.previousRevision": onEdit((id) => edits.turn(id, -1)),
    "codexLsp.refine": onEdit((id, argument) => refine(id, argument as Partial<vscode.CommentReply> | undefined)),
    "codexLsp.reject": onEdit((id) => edits.reject(id)),
    "codexLsp.rejectHunk": onHunk((id, hunkId) => edits.reject(id, [hunkId])),
    "codexLsp.submit": submit,
    "codexLsp.undo": () => edits.undo(),
  };
  context.subscriptions.push(
    edits,
    threads,
    texts,
    drawMarks(edits, host),
    provideLenses(edits, host),
    new PendingChanges(edits, host),
    followContext(edits),
    ...Object.entries(commands).map(([name, run]) => vscode.commands.registerCommand(name, run)),
  );
  // After activation, which everybody waits for.
  setImmediate(() => void edits.load());
  return edits;
}

/** Rows name more than the hunk. */
function isLens(argument: unknown): boolean {
  return typeof argument === "object" && argument !== null && "hunkId" in argument && !("kind" in argument);
}

/** Whether a command was told where: not by a key or a menu of the editor. */
export function isPlace(argument: unknown): argument is EditPlace {
  return typeof argument === "object" && argument !== null && "textDocument" in argument && "range" in argument;
}

/** Undefined where the file cannot be opened any more; the user has been told. */
async function show(uri: vscode.Uri): Promise<vscode.TextEditor | undefined> {
  const open = vscode.window.visibleTextEditors.find((e) => e.document.uri.toString() === uri.toString());
  try {
    return await vscode.window.showTextDocument(open?.document ?? (await vscode.workspace.openTextDocument(uri)), {
      ...(open?.viewColumn !== undefined && { viewColumn: open.viewColumn }),
      ...(open && { selection: open.selection }),
    });
  } catch {
    void vscode.window.showWarningMessage(plain(words.notOpened(vscode.workspace.asRelativePath(uri))));
    return undefined;
  }
}

/** A selection that ends at the start of a line does not mean that line. An empty one stays: the host takes the member around it. */
function wholeLines(document: vscode.TextDocument, range: vscode.Range): vscode.Range {
  if (range.isEmpty) {
    return new vscode.Range(range.start, range.start);
  }

  const last = range.end.character === 0 && range.end.line > range.start.line ? range.end.line - 1 : range.end.line;
  return new vscode.Range(range.start.with({ character: 0 }), document.lineAt(last).range.end);
}
