import type { ValidateFunction } from 'ajv';
import type { Inspector } from '../../check.ts';
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
  verifies: ['errors.*'],
  prepare(contract) {
    const ajv = createShapeAjv();
    const levels = ERROR_LEVELS.map(({ id }, level) => {
      const schemas = [...listErrorSchemas(contract, level)];
      return { id, validators: new Map(schemas.map(([status, schema]) => [status, ajv.compile(schema)])) };
    });
    return (answer, ledger) => {
      const { status, text } = answer.response;
      for (const { id, validators } of levels) {
        const validate = text === '' ? undefined : validators.get(status);
        if (validate === undefined) continue;
        const fault = findFault(answer, validate);
        if (fault === undefined) ledger.exercise(id, 'errors');
        else ledger.violate(id, { summary: fault, received: text.slice(0, 300), answers: [answer] });
      }
    };
  },
};

function findFault({ response: { status, json } }: Answer, validate: ValidateFunction): string | undefined {
  if (json === undefined) return `the body of an answer with status ${status} is not JSON`;
  if (validate(json)) return undefined;
  const [error] = validate.errors ?? [];
  return `the body of an answer with status ${status} ${error?.message ?? 'is not as documented'}${error?.instancePath ? ` at ${error.instancePath}` : ''}`;
}
