import type { MockResponse } from '../message.ts';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The JSON of a body. Throws unless it is UTF-8, one character for each byte. */
export function readBody(response: Pick<MockResponse, 'body'>): unknown {
  return JSON.parse(readText(response)) as unknown;
}

/** The text of a body. Throws unless it is UTF-8, one character for each byte. */
export function readText({ body }: Pick<MockResponse, 'body'>): string {
  const stranger = /[\u0100-\uffff]/.exec(body);
  if (stranger !== null) throw new Error(`${JSON.stringify(stranger[0])} at ${stranger.index} is no byte`);
  return decoder.decode(Buffer.from(body, 'latin1'));
}

/** The value of a response's header; `undefined` without one. */
export function headerOf({ headers }: Pick<MockResponse, 'headers'>, name: string): string | undefined {
  return headers.find(([candidate]) => candidate.toLowerCase() === name.toLowerCase())?.[1];
}
