import { describe, expect, it } from '@jest/globals';
import { fakerMethods } from './faker-methods.ts';

const now = Date.UTC(2026, 0, 1);

describe('fakerMethods', () => {
  it('knows methods by module and name', () => {
    expect(fakerMethods().has('company.name')).toBe(true);
    expect(fakerMethods().has('helpers.arrayElement')).toBe(true);
    expect([...fakerMethods().keys()].filter((name) => /constructor|fakerCore|\.faker$/.test(name))).toEqual([]);
  });

  it('gives the same for the same number, whatever was asked before', () => {
    const name = fakerMethods().get('person.fullName');
    const first = name?.(7, now, []);
    const others = Array.from({ length: 50 }, (_, choice) => name?.(choice + 100, now, []));
    expect(name?.(7, now, [])).toBe(first);
    expect(new Set(others).size).toBeGreaterThan(40);
  });

  it('tells time from the given clock', () => {
    const past = fakerMethods().get('date.past')?.(1, now, []) as Date;
    expect(past.getTime()).toBeLessThan(now);
    expect(past.getTime()).toBeGreaterThan(Date.UTC(2024, 11, 1));
  });

  it('leaves the global faker alone', async () => {
    const { faker } = await import('@faker-js/faker');
    faker.seed(5);
    const expected = faker.number.int();
    faker.seed(5);
    fakerMethods().get('company.name')?.(1, now, []);
    expect(faker.number.int()).toBe(expected);
  });
});
