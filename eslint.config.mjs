import js from "@eslint/js";
import { defineConfig } from "eslint/config";
import typescript from "typescript-eslint";

const node = ["console", "process", "performance", "fetch", "URL", "AbortController", "AbortSignal", "Buffer"];

const spoken = "CallExpression[callee.name='tell'] > :matches(Literal, TemplateLiteral).arguments:not(:first-child)";
const shown =
  "CallExpression[callee.property.name=/^show(Error|Warning|Information)Message$/] > :matches(Literal, TemplateLiteral)";

export default defineConfig(
  { ignores: ["dist/", "artifacts/", "TestResults/", "**/bin/", "**/obj/", "extension/src/protocol.ts"] },
  js.configs.recommended,
  {
    languageOptions: { globals: Object.fromEntries(node.map((name) => [name, "readonly"])) },
    rules: { eqeqeq: "error", "no-var": "error", "prefer-const": "error" },
  },
  {
    files: ["extension/**/*.ts"],
    extends: [typescript.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ["extension/tsconfig.json", "extension/webview/tsconfig.json", "extension/test/page/tsconfig.json"],
      },
    },
    rules: {
      // A number reads the same in every template.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // `Disposable` and its like are what has the methods, wherever it comes from; an arrow that gives nothing is not confusing.
      "@typescript-eslint/no-unsafe-class-instance-assignment": "off",
      "@typescript-eslint/no-confusing-void-expression": "off",
      "no-restricted-syntax": ["error", ...[spoken, shown].map((selector) => ({ selector, message: "Say it through l10n.t." }))],
    },
  },
  {
    // Node's runner waits for its tests by itself.
    files: ["extension/test/**/*.ts"],
    rules: {
      "@typescript-eslint/no-floating-promises": [
        "error",
        { allowForKnownSafeCalls: [{ from: "package", package: "node:test", name: "test" }] },
      ],
    },
  },
);
