/* global document, Element */
import { basename } from "node:path";
import { until } from "../../../scripts/until.mjs";

const thread = ".review-widget";

/** What a user does in VS Code and sees there. Every verb waits until it has happened. */
export class User {
  /**
   * @param {import("playwright-core").Page} page
   * @param {import("./workspace.mjs").Workspace} workspace
   */
  constructor(page, workspace) {
    this.page = page;
    this.workspace = workspace;
  }

  /** Waits until VS Code is there. */
  async arrive() {
    await this.page.locator(".monaco-workbench .statusbar").waitFor();
    await this.page.locator(".explorer-folders-view .monaco-list-row").first().waitFor();
  }

  press(...keys) {
    return keys.reduce((done, key) => done.then(() => this.page.keyboard.press(key)), Promise.resolve());
  }

  /** Types a text of one line where the focus is, as it is: nothing is completed. */
  type(text) {
    return this.page.keyboard.insertText(text);
  }

  /** Types a line of its own before a line of the editor. */
  async typeLine(line, text) {
    await this.focusEditor();
    await this.goTo(line);
    await this.press("Enter", "ArrowUp");
    await this.type(text);
    await this.see(text);
  }

  /** Opens a file of the workspace by its name. */
  async open(file) {
    const name = basename(file);
    await this.press("Control+P");
    await this.#quickInput(file);
    await this.page.locator(`.quick-input-list .monaco-list-row[aria-label^="${name}"]`).first().click();
    await this.page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
    await this.page.locator(".editor-instance .view-lines .view-line").first().waitFor();
    this.file = file;
  }

  /** Puts the cursor in the editor of the open file; lines and columns count from 1. */
  async goTo(line, column = 1) {
    await this.press("Control+G");
    await this.#quickInput(`:${line}:${column}`);
    await this.press("Enter");
    await this.#cursor((text) => text === `Ln ${line}, Col ${column}`, `the cursor at line ${line}, column ${column}`);
  }

  /** Selects whole lines. */
  async selectLines(first, last) {
    await this.goTo(first);
    for (let line = first; line < last; line++) {
      await this.press("Shift+ArrowDown");
    }

    await this.press("Shift+End");
    await this.#cursor((text) => text.startsWith(`Ln ${last},`) && text.includes("selected"), `lines ${first}-${last} selected`);
  }

  /** Selects the member of the open file whose first line has `text`. */
  async selectMember(text) {
    const { first, last } = this.workspace.member(this.file, text);
    await this.selectLines(first, last);
  }

  /** Runs a command of the palette by its title. */
  async run(title) {
    await this.press("F1");
    // While the focus moves into the page of a view, nobody hears a key: a user presses it again.
    await this.#quickInputBox()
      .waitFor({ timeout: 5000 })
      .catch(() => this.press("F1"));
    await this.#quickInput(`>${title}`);
    await this.page.locator(`.quick-input-list .monaco-list-row[aria-label^="${title}"]`).first().click();
  }

  /** Opens the prompt at the selection. */
  async openPrompt() {
    await this.press("Control+I");
    await until("the prompt to have the focus", () =>
      this.page.evaluate(() => document.activeElement?.closest(".review-widget .comment-form") instanceof Element),
    );
  }

  /** Asks for a change of what is selected. */
  async prompt(words) {
    await this.openPrompt();
    await this.type(words);
    await this.press("Control+Enter");
  }

  /** Waits for words in the thread; gives all of its text. */
  seeInThread(words) {
    return this.#see("the thread", words, () => this.threadText());
  }

  /** Everything the threads of the open file say. */
  async threadText() {
    return plain((await this.page.locator(thread).allInnerTexts()).join("\n"));
  }

  /** Waits until no thread is shown. */
  async seeNoThread() {
    await until(
      "the thread to be gone",
      async () => (await this.page.locator(thread).count()) === 0,
      () => this.threadText(),
    );
  }

  /** Clicks a link or button of the thread by its words. */
  async clickInThread(words) {
    await this.page.locator(`${thread} a, ${thread} .monaco-button`).getByText(words, { exact: true }).first().click();
  }

  /** Accepts what is ready with the keyboard. */
  async accept() {
    await this.focusEditor();
    await this.press("Control+Enter");
  }

