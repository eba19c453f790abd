import { describe, expect, it } from '@jest/globals';
import { createRequest } from '../../mock/testing/create-request.ts';
import { createSampleList } from '../testing/sample.ts';
import { describeContract } from './contract-description.ts';

describe('describeContract', () => {
  const list = createSampleList();
  const description = describeContract(list, 'http://a.test/mock');

  it('says what is served', () => {
    expect(description).toMatchObject({
      id: 'orders',
      title: 'Orders',
      style: 'offset',
      method: 'GET',
      path: '/shops/{shop}/orders',
      url: 'http://a.test/mock/shops/north/orders',
      scenario: 'scenario',
      rows: 5,
      moves: ['place', 'close'],
    });
    expect(description.collections).toEqual([
      { name: 'north', tenant: 'acme', rows: 3 },
      { name: 'south pole', tenant: 'acme', rows: 2 },
      { name: 'rivals', tenant: 'rival', rows: 0 },
    ]);
  });

  it('gives headers that work, passing over credentials that have expired', () => {
    expect(description.headers).toEqual({ 'x-key': 'secret-a', 'X-Version': '7' });
    const { pathname } = new URL(describeContract(list, 'http://a.test').url);
    expect(list.handle(createRequest(pathname, { headers: description.headers }))?.status).toBe(200);
  });

  it('lists every credential', () => {
    expect(description.credentials).toEqual([
      { as: 'expired', tenant: 'acme', headers: { 'x-key': 'old' } },
      { as: 'default', tenant: 'acme', headers: { 'x-key': 'secret-a' } },
      { as: 'default', tenant: 'rival', headers: { 'x-key': 'secret-b' } },
    ]);
  });

  it('counts rows as they are now', () => {
    const other = createSampleList();
    other.state.add('rivals', { id: 'new', state: 'open' });
    expect(describeContract(other, '').rows).toBe(6);
  });

  it('fills in parameters of the path that are no scope', () => {
    const declared = '- { name: shop, in: path, required: true, schema: { type: string } }\n        - { name: X-V';
    const more = `- { name: area, in: path, required: true, schema: { type: string, enum: ['a b'] } }\n        ${declared}`;
    const wider = createSampleList('orders', ['/shops/{shop}/orders', '/{area}/{shop}'], [declared, more]);
    expect(describeContract(wider, '').url).toBe('/a%20b/north');
  });
});
