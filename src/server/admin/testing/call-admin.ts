import request from 'supertest';
import { type Operation, operationOf } from './admin-document.ts';

/** A call of an operation, as far as it is not as the document shows it. */
export interface Call {
  readonly operation: string;
  /** Parts of the path. */
  readonly path?: Readonly<Record<string, string | number>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object, or a text that is sent as it is. */
  readonly body?: unknown;
}

/** What a call was answered with. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** Sends a call to a mock. Parts of the path that it does not say are those that the document shows. */
export async function callAdmin(url: string, call: Call): Promise<Answer> {
  const operation = operationOf(call.operation);
  const headers = { ...(call.body !== undefined && { 'Content-Type': 'application/json' }), ...call.headers };
  const query = new URLSearchParams(call.query).toString();
  const target = `/__admin${fillPath(operation, call.path)}${query && `?${query}`}`;
  const body = typeof call.body === 'string' ? call.body : JSON.stringify(call.body);
  const sent = request(url)[methodOf(operation)](target).set(headers).buffer(true).parse(readText).send(body);
  const response = await sent.catch((error: Error) => {
    throw new Error(`${call.operation} ${target}: ${error.message}`, { cause: error });
  });
  return { status: response.status, headers: response.headers, text: String(response.body) };
}

/** Every parameter of an operation that may be left out, with the value that the document shows. */
export function optionsOf(
  operation: Pick<Operation, 'id' | 'parameters'>,
  place: 'query' | 'header',
): Readonly<Record<string, string>> {
  const options = operation.parameters.filter((parameter) => parameter.in === place && !parameter.required);
  return Object.fromEntries(
    options.map(({ name, example }) => {
      if (example === undefined) throw new Error(`${operation.id}: the document shows no ${name}`);
      return [name, String(example)];
    }),
  );
}

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

function methodOf({ method }: Operation): Method {
  return method.toLowerCase() as Method;
}

function fillPath({ path, parameters }: Operation, given: Call['path'] = {}): string {
  return path.replace(/\{(\w+)\}/g, (_placeholder, name: string) => {
    const example = parameters.find((parameter) => parameter.in === 'path' && parameter.name === name)?.example;
    return encodeURIComponent(String(given[name] ?? example));
  });
}

type Parser = Parameters<request.Test['parse']>[0];

const readText: Parser = (response, done) => {
  const chunks: Buffer[] = [];
  response.on('data', (chunk) => chunks.push(Buffer.from(chunk)));
  response.on('end', () => done(null, Buffer.concat(chunks).toString('utf8')));
};
