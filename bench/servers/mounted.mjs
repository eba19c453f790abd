/** pagewright mounted in an Express application of the user's own. */
import { createServer } from 'node:http';
import express from 'express';
import { createMock } from '../../dist/src/index.js';
import { listen } from './page.mjs';

const contract = process.env.BENCH_CONTRACT ?? 'piriod';
const size = Number(process.env.BENCH_ROWS ?? 1000);

const mock = await createMock({ contract, scenario: 'large', size });
// As the bare Express server does.
const app = express().disable('x-powered-by');
listen(createServer(app.use(mock.app)));
