import type { Access, ErrorCondition } from '../contract/contract.ts';
import type { Caller } from './authenticate.ts';
import { type MockRequest, readHeader } from './message.ts';

/** The collection of rows that a request may list, or why it may not. */
export type Authorization = { readonly collection: string } | { readonly condition: ErrorCondition };

/**
 * Finds the collection that a request is about.
 *
 * @param access - of the contract
 * @param caller - who asks
 * @param pathParameters - values of the path's parameters
 */
export function authorize(
  access: Access,
  caller: Caller,
  request: MockRequest,
  pathParameters: Readonly<Record<string, string>>,
): Authorization {
  const collection = findCollection(access, caller, request, pathParameters);
  if (collection === undefined || collection === '') return { condition: 'missingScope' };
  if (!access.requiredScopes.every((scope) => caller.credential.scopes.includes(scope))) {
    return { condition: 'insufficientScope' };
  }
  return caller.tenant.collections.includes(collection) ? { collection } : { condition: 'foreignScope' };
}

function findCollection(
  { scope }: Access,
  caller: Caller,
  request: MockRequest,
  pathParameters: Readonly<Record<string, string>>,
): string | undefined {
  if (scope === undefined) return caller.tenant.collections[0];
  if (scope.in === 'header') return readHeader(request, scope.name.toLowerCase());
  return Object.hasOwn(pathParameters, scope.name) ? pathParameters[scope.name] : undefined;
}
