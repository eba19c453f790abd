/** The least that Node can do: one prepared Buffer, headers set, nothing looked at. */
import { createServer } from 'node:http';
import { listen } from './listen.mjs';
import { readPage } from './read-page.mjs';

const { headers, body } = readPage();
const all = { ...headers, 'content-length': String(body.length) };

listen(
  createServer((_request, response) => {
    response.writeHead(200, all);
    response.end(body);
  }),
);
