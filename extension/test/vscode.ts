/** Stands in for `vscode` where tests run without an editor: sentences are as they are written in the code. */
export const l10n = {
  t: (sentence: string, ...values: readonly (string | number)[]): string =>
    sentence.replace(/\{(\d+)\}/g, (_, index: string) => String(values[Number(index)])),
};
