import { describe, expect, it } from '@jest/globals';
import { fc } from '../../testing/properties.ts';
import type { ParameterStyle } from '../contract.ts';
import type { Json } from '../json-pointer.ts';
import {
  decodeParameter,
  encodeParameter,
  type ParameterForm,
  parameterStyle,
  partsOfParameter,
} from './parameters.ts';

const TEXT = { type: 'string' };
const LIST = { type: 'array', items: { type: 'string' } };
const COLOR = { type: 'object', properties: { R: { type: 'integer' }, G: { type: 'integer' } } };

function form(style: ParameterStyle, explode: boolean, schema: object, name = 'color'): ParameterForm {
  return { name, style, explode, schema: schema as ParameterForm['schema'] };
}

describe('parameterStyle', () => {
  it.each([
    [{}, 'query', 'form', true],
    [{}, 'cookie', 'form', true],
    [{}, 'path', 'simple', false],
    [{}, 'header', 'simple', false],
    [{ style: 'pipeDelimited' }, 'query', 'pipeDelimited', false],
    [{ explode: false }, 'query', 'form', false],
    [{ style: 'deepObject', explode: true }, 'query', 'deepObject', true],
    [{ style: 'unheardOf' }, 'query', 'form', true],
    [{ content: { 'application/json': {} } }, 'query', 'json', false],
  ])('of %j in %s', (declared, place, style, explode) => {
    expect(parameterStyle(declared, place)).toEqual({ style, explode });
  });
});

describe('decodeParameter', () => {
  // The table of OpenAPI 3.1, section "Style Examples".
  it.each<[ParameterStyle, boolean, object, [string, string][], Json]>([
    ['form', true, TEXT, [['color', 'blue']], 'blue'],
    [
      'form',
      true,
      LIST,
      [
        ['color', 'blue'],
        ['color', 'black'],
      ],
      ['blue', 'black'],
    ],
    ['form', false, LIST, [['color', 'blue,black,brown']], ['blue', 'black', 'brown']],
    ['form', false, COLOR, [['color', 'R,100,G,200']], { R: '100', G: '200' }],
    [
      'form',
      true,
      COLOR,
      [
        ['R', '100'],
        ['G', '200'],
      ],
      { R: '100', G: '200' },
    ],
    ['spaceDelimited', false, LIST, [['color', 'blue black']], ['blue', 'black']],
    ['pipeDelimited', false, LIST, [['color', 'blue|black']], ['blue', 'black']],
    ['pipeDelimited', false, COLOR, [['color', 'R|100|G|200']], { R: '100', G: '200' }],
    [
      'deepObject',
      true,
      COLOR,
      [
        ['color[R]', '100'],
        ['color[G]', '200'],
      ],
      { R: '100', G: '200' },
    ],
    ['simple', false, TEXT, [['color', 'blue']], 'blue'],
    ['simple', false, LIST, [['color', 'blue, black']], ['blue', 'black']],
    ['simple', false, COLOR, [['color', 'R,100,G,200']], { R: '100', G: '200' }],
    ['simple', true, COLOR, [['color', 'R=100,G=200']], { R: '100', G: '200' }],
    ['label', false, TEXT, [['color', '.blue']], 'blue'],
    ['label', false, LIST, [['color', '.blue,black']], ['blue', 'black']],
    ['label', true, LIST, [['color', '.blue.black']], ['blue', 'black']],
    ['label', true, COLOR, [['color', '.R=100.G=200']], { R: '100', G: '200' }],
    ['matrix', false, TEXT, [['color', ';color=blue']], 'blue'],
    ['matrix', false, LIST, [['color', ';color=blue,black']], ['blue', 'black']],
    ['matrix', true, LIST, [['color', ';color=blue;color=black']], ['blue', 'black']],
    ['matrix', true, COLOR, [['color', ';R=100;G=200']], { R: '100', G: '200' }],
    ['json', false, COLOR, [['color', '{"R":100}']], { R: 100 }],
  ])('reads %s, explode %s, of %j', (style, explode, schema, pairs, value) => {
    expect(decodeParameter(form(style, explode, schema), [['other', 'x'], ...pairs])).toEqual(value);
  });

  it('takes a list of a union, and of lists that are optional, for lists', () => {
    const union = { anyOf: [LIST, { type: 'string' }] };
    expect(decodeParameter(form('form', true, union), [['color', 'a']])).toEqual(['a']);
    const optional = { anyOf: [LIST, { type: 'null' }] };
    expect(decodeParameter(form('form', false, optional), [['color', 'a,b']])).toEqual(['a', 'b']);
  });

  it('takes the last of several texts where there can be one only', () => {
    expect(
      decodeParameter(form('form', true, TEXT), [
        ['color', 'a'],
        ['color', 'b'],
      ]),
    ).toBe('b');
  });

  it('reads lists and objects within a deep object', () => {
    const schema = { properties: { tags: LIST, at: { type: 'object', properties: { gte: TEXT } } } };
    const pairs = [
      ['f[tags]', 'a'],
      ['f[tags]', 'b'],
      ['f[at][gte]', '1'],
      ['f[more][]', 'c'],
    ] as const;
    expect(decodeParameter(form('deepObject', true, schema, 'f'), pairs)).toEqual({
      tags: ['a', 'b'],
      at: { gte: '1' },
      more: ['c'],
    });
  });

  it('is not misled by the names of keys', () => {
    const value = decodeParameter(form('deepObject', true, { type: 'object' }, 'f'), [['f[__proto__][x]', '1']]);
    expect(Object.keys(value as object)).toEqual(['__proto__']);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
    expect(decodeParameter(form('form', true, COLOR), [['constructor', 'x']])).toBeUndefined();
  });

  it('says nothing of what was not sent, and gives back what is no JSON', () => {
    for (const style of ['form', 'deepObject', 'json', 'pipeDelimited'] as const)
      expect(decodeParameter(form(style, true, COLOR), [['colour', 'x']])).toBeUndefined();
    expect(decodeParameter(form('json', false, COLOR), [['color', '{R']])).toBe('{R');
  });
});

