import { describe, expect, it } from '@jest/globals';
import { createSampleList } from '../testing/sample.ts';
import { createOperationFinder } from './operations.ts';

describe('createOperationFinder', () => {
  const list = createSampleList();
  const find = createOperationFinder([list.contract]);

  it.each([
    ['GET', '/orders/7', 'get', '/orders/{id}', false],
    ['HEAD', '/orders/7', 'get', '/orders/{id}', false],
    ['POST', '/shops/north/orders', 'post', '/shops/{shop}/orders', false],
    ['GET', '/shops/north/orders', 'get', '/shops/{shop}/orders', true],
    ['HEAD', '/shops/north/orders', 'get', '/shops/{shop}/orders', true],
    ['PUT', '/orders/7', 'put', '/orders/{id}', false],
  ])('finds what %s %s leads to', (method, path, documented, template, isList) => {
    expect(find(method, path)).toMatchObject({ contract: list.contract, method: documented, template, isList });
  });

  it.each([
    ['GET', '/nowhere'],
    ['GET', '/orders/'],
    ['GET', '/orders/7/'],
    ['GET', '/shops/north/orders/'],
    ['DELETE', '/shops/north/orders'],
    ['OPTIONS', '*'],
  ])('finds nothing for %s %s', (method, path) => {
    expect(find(method, path)).toBeUndefined();
  });

  it('prefers a path without parameters', () => {
    const [first] = [
      createSampleList('orders', ['  /orders/{id}:', '  /orders/{id}: &order\n    parameters: []\n  /orders/latest:']),
    ];
    expect(createOperationFinder([first.contract])('GET', '/orders/latest')).toMatchObject({
      template: '/orders/latest',
    });
  });

  it('names the methods that a path has', () => {
    expect(find('PUT', '/shops/north/orders')).toBeUndefined();
    expect(find('PUT', '/orders/7')?.methods).toEqual(['GET']);
  });
});
