import { describe, expect, it } from '@jest/globals';
import { builtInContracts } from '../../contract/load-contracts.ts';
import { hasTokens } from '../../page/page-reader.ts';
import { DEVIATIONS } from '../deviations/catalogue.ts';
import { createDeviantList } from '../deviations/deviation.ts';
import { type Faulty, idsOf, openFaulty } from '../testing/lists.ts';

/** What a contract leaves open: tokens of another make, other ones in each answer, and other names around them. */
const VARIATIONS = DEVIATIONS.filter(({ name }) =>
  ['long-tokens', 'tokens-kept-on-server', 'position-renamed-in-links', 'more-link-parameters', 'short-pages'].includes(
    name,
  ),
);

const cases = builtInContracts()
  .filter((id) => hasTokens(openFaulty(id).contract))
  .flatMap((id) =>
    VARIATIONS.filter((deviation) => deviation.appliesTo(openFaulty(id).contract)).map(
      (one) => [id, one.name, one] as const,
    ),
  );

describe.each(cases)('%s with %s', (id, _name, variation) => {
  const open = (...faults: readonly string[]): Faulty => {
    return openFaulty(id, faults, 'demo', (options) => createDeviantList(variation, options));
  };
  const plain = open().walk();
  const sizes = plain.map(({ ids }) => ids.length);

  it.each(['empty-page', 'short-page'])('loses nothing by %s', (fault) => {
    const steps = open(`${fault}:page=3`).walk();
    expect(idsOf(steps)).toEqual(idsOf(plain));
    expect(steps.map(({ response }) => response.faults?.[0]).slice(0, 5)).toEqual([
      undefined,
      undefined,
      fault,
      undefined,
      undefined,
    ]);
    // The size of a short page depends on the row that it begins with.
    if (variation.name === 'short-pages' && fault === 'short-page') return;
    expect(steps.map(({ ids }) => ids.length).slice(3, 5)).toEqual(sizes.slice(2, 4));
  });

  it('counts pages although rows come before them', () => {
    const steps = open('row-inserted:page=1', 'latency:page=2').walk('', 2);
    expect(steps[1]?.response.faults).toEqual(['latency']);
  });

  it('repeats rows, goes round and expires', () => {
    const [third] = [open('repeated-page:page=3').walk()[2]];
    expect(third?.ids).toEqual(idsOf(plain).slice(2 * (sizes[0] ?? 0) - 7, 2 * (sizes[0] ?? 0)));
    const round = open('cycle:page=2').walk('', 5);
    expect(round.map(({ ids }) => ids)).toEqual([0, 1, 0, 1, 0].map((index) => plain[index]?.ids));
    expect(
      open('expired-link:page=4')
        .walk()
        .map(({ response }) => response.status),
    ).toEqual([200, 200, 200, 400]);
  });
});
