import { readFileSync } from 'node:fs';

/** One request that was sent to an application built on the framework, and what it answered. */
export interface Recording {
  readonly name: string;
  readonly method: string;
  readonly target: string;
  readonly status: number;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** What stands after `body:`: JSON, or a summary of a page. */
  readonly body: string;
}

/** What Django REST framework answered to an application with 142 customers. */
export function readDjangoRecordings(): readonly Recording[] {
  const entry = /^(\S[^\n]*?) \| ([A-Z]+) (\S+)\n {3}-> (\d+) (\{.*\})\n {3}body: (.*)$/gm;
  return [...readText('django-rest-framework-3.16.txt').matchAll(entry)].map((match) => {
    const [, name = '', method = '', target = '', status, headers = '', body = ''] = match;
    return { name, method, target, status: Number(status), headers: readDictionary(headers), body };
  });
}

/** What NestJS answered to an application without customers. */
export function readNestRecordings(): readonly Recording[] {
  return readText('nestjs-11.txt')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const name = line.slice(0, 23).trim();
      const query = name.startsWith('?') ? name : '';
      const body = line.slice(27).trim();
      return {
        name,
        method: 'GET',
        target: `/api/v0/customers${query}`,
        status: Number(line.slice(23, 26)),
        headers: {},
        body,
      };
    });
}

function readText(file: string): string {
  return readFileSync(new URL(file, import.meta.url), 'utf8');
}

/** A dictionary as Python prints it, of texts without quotes in them. */
function readDictionary(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/'([^']*)': '([^']*)'/g)].map(([, key = '', value = '']) => [key, value]),
  );
}
