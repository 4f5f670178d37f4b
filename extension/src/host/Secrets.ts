import type { Disposable, SecretStorage } from "vscode";

const prefix = "codexLsp.key:";

/** The keys of models, in VS Code's secret storage and nowhere else. A key is given only to the endpoint it was entered for. */
export class Secrets {
  readonly #storage: SecretStorage;

  constructor(storage: SecretStorage) {
    this.#storage = storage;
  }

  /** Answers the host. Asks the user nothing: that is for the message about a turn that failed. */
  async read(endpoint: string): Promise<{ secret?: string }> {
    const secret = await this.#storage.get(nameOf(endpoint));
    return secret === undefined ? {} : { secret };
  }

  /** Keeps the key of an endpoint; an empty one forgets the one that is kept. */
  async write(endpoint: string, key: string): Promise<void> {
    await (key === "" ? this.#storage.delete(nameOf(endpoint)) : this.#storage.store(nameOf(endpoint), key));
  }

  /** Hears of each endpoint whose key changes, in this window or in another. */
  onDidChange(told: (endpoint: string) => void): Disposable {
    return this.#storage.onDidChange(({ key }) => {
      if (key.startsWith(prefix)) {
        told(key.slice(prefix.length));
      }
    });
  }
}

function nameOf(endpoint: string): string {
  return prefix + endpoint;
}
