import { describe, expect, it } from '@jest/globals';
import type { Contract, Place, Role } from '../../contract/contract.ts';
import { builtInContracts, loadContracts } from '../../contract/load-contracts.ts';
import { loadSample } from '../../mock/testing/load-contract.ts';
import { chooseFeatures, describeFeatures, GREASE_FEATURES } from './features.ts';
import {
  admitsErrorMembers,
  admitsMembers,
  isDocumented,
  leavesOrderOpen,
  leavesTiesOpen,
  listHolders,
  listNames,
  readBlock,
} from './openness.ts';

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

  it('rejects a name that there is not', () => {
    expect(() => chooseFeatures(loadSample(), ['header-case', 'x'])).toThrow(
      'Unknown grease feature x; known: token-format',
    );
  });
});

describe('describe greases', () => {
  function listOpen(...changes: readonly (readonly [string, string])[]): readonly string[] {
    return describeFeatures([loadSample(...changes)]).flatMap(({ name, applies }) => (applies ? [name] : []));
  }

  /** The styles of pages that a feature is for. */
  const STYLES: Readonly<Record<string, readonly string[]>> = {
    'short-pages': ['links', 'keyset'],
    'token-format': ['links', 'keyset'],
    'link-parameters': ['links', 'number'],
  };
  const ALWAYS = ['header-case', 'more-headers', 'json-spelling', 'media-type'];

  describe('describeGreases', () => {
    it('says of each contract and each grease whether it applies, and why', () => {
      const contracts = builtInContracts().flatMap((id) => loadContracts(id));
      const described = describeFeatures(contracts);
      expect(described).toHaveLength(contracts.length * GREASE_FEATURES.length);
      for (const { reason } of described) expect(reason).not.toBe('');
      const styleOf = (id: string): string => contracts.find((contract) => contract.id === id)?.page.style ?? '';
      for (const { contract, name, applies } of described) {
        const styles = STYLES[name];
        if (styles !== undefined)
          expect([contract, name, applies]).toEqual([contract, name, styles.includes(styleOf(contract))]);
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

describe('openness', () => {
  describe('is documented', () => {
    describe('isDocumented', () => {
      const contract = loadSample();
      it.each([
        [['page', 'next'], true],
        [['order', 'by'], true],
        // Chosen, inferred, and not in the file at all.
        [['page', 'limit', 'outOfRange'], false],
        [['filters', 'since'], false],
        [['page', 'links', 'parameterOrder'], false],
        [['page', 'atEnd', 'more'], false],
      ])('knows what the file says of %s', (path, expected) => {
        expect(isDocumented(contract, path)).toBe(expected);
      });
    });

    describe('readBlock', () => {
      it('gives the block as it is written', () => {
        expect(readBlock(loadSample())).toMatchObject({ identity: 'id', order: { by: ['-at'] } });
        expect(readBlock({ ...loadSample(), path: '/elsewhere' })).toEqual({});
      });
    });
  });

  describe('leaves ties open', () => {
    const withOrder = (order: string): Contract => loadSample(['order: { by: [-at] }', `order: { ${order} }`]);
    const withParameter = (order: string): Contract =>
      loadSample(
        ['order: { by: [-at] }', `order: { parameter: sort, ${order} }`],
        ['parameters:\n', 'parameters:\n        - { name: sort, in: query, schema: { type: string } }\n'],
      );

    describe('leavesTiesOpen', () => {
      it.each([
        // Nobody says in which order things of the same time come.
        [withOrder('by: [-at]'), true],
        [withOrder('by: [-at, id], provenance: { id: chosen }'), true],
        [withOrder('by: [-at, id], provenance: { by: inferred }'), true],
        [withOrder('by: [-at, id]'), false],
        // Nothing is tied.
        [withOrder('by: [id]'), false],
        [withOrder('by: [id], provenance: chosen'), false],
        // A client that chooses an order leaves ties.
        [withParameter('fields: [kind], by: [-at, id]'), true],
        [withParameter('fields: [kind, id], by: [-at, id]'), false],
      ])('goes by the document (%#)', (contract, expected) => {
        expect(leavesTiesOpen(contract)).toBe(expected);
      });
    });

    describe('leavesOrderOpen', () => {
      it('tells the usual order from one that a client has chosen', () => {
        const contract = withParameter('fields: [kind], by: [-at, id]');
        const [kind] = [...(contract.order.parameter?.fields.values() ?? [])];
        if (kind === undefined) throw new Error('things have kinds');
        expect(leavesOrderOpen(contract, contract.order.by)).toBe(false);
        expect(leavesOrderOpen(contract, [...contract.order.by])).toBe(false);
        expect(
          leavesOrderOpen(contract, [
            { field: kind, direction: 1 },
            { field: contract.identity, direction: 1 },
          ]),
        ).toBe(true);
      });
    });
  });

  describe('admits members', () => {
    const ITEM = { type: 'object', properties: { id: { type: 'string' } } };

    describe('admitsMembers', () => {
      it.each([
        [{}, true],
        [ITEM, true],
        [{ type: ['object', 'null'] }, true],
        [{ ...ITEM, additionalProperties: true }, true],
        [{ allOf: [ITEM, { required: ['id'] }], if: { additionalProperties: false }, else: {} }, true],
        [{ type: 'array' }, false],
        [{ ...ITEM, additionalProperties: false }, false],
        [{ ...ITEM, additionalProperties: { type: 'string' } }, false],
        [{ ...ITEM, unevaluatedProperties: false }, false],
        [{ ...ITEM, patternProperties: { '^x': {} } }, false],
        [{ ...ITEM, maxProperties: 4 }, false],
        [{ allOf: [ITEM, { additionalProperties: false }] }, false],
        [{ oneOf: [ITEM, { type: 'string' }] }, false],
        [{ ...ITEM, else: { propertyNames: { maxLength: 3 } } }, false],
        [{ const: {} }, false],
      ])('of %j', (schema, expected) => {
        expect(admitsMembers(schema)).toBe(expected);
      });
    });

    describe('listNames', () => {
      it('lists the names of members in all parts of a schema', () => {
        const more = { anyOf: [{ properties: { a: {} } }, true], else: { properties: { b: {} } } };
        expect(listNames({ ...ITEM, allOf: [more] })).toEqual(['id', 'a', 'b']);
      });
    });
  });

  describe('admits error members', () => {
    it('admitsErrorMembers goes by schemas, and knows maps from parameters to messages', () => {
      const contract = loadSample();
      expect([404, 418].map((status) => admitsErrorMembers(contract, status))).toEqual([true, true]);
      const closed = loadSample([
        '{ type: object, required: [error],',
        '{ additionalProperties: false, required: [error],',
      ]);
      expect(admitsErrorMembers(closed, 404)).toBe(false);
      const [[condition, answer] = []] = [...contract.errors];
      if (condition === undefined || answer === undefined) throw new Error('the small contract has an error');
      const listed = (as: 'map' | 'list', ...at: string[]): boolean => {
        const violations = { in: at, as, per: 'parameter' } as const;
        return admitsErrorMembers(
          { ...contract, errors: new Map([[condition, { ...answer, violations }]]) },
          answer.status,
        );
      };
      expect([listed('map'), listed('map', 'error'), listed('list')]).toEqual([false, true, true]);
    });
  });

  describe('listHolders', () => {
    it('lists the objects around the items that are not closed', () => {
      const { bodySchema, envelope, ...contract } = loadSample();
      const inner = { ...bodySchema };
      const roles = new Map<Role, Place>([
        ['items', { in: 'body', pointer: ['data', 'things'] }],
        ['total', { in: 'body', pointer: ['data', 'count'] }],
      ]);
      const list = (outer: object, held: object): readonly unknown[] => {
        const schema = { type: 'object', properties: { data: { ...inner, ...held } }, ...outer };
        return listHolders({ ...contract, bodySchema: schema, envelope: { ...envelope, roles } }).map(({ at }) => at);
      };
      expect(list({}, {})).toEqual([[], ['data']]);
      expect(list({ additionalProperties: false }, {})).toEqual([['data']]);
      expect(list({}, { additionalProperties: { type: 'string' } })).toEqual([[]]);
    });

    it('lists none where the items are the whole body', () => {
      const { bodySchema: _, ...contract } = loadSample();
      const envelope = { ...contract.envelope, roles: new Map<Role, Place>([['items', { in: 'body', pointer: [] }]]) };
      expect(listHolders({ ...contract, bodySchema: { type: 'array' }, envelope })).toEqual([]);
    });
  });
});
