import { until } from "../../../scripts/until.mjs";

/** What a user does in the chat and sees there. Every verb waits until it has happened. */
export class ChatUser {
  #user;
  #page;

  /** @param {import("./user.mjs").User} user */
  constructor(user) {
    this.#user = user;
    this.#page = user.page;
  }

  /** Opens the chat with the keyboard; what is selected in the editor goes along. */
  async open() {
    // The key is the extension's: it counts once VS Code knows of it.
    await this.#page.locator('.activitybar a[aria-label^="Codex"]').waitFor();
    await this.#user.press("Control+Alt+L");
    await this.#seeFocus();
  }

  /** Writes in the chat and sends it. */
  async send(words) {
    await this.write(words);
    await this.#user.press("Enter");
    await until("the words to be sent", async () => (await this.#input().inputValue()) === "");
  }

  /** Writes in the chat, at the end of what is there. */
  async write(words) {
    await this.#input().focus();
    await this.#user.type(words);
  }

  /** Types in the chat key by key, so that names are offered. */
  async spell(words) {
    await this.#input().focus();
    await this.#page.keyboard.type(words);
  }

  /** Chooses who does it: `chat`, `edit` or `task`. */
  async choose(mode) {
    await this.#frame().locator("select").selectOption(mode);
  }

  /** Waits for words in the chat; gives all that it says. */
  async see(words) {
    const fits = (text) => (words instanceof RegExp ? words.test(text) : text.includes(words));
    return until(
      `the chat to say ${words}`,
      async () => {
        const text = await this.text();
        return fits(text) && text;
      },
      () => this.text(),
    );
  }

  /** Waits until words are not in the chat. */
  seeNot(words) {
    return until(
      `the chat without ${words}`,
      async () => !(await this.text()).includes(words),
      () => this.text(),
    );
  }

  text() {
    return this.#frame().locator("body").innerText();
  }

  /** The names of what is attached. */
  chips() {
    return this.#frame().locator(".chips .chip > button:first-child").allInnerTexts();
  }

  /** Waits until a name is offered for the word that is being written, and takes it. */
  async take(name) {
    await this.#frame().locator("[role=option]", { hasText: name }).first().waitFor();
    await this.#frame().locator("[role=option]", { hasText: name }).first().click();
  }

  /** Clicks a button of the chat by its words, the first of them. */
  async click(words) {
    await this.#frame().getByRole("button", { name: words, exact: true }).first().click();
  }

  /** Waits for a card that asks; gives what it says. */
  async seeCard(words) {
    await this.#card(words).waitFor();
    return this.#card(words).innerText();
  }

  /** Answers a card, with a note or without. */
  async answer(words, decision, note) {
    if (note !== undefined) {
      await this.#card(words).locator("input").fill(note);
    }

    await this.#card(words).getByRole("button", { name: decision, exact: true }).click();
    await this.#card(words).waitFor({ state: "detached" });
  }

  /** Waits until the page is there again. */
  async arrive() {
    await this.#input().waitFor();
  }

  /** An element of the page, for what a user sees and does not say in words. */
  locator(selector) {
    return this.#frame().locator(selector);
  }

  #card(words) {
    return this.#frame().locator(".card", { hasText: words });
  }

  #input() {
    return this.#frame().locator("textarea");
  }

  async #seeFocus() {
    await until("the chat to have the focus", () =>
      this.#input().evaluate((input) => input.ownerDocument.hasFocus() && input.ownerDocument.activeElement === input),
    );
  }

  #frame() {
    return this.#page.frameLocator("iframe.webview.ready").frameLocator("#active-frame");
  }
}
