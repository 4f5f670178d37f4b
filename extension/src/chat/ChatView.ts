import * as vscode from "vscode";
import type { Draft, FromPage, ProposalAction, ToPage } from "../../webview/messages";
import type { Host } from "../host/Host";
import { plain } from "../host/plain";
import type { InlineEdits } from "../inlineEdit/InlineEdits";
import type { EditPlace } from "../inlineEdit/registerInlineEdit";
import { words } from "../inlineEdit/words";
import type { Input, Proposal, Range, TurnMode } from "../protocol";
import type { Approvals } from "./Approvals";
import { type Chat, textOf } from "./Chat";
import { chatWords, pageWords } from "./chatWords";
import { chipOf, filesNamed, pathOf, symbolsNamed, withChip } from "./chips";
import { pageOf } from "./page";
import { proposalRow } from "./proposalRow";

const proposalCommands: Readonly<Record<ProposalAction, string>> = {
  accept: "codexLsp.accept",
  acceptAnyway: "codexLsp.acceptAnyway",
  diff: "codexLsp.openDiff",
  reject: "codexLsp.reject",
};

/** The view of the chat: tells the page what there is, and does what is asked for in it. */
export class ChatView implements vscode.Disposable {
  readonly #host: Host;
  readonly #chat: Chat;
  readonly #edits: InlineEdits;
  readonly #approvals: Approvals;
  readonly #shown = new Set<string>();
  readonly #heard: vscode.Disposable;
  #view: vscode.WebviewView | undefined;
  #isReady = false;
  #wantsFocus = false;

  constructor(host: Host, chat: Chat, edits: InlineEdits, approvals: Approvals) {
    this.#host = host;
    this.#chat = chat;
    this.#edits = edits;
    this.#approvals = approvals;
    this.#heard = vscode.Disposable.from(
      chat.onDidTell((message) => this.#post(message)),
      approvals.onDidChange(() => this.#drawApprovals()),
      host.on("codex/proposal/changed", ({ proposal }) => this.#shown.has(proposal.id) && this.#drawProposal(proposal)),
      vscode.workspace.onDidChangeConfiguration((e) => e.affectsConfiguration("codexLsp") && void this.#drawModel()),
    );
  }

  /** The editor has made a place for the view, at first or anew. */
  open(view: vscode.WebviewView, root: vscode.Uri): void {
    this.#view = view;
    this.#isReady = false;
    view.webview.options = { enableScripts: true, localResourceRoots: [root] };
    view.onDidDispose(() => {
      if (this.#view === view) {
        this.#view = undefined;
        this.#isReady = false;
      }
    });
    view.webview.onDidReceiveMessage((message: FromPage) => this.#do(message));
    view.webview.html = pageOf(view.webview, root);
  }

  /** Shows what waits for the user, without taking the focus. False where there is no view. */
  reveal(): boolean {
    this.#view?.show(true);
    return this.#view !== undefined;
  }

  /** Attaches what an editor shows; what is in no file cannot be sent. */
  attach(editor: vscode.TextEditor | undefined): void {
    const { text, chips } = this.#chat.draft;
    if (editor?.document.uri.scheme === "file") {
      this.#chat.setDraft({ text, chips: withChip(chips, chipOf(editor, this.#host)) });
      this.#post({ type: "draft", draft: this.#chat.draft });
    } else if (editor !== undefined) {
      void vscode.window.showInformationMessage(plain(chatWords.noFile()));
    }
  }

  /** Puts the cursor where one writes, as soon as there is a page. */
  focus(): void {
    this.#wantsFocus = !this.#isReady;
    this.#post({ type: "focus" });
  }

  dispose(): void {
    this.#heard.dispose();
  }

  #do(message: FromPage): unknown {
    switch (message.type) {
      case "ready":
        return this.#begin();
      case "draft":
        return this.#chat.setDraft(message.draft);
      case "send":
        return this.#send(message.draft);
      case "mode":
        return this.#chat.setMode(message.mode);
      case "stop":
        return this.#chat.stop();
      case "retry":
        return this.#retry(message.input, message.mode);
      case "complete":
        return this.#complete(message.word);
      case "open":
        return this.#open(message.input);
      case "link":
        return this.#openLink(message.target);
      case "copy":
        return vscode.env.clipboard.writeText(message.text);
      case "insert":
        return this.#insert(message.text);
      case "apply":
        return this.#edit(chatWords.applied(), message.inputs, { text: message.text });
      case "decide":
        return this.#approvals.decide(message.approvalId, message.answer);
      case "readProposal":
        return this.#readProposal(message.id);
      case "proposal":
        return this.#decide(message.id, message.action);
      case "chooseModel":
        return vscode.commands.executeCommand("codexLsp.chooseModel");
    }
  }

  async #begin(): Promise<void> {
    this.#isReady = true;
    this.#post({ type: "words", words: pageWords() });
    this.#drawApprovals();
    if (this.#wantsFocus) {
      this.focus();
    }

    await Promise.all([this.#chat.resume(), this.#drawModel()]);
  }

  async #send(draft: Draft): Promise<void> {
    const attachments = draft.chips.map((c) => c.input);
    if (this.#chat.mode !== "edit" || this.#chat.running !== undefined) {
      await this.#chat.send(draft);
    } else if (await this.#edit(draft.text, attachments, { ...(attachments.length > 0 && { attachments }) })) {
      this.#chat.clear();
    }
  }

  /** The same again. An edit says first where it was, then what was attached. */
  async #retry(input: readonly Input[], mode: TurnMode): Promise<void> {
    if (mode === "edit") {
      const [target, ...attachments] = input.filter((i) => i.type !== "text");
      await this.#edit(textOf(input), target ? [target] : [], { attachments });
    } else {
      await this.#chat.start(input, mode);
    }
  }

  /**
   * Starts an edit of the lines that are selected in the file that was attached, of those attached, or of those at the cursor. With
   * a text no model is asked: it is placed and compiled as a model's answer would be.
   */
  async #edit(instruction: string, inputs: readonly Input[], more: Partial<EditPlace>): Promise<boolean> {
    const editor = vscode.window.activeTextEditor;
    const attached = inputs.find(
      (i): i is { type: "file"; uri: string; range: Range } => i.type === "file" && i.range !== undefined,
    );
    const current = editor && { ...this.#host.fromDocument(editor.document), range: this.#host.fromRange(editor.selection) };
    const isSelected = editor?.selection.isEmpty === false && current?.uri === attached?.uri;
    const target = isSelected ? current : (attached ?? current);
    if (target === undefined) {
      void vscode.window.showInformationMessage(plain(chatWords.noTarget()));
      return false;
    }

    const { uri, range } = target;
    return this.#chat.edit(instruction, (threadId) => {
      const place: EditPlace = { textDocument: { uri }, range, instruction, threadId, ...more };
      void vscode.commands.executeCommand("codexLsp.edit", place);
    });
  }

