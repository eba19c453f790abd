import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** A part of the document that is an object. */
type Part = Readonly<Record<string, unknown>>;

/** A part, with where it stands in the document once references are followed: `/components/schemas/Row`. */
export interface Place {
  readonly part: Part;
  readonly pointer: string;
}

/** A parameter of an operation. */
interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  /** The value that the document shows. */
  readonly example: unknown;
}

/** One operation of the document. */
export interface Operation {
  readonly id: string;
  readonly summary: unknown;
  /** Upper case. */
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Parameter[];
  /** Whether it takes a body. */
  readonly hasBody: boolean;
  /** The bodies that the document shows. */
  readonly bodies: readonly unknown[];
  /** By the status. */
  readonly responses: ReadonlyMap<string, Place>;
}

/** The OpenAPI document of the admin API. */
export const ADMIN_DOCUMENT = parse(readFileSync(new URL('../admin/openapi.yaml', import.meta.url), 'utf8')) as Part;

const places = new Map<string, Place>();

/** The part at a pointer, references followed. */
export function placeAt(pointer: string): Place {
  const known = places.get(pointer) ?? findPlace(pointer);
  places.set(pointer, known);
  return known;
}

function findPlace(pointer: string): Place {
  let part: unknown = ADMIN_DOCUMENT;
  for (const step of pointer.split('/').slice(1)) part = (part as Part)[unescapeStep(step)];
  const reference = (part as Part)['$ref'];
  return typeof reference === 'string' && Object.keys(part as Part).length === 1
    ? placeAt(reference.slice(1))
    : { part: part as Part, pointer };
}

/** A part of a place, references followed; `undefined` where there is none. */
export function below({ part, pointer }: Place, ...steps: readonly string[]): Place | undefined {
  const [step, ...others] = steps;
  if (step === undefined) return { part, pointer };
  if (part[step] === undefined) return undefined;
  return below(placeAt(`${pointer}/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`), ...others);
}

/** All parts of a place that are there, references followed. */
function listBelow(place: Place, ...steps: readonly string[]): readonly Place[] {
  const found = below(place, ...steps);
  return found === undefined ? [] : Object.keys(found.part).flatMap((key) => below(found, key) ?? []);
}

/** Every operation of the document, in its order. */
export const OPERATIONS: readonly Operation[] = listBelow(placeAt('/paths')).flatMap((path) => {
  const methods = Object.keys(path.part).filter((key) => key !== 'parameters');
  return methods.map((method) => readOperation(path, method));
});

/** An operation by its id. */
export function operationOf(id: string): Operation {
  const found = OPERATIONS.find((operation) => operation.id === id);
  if (found === undefined) throw new Error(`there is no operation ${id}`);
  return found;
}

function readOperation(path: Place, method: string): Operation {
  const operation = below(path, method) as Place;
  const parameters = [...listBelow(path, 'parameters'), ...listBelow(operation, 'parameters')];
  const media = below(operation, 'requestBody', 'content', 'application/json');
  const responses = below(operation, 'responses') as Place;
  return {
    id: String(operation.part['operationId']),
    summary: operation.part['summary'],
    method: method.toUpperCase(),
    path: unescapeStep(path.pointer.split('/').at(-1) ?? ''),
    parameters: parameters.map(readParameter),
    hasBody: media !== undefined,
    bodies: media === undefined ? [] : listBelow(media, 'examples').map(({ part }) => part['value']),
    responses: new Map(Object.keys(responses.part).map((status) => [status, below(responses, status) as Place])),
  };
}

function readParameter(place: Place): Parameter {
  const { name, required = false, example } = place.part;
  const schema = below(place, 'schema')?.part ?? {};
  const [shown] = (schema['examples'] ?? []) as readonly unknown[];
  return {
    name: String(name),
    in: String(place.part['in']),
    required: Boolean(required),
    example: example ?? shown ?? schema['default'],
  };
}

function unescapeStep(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~');
}

/** The properties that a schema names, in it and in all that it is made of, as pointers into the document. */
export function listWords(schema: Place, visited: Set<string> = new Set()): readonly string[] {
  if (visited.has(schema.pointer)) return [];
  visited.add(schema.pointer);
  const names = Object.keys(below(schema, 'properties')?.part ?? {});
  const inner = [...grounds(schema), ...maybe(schema, 'items'), ...maybe(schema, 'additionalProperties')];
  const parts = [...inner, ...listBelow(schema, 'properties')];
  return [...names.map((name) => wordOf(schema, name)), ...parts.flatMap((part) => listWords(part, visited))];
}

/** Those of them that occur in a value. */
export function listWordsOf(schema: Place, value: unknown): readonly string[] {
  const words = grounds(schema).flatMap((ground) => listWordsOf(ground, value));
  if (typeof value !== 'object' || value === null) return words;
  if (Array.isArray(value)) {
    return [...words, ...maybe(schema, 'items').flatMap((items) => value.flatMap((item) => listWordsOf(items, item)))];
  }
  const own = Object.entries(value).flatMap(([name, part]) => {
    const named = below(schema, 'properties', name);
    if (named !== undefined) return [wordOf(schema, name), ...listWordsOf(named, part)];
    return maybe(schema, 'additionalProperties').flatMap((others) => listWordsOf(others, part));
  });
  return [...words, ...own];
}

function wordOf({ pointer }: Place, name: string): string {
  return `${pointer}/properties/${name}`;
}

/** Schemas that hold for the same value. */
function grounds(schema: Place): readonly Place[] {
  const { $ref: reference } = schema.part;
  const referred = typeof reference === 'string' ? [placeAt(reference.slice(1))] : [];
  return [...referred, ...['allOf', 'anyOf', 'oneOf'].flatMap((key) => listBelow(schema, key))];
}

function maybe(schema: Place, key: string): readonly Place[] {
  if (typeof schema.part[key] !== 'object') return [];
  return [below(schema, key) as Place];
}
