import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's absolute path. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** A path inside the repository. */
export const at = (...parts) => join(root, ...parts);

const executable = process.platform === "win32" ? ".exe" : "";

/** The host, as `npm run build` leaves it. */
export const host = at("dist", "server", `codex-lsp${executable}`);

/** The extension, as `npm run build` leaves it: a folder that VS Code can load, with the host in it. */
export const extension = at("dist", "extension");

/** The scripted model, as `npm run build` leaves it. */
export const modelServer = at("dist", "model-server", `model-server${executable}`);
