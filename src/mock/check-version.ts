import type { Access, ErrorCondition } from '../contract/contract.ts';
import { type MockRequest, readHeader } from './message.ts';

/** What is wrong with the version header of a request, if anything is. */
export function checkVersion(version: Access['version'], request: MockRequest): ErrorCondition | undefined {
  if (version === undefined) return undefined;
  const value = readHeader(request, version.parameter.name.toLowerCase());
  if (value === undefined || value === '') return 'missingVersion';
  if (version.known.includes(value)) return undefined;
  return version.retired.includes(value) ? 'retiredVersion' : 'unsupportedVersion';
}
