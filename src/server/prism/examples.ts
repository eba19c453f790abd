import type { Operation } from '../routing/operations.ts';
import type { PrismOperation } from './library.ts';

type Responses = PrismOperation['responses'];

/** A documented response, and its example where one was chosen. */
export type ExampleChoice = { readonly code: string; readonly example?: string } | { readonly missing: string };

/**
 * Finds the response that a code, an example's name, or both stand for. Where a response has several examples and none is
 * named, it is the first that the contract uses with this status.
 *
 * @returns `missing` is a sentence that says what the document does not have
 */
export function chooseExample(
  responses: Responses,
  code: string | undefined,
  example: string | undefined,
  operation: Operation,
): ExampleChoice {
  if (code === undefined) return findByExample(responses, example ?? '');
  const response = findResponse(responses, code);
  if (response === undefined) {
    const known = responses.map((one) => one.code).join(', ');
    return { missing: `Requested status code ${code} is not defined in the document. It defines ${known}.` };
  }
  const names = exampleNames(response);
  if (example === undefined) return { code, ...defaultExample(names, Number(code), operation) };
  return names.includes(example) ? { code, example } : { missing: describeMissing(`Response ${code}`, example, names) };
}

/** A success is preferred, as Prism does; but a name that only an error has is plain enough as well. */
function findByExample(responses: Responses, example: string): ExampleChoice {
  const rank = (code: string): number => (code.startsWith('2') ? 0 : 1);
  const holder = [...responses]
    .sort((a, b) => rank(a.code) - rank(b.code))
    .find((one) => exampleNames(one).includes(example));
  const status = holder?.code.replace(/default/i, '500').replace(/xx$/i, '00');
  if (status !== undefined) return { code: status, example };
  return { missing: describeMissing('No response', example, responses.flatMap(exampleNames)) };
}

function defaultExample(names: readonly string[], status: number, { list, isList }: Operation): { example?: string } {
  if (!isList) return {};
  const used = [...list.contract.errors.values()]
    .filter((answer) => answer.status === status)
    .map((answer) => answer.example);
  const example = names.find((name) => used.includes(name));
  return example === undefined ? {} : { example };
}

function describeMissing(where: string, example: string, names: readonly string[]): string {
  const known = names.length === 0 ? 'no named examples' : `the examples ${[...new Set(names)].join(', ')}`;
  return where === 'No response'
    ? `No response has an example ${example}. The document has ${known}.`
    : `${where} has no example ${example}. It has ${known}.`;
}

function exampleNames({ contents = [] }: Responses[number]): readonly string[] {
  return contents.flatMap((content) => (content.examples ?? []).map((example) => example.key));
}

/** The response of this very status, else of its class, else the one for all others. */
function findResponse(responses: Responses, code: string): Responses[number] | undefined {
  const names = [code, `${code[0]}xx`, 'default'];
  return names.flatMap((name) => responses.filter((one) => one.code.toLowerCase() === name))[0];
}
