import { existsSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { packageFile } from '../contract/package-file.ts';
import type { MockResponse } from '../mock/message.ts';
import { sendResponse } from './http/response.ts';
import { plainProblem } from './problem.ts';

/** Below this path is the console: a page in which people see what a script reads by the admin API. */
export const CONSOLE_ROOT = '/__console';

/** Nothing is loaded but from this server, nothing runs that does not come with the page, and no other page may frame it. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
};

/** What was built, read when it is first asked for. */
const kept = new Map<string, string>();

/**
 * Responds to a request below {@link CONSOLE_ROOT}: with the page for every view of it, and with what the page loads. The page
 * holds nothing of the mock, and may be had by whomever; what it shows it asks the admin API for.
 *
 * @param path - of the request, without its query
 */
export function handleConsole(request: IncomingMessage, response: ServerResponse, path: string): void {
  sendResponse(request, response, respond(request.method ?? 'GET', path));
}

function respond(method: string, path: string): MockResponse {
  if (method !== 'GET' && method !== 'HEAD') {
    const refusal = plainProblem(405, `${method} is not allowed here: use GET, HEAD`);
    return { ...refusal, headers: [...refusal.headers, ['Allow', 'GET, HEAD']] };
  }
  const rest = path.slice(CONSOLE_ROOT.length);
  // What the page loads is named from its own address, which has to end in a slash or a view.
  if (rest === '') return { status: 308, headers: [['Location', './__console/']], body: '' };
  const asset = /^\/assets\/([\w-]+\.(js|css))$/.exec(rest);
  if (asset === null) return rest.startsWith('/assets/') ? unknownFile(rest) : page();
  const [, name = '', type = ''] = asset;
  const body = read(`assets/${name}`);
  if (body === undefined) return unknownFile(rest);
  return {
    status: 200,
    headers: [
      ['Content-Type', TYPES[type] ?? ''],
      ['Cache-Control', 'public, max-age=31536000, immutable'],
      ['X-Content-Type-Options', 'nosniff'],
    ],
    body,
  };
}

function page(): MockResponse {
  const body = read('index.html');
  if (body === undefined) return plainProblem(503, 'The console is not built: run npm run build');
  return {
    status: 200,
    headers: [
      ['Content-Type', 'text/html; charset=utf-8'],
      ['Cache-Control', 'no-cache'],
      ['Content-Security-Policy', POLICY],
      ['Referrer-Policy', 'no-referrer'],
      ['X-Content-Type-Options', 'nosniff'],
    ],
    body,
  };
}

function unknownFile(path: string): MockResponse {
  return plainProblem(404, `Unknown path ${CONSOLE_ROOT}${path}: the console has no such file`);
}

/** @returns the bytes, a character for each */
function read(name: string): string | undefined {
  const known = kept.get(name);
  if (known !== undefined) return known;
  const file = packageFile('dist', 'console', name);
  if (!existsSync(file)) return undefined;
  const body = readFileSync(file, 'latin1');
  kept.set(name, body);
  return body;
}
