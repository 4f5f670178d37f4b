// Control characters, and those that hide text, turn its direction or carry a text of their own (tags).
const characters =
  "\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u00ad\\u061c\\u180e\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u2069\\ufeff\\u{e0000}-\\u{e007f}";
const unseen = new RegExp(`([${characters}])`, "gu");
const unseenInLine = new RegExp(`([\\t\\n${characters}])`, "gu");

/** A part of a text: characters as they are, or one that cannot be seen, spelled out. */
export interface TextPart {
  readonly text: string;
  readonly isUnseen: boolean;
}

/** The text with what a reader cannot see spelled out; line ends and tabs stay. */
export function visible(text: string): string {
  return text.replace(/\r\n?/g, "\n").replace(unseen, spelled);
}

/** The text in parts, so that what is spelled out can be marked. With `isLine`, line ends and tabs are spelled out, too. */
export function partsOf(text: string, isLine: boolean): TextPart[] {
  // What a pattern in brackets splits at is every second part.
  return text
    .split(isLine ? unseenInLine : unseen)
    .map((part, index) => (index % 2 === 1 ? { text: spelled(part), isUnseen: true } : { text: part, isUnseen: false }))
    .filter((part) => part.text !== "");
}

function spelled(character: string): string {
  return `\\u{${character.codePointAt(0)?.toString(16) ?? ""}}`;
}
