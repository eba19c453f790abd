import type { Exchange } from './exchange.ts';

/**
 * A command for a POSIX shell that sends the same request again.
 *
 * @param exchange - as recorded
 * @returns one line; a secret is a variable that holds the whole value of its header: `-H "authorization: $AUTHORIZATION"`
 */
export function toCurl(exchange: Exchange): string {
  const { method, url, requestHeaders } = exchange;
  const words = ['curl', '--silent', '--show-error'];
  words.push(method === 'HEAD' ? '--head' : '--include');
  if (method !== 'HEAD' && method !== 'GET') words.push('--request', quote(method));
  // curl gives a meaning of its own to these.
  if (/[[\]{}]/.test(url)) words.push('--globoff');
  if (/\/\.{1,2}(?:[/?]|$)/.test(url.split('?', 1)[0] ?? '')) words.push('--path-as-is');
  // What curl would add by itself.
  for (const name of ['accept', 'user-agent']) {
    if (requestHeaders[name] === undefined) words.push('-H', `'${name}:'`);
  }
  for (const [name, value] of Object.entries(requestHeaders)) {
    if (name === 'accept-encoding' && value.includes('gzip')) words.push('--compressed');
    else words.push('-H', writeHeader(name, value, exchange.variables[name]));
  }
  words.push(quote(url));
  return words.join(' ');
}

function writeHeader(name: string, value: string, variable: string | undefined): string {
  if (variable !== undefined) {
    // A header's name may hold what a shell would read within double quotes.
    return /^[\w-]+$/.test(name) ? `"${name}: $${variable}"` : `${quote(`${name}: `)}"$${variable}"`;
  }
  // curl takes a name with nothing after the colon as a wish to leave it out.
  return quote(value === '' ? `${name};` : `${name}: ${value}`);
}

/** In single quotes a shell reads nothing but the end of them. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
