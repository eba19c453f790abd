import { callerOf } from '../../../conformance/testing/open-mock-target.ts';

/** A command line that checks a target as the usual caller of a contract that comes with the package. */
export function checkWords(id: string, baseUrl: string, ...words: readonly string[]): readonly string[] {
  const { headers = {}, pathParameters = {} } = callerOf(id);
  return [
    ...['check', id, '--base-url', baseUrl],
    ...Object.entries(headers).flatMap(([name, value]) => ['--header', `${name}: ${value}`]),
    ...Object.entries(pathParameters).flatMap(([name, value]) => ['--path-param', `${name}=${value}`]),
    ...words,
  ];
}
