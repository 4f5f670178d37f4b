import js from "@eslint/js";

const node = ["console", "process", "performance", "fetch", "URL", "AbortController", "AbortSignal", "Buffer"];

export default [
  { ignores: ["dist/", "artifacts/", "TestResults/", "**/bin/", "**/obj/"] },
  js.configs.recommended,
  {
    languageOptions: { globals: Object.fromEntries(node.map((name) => [name, "readonly"])) },
    rules: { eqeqeq: "error", "no-var": "error", "prefer-const": "error" },
  },
];
