import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Contract } from '../contract/contract.ts';
import type { MockResponse } from '../mock/message.ts';
import { headerOf, readText } from '../mock/testing/read-body.ts';

/** As the vendors' documents write it. */
const MEDIA_TYPES: Readonly<Record<string, string>> = {
  pyng: 'application/json;charset=UTF-8',
  piriod: 'application/json',
  wingback: 'application/json',
  devdraft: 'application/json',
};

/**
 * Makes the check that every response has to pass: its media type is the documented one to the letter, and its body is
 * UTF-8, JSON, and valid against the contract's schema for its status.
 *
 * @returns a function that gives the body, or throws an Error that says what is wrong
 */
export function createResponseChecker(contract: Contract): (response: MockResponse) => unknown {
  const ajv = new Ajv2020({ strict: false, logger: false, allErrors: true });
  addFormats.default(ajv);
  const validators = new Map<number, ValidateFunction>();
  for (const [status, schema] of contract.responseSchemas) validators.set(status, ajv.compile(schema));
  const wanted = MEDIA_TYPES[contract.id] ?? contract.mediaType;
  return (response) => {
    const { status } = response;
    const given = headerOf(response, 'Content-Type');
    if (given !== wanted) throw new Error(`${contract.id} ${status}: the media type is ${given}; expected ${wanted}`);
    const validate = validators.get(status);
    if (validate === undefined) throw new Error(`${contract.id}: status ${status} is not documented`);
    const text = readText(response);
    const body = JSON.parse(text) as unknown;
    if (!validate(body)) throw new Error(`${contract.id} ${status}: ${ajv.errorsText(validate.errors)} in ${text}`);
    return body;
  };
}
