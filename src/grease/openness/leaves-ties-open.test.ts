import { describe, expect, it } from '@jest/globals';
import type { Contract } from '../../contract/contract.ts';
import { loadSample } from '../../mock/testing/load-contract.ts';
import { leavesOrderOpen, leavesTiesOpen } from './leaves-ties-open.ts';

const withOrder = (order: string): Contract => loadSample(['order: { by: [-at] }', `order: { ${order} }`]);
const withParameter = (order: string): Contract =>
  loadSample(
    ['order: { by: [-at] }', `order: { parameter: sort, ${order} }`],
    ['parameters:\n', 'parameters:\n        - { name: sort, in: query, schema: { type: string } }\n'],
  );

describe('leavesTiesOpen', () => {
  it.each([
    // Nobody says in which order things of the same time come.
    [withOrder('by: [-at]'), true],
    [withOrder('by: [-at, id], provenance: { id: chosen }'), true],
    [withOrder('by: [-at, id], provenance: { by: inferred }'), true],
    [withOrder('by: [-at, id]'), false],
    // Nothing is tied.
    [withOrder('by: [id]'), false],
    [withOrder('by: [id], provenance: chosen'), false],
    // A client that chooses an order leaves ties.
    [withParameter('fields: [kind], by: [-at, id]'), true],
    [withParameter('fields: [kind, id], by: [-at, id]'), false],
  ])('goes by the document (%#)', (contract, expected) => {
    expect(leavesTiesOpen(contract)).toBe(expected);
  });
});

describe('leavesOrderOpen', () => {
  it('tells the usual order from one that a client has chosen', () => {
    const contract = withParameter('fields: [kind], by: [-at, id]');
    const [kind] = [...(contract.order.parameter?.fields.values() ?? [])];
    if (kind === undefined) throw new Error('things have kinds');
    expect(leavesOrderOpen(contract, contract.order.by)).toBe(false);
    expect(leavesOrderOpen(contract, [...contract.order.by])).toBe(false);
    expect(
      leavesOrderOpen(contract, [
        { field: kind, direction: 1 },
        { field: contract.identity, direction: 1 },
      ]),
    ).toBe(true);
  });
});
