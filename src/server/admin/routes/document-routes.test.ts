import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { buildAdmin } from '../../testing/build-admin.ts';

const FILE = readFileSync(new URL('../openapi.yaml', import.meta.url));
const PATH = '/__admin/openapi.yaml';

describe('documentRoutes', () => {
  it('serve the document as it is', async () => {
    const response = await request(await buildAdmin())
      .get(PATH)
      .buffer(true)
      .parse((incoming, done) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk) => chunks.push(Buffer.from(chunk)));
        incoming.on('end', () => done(null, Buffer.concat(chunks)));
      });
    expect([response.status, response.headers['content-type']]).toEqual([200, 'application/yaml']);
    expect(FILE.equals(response.body as Buffer)).toBe(true);
  });

  it('answer HEAD with the length', async () => {
    const { status, headers } = await request(await buildAdmin()).head(PATH);
    expect([status, headers['content-length']]).toEqual([200, String(FILE.length)]);
  });

  it('are named where there is nothing', async () => {
    const { body } = await request(await buildAdmin()).get('/__admin/nope');
    expect(body.error.message).toContain('openapi.yaml, ');
  });
});
