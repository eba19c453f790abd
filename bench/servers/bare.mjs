/** The least that a server can do with pages that are prepared: `node`, `express` and `express-json`, by the first argument. */
import { createServer } from 'node:http';
import express from 'express';
import { listen, readPages } from './page.mjs';

const pages = readPages();
const [{ path, body: firstBody }] = pages;
/** By what stands in the request line: nothing is parsed. */
const prepared = new Map(pages.map(({ path, headers, body }) => [path, { headers: { ...headers, 'content-length': String(body.length) }, body }]));

const SERVERS = {
  /** The least that Node can do: one look-up, headers set, a prepared Buffer. */
  node: () =>
    createServer((request, response) => {
      const { headers, body } = prepared.get(request.url);
      response.writeHead(200, headers);
      response.end(body);
    }),
  /** The least that an Express handler can do: a route, the same look-up, the same headers, the same prepared Buffer. */
  express() {
    const app = express();
    app.disable('x-powered-by');
    app.get(path.split('?')[0], (request, response) => {
      const { headers, body } = prepared.get(request.originalUrl);
      for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
      response.end(body);
    });
    return createServer(app);
  },
  /** What most handwritten mocks do: a route and res.json of an object, with Express's own settings. */
  'express-json'() {
    const object = JSON.parse(firstBody.toString('utf8'));
    const app = express();
    app.get(path.split('?')[0], (_request, response) => {
      response.json(object);
    });
    return createServer(app);
  },
};

listen(SERVERS[process.argv[2]]());
