import { describe, expect, it } from '@jest/globals';
import { ChangeLog } from './change-log.ts';

describe('ChangeLog', () => {
  it('tells what came after a version', () => {
    const log = new ChangeLog();
    expect([log.version, log.since(0)]).toEqual([0, []]);
    log.record({ born: 7 });
    log.record({ dead: 7, born: 8 });
    expect(log.version).toBe(2);
    expect(log.since(0)).toEqual([{ born: 7 }, { dead: 7, born: 8 }]);
    expect(log.since(1)).toEqual([{ dead: 7, born: 8 }]);
    expect(log.since(2)).toEqual([]);
  });

  it('forgets the oldest, and says so', () => {
    const log = new ChangeLog();
    for (let born = 0; born < 5000; born += 1) log.record({ born });
    expect(log.version).toBe(5000);
    expect(log.since(0)).toBeUndefined();
    expect(log.since(4600)?.length).toBe(400);
    for (let version = 0; version <= 5000; version += 1) {
      const changes = log.since(version);
      if (changes !== undefined) expect([changes.length, changes[0]?.born ?? 5000]).toEqual([5000 - version, version]);
    }
  });
});
