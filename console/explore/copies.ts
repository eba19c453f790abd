import type { ListRequest } from './request.ts';

/** What a request can be copied as. */
export const FORMS = [
  ['curl', 'curl'],
  ['fetch', 'fetch, JavaScript'],
  ['python', 'Python, requests'],
  ['jest', 'A Jest test'],
  ['vitest', 'A Vitest test'],
] as const;

export type Form = (typeof FORMS)[number][0];

/** What a test has to begin with, and what it may expect. */
export interface Setting {
  readonly contract: string;
  readonly scenario: string;
  readonly status: number;
  readonly hasRows: boolean;
  /** Whether the request lacks the token that it was sent with, as another mock would reject it. */
  readonly isTokenLeftOut: boolean;
}

/** The text by which others send the same request. */
export function copyAs(form: Form, request: ListRequest, setting: Setting): string {
  switch (form) {
    case 'curl':
      return toCurl(request);
    case 'fetch':
      return toFetch(request);
    case 'python':
      return toPython(request);
    default:
      return toTest(form, request, setting);
  }
}

/** Within single quotes, a shell takes everything as it is but the quote. */
function quoteForShell(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

export function toCurl({ method, url, headers, body }: ListRequest): string {
  const lines = [
    `curl -g -i${method === 'GET' ? '' : ` -X ${method}`} ${quoteForShell(url)}`,
    ...Object.entries(headers).map(([name, value]) => `  -H ${quoteForShell(`${name}: ${value}`)}`),
    ...(body === undefined ? [] : [`  --data-raw ${quoteForShell(body)}`]),
  ];
  return lines.join(' \\\n');
}

/** An object as people write it in JavaScript. */
function writeObject(value: Readonly<Record<string, string>>, indent: string): string {
  const entries = Object.entries(value).map(([name, one]) => {
    return `${indent}  ${/^[A-Za-z_$][\w$]*$/.test(name) ? name : quote(name)}: ${quote(one)},\n`;
  });
  return entries.length === 0 ? '{}' : `{\n${entries.join('')}${indent}}`;
}

function quote(text: string): string {
  // U+2028 and U+2029 were no part of strings before ES2019.
  return JSON.stringify(text).replace(/[\u2028\u2029]/g, (one) => `\\u${one.charCodeAt(0).toString(16)}`);
}

function writeOptions({ method, headers, body }: ListRequest, indent: string): string {
  const parts = [
    ...(method === 'GET' ? [] : [`method: ${quote(method)},`]),
    `headers: ${writeObject(headers, `${indent}  `)},`,
    ...(body === undefined ? [] : [`body: ${quote(body)},`]),
  ];
  return `{\n${parts.map((part) => `${indent}  ${part}\n`).join('')}${indent}}`;
}

function toFetch(request: ListRequest): string {
  return `const response = await fetch(${quote(request.url)}, ${writeOptions(request, '')});
console.log(response.status, await response.text());
`;
}

/** JSON strings are strings of Python, too, but for pairs of surrogates. */
function quoteForPython(text: string): string {
  return JSON.stringify(text).replace(/\\u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})/gi, (_, high, low) => {
    const point = (Number.parseInt(high, 16) - 0xd800) * 0x400 + Number.parseInt(low, 16) - 0xdc00 + 0x10000;
    return String.fromCodePoint(point);
  });
}

function toPython({ method, url, headers, body }: ListRequest): string {
  const sent = Object.entries(headers).map(
    ([name, value]) => `        ${quoteForPython(name)}: ${quoteForPython(value)},\n`,
  );
  return `import requests

response = requests.request(
    ${quoteForPython(method)},
    ${quoteForPython(url)},
    headers={
${sent.join('')}    },
${body === undefined ? '' : `    data=${quoteForPython(body)}.encode("utf-8"),\n`})
print(response.status_code, response.text)
`;
}

function toTest(form: 'jest' | 'vitest', request: ListRequest, setting: Setting): string {
  const { contract, scenario, status, hasRows, isTokenLeftOut } = setting;
  const from = form === 'jest' ? '@jest/globals' : 'vitest';
  const url = new URL(request.url);
  const path = url.pathname.replace(/^.*\/__session\/[^/]+/, '') + url.search;
  const hint = isTokenLeftOut ? '  // It begins at the first page: tokens of one mock mean nothing to another.\n' : '';
  return `import { afterAll, beforeAll, expect, test } from '${from}';
import { createMock } from 'pagewright';

let mock;

beforeAll(async () => {
  mock = await createMock({ contract: ${quote(contract)}, scenario: ${quote(scenario)} });
});
afterAll(() => mock.close());

test(${quote(`the list responds ${status}`)}, async () => {
${hint}  const response = await fetch(mock.url + ${quote(path)}, ${writeOptions(request, '  ')});
  expect(response.status).toBe(${status});
${hasRows ? '  const [exchange] = mock.journal.list();\n  expect(mock.journal.page(exchange.id).rows).not.toHaveLength(0);\n' : ''}});
`;
}