  async #complete(word: string): Promise<void> {
    const files = await filesNamed(word);
    this.#post({ type: "completions", word, entries: files });
    this.#post({ type: "completions", word, entries: [...files, ...(await symbolsNamed(word, this.#host))] });
  }

  async #insert(text: string): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if (editor === undefined) {
      void vscode.window.showInformationMessage(plain(chatWords.noEditor()));
      return;
    }

    if (await editor.edit((change) => editor.selections.forEach((selection) => change.replace(selection, text)))) {
      await vscode.window.showTextDocument(editor.document, editor.viewColumn);
    } else {
      void vscode.window.showWarningMessage(plain(chatWords.notInserted(vscode.workspace.asRelativePath(editor.document.uri))));
    }
  }

  async #open(input: Input): Promise<void> {
    if ((input.type === "file" || input.type === "symbol") && input.uri !== undefined) {
      const uri = this.#host.asUri(input.uri);
      const selection = input.range && this.#host.asRange(input.range);
      try {
        await vscode.window.showTextDocument(uri, selection ? { selection } : {});
      } catch {
        void vscode.window.showWarningMessage(plain(chatWords.notOpened(vscode.workspace.asRelativePath(uri))));
      }
    }
  }

  /** An address is opened after the user has seen it whole; a path is looked for among the files, where the user chooses it. */
  async #openLink(target: string): Promise<void> {
    if (/^https?:/i.test(target)) {
      const options = { modal: true, detail: target };
      if (await vscode.window.showInformationMessage(plain(chatWords.openLink()), options, chatWords.open())) {
        await vscode.env.openExternal(vscode.Uri.parse(target, true));
      }
    } else {
      await vscode.commands.executeCommand("workbench.action.quickOpen", pathOf(target));
    }
  }

  async #decide(proposalId: string, action: ProposalAction): Promise<void> {
    const edit = this.#edits.editOf(proposalId)?.id;
    await (edit === undefined
      ? vscode.window.showInformationMessage(words.noEdit())
      : vscode.commands.executeCommand(proposalCommands[action], { edit }));
  }

  async #readProposal(proposalId: string): Promise<void> {
    const answer = await this.#host.ask("codex/proposal/read", { proposalId });
    if (answer.kind === "ok") {
      this.#edits.take(answer.value);
      this.#drawProposal(answer.value);
    }
  }

  #drawProposal(proposal: Proposal): void {
    this.#shown.add(proposal.id);
    this.#post({ type: "proposal", row: proposalRow(proposal, (uri) => vscode.workspace.asRelativePath(this.#host.asUri(uri))) });
  }

  #drawApprovals(): void {
    this.#post({ type: "approvals", approvals: this.#approvals.all });
  }

  async #drawModel(): Promise<void> {
    const answer = await this.#host.ask("codex/model/list", {});
    this.#post({ type: "model", model: (answer.kind === "ok" && answer.value.current?.model) || chatWords.model() });
  }

  #post(message: ToPage): void {
    if (this.#isReady) {
      void this.#view?.webview.postMessage(message);
    }
  }
}
