import { describe, expect, it } from '@jest/globals';
import { locateProvenance } from './locate-provenance.ts';

describe('locateProvenance', () => {
  const block = {
    provenance: { identity: 'inferred' },
    page: {
      source: 'Paging',
      provenance: 'chosen',
      limit: { provenance: { default: 'inferred' } },
      position: { provenance: 'documented' },
    },
  };

  it.each([
    [['items'], { mark: 'documented' }],
    [['identity'], { mark: 'inferred' }],
    [['page', 'style'], { mark: 'chosen', source: 'Paging' }],
    [['page', 'limit', 'default'], { mark: 'inferred', source: 'Paging' }],
    [['page', 'limit', 'maximum'], { mark: 'chosen', source: 'Paging' }],
    [['page', 'position'], { mark: 'documented', source: 'Paging' }],
  ])('of %j', (path, located) => {
    expect(locateProvenance(block, path)).toEqual(located);
  });
});
