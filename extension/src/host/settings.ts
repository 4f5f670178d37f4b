/** Where a setting has which value, as VS Code's `WorkspaceConfiguration.inspect` tells. */
export interface InspectedSetting {
  readonly globalValue?: unknown;
  readonly workspaceValue?: unknown;
  readonly workspaceFolderValue?: unknown;
}

/** Settings that only the extension reads. */
const ownSettings = /^(chat|dotnet|inlineEdit)\./;

const prefix = "codexLsp.";

/** The settings in the manifest that are the host's, without our prefix, each with its scope. */
export function hostKeys(properties: Readonly<Record<string, { readonly scope?: string }>>): Map<string, string> {
  return new Map(
    Object.entries(properties)
      .map(([name, { scope }]): [string, string] => [name.slice(prefix.length), scope ?? "window"])
      .filter(([key]) => !ownSettings.test(key)),
  );
}

/**
 * What the host is told. Only values somebody set: defaults are the host's, so that its own configuration files count, too. What
 * comes with a workspace reaches the host only for keys that a workspace may set; of the others (scope `application`) only the
 * user's value is the user's.
 */
export function hostSettings(
  keys: ReadonlyMap<string, string>,
  inspect: (key: string) => InspectedSetting | undefined,
): Record<string, unknown> {
  const settings: Record<string, unknown> = {};
  for (const [key, scope] of keys) {
    const set = inspect(key);
    const value =
      scope === "application" ? set?.globalValue : (set?.workspaceFolderValue ?? set?.workspaceValue ?? set?.globalValue);
    if (value !== undefined && value !== null) {
      settings[key] = value;
    }
  }

  return settings;
}
