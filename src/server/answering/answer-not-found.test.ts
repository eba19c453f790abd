import { describe, expect, it } from '@jest/globals';
import { createRequest } from '../../mock/testing/create-request.ts';
import { readBody } from '../../mock/testing/read-body.ts';
import { createSite } from '../site/create-site.ts';
import { createSampleList } from '../testing/create-sample-list.ts';
import { answerNotFound } from './answer-not-found.ts';

const PATH = '/shops/{shop}/orders';

describe('answerNotFound', () => {
  const site = createSite([
    createSampleList(),
    createSampleList('bills', [PATH, '/bills/{shop}'], ['no such place', 'no such bill']),
  ]);

  it.each([
    ['/shops/x', 'no such place'],
    ['/bills', 'no such bill'],
  ])('answers %s in the words of the contract that it is nearest to', (path, error) => {
    const response = answerNotFound(site, createRequest(path));
    expect([response.status, readBody(response)]).toEqual([404, expect.objectContaining({ error })]);
  });

  it('names the paths that there are where no contract is near', () => {
    const response = answerNotFound(site, createRequest('/other'));
    expect([response.status, response.headers[0]]).toEqual([404, ['Content-Type', 'application/problem+json']]);
    expect(readBody(response)).toMatchObject({
      detail: `Nothing is at /other. There are GET ${PATH} (orders), GET /bills/{shop} (bills), and GET /__admin/contracts.`,
    });
  });
});
