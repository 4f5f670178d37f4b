import { visible } from "../text/unseen";

// Text that came from a model, a compiler or a file is shown, never interpreted: every character that could mean something to
// Markdown is escaped, and what a reader cannot see is spelled out.

/** Plain text as Markdown: no links, not even bare ones, no markup, its line ends kept. */
export function escaped(text: string): string {
  return visible(text)
    .replace(/[!-/:-@[-`{-~]/g, "\\$&")
    .replace(/\n/g, "  \n");
}

/** A code block that its own text cannot end. */
export function fenced(code: string, language: string): string {
  const longest = [...code.matchAll(/`+/g)].reduce((most, [ticks]) => Math.max(most, ticks.length), 2);
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${visible(code)}\n${fence}`;
}

/** A link to a place in a file; lines and columns are zero-based. */
export function placeLink(title: string, uri: string, line: number, character: number): string {
  return `[${escaped(title)}](<${uri}#L${line + 1},${character + 1}>)`;
}

/** A link that runs one of our commands. It works only in Markdown that trusts this very command. */
export function commandLink(title: string, command: string, argument: object): string {
  return `[${escaped(title)}](command:${command}?${encodeURIComponent(JSON.stringify([argument]))})`;
}
