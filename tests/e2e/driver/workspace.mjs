import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { memberLines, ShopCopy } from "../../../scripts/demo/shop-copy.mjs";

/**
 * The sample, restored once and fresh for each test, always at the same path: what restoring leaves behind holds absolute
 * paths.
 */
export class Workspace {
  #template;

  static async create(folder, dotnet) {
    const workspace = new Workspace();
    workspace.path = join(folder, "Shop");
    await new ShopCopy(workspace.path).restore(dotnet);
    workspace.#template = join(folder, "Shop.restored");
    cpSync(workspace.path, workspace.#template, { recursive: true });
    return workspace;
  }

  /** Puts every file back. */
  reset() {
    rmSync(this.path, { recursive: true, force: true });
    cpSync(this.#template, this.path, { recursive: true });
  }

  /** A file's text on disk; undefined when there is none. */
  text(file) {
    const path = join(this.path, file);
    return existsSync(path) ? readFileSync(path, "utf8") : undefined;
  }

  /** The sample's own text of a file. */
  original(file) {
    return readFileSync(join(this.#template, file), "utf8");
  }

  /** The sample's own text of a file with a member's lines replaced: what accepting the whole of an answer leaves. */
  originalWith({ file, member, lines }) {
    const all = this.original(file).split("\n");
    const { first, last } = memberLines(all, member);
    return all.toSpliced(first - 1, last - first + 1, ...lines).join("\n");
  }

  write(file, text) {
    writeFileSync(join(this.path, file), text);
  }

  /** The first and the last line, from 1, of the member of a file on disk whose first line has `text`. */
  member(file, text) {
    return memberLines(this.text(file).split("\n"), text);
  }

  /** The first line, from 1, of a file on disk that has `text`. */
  line(file, text) {
    return (
      this.text(file)
        .split("\n")
        .findIndex((line) => line.includes(text)) + 1
    );
  }
}
