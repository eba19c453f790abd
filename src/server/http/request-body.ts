import type { IncomingMessage } from 'node:http';
import { finished, type Readable, type Transform } from 'node:stream';
import { TextDecoder } from 'node:util';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

/** Why a body cannot be read, with the status that says so. */
class BodyError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * Reads the body of a request. In a larger application, another handler may have read it before.
 *
 * @param maxBytes - how large it may be
 * @returns its text, or the value that it was parsed to before
 * @throws an error with a status when it is too large or cannot be read
 */
export async function readRequestBody(request: IncomingMessage, maxBytes: number): Promise<unknown> {
  const bytes = await readBytes(request, maxBytes);
  const body = bytes ?? bodyReadBefore(request);
  return Buffer.isBuffer(body) ? body.toString('utf8') : body;
}

/**
 * Reads the body of a request as JSON.
 *
 * @returns `undefined` without a body
 * @throws an error with a status when it is of another type, too large, or no JSON
 */
export async function readJsonBody(request: IncomingMessage, maxBytes: number): Promise<unknown> {
  const { 'content-type': type = '(none)' } = request.headers;
  if (!hasBody(request)) return bodyReadBefore(request);
  const isEmpty = Number(request.headers['content-length'] ?? 1) === 0;
  if (!isEmpty && !/^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(type)) {
    throw new BodyError(415, `Invalid Content-Type ${type}: must be application/json`);
  }
  const decoder = createTextDecoder(/;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(type)?.[1] ?? 'utf-8');
  const bytes = await readBytes(request, maxBytes);
  if (bytes === undefined) return bodyReadBefore(request);
  const text = decoder.decode(bytes);
  try {
    return text === '' ? {} : (JSON.parse(text) as unknown);
  } catch (error) {
    throw new BodyError(400, (error as Error).message);
  }
}

function createTextDecoder(charset: string): TextDecoder {
  try {
    if (/^utf-/i.test(charset)) return new TextDecoder(charset);
  } catch {
    // Not one that Node knows.
  }
  throw new BodyError(415, `unsupported charset "${charset.toUpperCase()}"`);
}

/** An empty one counts. */
function hasBody({ headers }: IncomingMessage): boolean {
  const { 'content-length': length, 'transfer-encoding': coding } = headers;
  return coding !== undefined || (length !== undefined && !Number.isNaN(Number(length)));
}

function bodyReadBefore(request: IncomingMessage): unknown {
  return (request as { readonly body?: unknown }).body;
}

/** `undefined` where there is none, or another handler has read it. */
async function readBytes(request: IncomingMessage, maxBytes: number): Promise<Buffer | undefined> {
  if (!request.readable || !hasBody(request)) return undefined;
  const decompressor = createDecompressor(request.headers['content-encoding']);
  const stated = Number(request.headers['content-length'] ?? 0);
  try {
    if (decompressor !== undefined) return await collect(request.pipe(decompressor), request, maxBytes);
    if (stated > maxBytes) throw tooLarge();
    return await collect(request, request, maxBytes);
  } catch (error) {
    if (decompressor !== undefined) request.unpipe();
    decompressor?.destroy();
    // A client that is still sending would not read the response.
    request.resume();
    await new Promise<void>((resolve) => finished(request, { writable: false }, () => resolve()));
    throw error instanceof BodyError ? error : new BodyError(400, (error as Error).message);
  }
}

function createDecompressor(encoding = 'identity'): Transform | undefined {
  switch (encoding.toLowerCase()) {
    case 'identity':
      return undefined;
    case 'gzip':
      return createGunzip();
    case 'deflate':
      return createInflate();
    case 'br':
      return createBrotliDecompress();
    default:
      throw new BodyError(415, `unsupported content encoding "${encoding.toLowerCase()}"`);
  }
}

function collect(stream: Readable, request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  return new Promise((resolve, reject) => {
    const abort = (): void => settle(() => reject(new BodyError(400, 'request aborted')));
    const take = (chunk: Buffer): void => {
      length += chunk.length;
      if (length > maxBytes) settle(() => reject(tooLarge()));
      else chunks.push(chunk);
    };
    const fail = (error: Error): void => settle(() => reject(error));
    const end = (): void => settle(() => resolve(Buffer.concat(chunks)));
    const settle = (act: () => void): void => {
      stream.off('data', take).off('end', end);
      request.off('aborted', abort);
      act();
    };
    // A stream that fails after it was given up must not end the process: its listener stays.
    stream.on('data', take).once('end', end).on('error', fail);
    request.once('aborted', abort);
  });
}

function tooLarge(): BodyError {
  return new BodyError(413, 'request entity too large');
}
