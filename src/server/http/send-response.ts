import type { IncomingMessage, ServerResponse } from 'node:http';
import type { MockResponse } from '../../mock/message.ts';

/** Sends an answer of the mock; to a HEAD request without its body. Headers that are set on the response stay. */
export function sendResponse(
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers, body }: MockResponse,
): void {
  const flat: string[] = [];
  for (const header of headers) flat.push(header[0], header[1]);
  if (status !== 204 && status !== 304) flat.push('Content-Length', String(body.length));
  response.writeHead(status, flat);
  if (request.method === 'HEAD' || body === '') response.end();
  // One character for each byte: Node then writes head and body at once.
  else response.end(body, 'latin1');
}
