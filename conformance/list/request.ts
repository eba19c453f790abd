import type { Contract, Json, JsonSchema, Parameter } from '../../src/contract/contract.ts';
import { encodeParameter } from '../../src/contract/openapi/parameters.ts';
import { itemsOf, typesOf } from '../../src/contract/openapi/schema-branches.ts';
import { placeInBody, sampleRequestBody } from '../../src/contract/request-body.ts';
import type { QueryInput } from '../client/url.ts';

/** Names and values of parameters, wherever they stand, in the order in which they are sent. */
export type Pairs = readonly (readonly [name: string, value: string | readonly string[]])[];

/** The parts of a request that hold its parameters. */
export interface EncodedRequest {
  readonly query: QueryInput;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON as text; absent for a list that is read by GET. */
  readonly body?: string;
}

type Declared = Pick<Contract, 'method' | 'parameters'> & Partial<Pick<Contract, 'requestSchema' | 'page'>>;

/**
 * Puts parameters where a document declares them: into the query, a header, a cookie or the body, in the style that it says. What
 * it does not declare goes into the query.
 *
 * @param given - properties of the body that every request has, by path
 */
export function encodeRequest(
  contract: Declared,
  pairs: Pairs,
  given: Readonly<Record<string, unknown>> = {},
): EncodedRequest {
  const values = pairs.map(([name, value]): Value => {
    const declared = contract.parameters.find((parameter) => parameter.name === name && parameter.in !== 'path');
    return { name, value, ...(declared === undefined ? {} : { declared }) };
  });
  const listAt = (place: Parameter['in']): readonly Value[] => {
    return values.filter(({ declared }) => (declared?.in ?? 'query') === place);
  };
  const headers = listAt('header').map((value) => [
    value.name,
    writeTexts(value)
      .map(([, text]) => text)
      .join(','),
  ]);
  const cookies = listAt('cookie')
    .flatMap(writeTexts)
    .map((pair) => pair.join('='));
  const body = sampleRequestBody(contract);
  for (const [name, value] of Object.entries(given)) placeInBody(body, name, readGiven(contract, name, value));
  for (const { name, value, declared } of listAt('body'))
    placeInBody(body, name, toJson(value, declared?.schema ?? {}));
  return {
    query: listAt('query').flatMap(writeTexts),
    headers: { ...Object.fromEntries(headers), ...(cookies.length > 0 ? { cookie: cookies.join('; ') } : {}) },
    ...(contract.method === 'POST' ? { body: JSON.stringify(body) } : {}),
  };
}

/** A value that whoever runs the suite gives: a text reads as its schema says, or as JSON where that is an object or a list. */
function readGiven({ parameters }: Declared, name: string, value: unknown): Json {
  if (typeof value !== 'string') return value as Json;
  const schema = parameters.find((one) => one.in === 'body' && one.name === name)?.schema ?? {};
  try {
    const parsed = /^\s*[[{]/.test(value) ? (JSON.parse(value) as Json) : undefined;
    if (typeof parsed === 'object' && !typesOf(schema).includes('string')) return parsed;
  } catch {
    // It is a text like any other.
  }
  return toJson(value, schema);
}

/** A value, and what the document declares of its parameter. */
interface Value {
  readonly name: string;
  readonly value: string | readonly string[];
  readonly declared?: Parameter;
}

/** As OpenAPI writes it outside of a body, not percent-encoded. */
function writeTexts({ name, value, declared }: Value): readonly (readonly [string, string])[] {
  return declared === undefined ? [[name, String(value)]] : encodeParameter(declared, toParts(declared, value));
}

/** A parameter that holds a list gets one, of a single value too; another one gets a text, with commas between several. */
function toParts({ schema }: Parameter, value: string | readonly string[]): Json {
  return typesOf(schema).includes('array') ? [value].flat() : String(value);
}

/** In JSON a number is not its digits; what does not read as the declared type stays a text, which is then wrong. */
function toJson(value: string | readonly string[], schema: JsonSchema): Json {
  const types = typesOf(schema);
  if (types.includes('array')) return [value].flat().map((part) => toJson(part, itemsOf(schema) ?? {}));
  const text = String(value);
  const isNumeric = types.includes('integer') || types.includes('number');
  if (isNumeric && !types.includes('string') && /^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  if (types.includes('boolean') && /^(?:true|false)$/.test(text)) return text === 'true';
  return text;
}
