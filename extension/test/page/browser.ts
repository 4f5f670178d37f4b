import { Window } from "happy-dom";
import type { FromPage } from "../../webview/messages";

// A browser without a window, and what VS Code gives a page. Whoever imports this first can load the page after it.
const browser = new Window();

/** What the page asked for. */
export const posted: FromPage[] = [];

const waiting: (() => void)[] = [];

/** Waits until the page has drawn the next picture of what is written. */
export const picture = () => new Promise<void>((resolve) => waiting.push(resolve));

Object.assign(globalThis, {
  window: browser,
  document: browser.document,
  Element: browser.Element,
  requestAnimationFrame: (draw: () => void) =>
    setImmediate(() => {
      draw();
      waiting.splice(0).forEach((told) => told());
    }),
  acquireVsCodeApi: () => ({ postMessage: (message: FromPage) => posted.push(message) }),
});
