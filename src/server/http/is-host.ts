const HOST = /^(?:[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_.])?|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;

/** Whether a text is a host name or address with an optional port, and nothing that could break out of a URL. */
export function isHost(text: string): boolean {
  return text.length <= 260 && HOST.test(text);
}
