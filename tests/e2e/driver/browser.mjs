/** Chromium without a window; whatever is not on this machine does not resolve. */
export async function openBrowser(library, executable) {
  const { default: playwright } = await import(library);
  return playwright.chromium.launch({
    executablePath: executable,
    chromiumSandbox: false,
    args: [
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-gpu",
      "--disable-quic",
      "--disable-sync",
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
      "--no-first-run",
    ],
  });
}
