import { describe, expect, it } from '@jest/globals';
import type { Operation } from '../routing/operations.ts';
import { createSampleList } from '../testing/sample.ts';
import { findPrismOperation } from './operations.ts';

const list = createSampleList();
const operation: Operation = { list, isList: false, template: '/orders/{id}', method: 'get', methods: ['GET'] };

describe('findPrismOperation', () => {
  it('finds an operation of the document, which it reads once', async () => {
    const [first, second] = await Promise.all([findPrismOperation(operation), findPrismOperation(operation)]);
    expect(first).toMatchObject({ operation: { path: '/orders/{id}', method: 'get' }, faults: [] });
    expect(second?.operation).toBe(first?.operation);
  }, 60_000);

  it('leaves the contract’s own document as it is', async () => {
    const before = JSON.stringify(list.contract.document);
    await findPrismOperation(operation);
    expect(JSON.stringify(list.contract.document)).toBe(before);
  });

  it('finds none that is not there', async () => {
    expect(await findPrismOperation({ ...operation, method: 'put' })).toBeUndefined();
  });

  it('names schemas that cannot be compiled', async () => {
    const broken = createSampleList('orders', [
      'schema: { type: integer, maximum: 3 }',
      "schema: { type: string, pattern: '(' }",
    ]);
    expect(await findPrismOperation({ ...operation, list: broken })).toMatchObject({
      faults: [expect.stringMatching(/^parameter depth: .*\(/)],
    });
  });
});
