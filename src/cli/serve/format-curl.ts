/**
 * The curl command that sends a request, ready for any POSIX shell.
 *
 * @param headers - by name
 */
export function formatCurl(url: string, headers: Readonly<Record<string, string>>): string {
  const options = Object.entries(headers).map(([name, value]) => `-H ${quoteForShell(`${name}: ${value}`)} `);
  return `curl ${options.join('')}${quoteForShell(url)}`;
}

/** A word that a POSIX shell takes as it is: quoted where anything in it could mean something else. */
export function quoteForShell(word: string): string {
  return /^[\w@%+:,./=-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
