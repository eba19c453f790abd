import { type IncomingMessage, type RequestListener, request as send } from 'node:http';
import { createMock, type MockOptions } from '../../src/index.ts';

/** The body of a page, free to be changed. */
export type PageBody = Record<string, unknown>;

/** A mock that does what its contract forbids. */
export interface BrokenMock extends AsyncDisposable {
  readonly app: RequestListener;
}

/**
 * Starts the mock of a contract behind something that changes what it answers.
 *
 * @param change - gets the body of every page and the query that it was asked with; what it returns is sent
 */
export async function openBrokenMock(
  contract: string,
  change: (page: PageBody, query: URLSearchParams) => unknown,
  options: Omit<MockOptions, 'contract'> = {},
): Promise<BrokenMock> {
  const mock = await createMock({ ...options, contract });
  const { hostname, port } = new URL(mock.url);
  const app: RequestListener = (request, response) => {
    const { method, url: path = '/', headers } = request;
    // Only what is not compressed can be changed.
    const asked = { hostname, port, method, path, headers: { ...headers, 'accept-encoding': 'identity' } };
    const forwarded = send(asked, async (answer) => {
      const body = await readAll(answer).catch(() => undefined);
      if (body === undefined) return response.destroy();
      const { 'content-length': _, connection: __, 'keep-alive': ___, ...kept } = answer.headers;
      response.writeHead(answer.statusCode ?? 500, kept);
      if (answer.statusCode !== 200 || method === 'HEAD') return response.end(body);
      return response.end(JSON.stringify(change(JSON.parse(body), new URL(path, 'http://any').searchParams)));
    });
    // The mock may be closed while a caller who has gone is still being answered.
    forwarded.on('error', () => response.destroy()).end();
  };
  return { app, [Symbol.asyncDispose]: () => mock.close() };
}

async function readAll(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
