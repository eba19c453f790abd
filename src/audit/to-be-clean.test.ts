import { describe, expect, it } from '@jest/globals';
import { readAltered, readSome } from './testing/bad-clients.ts';
import { readAll } from './testing/good-clients.ts';
import { judge } from './testing/judge.ts';
import { sizeOf } from './testing/requests.ts';
import { openTarget } from './testing/target.ts';
import { toBeClean } from './to-be-clean.ts';

describe('toBeClean', () => {
  it('passes for a client that broke no rule', () => {
    const target = openTarget('pyng');
    const answer = toBeClean(judge(target, [readAll(target)]));
    expect(answer.pass).toBe(true);
    expect(answer.message()).toBe('expected the client of pyng to break a rule; it broke none of 12');
  });

  it('names each broken rule with its reason and a command', () => {
    const target = openTarget('pyng');
    const { pass, message } = toBeClean(
      judge(target, [
        readSome(target, sizeOf(target, 5), 1),
        readAltered(target, { ...sizeOf(target, 20), state: 'linked', made: 'up' }, (next) => next),
      ]),
    );
    expect(pass).toBe(false);
    const [head, ...rules] = message().split('\n\n');
    expect(head).toBe('expected the client of pyng to be clean; it broke 2 rules:');
    expect(rules).toHaveLength(2);
    expect(rules[0]).toMatch(
      /^SHOULD go on as long as there is a next page \(pyng\.client\.read-to-the-end\)\n {2}The first page was read and nothing after it, .*\n {2}curl .*limit=5'$/,
    );
    expect(rules[1]).toMatch(/sends made, which the document does not have\.\n {2}curl /);
  });

  it.each([
    [undefined, 'undefined'],
    [null, 'null'],
    [7, '7'],
    [{}, 'an object with nothing'],
    [{ ok: true }, 'an object with ok'],
    [Promise.resolve(), 'a promise, which is to be awaited'],
  ])('says what it wants when it gets %p', (received, description) => {
    const { pass, message } = toBeClean(received);
    expect(pass).toBe(false);
    expect(message()).toBe(`toBeClean expects the report of an audit, an object with results; received ${description}`);
  });

  it('works as a matcher', () => {
    const target = openTarget('devdraft');
    expect.extend({ toBeClean });
    const matcher = expect(judge(target, [readSome(target, sizeOf(target, 5), 2)])) as unknown as { toBeClean(): void };
    expect(() => matcher.toBeClean()).toThrow('SHOULD go on as long as there is a next page');
  });
});
