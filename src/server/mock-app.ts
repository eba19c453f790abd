import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * The mock as a handler of requests. It is an Express application: mount it with `express().use(app)`, hand it to
 * supertest or to `http.createServer`.
 */
export type MockApp = (request: IncomingMessage, response: ServerResponse, next?: (error?: unknown) => void) => void;
