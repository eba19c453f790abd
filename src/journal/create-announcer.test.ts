import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { createAnnouncer } from './create-announcer.ts';

describe('createAnnouncer', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('tells all listeners, in the order in which they came, until they leave', () => {
    const { announce, subscribe } = createAnnouncer<number>();
    const heard: string[] = [];
    const leave = subscribe((value) => heard.push(`a${value}`));
    subscribe((value) => heard.push(`b${value}`));
    announce(1);
    leave();
    leave();
    announce(2);
    expect(heard).toEqual(['a1', 'b1', 'b2']);
  });

  it('takes a listener that comes twice for two', () => {
    const { announce, subscribe } = createAnnouncer<number>();
    const heard: number[] = [];
    const listener = (value: number): void => void heard.push(value);
    const leave = subscribe(listener);
    subscribe(listener);
    announce(1);
    leave();
    announce(2);
    expect(heard).toEqual([1, 1, 2]);
  });

  it('does not tell one that another has just made leave', () => {
    const { announce, subscribe } = createAnnouncer<number>();
    const heard: string[] = [];
    subscribe(() => leave());
    const leave = subscribe(() => heard.push('left'));
    subscribe(() => heard.push('stayed'));
    announce(1);
    expect(heard).toEqual(['stayed']);
  });

  it('tells one that comes while others are told from the next time on', () => {
    const { announce, subscribe } = createAnnouncer<number>();
    const heard: string[] = [];
    subscribe((first) => subscribe((value) => heard.push(`${first} ${value}`)));
    announce(1);
    announce(2);
    expect(heard).toEqual(['1 2']);
  });

  it('sends away one that throws, with a warning, and tells the others', () => {
    const warn = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    const { announce, subscribe } = createAnnouncer<number>();
    const heard: number[] = [];
    let calls = 0;
    subscribe(() => {
      calls += 1;
      throw new Error('gone');
    });
    subscribe((value) => heard.push(value));
    announce(1);
    announce(2);
    expect(heard).toEqual([1, 2]);
    expect(calls).toBe(1);
    expect(warn.mock.calls).toEqual([['a listener threw and hears nothing more: Error: gone']]);
  });
});
