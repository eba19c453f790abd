import { Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { connectionOf } from './connection-of.ts';

describe('connectionOf', () => {
  it('tells connections apart, and knows each again', () => {
    const [one, other] = [new Socket(), new Socket()];
    expect(connectionOf(one)).toBe(connectionOf(one));
    expect(connectionOf(other)).not.toBe(connectionOf(one));
  });
});
