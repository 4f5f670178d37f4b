/**
 * Words for a message. The editor makes a link of `[title](target)` in a message, also one that runs any command, and a file's name,
 * a workspace's settings or a provider's words may say so.
 */
export function plain(message: string): string {
  return message.replaceAll("](", "] (");
}