describe('encodeParameter', () => {
  const plain = fc.string({ unit: fc.constantFrom('a', 'Z', '0', '-', '_', 'é'), minLength: 1, maxLength: 5 });
  const list = fc.array(plain, { minLength: 1, maxLength: 4 });
  const color = fc.record({ R: plain, G: plain });
  const schemas = { scalar: TEXT, list: LIST, color: { properties: { R: TEXT, G: TEXT } } };
  const styles = fc.constantFrom<ParameterStyle>('form', 'simple', 'label', 'matrix', 'json');
  const others = fc.constantFrom<ParameterStyle>('spaceDelimited', 'pipeDelimited');

  it('is read back as it was, in every style', () => {
    const scalar = fc.tuple(styles, fc.boolean(), fc.constant('scalar' as const), plain as fc.Arbitrary<Json>);
    const lists = fc.tuple(
      fc.oneof(styles, others),
      fc.boolean(),
      fc.constant('list' as const),
      list as fc.Arbitrary<Json>,
    );
    const objects = fc.tuple(
      fc.oneof(styles, fc.constant<ParameterStyle>('deepObject')),
      fc.boolean(),
      fc.constant('color' as const),
      color as fc.Arbitrary<Json>,
    );
    fc.assert(
      fc.property(fc.oneof(scalar, lists, objects), ([style, explode, kind, value]) => {
        const parameter = form(style, explode, schemas[kind], 'p');
        expect(decodeParameter(parameter, encodeParameter(parameter, value))).toEqual(value);
      }),
    );
  });

  it('writes any text of a list that is exploded', () => {
    const parameter = form('form', true, LIST);
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1 }), (texts) => {
        expect(decodeParameter(parameter, encodeParameter(parameter, texts))).toEqual(texts);
      }),
    );
  });

  it('writes numbers and booleans as texts, and nothing for what is empty', () => {
    expect(encodeParameter(form('form', false, LIST), [1, true, null])).toEqual([['color', '1,true,']]);
    expect(encodeParameter(form('form', true, LIST), [])).toEqual([]);
    expect(encodeParameter(form('deepObject', true, COLOR), {})).toEqual([]);
  });
});

describe('partsOfParameter', () => {
  it('has a name for each property of a deep or exploded object', () => {
    const page = { type: 'object', required: ['size'], properties: { size: { type: 'integer' }, at: COLOR } };
    const names = (parameter: ParameterForm): readonly string[] =>
      partsOfParameter(parameter, true).map(({ name }) => name);
    expect(names(form('deepObject', true, page, 'page'))).toEqual(['page[size]', 'page[at][R]', 'page[at][G]']);
    expect(names(form('form', true, page, 'page'))).toEqual(['size', 'at']);
    expect(names(form('form', false, page, 'page'))).toEqual(['page']);
    expect(names(form('form', true, LIST, 'page'))).toEqual(['page']);
    const [size] = partsOfParameter(form('deepObject', true, page, 'page'), true);
    expect(size).toMatchObject({ path: ['size'], required: true, form: { schema: { type: 'integer' } } });
  });
});
