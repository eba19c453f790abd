import { type Block, type Compilation, typesOf } from './compilation.ts';
import type { Envelope, JsonSchema, Pointer, Role } from './contract.ts';
import { parsePointer } from './json-pointer.ts';
import { propertiesOf } from './json-schema.ts';

/** Where each role is named in the block, and the types that its place may have. */
const PLACES: readonly { role: Role; path: readonly string[]; types: readonly string[] }[] = [
  { role: 'items', path: ['items'], types: ['array'] },
  { role: 'total', path: ['total'], types: ['integer', 'number'] },
  { role: 'pageCount', path: ['pageCount'], types: ['integer', 'number'] },
  { role: 'pageNumber', path: ['pageNumber'], types: ['integer', 'number'] },
  { role: 'hasNext', path: ['hasNext'], types: ['boolean'] },
  { role: 'hasPrevious', path: ['hasPrevious'], types: ['boolean'] },
  { role: 'next', path: ['page', 'next'], types: ['string'] },
  { role: 'previous', path: ['page', 'previous'], types: ['string'] },
  { role: 'first', path: ['page', 'first'], types: ['string'] },
  { role: 'last', path: ['page', 'last'], types: ['string'] },
  { role: 'position', path: ['page', 'echo', 'position'], types: ['integer', 'number'] },
  { role: 'limit', path: ['page', 'echo', 'limit'], types: ['integer', 'number'] },
];

/** Compiles where things stand in a response, each place looked up in the schema of the body. */
export function compileEnvelope(compilation: Compilation, bodySchema: JsonSchema): Envelope {
  const roles = new Map<Role, Pointer>();
  for (const { role, path, types } of PLACES) {
    const pointer = path.reduce<unknown>((value, key) => (value as Block | undefined)?.[key], compilation.block);
    if (typeof pointer !== 'string') continue;
    const segments = parsePointer(pointer);
    const schema = requireSchema(compilation, bodySchema, segments, path);
    if (schema !== undefined && !typesOf(schema).some((type) => types.includes(type))) {
      compilation.report(
        path,
        `Invalid type of ${pointer}: must be ${types.join(' or ')}, not ${typesOf(schema).join(' or ') || 'undeclared'}`,
      );
    }
    roles.set(role, segments);
  }
  const fresh = Object.entries((compilation.block['fresh'] ?? {}) as Block).map(([pointer, format]) => {
    requireSchema(compilation, bodySchema, parsePointer(pointer), ['fresh', pointer]);
    return { pointer: parsePointer(pointer), format: format as 'uuid' };
  });
  return { roles, atEnd: compilation.block['page']['atEnd'] ?? 'omitted', fresh };
}

function requireSchema(
  compilation: Compilation,
  body: JsonSchema,
  pointer: Pointer,
  path: readonly string[],
): JsonSchema | undefined {
  const schema = schemaAt(body, pointer);
  if (schema === undefined) {
    const known = Object.keys(propertiesOf(body)).map((name) => `/${name}`);
    compilation.report(
      path,
      `Unknown pointer /${pointer.join('/')}: the top level of the response body has ${known.join(', ') || 'no named fields'}`,
    );
  }
  return schema;
}

/** The schema of what stands at a pointer into a value of the given schema. */
export function schemaAt(schema: JsonSchema, pointer: Pointer): JsonSchema | undefined {
  return pointer.reduce<JsonSchema | undefined>((at, segment) => at && propertiesOf(at)[segment], schema);
}
