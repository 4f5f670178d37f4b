import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, sep } from "node:path";

const skipped = new Set(["bin", "obj", "node_modules"]);

/** The files at or under the given paths, in one order on every machine; what builds leave behind is no input. */
export function filesUnder(root, paths) {
  const found = [];
  const visit = (relative) => {
    if (statSync(join(root, relative)).isDirectory()) {
      for (const name of readdirSync(join(root, relative))) {
        if (!skipped.has(name)) {
          visit(join(relative, name));
        }
      }
    } else {
      found.push(relative);
    }
  };
  paths.forEach(visit);
  return found.map((path) => path.split(sep).join("/")).sort();
}

/** One hash over names and contents of all inputs and over `settings`: equal stamps mean that nothing needs building. */
export function stamp(root, paths, settings) {
  const hash = createHash("sha256").update(JSON.stringify(settings));
  for (const path of filesUnder(root, paths)) {
    const content = readFileSync(join(root, path));
    hash.update(`\0${path}\0${content.length}\0`).update(content);
  }

  return hash.digest("hex");
}
