import { describe, expect, it } from '@jest/globals';
import { VALID_CONTRACT, writeContract } from '../../../src/testing/write-contract.ts';
import { loadContract } from '../../testing/mock-target.ts';
import { deriveShapeRequirements } from './index.ts';

describe('shape requirements', () => {
  function derive(...changes: readonly (readonly [string, string])[]): readonly string[] {
    const text = changes.reduce((found, [search, replacement]) => found.replace(search, replacement), VALID_CONTRACT);
    return deriveShapeRequirements(loadContract(writeContract(text))).map(({ level, id }) => `${level} ${id}`);
  }

  describe('deriveShapeRequirements', () => {
    it('demands what the document says of items, body, errors and every answer', () => {
      expect(derive()).toEqual([
        'must item.id',
        'must item.kind',
        'must item.at',
        'must item.sizes',
        'must item.active',
        'must item.id.present',
        'must item.kind.present',
        'must item.at.present',
        'must body.count',
        'must body.next',
        'must body.things.present',
        'must body.count.present',
        'must media-type',
        'should media-type.errors',
        'must errors.shape',
        'must links.no-secret',
        'must answers.readable',
        'must answers.no-server-error',
        'must rate-limit.retry-after',
      ]);
    });

    it('demands nothing of links where there are none', () => {
      expect(derive(['          next: /next\n', ''])).not.toContain('must links.no-secret');
    });

    it('demands as much as marks allow, and fresh values where the contract has some', () => {
      const fresh = [
        '        identity: id',
        '        identity: id\n        fresh: { /trace: uuid }\n        provenance: { fresh: inferred }',
      ] as const;
      const property = [
        'count: { type: integer }',
        'count: { type: integer }\n        trace: { type: string }',
      ] as const;
      const example = ['next: null }', 'next: null, trace: 9ae2e340-b983-4274-b400-c974a9ab40ab }'] as const;
      const error = [
        '{ error: no such page }',
        '{ error: no such page, trace: 9ae2e340-b983-4274-b400-c974a9ab40ab }',
      ] as const;
      const found = derive(fresh, property, example, error, [
        'id: { type: string }',
        'id: { type: string, x-provenance: inferred }',
      ]);
      expect(found).toEqual(
        expect.arrayContaining([
          'should item.id.inferred',
          'should fresh.trace.unique',
          'should fresh.trace.in-errors',
        ]),
      );
    });

    it('says why nobody checks what cannot be provoked', () => {
      const requirements = deriveShapeRequirements(loadContract(writeContract(VALID_CONTRACT)));
      expect(requirements.find(({ id }) => id === 'rate-limit.retry-after')?.unverifiable).toContain('429');
    });
  });
});
