/** Prism 5 in static mode: the page is the example of the operation's response; its log is off. */
import httpParts from '@stoplight/prism-http';
import serverParts from '@stoplight/prism-http-server';
import coreParts from '@stoplight/prism-core';
import { readPage } from './read-page.mjs';

const { body, rows } = readPage();
const query = (name) => ({ name, in: 'query', schema: { type: 'integer', minimum: 1 } });
const document = {
  openapi: '3.0.3',
  info: { title: 'Customers', version: '1' },
  paths: {
    '/customers/': {
      get: {
        parameters: [query('page'), query('page_size')],
        responses: {
          200: {
            description: 'A page of customers',
            content: {
              'application/json': {
                schema: { type: 'object', properties: { results: { type: 'array', items: { type: 'object' }, minItems: rows.length } } },
                example: JSON.parse(body.toString('utf8')),
              },
            },
          },
        },
      },
    },
  },
};

const operations = await httpParts.getHttpOperationsFromSpec(document);
const server = serverParts.createServer(operations, {
  cors: true,
  config: {
    isProxy: false,
    mock: { dynamic: false },
    validateRequest: true,
    validateResponse: true,
    checkSecurity: true,
    errors: false,
    upstreamProxy: undefined,
  },
  components: { logger: coreParts.createLogger('bench', { level: 'silent' }) },
});
console.log(await server.listen(Number(process.env.PORT ?? 0), '127.0.0.1'));
