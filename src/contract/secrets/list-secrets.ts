/**
 * The parts of a credential header that must not be seen anywhere.
 *
 * @param name - in lower case
 * @param value - `Bearer abc`, `Basic dXNlcjpwYXNz`, `session=abc; theme=dark`, `abc`
 * @returns the credential without its scheme, the password within it, the value of each cookie
 */
export function listSecrets(name: string, value: string): readonly string[] {
  if (name === 'set-cookie') return readCookies(value.split(';', 1)[0] ?? '');
  if (name === 'cookie') return readCookies(value);
  const [, scheme = '', credential = value] = /^([A-Za-z][\w-]*)\s+(.+)$/s.exec(value.trim()) ?? [];
  return scheme.toLowerCase() === 'basic' ? [credential, ...readBasic(credential)] : [credential];
}

function readCookies(value: string): readonly string[] {
  return value.split(';').map((pair) => pair.slice(pair.indexOf('=') + 1).trim());
}

function readBasic(credential: string): readonly string[] {
  const text = Buffer.from(credential, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon === -1 ? [] : [text, text.slice(colon + 1)];
}
