import { createHash } from "node:crypto";
import { cpSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { filesUnder } from "../inputs.mjs";
import { run, Stop } from "../process.mjs";
import { at } from "../repository.mjs";

const sample = at("samples", "Shop");
const builds = new Set(["bin", "obj"]);

/** A copy of the sample solution, in a folder that is not there yet. */
export class ShopCopy {
  constructor(path) {
    this.path = path;
    cpSync(sample, path, { recursive: true, filter: (source) => !builds.has(basename(source)) });
  }

  /** Restores its packages, as `dotnet build` would. */
  async restore(dotnet) {
    const { code, stdout } = await run(dotnet.path, ["restore", "Shop.sln"], { cwd: this.path, env: dotnet.environment });
    if (code !== 0) {
      throw new Stop(`\`dotnet restore\` failed on a copy of the sample (exit code ${code}):\n${stdout}`);
    }
  }

  /** `FILE:A-B` of the member whose first line has `text`: 1-based, as on the command line. */
  member(file, text) {
    const { first, last } = memberLines(this.#lines(file), text);
    return `${file}:${first}-${last}`;
  }

  /** `FILE:LINE` of the only line that has `text`. */
  line(file, text) {
    return `${file}:${this.#lines(file).findIndex((line) => line.includes(text)) + 1}`;
  }

  /** The files whose bytes are not the sample's. */
  changed() {
    const names = new Set([...filesUnder(sample, ["."]), ...filesUnder(this.path, ["."])]);
    return [...names].filter((name) => read(join(sample, name)) !== read(join(this.path, name)));
  }

  isPristine() {
    return this.changed().length === 0;
  }

  /** A file's size and hash. */
  describe(file) {
    const bytes = readFileSync(join(this.path, file));
    return `${file}  ${bytes.length} bytes  sha256 ${createHash("sha256").update(bytes).digest("hex").slice(0, 16)}…`;
  }

  #lines(file) {
    return readFileSync(join(this.path, file), "utf8").split(/\r?\n/);
  }
}

/** The first and the last line, from 1, of the member whose first line has `text`. */
export function memberLines(lines, text) {
  const first = lines.findIndex((line) => line.includes(text));
  const indent = /^ */.exec(lines[first])[0];
  const ends = lines[first + 1] === `${indent}{` ? (line) => line === `${indent}}` : (line) => line.endsWith(";");
  return { first: first + 1, last: lines.findIndex((line, index) => index >= first && ends(line)) + 1 };
}

function read(path) {
  try {
    return readFileSync(path, "latin1");
  } catch (error) {
    if (error.code === "ENOENT") {
      return undefined;
    }

    throw error;
  }
}
