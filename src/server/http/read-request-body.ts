import type { IncomingMessage, ServerResponse } from 'node:http';
import express, { type Request, type Response } from 'express';

const readRaw = express.raw({ type: () => true, limit: '10mb' });

/**
 * Reads the body of a request. Another handler may have read it before, where the mock is part of a larger application.
 *
 * @returns its text, or the value that it was parsed to before
 * @throws an error with a status when it is too large or cannot be read
 */
export function readRequestBody(request: IncomingMessage, response: ServerResponse): Promise<unknown> {
  const asked = request as Request;
  return new Promise((resolve, reject) => {
    readRaw(asked, response as Response, (error?: unknown) => {
      if (error !== undefined) reject(error);
      else resolve(Buffer.isBuffer(asked.body) ? asked.body.toString('utf8') : asked.body);
    });
  });
}