  /** Waits for a CodeLens by its words. */
  async seeLens(words) {
    await until(
      `the CodeLens '${words}'`,
      async () => (await this.#lens(words).count()) > 0,
      () => this.lenses(),
    );
  }

  /** Clicks a CodeLens by its words, the first from above, as soon as there are `count` of them. */
  async clickLens(words, count) {
    await until(
      `${count} times the CodeLens '${words}'`,
      async () => (await this.#lens(words).count()) === count,
      () => this.lenses(),
    );
    await this.#lens(words).first().click();
  }

  lenses() {
    return this.page.locator(".codelens-decoration a").allInnerTexts();
  }

  /** Puts the focus in the editor, the cursor and the selection as they were. */
  async focusEditor() {
    await this.press("Control+1");
    await until("the editor to have the focus", () =>
      this.page.evaluate(() => {
        const active = document.activeElement;
        return active?.closest(".editor-instance") && !active.closest(".review-widget");
      }),
    );
  }

  async undo() {
    await this.focusEditor();
    await this.press("Control+Z");
  }

  /** Waits until so many files have changes that are not saved. A file that was not open is opened for its change, a moment later. */
  async seeUnsaved(count) {
    await until(`${count} files to be unsaved`, async () => (await this.page.locator(".tab.dirty").count()) === count);
  }

  /** Saves every file and waits until none has changes. */
  async save() {
    await this.run("File: Save All Files");
    await until("all files to be saved", async () => (await this.page.locator(".tab.dirty").count()) === 0);
  }

  /** Waits for a text in the open editor. */
  see(text) {
    return this.#see("the editor", text, () => this.editorText());
  }

  /** Waits for a text on the right side of the open diff, which then has the focus. */
  async seeDiff(text) {
    const right = this.page.locator(".editor-instance .editor.modified");
    await this.#see("the right side of the diff", text, async () =>
      (await right.locator(".view-lines").allInnerTexts()).join("\n"),
    );
    await until("the diff to have the focus", () =>
      this.page.evaluate(() => document.activeElement?.closest(".editor.modified") instanceof Element),
    );
  }

  /** Waits until a text is not in the open editor. */
  async seeNot(text) {
    await until(
      `the editor without '${text}'`,
      async () => !(await this.editorText()).includes(text),
      () => this.editorText(),
    );
  }

  /** The lines of the open editor that are on the screen. */
  async editorText() {
    const lines = await this.page.evaluate(() =>
      [...document.querySelectorAll(".editor-instance > .monaco-editor .view-lines .view-line")]
        .filter((line) => line.closest(".review-widget") === null)
        .map((line) => ({ top: parseFloat(line.style.top), text: line.textContent })),
    );
    return plain(
      lines
        .sort((a, b) => a.top - b.top)
        .map((line) => line.text)
        .join("\n"),
    );
  }

  /** A file's text on disk. */
  diskText(file = this.file) {
    return this.workspace.text(file);
  }

  /** Waits for a notification; gives its text. */
  seeNotification(words) {
    return this.#see("a notification", words, async () => (await this.#notifications().allInnerTexts()).join("\n"));
  }

  /** Clicks a button of a notification. */
  clickNotification(words) {
    return this.#notifications().locator(".monaco-button").filter({ hasText: words }).first().click();
  }

  /** Chooses an entry of the light bulb at the cursor. */
  async chooseFix(words) {
    let offered;
    await until(
      `the light bulb to offer '${words}'`,
      async () => {
        await this.press("Control+Period");
        const rows = this.page.locator(".action-widget .monaco-list-row");
        try {
          await rows.first().waitFor({ timeout: 1000 });
          offered = await rows.allInnerTexts();
          await rows.filter({ hasText: words }).first().click({ timeout: 1000 });
          return true;
        } catch {
          await this.press("Escape");
          return false;
        }
      },
      () => offered,
    );
  }

  /** Waits until the compiler's errors are underlined. */
  async seeSquiggle() {
    await until(
      "a squiggle",
      async () => (await this.page.locator(".squiggly-error").count()) > 0,
      () => this.editorText(),
    );
  }

  /** Waits for an input box with such a prompt, which then has the focus. */
  seeInputBox(words) {
    return this.#see("an input box", words, async () => {
      const box = this.page.locator(".quick-input-widget:not([style*='display: none'])");
      const hint = await box.locator("input").first().getAttribute("placeholder", { timeout: 1000 });
      return `${hint ?? ""}\n${await box.innerText()}`;
    });
  }

  /** Chooses an entry of the list that is open by the beginning of its words. */
  async choose(words) {
    await this.page.locator(`.quick-input-list .monaco-list-row[aria-label^="${words}"]`).first().click();
  }

  /** Trusts the workspace, which VS Code has opened in restricted mode. */
  async trustWorkspace() {
    await this.run("Workspaces: Manage Workspace Trust");
    await this.page
      .locator(".workspace-trust-editor .monaco-button")
      .filter({ hasText: /^Trust$/ })
      .click();
    await until(
      "restricted mode to end",
      async () => !(await this.page.locator(".statusbar").innerText()).includes("Restricted Mode"),
    );
    await this.press("Control+W");
  }

  /** Waits for words in the status bar. */
  seeInStatusBar(words) {
    return this.#see("the status bar", words, async () => plain(await this.page.locator(".statusbar").innerText()));
  }

  /** Loads the page anew, as after a crash of the browser. */
  async reload() {
    await this.page.reload();
    await this.page.locator(".monaco-workbench .statusbar").waitFor();
    await this.page.locator(".editor-instance .view-lines .view-line").first().waitFor();
  }

  #lens(words) {
    return this.page.locator(".codelens-decoration a").filter({ hasText: new RegExp(`^\\W*${words}\\W*$`) });
  }

  #notifications() {
    return this.page.locator(".notifications-toasts .notification-list-item");
  }

  async #see(where, words, read) {
    const fits = (text) => (words instanceof RegExp ? words.test(text) : text.includes(words));
    return until(
      `${where} to say ${words}`,
      async () => {
        const text = plain(await read());
        return fits(text) && text;
      },
      read,
    );
  }

  #quickInputBox() {
    return this.page.locator(".quick-input-widget:not([style*='display: none']) .quick-input-filter input");
  }

  async #quickInput(text) {
    const input = this.#quickInputBox();
    await input.waitFor();
    await input.fill(text);
  }

  async #cursor(fits, what) {
    const position = this.page.locator("#status\\.editor\\.selection");
    await until(
      what,
      async () => fits(await position.innerText()),
      () => position.innerText(),
    );
  }
}

/** VS Code draws spaces that do not break. */
const plain = (text) => text.replaceAll("\u00a0", " ").replaceAll("\u200c", "");
