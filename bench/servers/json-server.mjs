/** json-server 0.17 over BENCH_ROWS rows, with its own defaults but without its request log. */
import { createServer } from 'node:http';
import jsonServer from 'json-server';
import { listen } from './listen.mjs';
import { multiplyRows } from './read-page.mjs';

const app = jsonServer.create();
app.use(jsonServer.defaults({ logger: false }));
app.use(jsonServer.router({ customers: multiplyRows() }));
listen(createServer(app));
