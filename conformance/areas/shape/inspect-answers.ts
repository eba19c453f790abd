import type { ValidateFunction } from 'ajv';
import type { Contract } from '../../../src/contract/contract.ts';
import type { Inspector } from '../../check.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { type Answer, hasPage } from '../../list/answer.ts';
import { createShapeAjv } from './create-shape-ajv.ts';
import { ERROR_LEVELS, listErrorSchemas } from './error-schemas.ts';
import { findMediaTypeFault } from './find-media-type-fault.ts';

/** Looks at the media type of every page. */
export const inspectMediaType: Inspector = {
  id: 'shape.media-type',
  title: 'reads the media type of every page',
  verifies: ['media-type'],
  prepare({ mediaType }) {
    return (answer, ledger) => {
      if (!hasPage(answer)) return;
      const received = answer.response.headers['content-type'];
      const fault = findMediaTypeFault(received, mediaType);
      if (fault === undefined) ledger.exercise('media-type', 'pages');
      else ledger.violate('media-type', { summary: fault, expected: mediaType, received, answers: [answer] });
    };
  },
};

/** Validates the body of every refusal whose status the document knows. */
export const inspectErrors: Inspector = {
  id: 'shape.errors',
  title: 'validates the body of every error',
  verifies: ['errors.*', 'media-type.errors'],
  prepare(contract) {
    const ajv = createShapeAjv();
    const levels = ERROR_LEVELS.map(({ id }, level) => {
      const schemas = [...listErrorSchemas(contract, level)];
      return { id, validators: new Map(schemas.map(([status, schema]) => [status, ajv.compile(schema)])) };
    });
    return (answer, ledger) => {
      const { status, text } = answer.response;
      judgeMediaType(contract, ledger, answer);
      for (const { id, validators } of levels) {
        const validate = isBodiless(answer) ? undefined : validators.get(status);
        if (validate === undefined) continue;
        const fault = findFault(answer, validate);
        if (fault === undefined) ledger.exercise(id, 'errors');
        else ledger.violate(id, { summary: fault, received: text.slice(0, 300), answers: [answer] });
      }
    };
  },
};

function isBodiless({ response: { exchange } }: Answer): boolean {
  return exchange.method === 'HEAD';
}

/** Errors whose form is documented come in the media type of the contract's answers to them. */
function judgeMediaType({ errors, responseSchemas }: Contract, ledger: Ledger, answer: Answer): void {
  const { status, headers } = answer.response;
  const expected = [...errors.values()].find((error) => error.status === status)?.mediaType;
  if (status < 400 || !responseSchemas.has(status) || expected === undefined || isBodiless(answer)) return;
  const received = headers['content-type'];
  const fault = findMediaTypeFault(received, expected);
  if (fault === undefined) ledger.exercise('media-type.errors', 'errors');
  else ledger.violate('media-type.errors', { summary: fault, expected, received, answers: [answer] });
}

function findFault({ response: { status, json } }: Answer, validate: ValidateFunction): string | undefined {
  if (json === undefined) return `the body of an answer with status ${status} is not JSON`;
  if (validate(json)) return undefined;
  const [error] = validate.errors ?? [];
  return `the body of an answer with status ${status} ${error?.message ?? 'is not as documented'}${error?.instancePath ? ` at ${error.instancePath}` : ''}`;
}
