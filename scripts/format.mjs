import { lint } from "./lint.mjs";
import { main } from "./process.mjs";

await main(import.meta.url, () => lint(process.argv.slice(2), true));
