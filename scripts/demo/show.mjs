import { relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { Stop } from "../process.mjs";

const colours = process.stdout.isTTY && process.env.NO_COLOR === undefined;
const paint = (code) => (text) => (colours ? `\x1b[${code}m${text}\x1b[0m` : text);
const [bold, red, green, grey] = [1, 31, 32, 90].map(paint);

export const heading = (text) => console.log(`\n${bold(`── ${text}`)}`);

/** A command as it would be typed. */
export const request = (args) =>
  console.log(`\n$ codex-lsp ${args.map((word) => (/[^\w./:-]/.test(word) ? `"${word}"` : word)).join(" ")}`);

/** What a command printed for a person. */
export const output = ({ stdout, stderr }) => console.log((stdout + stderr).trimEnd().replaceAll(/^/gm, "  "));

/** Says that something holds, or ends the demo with what was there instead. */
export function claim(text, holds, evidence) {
  if (!holds) {
    throw new Stop(`\n${red("✗")} Not so: ${text}\n${JSON.stringify(evidence, null, 2) ?? ""}`);
  }

  console.log(`  ${green("✓")} ${text}`);
}

/** What is sent beside the request. */
export const context = (pack) => console.log(contextLines(pack).join("\n"));

/** A proposal: its diff and its verdict. */
export const proposal = (answer, root) => console.log(proposalLines(answer, root).join("\n"));

export function contextLines({ items, tokens, budget }) {
  return [
    ...items.flatMap(({ kind, title, tokens: cost, why, text }) => [
      `  ${kind.padEnd(11)} ${title}, ${cost} tokens: ${why}`,
      ...text
        .trimEnd()
        .split(/\r?\n/)
        .map((line) => grey(`    │ ${line}`)),
    ]),
    `  ${tokens} of ${budget} tokens beside the selection`,
  ];
}

export function proposalLines({ files, message, verification }, root) {
  return [
    ...files.flatMap((file) => [`  ${name(file.uri, root)}`, ...file.hunks.flatMap(hunkLines)]),
    ...(message ? [`  ${message}`] : []),
    `  ${verdict(verification)}`,
    ...verification.introduced.map((finding) => `    ${findingLine(finding, root)}`),
  ];
}

function hunkLines({ range, oldText, newText }) {
  const lines = (text, sign) => {
    const all = text.split(/\r?\n/);
    return (all.at(-1) === "" ? all.slice(0, -1) : all).map((line) => `  ${sign} ${line}`);
  };
  return [
    `  @@ line ${range.start.line + 1}`,
    ...lines(oldText, "-").map((line) => red(line)),
    ...lines(newText, "+").map((line) => green(line)),
  ];
}

function verdict({ status, reason, introduced, repaired, scope, durationMs }) {
  const where = `${scope.projects.join(", ")}; ${Math.round(durationMs)} ms`;
  const mended = repaired.length > 0 ? `, after: ${repaired.join(", ")}` : "";
  return {
    verified: `verdict: ${green("compiles")}${mended} (${where})`,
    broken: `verdict: ${red(`breaks ${introduced.length} ${introduced.length === 1 ? "thing" : "things"}`)} (${where})`,
    unverified: `verdict: not checked: ${reason}`,
  }[status];
}

const findingLine = ({ uri, range, code, message }, root) => `${name(uri, root)}:${range.start.line + 1} ${code}: ${message}`;

const name = (uri, root) => relative(root, fileURLToPath(uri)).split(sep).join("/");
