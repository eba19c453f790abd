import { createServer } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { createNotFoundHandler } from './create-not-found-handler.ts';
import { createOriginReader } from './http/create-origin-reader.ts';
import { createSite } from './site/create-site.ts';
import { createSampleList } from './testing/create-sample-list.ts';

const PATH = '/shops/{shop}/orders';

describe('createNotFoundHandler', () => {
  const lists = [
    createSampleList(),
    createSampleList('bills', [PATH, '/bills/{shop}'], ['no such place', 'no such bill']),
  ];
  const server = createServer(createNotFoundHandler({ site: createSite(lists) }, createOriginReader({})));

  it.each([
    ['/shops/x', 'no such place'],
    ['/bills', 'no such bill'],
  ])('answers %s in the words of the contract that it is nearest to', async (path, error) => {
    const { status, body } = await request(server).get(path);
    expect({ status, error: body.error }).toEqual({ status: 404, error });
  });

  it('names the paths that there are where no contract is near', async () => {
    const { status, headers, body } = await request(server).get('/other');
    expect({ status, type: headers['content-type'] }).toEqual({ status: 404, type: 'application/problem+json' });
    expect(body.detail).toBe(
      `Nothing is at /other. There are GET ${PATH} (orders), GET /bills/{shop} (bills), and GET /__admin/contracts.`,
    );
  });
});
