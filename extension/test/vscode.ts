/** Stands in for `vscode` where tests run without an editor: sentences are as they are written in the code. */
export const l10n = {
  t: (sentence: string, ...values: readonly (string | number)[]): string =>
    sentence.replace(/\{(\d+)\}/g, (_, index: string) => String(values[Number(index)])),
};

type Listener<T> = (event: T) => unknown;

export class Disposable {
  constructor(readonly dispose: () => void) {}

  static from(...all: { dispose(): void }[]): Disposable {
    return new Disposable(() => {
      all.forEach((d) => d.dispose());
    });
  }
}

export class EventEmitter<T> {
  readonly #listeners = new Set<Listener<T>>();

  readonly event = (listener: Listener<T>): Disposable => {
    this.#listeners.add(listener);
    return new Disposable(() => this.#listeners.delete(listener));
  };

  fire(event: T): void {
    this.#listeners.forEach((listener) => listener(event));
  }

  dispose(): void {
    this.#listeners.clear();
  }
}

export class CancellationTokenSource {
  readonly #cancelled = new EventEmitter<void>();

  readonly token = { isCancellationRequested: false, onCancellationRequested: this.#cancelled.event };

  cancel(): void {
    this.token.isCancellationRequested = true;
    this.#cancelled.fire();
  }

  dispose(): void {
    this.#cancelled.dispose();
  }
}

export enum ProgressLocation {
  Window = 10,
}

/** Every message that was shown. */
export const messages: string[] = [];

const show = (message: string): Promise<undefined> => {
  messages.push(message);
  return Promise.resolve(undefined);
};

export const window = {
  showInformationMessage: show,
  showWarningMessage: show,
  withProgress: <T>(_: unknown, task: () => T): T => task(),
};

export const workspace = {
  textDocuments: [] as { uri: string; version: number }[],
  onDidChangeTextDocument: new EventEmitter<unknown>().event,
  asRelativePath: (uri: unknown): string => String(uri),
};
