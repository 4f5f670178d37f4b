import { setTimeout as pause } from "node:timers/promises";
import { Stop } from "./process.mjs";

/** The longest anything may take, in milliseconds: a solution is loaded and compiled on a busy machine in this time. */
export const deadline = 60_000;

/**
 * Looks again and again until `read` gives something that is neither undefined, false nor an error; a `Stop` ends it at once.
 *
 * @template T
 * @param {string} what what is waited for, for the message
 * @param {() => Promise<T | undefined | false> | T | undefined | false} read looks once
 * @param {() => Promise<unknown> | unknown} [last] says what was there instead
 * @returns {Promise<T>}
 */
export async function until(what, read, last) {
  const end = performance.now() + deadline;
  let error;
  while (performance.now() < end) {
    try {
      const value = await read();
      if (value !== undefined && value !== false) {
        return value;
      }
    } catch (thrown) {
      if (thrown instanceof Stop) {
        throw thrown;
      }

      error = thrown;
    }

    await pause(30);
  }

  const seen = last === undefined ? "" : `\nInstead: ${JSON.stringify(await last(), null, 2)}`;
  throw new Error(`Waited ${deadline / 1000} s for ${what}.${seen}`, { cause: error });
}
