import { describe, expect, it } from '@jest/globals';
import { createClock, type SessionClock } from './clock.ts';

describe('create clock', () => {
  interface Bench {
    readonly clock: SessionClock;
    pass(milliseconds: number): void;
  }

  function start(first: 'scenario' | 'system'): Bench {
    let time = 1000;
    const clock = createClock(first, () => time);
    return {
      clock,
      pass(milliseconds) {
        time += milliseconds;
      },
    };
  }

  describe('createClock', () => {
    it('stands still at the time of each scenario, and is moved for all of them', () => {
      const { clock, pass } = start('scenario');
      pass(50);
      expect([clock.now(7), clock.now(8), clock.runs]).toEqual([7, 8, false]);
      clock.advance(100);
      clock.advance(-1);
      expect([clock.now(7), clock.now(8)]).toEqual([106, 107]);
    });

    it('shows a time that is set for all lists, and goes on from there', () => {
      const { clock } = start('scenario');
      clock.advance(5);
      clock.set(300);
      clock.advance(1);
      expect([clock.now(7), clock.now(8)]).toEqual([301, 301]);
    });

    it('runs with the time of day', () => {
      const { clock, pass } = start('system');
      pass(25);
      expect([clock.now(7), clock.runs]).toEqual([1025, true]);
      clock.set(5);
      pass(10);
      expect(clock.now(7)).toBe(15);
    });

    it('stops and goes on from where it stopped', () => {
      const { clock, pass } = start('system');
      pass(25);
      clock.freeze();
      pass(1000);
      expect([clock.now(7), clock.runs]).toEqual([1025, false]);
      clock.run();
      clock.run();
      pass(5);
      expect(clock.now(7)).toBe(1030);
    });

    it('runs from the time of the scenario when it is told to', () => {
      const { clock, pass } = start('scenario');
      clock.run();
      pass(3);
      expect(clock.now(7)).toBe(10);
      clock.freeze();
      pass(3);
      expect(clock.now(7)).toBe(10);
    });

    it('shows again what it showed first', () => {
      const { clock, pass } = start('scenario');
      clock.set(90);
      clock.run();
      pass(10);
      clock.reset();
      expect([clock.now(7), clock.runs]).toEqual([7, false]);
    });

    it('shows again what was kept, and runs on if it ran', () => {
      const { clock, pass } = start('scenario');
      clock.advance(3);
      clock.run();
      pass(10);
      const restore = clock.save();
      clock.set(9);
      clock.freeze();
      pass(500);
      restore();
      expect([clock.now(7), clock.runs]).toEqual([20, true]);
      pass(1);
      expect(clock.now(7)).toBe(21);
      restore();
      expect(clock.now(7)).toBe(20);
    });
  });
});
