import { describe, expect, it } from '@jest/globals';
import { builtInContracts, loadContracts } from '../../contract/load-contracts.ts';
import { loadSample } from '../../mock/testing/load-contract.ts';
import { chooseFeatures, describeFeatures, GREASE_FEATURES } from './features.ts';

describe('GREASES', () => {
  it('have names of their own, in kebab-case, and sentences without full stops', () => {
    const names = GREASE_FEATURES.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { name, summary, open, closed } of GREASE_FEATURES) {
      expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
      for (const text of [summary, open, closed]) expect(text).not.toMatch(/\.$/);
    }
  });

  it('apply to some contract each', () => {
    const contracts = builtInContracts().flatMap((id) => loadContracts(id));
    for (const { name, appliesTo } of GREASE_FEATURES) expect([name, contracts.some(appliesTo)]).toEqual([name, true]);
  });
});

describe('chooseGreases', () => {
  it('chooses all that the contract leaves open, or those of them that are wanted', () => {
    const all = chooseFeatures(loadSample());
    expect(all.has('header-case') && all.has('link-parameters')).toBe(true);
    expect(all.has('token-format')).toBe(false);
    expect([...chooseFeatures(loadSample(), ['json-spelling', 'token-format'])]).toEqual(['json-spelling']);
    expect([...chooseFeatures(loadSample(), [])]).toEqual([]);
  });

  it('refuses a name that there is not', () => {
    expect(() => chooseFeatures(loadSample(), ['header-case', 'x'])).toThrow(RangeError);
  });
});

describe('describe greases', () => {
  function listOpen(...changes: readonly (readonly [string, string])[]): readonly string[] {
    return describeFeatures([loadSample(...changes)]).flatMap(({ name, applies }) => (applies ? [name] : []));
  }

  const ALWAYS = ['header-case', 'more-headers', 'json-spelling', 'media-type'];

  describe('describeGreases', () => {
    it('says of each contract and each grease whether it applies, and why', () => {
      const contracts = builtInContracts().flatMap((id) => loadContracts(id));
      const described = describeFeatures(contracts);
      expect(described).toHaveLength(contracts.length * GREASE_FEATURES.length);
      for (const { reason } of described) expect(reason).not.toBe('');
      const styles = new Map(contracts.map(({ id, page }) => [id, page.style]));
      for (const { contract, name, applies } of described) {
        const style = styles.get(contract) ?? '';
        if (name === 'short-pages' || name === 'token-format')
          expect(applies).toBe(['links', 'keyset'].includes(style));
        if (name === 'link-parameters') expect(applies).toBe(['links', 'number'].includes(style));
      }
    });

    it('goes by what the file of a contract says', () => {
      expect(listOpen()).toEqual([
        'tie-order',
        'item-fields',
        'envelope-fields',
        'error-fields',
        'header-case',
        'more-headers',
        'link-parameters',
        'json-spelling',
        'media-type',
      ]);
      expect(
        listOpen(
          ['order: { by: [-at] }', 'order: { by: [-at, id] }'],
          ['next: /next\n', 'next: /next\n          links: { parameterOrder: sorted }\n'],
          ['    Page:\n      type: object', '    Page:\n      type: object\n      additionalProperties: false'],
          ['    Thing:\n      type: object', '    Thing:\n      type: object\n      additionalProperties: false'],
          ['{ type: object, required: [error],', '{ type: object, additionalProperties: false, required: [error],'],
        ),
      ).toEqual(ALWAYS);
    });

    it('has unknown values where a set is open and nothing rests on it', () => {
      const open = 'active: { type: string, x-extensible-enum: [a, b] }';
      expect(listOpen(['active: { type: boolean }', open])).toContain('enum-values');
      expect(
        listOpen(
          ['active: { type: boolean }', open],
          ['kind: { field: kind, operator: equals }', 'kind: { field: active, operator: equals }'],
        ),
      ).not.toContain('enum-values');
      expect(
        listOpen(['active: { type: boolean }', open.replace('type: string', 'type: string, maxLength: 4')]),
      ).not.toContain('enum-values');
      const condition = '{ if: { properties: { active: { const: a } } }, then: { required: [id] } }';
      expect(
        listOpen(['active: { type: boolean }', open], ['    Thing:\n', `    Thing:\n      allOf: [${condition}]\n`]),
      ).not.toContain('enum-values');
    });
  });
});
