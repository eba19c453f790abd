/** The least that an Express handler can do: a route, the same headers, the same prepared Buffer. */
import { createServer } from 'node:http';
import express from 'express';
import { listen } from './listen.mjs';
import { readPage } from './read-page.mjs';

const { path, headers, body } = readPage();
const all = Object.entries({ ...headers, 'content-length': String(body.length) });

const app = express();
app.disable('x-powered-by');
app.get(path.split('?')[0], (_request, response) => {
  for (const [name, value] of all) response.setHeader(name, value);
  response.end(body);
});
listen(createServer(app));
