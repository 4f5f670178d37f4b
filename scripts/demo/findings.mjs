import { relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";

const inOrder = (findings) => [...new Set(findings)].sort();

const place = (root, path, line, code) => `${relative(root, resolve(root, path)).split(sep).join("/")}:${line} ${code}`;

/** The errors of a verdict as `FILE:LINE CODE`, each once: a library for two frameworks has each of its errors twice. */
export function proposalFindings(introduced, root) {
  return inOrder(
    introduced
      .filter(({ severity }) => severity === "error")
      .map(({ uri, range, code }) => place(root, fileURLToPath(uri), range.start.line + 1, code)),
  );
}

/** The errors that `dotnet build` printed, in the same form. */
export function buildFindings(output, root) {
  return inOrder(
    [...output.matchAll(/^\s*(.+?)\((\d+),\d+\): error (\w+):/gm)].map(([, path, line, code]) => place(root, path, line, code)),
  );
}
