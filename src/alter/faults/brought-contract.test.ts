import { describe, expect, it } from '@jest/globals';
import { hasTokens } from '../../page/page-reader.ts';
import { VALID_CONTRACT, writeContract } from '../../testing/write-contract.ts';
import { idsOf, openFaulty } from '../testing/lists.ts';
import { judgeFault } from './applicability.ts';
import { FAULT_KINDS, type Fault } from './kinds.ts';

const NUMBERED = 'style: number';
const KINDS = Object.keys(FAULT_KINDS) as Fault['kind'][];
const SEALED = 'token: { encoding: none }';

/** The small contract in another style; its pages have a next link at most. */
function bring(...changes: readonly (readonly [string, string])[]): string {
  return writeContract(changes.reduce((text, [from, to]) => text.replace(from, to), VALID_CONTRACT));
}

const asText = ['page, in: query, schema: { type: integer }', 'page, in: query, schema: { type: string }'] as const;
const styles: readonly (readonly [string, string])[] = [
  ['numbers', bring()],
  ['numbers without links', bring(['          next: /next\n', ''])],
  ['offsets', bring([NUMBERED, 'style: offset'], ['          next: /next\n', ''])],
  ['links of one direction', bring([NUMBERED, `style: links\n          ${SEALED}`], asText)],
  ['tokens of one direction', bring([NUMBERED, `style: keyset\n          ${SEALED}`], asText)],
  [
    'tokens without total',
    bring([NUMBERED, `style: keyset\n          ${SEALED}`], asText, ['        total: /count\n', '']),
  ],
];

describe('a contract whose pages say whether others follow', () => {
  it('says so of the last one, too, once it leads on', () => {
    const file = bring(
      [NUMBERED, `style: links\n          ${SEALED}`],
      asText,
      ['        total: /count\n', '        total: /count\n        hasNext: /more\n'],
      ['count: { type: integer }', 'count: { type: integer }\n        more: { type: boolean }'],
    );
    const whole = 'size=50';
    expect(openFaulty(file).walk(whole)[0]?.page?.read('hasNext')).toBe(false);
    expect(openFaulty(file, ['empty-page']).walk(whole)[0]?.page?.read('hasNext')).toBe(true);
    expect(openFaulty(file, ['cycle']).walk(whole, 1)[0]?.page?.read('hasNext')).toBe(true);
    expect(openFaulty(file, ['short-page']).walk(whole)[0]?.page?.read('hasNext')).toBe(true);
  });
});

describe.each(styles)('a contract with %s', (_style, file) => {
  const { contract } = openFaulty(file);
  const pages = openFaulty(file)
    .walk()
    .map(({ ids }) => ids);
  const can = (kind: Fault['kind']): boolean => judgeFault(kind, contract).verdict !== 'not-applicable';
  const canLead = contract.page.style === 'offset' || contract.envelope.roles.has('next');

  it.each(KINDS.filter(can))('has %s on its second page, if it leads there', (kind) => {
    const { board, walk, ask, start } = openFaulty(file);
    board.add({ kind, page: 2 });
    const steps = walk('', 2);
    const second = steps[1]?.request ?? start(`size=7&${contract.page.position}=2`);
    const { faults } = steps[1]?.response ?? ask(second);
    expect([steps[0]?.response.faults, faults]).toEqual([undefined, [kind]]);
  });

  it('walks on through faults of pages', () => {
    if (!canLead) return;
    expect(pages.length).toBeGreaterThan(3);
    const isSealed = hasTokens(contract);
    for (const kind of ['empty-page', 'short-page', 'repeated-page'] as const) {
      const steps = openFaulty(file, [`${kind}:page=2`]).walk();
      const isKept = isSealed && kind !== 'repeated-page';
      const others = idsOf(steps.filter((_step, index) => index !== 1));
      if (isKept) expect(idsOf(steps)).toEqual(pages.flat());
      else expect(others).toEqual(pages.filter((_ids, index) => index !== 1).flat());
    }
  });

  it('goes round in a cycle', () => {
    if (!can('cycle')) return;
    const steps = openFaulty(file, ['cycle:page=2']).walk('', 5);
    expect(steps.map(({ ids }) => ids)).toEqual([pages[0], pages[1], pages[0], pages[1], pages[0]]);
  });
});
