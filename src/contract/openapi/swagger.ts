import { upgradeFromTwoToThree } from '@scalar/openapi-upgrader/2.0-to-3.0';
import { problemsError } from '../error.ts';
import { isObject } from '../json-pointer.ts';
import type { SourceDocument } from '../source-document.ts';

/** Whether a document is one of OpenAPI 2.0, which was called Swagger. */
export function isSwagger({ value }: Pick<SourceDocument, 'value'>): boolean {
  // Without quotes, YAML reads it as a number.
  return isObject(value) && (value['swagger'] === '2.0' || value['swagger'] === 2);
}

/**
 * Converts a document of Swagger 2.0 to OpenAPI 3.0.
 *
 * @returns the converted document; its problems stand where the original says what they are about
 * @throws {PagewrightError} `invalid-contract` when it cannot be converted, with the operation where that can be told
 */
export function convertSwagger(source: SourceDocument): SourceDocument {
  const original = source.value as Part;
  const converted = convert(original);
  if ('failure' in converted) {
    const { path, failure } = findCulprit(original) ?? { path: ['swagger'], failure: converted.failure };
    const message = `Invalid Swagger 2.0: cannot be converted to OpenAPI 3; ${failure}`;
    throw problemsError('invalid-contract', [source.problemAt(path, message)]);
  }
  return {
    ...source,
    value: converted.value,
    problemAt: (path, message) => source.problemAt(originalPath(original, path.map(String)), message),
  };
}

type Part = Readonly<Record<string, unknown>>;

function convert(original: Part): { readonly value: unknown } | { readonly failure: string } {
  try {
    return { value: upgradeFromTwoToThree(structuredClone({ ...original, swagger: '2.0' })) as unknown };
  } catch (error) {
    // The library has no errors of its own for documents that are not as they should be.
    return { failure: (error as Error).message };
  }
}

/** The operation, or else the path, that cannot be converted alone either. */
function findCulprit(original: Part): { readonly path: readonly string[]; readonly failure: string } | undefined {
  const failureOf = (path: string, item: unknown): string | undefined => {
    const alone = convert({ ...original, paths: { [path]: item } });
    return 'failure' in alone ? alone.failure : undefined;
  };
  for (const [path, item] of Object.entries(isObject(original['paths']) ? original['paths'] : {})) {
    const failure = failureOf(path, item);
    if (failure === undefined) continue;
    const methods = isObject(item) ? Object.keys(item) : [];
    const method = methods.find((key) => failureOf(path, { [key]: (item as Part)[key] }) !== undefined);
    return { path: ['paths', path, ...(method === undefined ? [] : [method])], failure };
  }
  return undefined;
}

const MOVED: Readonly<Record<string, string>> = {
  schemas: 'definitions',
  parameters: 'parameters',
  responses: 'responses',
  requestBodies: 'parameters',
  securitySchemes: 'securityDefinitions',
};

/** Where 2.0 has what 3.0 has at a path. */
function originalPath(original: Part, path: readonly string[]): readonly string[] {
  const [first, second = '', ...rest] = path;
  if (first === 'components') return second === '' ? [] : [MOVED[second] ?? second, ...withoutContent(rest)];
  if (first === 'servers') return ['host'];
  if (first !== 'paths') return path;
  return withoutContent(path.flatMap((key, index) => originalKeys(original, path, key, index)));
}

/** A body is a parameter in 2.0, so that the others have other positions. */
function originalKeys(original: unknown, path: readonly string[], key: string, index: number): readonly string[] {
  const holder = path.slice(0, index);
  const before = holder.at(-1);
  if (key === 'requestBody' && index === 3) {
    const body = parametersAt(original, holder).findIndex(isBody);
    return body === -1 ? ['parameters'] : ['parameters', String(body)];
  }
  if (before === 'parameters' && index <= 4 && /^\d+$/.test(key)) {
    const all = parametersAt(original, holder.slice(0, -1));
    const positions = all.flatMap((parameter, position) => (isBody(parameter) ? [] : [String(position)]));
    return [positions[Number(key)] ?? key];
  }
  return [key];
}

function parametersAt(original: unknown, path: readonly string[]): readonly unknown[] {
  const holder = path.reduce<unknown>((at, key) => (isObject(at) ? at[key] : undefined), original);
  return isObject(holder) && Array.isArray(holder['parameters']) ? holder['parameters'] : [];
}

function isBody(parameter: unknown): boolean {
  return isObject(parameter) && (parameter['in'] === 'body' || parameter['in'] === 'formData');
}

/** `content`, its media type, and the schema of a parameter or header are what 2.0 has no keys for. */
function withoutContent(path: readonly string[]): readonly string[] {
  const at = path.indexOf('content');
  if (at !== -1) {
    const [mediaType, key, ...rest] = path.slice(at + 1);
    const head = path.slice(0, at);
    if (mediaType === undefined || key === undefined) return head;
    if (key === 'example') return [...head, 'examples', mediaType, ...rest];
    return key === 'examples' ? [...head, 'examples', mediaType, ...rest.slice(2)] : [...head, key, ...rest];
  }
  return path.filter((key, index) => {
    const holder = path[index - 2];
    return key !== 'schema' || (holder !== 'parameters' && holder !== 'headers');
  });
}
