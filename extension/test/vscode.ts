/** Stands in for `vscode` where tests run without an editor: sentences are as they are written in the code. */
export const l10n = {
  t: (sentence: string, ...values: readonly (string | number)[]): string =>
    sentence.replace(/\{(\d+)\}/g, (name, index: string) => String(values[Number(index)] ?? name)),
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

/** The buttons the user will choose, in turn; without one they choose none. */
export const answers: string[] = [];

const show = (message: string): Promise<string | undefined> => {
  messages.push(message);
  return Promise.resolve(answers.shift());
};

const nothing = (): Disposable => new Disposable(() => undefined);
const never = new EventEmitter<unknown>().event;

export class Selection {
  constructor(
    readonly anchor: unknown,
    readonly active: unknown,
  ) {}
}

export class Uri {
  constructor(readonly path: string) {}

  static parse(address: string): Uri {
    return new Uri(address);
  }

  static joinPath({ path }: Uri, ...parts: readonly string[]): Uri {
    return new Uri([path, ...parts].join("/"));
  }
}

export class FileSystemError extends Error {
  static Unavailable(message: string): FileSystemError {
    return new FileSystemError(message);
  }
}

/** The addresses that were opened outside. */
export const opened: string[] = [];

export const env = {
  language: "en",
  clipboard: { writeText: (): Promise<void> => Promise.resolve() },
  openExternal: (uri: Uri): Promise<boolean> => Promise.resolve(opened.push(uri.path) > 0),
};

export class ThemeColor {
  constructor(readonly id: string) {}
}

export class MarkdownString {
  constructor(readonly value: string) {}
}

export class TabInputTextDiff {
  constructor(readonly modified: Uri) {}
}

export const CommentMode = { Preview: 1 };
export const CommentThreadCollapsibleState = { Expanded: 1 };
export const ColorThemeKind = { HighContrast: 3, HighContrastLight: 4 };
export const FileChangeType = { Changed: 1 };
export const OverviewRulerLane = { Left: 1, Right: 4 };

/** The commands that were registered. */
export const registered = new Map<string, (...args: unknown[]) => unknown>();

/** The commands that were run, with what they were given. */
export const executed: unknown[][] = [];

export const commands = {
  registerCommand: (name: string, run: (...args: unknown[]) => unknown): Disposable => {
    registered.set(name, run);
    return nothing();
  },
  executeCommand: (name: string, ...args: unknown[]): Promise<void> => Promise.resolve(void executed.push([name, ...args])),
};

/** The comment threads that were made. */
export const threads: unknown[] = [];

export const comments = {
  createCommentController: () => ({
    createCommentThread: (uri: unknown, range: unknown) => {
      const thread = { uri, range, dispose: () => undefined };
      threads.push(thread);
      return thread;
    },
    dispose: () => undefined,
  }),
};

export const languages = { registerCodeLensProvider: nothing };

export const window = {
  activeTextEditor: undefined as unknown,
  activeColorTheme: { kind: 1 },
  visibleTextEditors: [] as unknown[],
  tabGroups: { all: [], close: () => Promise.resolve(true) },
  createTextEditorDecorationType: nothing,
  createTreeView: () => ({ onDidChangeCheckboxState: never, dispose: () => undefined }),
  onDidChangeActiveColorTheme: never,
  onDidChangeActiveTextEditor: never,
  onDidChangeTextEditorSelection: never,
  onDidChangeTextEditorVisibleRanges: never,
  onDidChangeVisibleTextEditors: never,
  showInformationMessage: show,
  showWarningMessage: show,
  showTextDocument: (document: unknown) => Promise.resolve(document),
  withProgress: <T>(_: unknown, task: () => T): T => task(),
};

export const workspace = {
  textDocuments: [] as { uri: string; version: number }[],
  onDidChangeTextDocument: never,
  asRelativePath: (uri: unknown): string => String(uri),
  openTextDocument: (uri: unknown): Promise<unknown> => Promise.reject(new Error(`cannot open ${String(uri)}`)),
  onDidChangeConfiguration: never,
  registerFileSystemProvider: nothing,
};
