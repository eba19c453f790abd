import { describe, expect, it } from '@jest/globals';
import { listFields, readValue, sortMessages } from './fields.ts';
import { sayDifferences } from './headline.ts';

const [ID, STATE, SIZE, NOTE, TAGS, FLAG] = listFields({
  $defs: { note: { type: ['string', 'null'] } },
  required: ['id'],
  properties: {
    id: { type: 'string' },
    state: { type: 'string', allOf: [{ enum: ['new', 'old'] }] },
    size: { type: 'integer' },
    note: { $ref: '#/$defs/note' },
    tags: { type: 'array' },
    flag: { type: 'boolean' },
  },
}) as [never, never, never, never, never, never];

describe('the fields of a schema', () => {
  it('are of the kind of their values, through references and what they are all of', () => {
    expect([ID, STATE, SIZE, NOTE, TAGS, FLAG].map(({ kind }) => kind)).toEqual([
      'text',
      'choice',
      'number',
      'text',
      'json',
      'boolean',
    ]);
    expect(NOTE).toMatchObject({ isNullable: true, isRequired: false });
    expect(STATE).toMatchObject({ values: ['new', 'old'] });
    expect(ID).toMatchObject({ isRequired: true });
  });

  it('read what was typed, and leave to the mock what it does not allow', () => {
    expect(readValue('7', SIZE)).toBe(7);
    expect(readValue('seven', SIZE)).toBe('seven');
    expect(readValue('', NOTE)).toBeNull();
    expect(readValue('', SIZE)).toBeUndefined();
    expect(readValue('', ID)).toBe('');
    expect(readValue('true', FLAG)).toBe(true);
    expect(readValue('["a"]', TAGS)).toEqual(['a']);
    expect(() => readValue('[', TAGS)).toThrow(SyntaxError);
  });
});

describe('what the mock says about a row', () => {
  it('stands at the fields that it names', () => {
    const { byField, rest } = sortMessages('size: must be integer; tags/0: must be string; no such row', [
      'size',
      'tags',
    ]);
    expect([...byField]).toEqual([
      ['size', 'must be integer'],
      ['tags', 'tags/0: must be string'],
    ]);
    expect(rest).toBe('no such row');
  });
});

describe('the headline of what differs', () => {
  it('counts things in words', () => {
    const nothing = { rows: 0, faults: 0, isPretending: false, isGreased: false, isClockMoved: false };
    expect(sayDifferences(nothing).title).toBe('All is as the scenario has it');
    expect(sayDifferences({ ...nothing, rows: 1, faults: 2, isPretending: true })).toEqual({
      title: 'Four things differ from the scenario',
      detail: 'one row, two faults, one bug',
    });
  });
});
