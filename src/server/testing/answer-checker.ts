import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Answer } from './admin-calls.ts';
import { ADMIN_DOCUMENT, below, listWordsOf, operationOf, type Place } from './admin-document.ts';

/** The check whether answers are as the document has them, and what was seen of the document by that. */
export interface AnswerChecker {
  /**
   * Checks an answer.
   *
   * @param operation - the id of the operation that was called
   * @returns what is wrong; nothing when the answer is as documented
   */
  check(operation: string, answer: Answer): readonly string[];
  /** Checks a value that stands for itself, against a schema by its name. */
  checkValue(schema: string, value: unknown): readonly string[];
  /** `getRow 404` */
  readonly statuses: ReadonlySet<string>;
  /** `getRow 404 unknown-row` */
  readonly codes: ReadonlySet<string>;
  /** Pointers of the properties that occurred in answers. */
  readonly words: ReadonlySet<string>;
}

/** Makes a check that has seen nothing. */
export function createAnswerChecker(): AnswerChecker {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema(ADMIN_DOCUMENT, 'admin');
  const statuses = new Set<string>();
  const codes = new Set<string>();
  const words = new Set<string>();

  function validate(schema: Place, value: unknown): readonly string[] {
    const test = ajv.getSchema(`admin#${encodeURI(schema.pointer)}`) as ValidateFunction;
    for (const word of listWordsOf(schema, value)) words.add(word);
    return test(value) ? [] : [ajv.errorsText(test.errors)];
  }

  function checkBody(response: Place, { headers, text }: Answer): readonly string[] {
    const content = below(response, 'content');
    if (content === undefined) return text === '' ? [] : [`has a body: ${text}`];
    const type = headers['content-type'] ?? '';
    const schema = below(content, type, 'schema');
    if (schema === undefined) return [`has the media type ${type}; expected ${Object.keys(content.part).join(', ')}`];
    return validate(schema, type === 'application/json' ? JSON.parse(text) : text);
  }

  function checkHeaders(response: Place, { headers }: Answer): readonly string[] {
    return Object.keys(below(response, 'headers')?.part ?? {}).flatMap((name) => {
      return validate(below(response, 'headers', name, 'schema') as Place, headers[name.toLowerCase()]);
    });
  }

  return {
    check(id, answer) {
      const response = operationOf(id).responses.get(String(answer.status));
      if (response === undefined) return [`${id}: status ${answer.status} is not documented: ${answer.text}`];
      statuses.add(`${id} ${answer.status}`);
      if (answer.status >= 400) codes.add(`${id} ${answer.status} ${readCode(answer)}`);
      const problems = [...checkBody(response, answer), ...checkHeaders(response, answer)];
      return problems.map((problem) => `${id} ${answer.status}: ${problem}`);
    },
    checkValue: (schema, value) =>
      validate(below({ part: ADMIN_DOCUMENT, pointer: '' }, 'components', 'schemas', schema) as Place, value),
    statuses,
    codes,
    words,
  };
}

function readCode({ text }: Answer): string {
  return String((JSON.parse(text) as { error?: { code?: unknown } }).error?.code);
}
