import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { find, says, subtotal } from "./driver/answers.mjs";
import { Session } from "./driver/session.mjs";

const size = { width: 1200, height: 920 };

/** Makes the README's pictures: the prompt, an edit that compiles, one that breaks a caller. */
export async function takePictures(shared, target) {
  mkdirSync(target, { recursive: true });
  const folder = join(shared.folder, "pictures");
  mkdirSync(folder);
  const model = [says(subtotal), says(find), says({ words: "The change does not compile", lines: find.lines })];
  const session = await Session.start(shared, { folder, model });
  const { page, user } = session;
  const take = async (name) => {
    await page.mouse.move(size.width - 1, size.height - 1);
    await page.screenshot({ path: join(target, `${name}.png`), caret: "hide" });
  };
  try {
    await page.setViewportSize(size);
    await user.open(subtotal.file);
    await user.press("Control+B");
    await user.selectMember(subtotal.member);
    await user.openPrompt();
    await user.type(subtotal.words);
    await take("prompt");

    await user.press("Control+Enter");
    await user.seeInThread("✓ compiles");
    await user.seeLens("Accept");
    await take("compiles");
    await user.clickInThread("Reject");
    await user.seeNoThread();

    await user.open(find.file);
    await user.selectMember(find.member);
    await user.prompt(find.words);
    await user.seeInThread("✗");
    await user.seeLens("Accept anyway");
    await take("broken");
  } finally {
    await session.stop();
  }
}
