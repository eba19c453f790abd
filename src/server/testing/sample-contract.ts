import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A contract file with a list of orders, other operations beside it, and every kind of thing that a server looks at. */
const SAMPLE = `openapi: 3.1.0
info: { title: Orders, version: '1' }
paths:
  /shops/{shop}/orders:
    get:
      operationId: listOrders
      security: [{ key: [] }]
      parameters:
        - { name: shop, in: path, required: true, schema: { type: string } }
        - { name: X-Version, in: header, required: true, schema: { type: string } }
        - { name: size, in: query, schema: { type: integer, minimum: 1, maximum: 50, default: 10 } }
        - { name: skip, in: query, schema: { type: integer, minimum: 0, default: 0 } }
      responses:
        '200':
          description: A page
          content:
            application/json;charset=UTF-8:
              schema:
                type: object
                required: [orders, total, traceId]
                properties:
                  orders: { type: array, items: { $ref: '#/components/schemas/Order' } }
                  total: { type: integer }
                  next: { type: [string, 'null'] }
                  traceId: { type: string, format: uuid }
              examples:
                one: { value: { orders: [{ id: o1, state: open }], total: 1, traceId: 9ae2e340-b983-4274-b400-c974a9ab40ab } }
        '400': { $ref: '#/components/responses/Error' }
        '404': { $ref: '#/components/responses/Error' }
        '429':
          description: Too many
          headers: { Retry-After: { schema: { type: integer }, example: 60 } }
          content:
            application/json:
              schema: { type: object, required: [error, traceId], properties: { error: { type: string }, traceId: { type: string } } }
              examples:
                not-found: { value: { error: no such place, traceId: 9ae2e340-b983-4274-b400-c974a9ab40ab } }
                busy: { value: { error: slow down, traceId: 9ae2e340-b983-4274-b400-c974a9ab40ab } }
      x-pagewright:
        items: /orders
        total: /total
        identity: id
        fresh: { /traceId: uuid }
        order: { by: [id] }
        access:
          scope: { parameter: shop }
          version: { parameter: X-Version, known: ['7'], retired: ['6'] }
        page:
          style: offset
          limit: { parameter: size, outOfRange: reject }
          position: { parameter: skip }
          pastEnd: empty
        errors:
          invalidParameter: { status: 400, example: bad }
          notFound: { status: 404, example: not-found }
          rateLimited: { status: 429, example: busy }
        lifecycle:
          place: { creates: true, set: { state: open } }
          close: { from: { state: open }, set: { state: closed } }
    post:
      operationId: addOrder
      parameters:
        - { name: shop, in: path, required: true, schema: { type: string } }
      requestBody:
        required: true
        content: { application/json: { schema: { $ref: '#/components/schemas/NewOrder' } } }
      responses:
        '201':
          description: Added
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Order' }
              examples: { added: { value: { id: o9, state: open } } }
  /orders/{id}:
    get:
      operationId: readOrder
      parameters:
        - { name: id, in: path, required: true, schema: { type: string } }
        - { name: depth, in: query, schema: { type: integer, maximum: 3 } }
      responses:
        '200':
          description: An order
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Order' }
              examples: { open: { value: { id: o1, state: open } } }
        '404':
          description: None
          content:
            application/json:
              schema: { type: object }
              examples: { gone: { value: { error: gone } } }
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Key }
  responses:
    Error:
      description: An error
      content:
        application/json:
          schema: { type: object, required: [error, traceId], properties: { error: { type: string }, traceId: { type: string } } }
          examples:
            bad: { value: { error: bad, traceId: 9ae2e340-b983-4274-b400-c974a9ab40ab } }
            not-found: { value: { error: no such place, traceId: 9ae2e340-b983-4274-b400-c974a9ab40ab } }
  schemas:
    Order:
      type: object
      required: [id, state]
      properties:
        id: { type: string, minLength: 1 }
        state: { type: string, enum: [open, closed] }
    NewOrder:
      type: object
      required: [id]
      properties:
        id: { type: string, minLength: 1 }
        # Only JSON Schema 2020-12 knows this keyword.
        tags: { type: array, prefixItems: [{ type: string }, { type: integer }] }
`;

/** A scenario for it: two tenants, the first with two shops. */
const SAMPLE_SCENARIO = `title: Two tenants
now: 2026-05-05T09:30:00Z
tenants:
  acme:
    credentials:
      - { as: expired, key: old, expires: 2020-01-01T00:00:00Z }
      - { as: default, key: secret-a }
    scopes: [north, 'south pole']
  rival:
    credentials: [{ as: default, key: secret-b }]
    scopes: [rivals]
rows:
  north:
    - { id: o1, state: open }
    - { id: o2, state: closed }
    - { id: both, state: open }
  south pole:
    - { id: s1, state: open }
    - { id: both, state: open }
  rivals: []
`;

/**
 * Writes the contract file, with the scenario beside it, into a folder of its own.
 *
 * @param id - of the contract, the file's name
 * @param changes - pairs of a text in the contract file, which must be there, and what stands in its place
 * @returns the contract file's path
 */
export function writeSample(
  id = 'orders',
  ...changes: readonly (readonly [search: string, replacement: string])[]
): string {
  let text = SAMPLE;
  for (const [search, replacement] of changes) {
    if (!text.includes(search)) throw new Error(`the sample has no ${search}`);
    text = text.replaceAll(search, () => replacement);
  }
  const folder = mkdtempSync(join(tmpdir(), 'sample-'));
  const file = join(folder, `${id}.yaml`);
  writeFileSync(file, text);
  writeFileSync(join(folder, 'scenario.yaml'), SAMPLE_SCENARIO);
  return file;
}

/** The scenario file beside a contract file. */
export function sampleScenario(file: string): string {
  return join(file, '..', 'scenario.yaml');
}
