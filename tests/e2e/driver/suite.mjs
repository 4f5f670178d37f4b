import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Session } from "./session.mjs";

const tests = [];

/**
 * A test: a user at a VS Code of their own.
 *
 * @param {string} name a sentence
 * @param {object} options see `Session.start`; with `alone` there is no session, and the body gets what all tests share
 * @param {(session: Session) => Promise<void>} body
 */
export function test(name, options, body) {
  tests.push({ name, options, body });
}

/** The tests whose names hold one of the words; all without words. */
export function chosen(words) {
  return tests.filter(({ name }) => words.length === 0 || words.some((word) => name.toLowerCase().includes(word.toLowerCase())));
}

/** Runs tests one after the other. What a failed one left is in `evidence`, in a folder of its name. */
export async function runTests(run, selected, { folder, evidence }) {
  const outcome = { passed: 0, failed: 0 };
  for (const [index, { name, options, body }] of selected.entries()) {
    const start = performance.now();
    const own = join(folder, String(index));
    mkdirSync(own);
    let session;
    try {
      if (options.alone) {
        await body(run);
      } else {
        session = await Session.start(run, { ...options, folder: own });
        await body(session);
      }

      outcome.passed++;
      console.log(`✓ ${name} (${seconds(start)} s)`);
    } catch (error) {
      outcome.failed++;
      const kept = join(evidence, name.replaceAll(/\W+/g, "-"));
      console.log(`✗ ${name} (${seconds(start)} s)\n${error.stack}\n${cause(error)}Its traces are in ${kept}`);
      session ??= error.session;
      await keepScreens(run.browser, kept);
      await session?.keepEvidence(kept);
    } finally {
      await Promise.all(run.browser.contexts().map((context) => context.close()));
      await session?.stop();
      rmSync(own, { recursive: true, force: true });
    }
  }

  return outcome;
}

async function keepScreens(browser, target) {
  const pages = browser.contexts().flatMap((context) => context.pages());
  for (const [index, page] of pages.entries()) {
    await page.screenshot({ path: join(target, `screen-${index + 1}.png`) });
  }
}

const seconds = (start) => ((performance.now() - start) / 1000).toFixed(1);

const cause = (error) => (error.cause === undefined ? "" : `because of ${error.cause.stack ?? error.cause}\n`);
