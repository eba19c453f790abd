import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A small contract that is right in every respect; tests break it in one place. */
export const VALID_CONTRACT = `openapi: 3.1.0
info: { title: Things, version: '1' }
paths:
  /things:
    get:
      operationId: listThings
      parameters:
        - { name: size, in: query, schema: { type: integer, minimum: 1, maximum: 50, default: 10 } }
        - { name: page, in: query, schema: { type: integer } }
        - { name: kind, in: query, schema: { type: string, enum: [a, b] } }
        - { name: since, in: query, schema: { type: string, format: date-time } }
        - { name: X-Site, in: header, required: true, schema: { type: string } }
      responses:
        '200':
          description: A page
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Page' }
              examples:
                one: { value: { things: [{ id: a1, kind: a, at: '2026-01-01T00:00:00Z' }], count: 1, next: null } }
        '404':
          description: No such page
          content:
            application/json:
              schema: { type: object, required: [error], properties: { error: { type: string } } }
              examples:
                no-page: { value: { error: no such page } }
      x-pagewright:
        items: /things
        total: /count
        identity: id
        order: { by: [-at] }
        access: { scope: { parameter: x-site } }
        page:
          style: number
          limit: { parameter: size, outOfRange: clamp, provenance: chosen, source: Paging }
          position: { parameter: page }
          next: /next
          atEnd: 'null'
        filters:
          kind: { field: kind, operator: equals }
          since: { field: at, operator: gte, provenance: inferred }
        errors:
          invalidPosition: { status: 404, example: no-page }
        lifecycle:
          touch: { set: { at: { now: PT1H } } }
components:
  schemas:
    Page:
      type: object
      required: [things, count]
      properties:
        things: { type: array, items: { $ref: '#/components/schemas/Thing' } }
        count: { type: integer }
        next: { type: [string, 'null'] }
    Thing:
      type: object
      required: [id, kind, at]
      properties:
        id: { type: string }
        kind: { type: string }
        at: { type: string, format: date-time }
        sizes: { type: object, additionalProperties: { type: number } }
        active: { type: boolean }
`;

/** Writes a contract file into a folder of its own. Returns its path; the file's name is `things.yaml`. */
export function writeContract(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'contract-')), 'things.yaml');
  writeFileSync(file, text);
  return file;
}
