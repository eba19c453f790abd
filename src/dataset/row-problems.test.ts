import { describe, expect, it } from '@jest/globals';
import type { Contract } from '../contract/contract.ts';
import { loadContracts } from '../contract/load-contracts.ts';
import { writeContract } from '../testing/write-contract.ts';
import { findRowProblems } from './row-problems.ts';
import { loadScenario } from './scenarios/load-scenario.ts';

const START = `openapi: 3.1.0
info: { title: Things, version: '1' }
paths:
  /things:
    get:
      parameters:
        - { name: size, in: query, schema: { type: integer, minimum: 1, maximum: 90, default: 40 } }
        - { name: page, in: query, schema: { type: integer, minimum: 1, default: 1 } }
        - { name: code, in: query, schema: { type: string, pattern: PATTERN } }
      responses:
        '200':
          description: A page
          content:
            application/json:
              schema:
                type: object
                required: [results]
                properties: { results: { type: array, items: { $ref: '#/components/schemas/Thing' } } }
      x-pagewright:
        items: /results
        identity: id
        order: { by: [id] }
        page: { style: number, limit: { parameter: size }, position: { parameter: page } }
components:
  schemas:
    Thing:
      type: object
      required: [id, x]
      properties:
        id: { type: string }
        x: { type: string }
`;

function contractWith(changes: Readonly<Record<string, string>>): Contract {
  const text = Object.entries({ PATTERN: "'^[a-z]+$'", ...changes }).reduce(
    (changed, [from, to]) => changed.replace(from, () => to),
    START,
  );
  return loadContracts(writeContract(text))[0] as Contract;
}

/** Line and message of each finding. */
function findingsOf(
  changes: Readonly<Record<string, string>>,
): Readonly<Record<'errors' | 'warnings', readonly string[]>> {
  const { errors, warnings } = findRowProblems(contractWith(changes));
  const [told, warned] = [errors, warnings].map((list) => list.map(({ line, message }) => `${line}: ${message}`));
  return { errors: told ?? [], warnings: warned ?? [] };
}

describe('row problems', () => {
  it('are none where rows can be made', () => {
    expect(findingsOf({})).toEqual({ errors: [], warnings: [] });
  });

  it.each([
    [
      'x: { type: string }',
      "x: { type: string, pattern: '^[a-z]{5}$', maxLength: 4 }",
      '31: No value satisfies the schema of x',
    ],
    [
      'x: { type: string }',
      'x: { type: integer, minimum: 5, maximum: 4 }',
      '31: No value satisfies the schema of x: no integer',
    ],
    [
      'x: { type: string }',
      "x: { $ref: '#/components/schemas/Thing' }",
      '31: No value satisfies the schema of x: each value',
    ],
    [
      'x: { type: string }',
      'x: { type: string, x-faker: row.nuber }',
      '31: field x, x-faker row.nuber: unknown generator',
    ],
  ])('are told with the line: %s -> %s', (from, to, problem) => {
    expect(findingsOf({ [from]: to }).errors).toEqual([expect.stringContaining(problem)]);
  });

  it('are what loading the rows fails with', () => {
    const contract = contractWith({ 'x: { type: string }': 'x: { type: integer, minimum: 5, maximum: 4 }' });
    const [problem] = findRowProblems(contract).errors;
    expect(() => loadScenario({ contract })).toThrow(
      `${problem?.file}:${problem?.line}:${problem?.column} ${problem?.message}`,
    );
  });

  it('warn of patterns that are none, or that a client could stop the server with', () => {
    expect(findingsOf({ PATTERN: "'(unclosed'" }).warnings).toEqual([
      '9: Ignored pattern (unclosed: it is not a regular expression of JavaScript (ECMA-262)',
    ]);
    expect(findingsOf({ PATTERN: "'^(a+)(?!b)+c$'" }).warnings).toEqual([expect.stringContaining('9: Slow pattern')]);
    expect(findingsOf({ PATTERN: "'^(a+)+$'" }).warnings).toEqual([]);
  });

  it('are none where the identity has few values: there are as many rows', () => {
    const contract = contractWith({ 'id: { type: string }': 'id: { enum: [a, b, c] }' });
    expect(findRowProblems(contract).errors).toEqual([]);
    expect([...loadScenario({ contract }).collections.values()].map((sources) => sources[0]?.size)).toEqual([3]);
    expect(() => loadScenario({ contract, size: 50 })).toThrow('3 rows are possible, not 50');
  });

  it('leave room for more than two pages of the default size', () => {
    const { collections } = loadScenario({ contract: contractWith({}) });
    expect([...collections.values()].map((sources) => sources[0]?.size)).toEqual([100]);
  });
});
