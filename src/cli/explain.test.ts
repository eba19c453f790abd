import { describe, expect, it } from '@jest/globals';
import { createTestTerminal, run } from './testing/test-terminal.ts';

describe('pagewright explain', () => {
  it('tells of a kind what it is, how it comes about and how it is mended', async () => {
    const { output, exitCode } = await run(['explain', 'boundary-off-by-one']);
    expect(exitCode).toBe(0);
    expect(output).toMatch(
      /^boundary-off-by-one: Pages repeat or lose a row where they meet\.\n {2}What is wrong: .*\n {2}In practice: .*Prisma.*\n {2}Mended by: /,
    );
    expect(output).toContain('Known bugs of this kind: boundary-row-repeated, ');
  });

  it('tells of a bug what it does, and of what kind it is', async () => {
    const { output } = await run(['explain', 'ties-repeated', '--json']);
    expect(JSON.parse(output)).toMatchObject({
      kind: 'ties-lost',
      title: 'Rows with equal sort values are lost or repeated where pages meet',
      bug: { name: 'ties-repeated', area: 'paging' },
    });
  });

  it('tells of a requirement what it demands, and which bugs violate it', async () => {
    const { output } = await run(['explain', 'pyng.walk.ties', '--json']);
    const { id, level, brokenBy } = JSON.parse(output) as { id: string; level: string; brokenBy: { kind: string }[] };
    expect([id, level]).toEqual(['pyng.walk.ties', 'must']);
    expect(brokenBy.slice(0, 3).map(({ kind }) => kind)).toContain('ties-unsteady');
    expect((await run(['explain', 'walk.ties'])).output).toMatch(
      /^MUST NOT drop or repeat rows with equal sort keys[^\n]*\n\w+\.walk\.ties/,
    );
  });

  it('tells of a rule for clients how it comes to be broken', async () => {
    const { output, exitCode } = await run(['explain', 'read-once']);
    expect(exitCode).toBe(0);
    expect(output).toMatch(
      /^read-once: the client reads pages[^\n]*\n {2}What is right: [^\n]+\n {2}In practice: [^\n]+\n {2}Mended by: [^\n]+\n$/,
    );
    expect((await run(['explain', 'pyng.client.read-once'])).output).toBe(output);
    expect(JSON.parse((await run(['explain', '--json'])).output)).toContainEqual(
      expect.objectContaining({ kind: 'wait-as-told', practice: expect.stringContaining('worker') }),
    );
  });

  it('lists all kinds', async () => {
    const { output } = await run(['explain', '--json']);
    expect((JSON.parse(output) as { kind: string }[]).map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['ties-lost', 'crash']),
    );
    expect((await run(['explain'])).output).toContain('\n    Pages have one row too many\n');
  });

  it('knows every variation', async () => {
    expect((await run(['explain', 'rows-added'])).output).toMatch(/^rows-added\nNow and then, a row is inserted/);
  });

  it('says what may have been meant by an unknown name', async () => {
    const { errors, exitCode } = await run(['explain', 'tie-lost'], createTestTerminal());
    expect(exitCode).toBe(2);
    expect(errors).toContain('Unknown bug, requirement or rule tie-lost; did you mean ties-lost?');
  });
});
