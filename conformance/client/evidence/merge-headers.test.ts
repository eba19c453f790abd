import { describe, expect, it } from '@jest/globals';
import { type HeaderLayer, mergeHeaders } from './merge-headers.ts';

const layer = (headers: HeaderLayer['headers'], variablePrefix = ''): HeaderLayer => ({ variablePrefix, headers });

describe('mergeHeaders', () => {
  it('lets later layers win, whatever the case of a name', () => {
    const merged = mergeHeaders([
      layer({ Authorization: 'a', Accept: 'x' }),
      layer({ authorization: 'b' }, 'expired_'),
      layer({ AUTHORIZATION: 'c', 'x-new': 'd' }, 'OTHER_'),
    ]);
    expect([...merged]).toEqual([
      ['authorization', { value: 'c', variablePrefix: 'OTHER_' }],
      ['accept', { value: 'x', variablePrefix: '' }],
      ['x-new', { value: 'd', variablePrefix: 'OTHER_' }],
    ]);
  });

  it('takes away what a layer gives as undefined', () => {
    expect([...mergeHeaders([layer({ Accept: 'x' }), layer({ accept: undefined, 'x-other': undefined })])]).toEqual([]);
  });

  it.each([
    ['a name with a space', 'x y', 'v'],
    ['no name', '', 'v'],
    ['a value with a line break', 'x-key', 'hunter22\r\nHost: evil'],
    ['a value with a NUL', 'x-key', 'hunter22\u0000'],
  ])('refuses %s without repeating the value', (_, name, value) => {
    const merge = (): unknown => mergeHeaders([layer({ [name]: value })]);
    expect(merge).toThrow(`header ${JSON.stringify(name)} cannot be sent`);
    expect(merge).not.toThrow('hunter22');
  });

  it('takes values beyond ASCII', () => {
    expect(mergeHeaders([layer({ 'x-name': 'Zoë 😀' })]).get('x-name')?.value).toBe('Zoë 😀');
  });
});
