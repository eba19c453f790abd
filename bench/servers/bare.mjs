/** The least that a server can do with one page: `node`, `express` and `express-json`, by the first argument. */
import { createServer } from 'node:http';
import express from 'express';
import { listen, readPage } from './page.mjs';

const { path, headers, body } = readPage();
const all = { ...headers, 'content-length': String(body.length) };

const SERVERS = {
  /** The least that Node can do: one prepared Buffer, headers set, nothing looked at. */
  node: () =>
    createServer((_request, response) => {
      response.writeHead(200, all);
      response.end(body);
    }),
  /** The least that an Express handler can do: a route, the same headers, the same prepared Buffer. */
  express() {
    const app = express();
    app.disable('x-powered-by');
    app.get(path.split('?')[0], (_request, response) => {
      for (const [name, value] of Object.entries(all)) response.setHeader(name, value);
      response.end(body);
    });
    return createServer(app);
  },
  /** What most handwritten mocks do: a route and res.json of an object, with Express's own settings. */
  'express-json'() {
    const object = JSON.parse(body.toString('utf8'));
    const app = express();
    app.get(path.split('?')[0], (_request, response) => {
      response.json(object);
    });
    return createServer(app);
  },
};

listen(SERVERS[process.argv[2]]());
