import { copyFileSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Json } from '../../contract/contract.ts';
import { packageFile } from '../../contract/package-file.ts';
import type { Row } from '../../dataset/row-source.ts';
import type { AskerFactory } from '../model/asker.ts';
import { askByNumber, askByOffset } from '../model/count-askers.ts';
import { devdraft } from '../model/devdraft.ts';
import { piriod } from '../model/piriod.ts';
import { pyng } from '../model/pyng.ts';
import { askByLinks, askByTokens } from '../model/seek-askers.ts';
import type { Vendor } from '../model/vendor.ts';
import { wingback } from '../model/wingback.ts';
import { fc } from '../properties.ts';

/** What a move does to a row at a time, in milliseconds since 1970; `undefined` where it is not allowed. */
type NaiveMove = (row: Row, now: number) => Row | undefined;

/** A vendor, how its pages are asked for, and what its lifecycle does. */
export interface VendorPart {
  readonly vendor: Vendor;
  readonly createAsker: AskerFactory;
  readonly moves: Readonly<Record<string, NaiveMove>>;
  /** For how long its links lead on, in milliseconds. */
  readonly lifetime: number;
}

const DAY = 86_400_000;

/** The four vendors, in the order in which they are served. */
export const VENDOR_CAST: readonly VendorPart[] = [
  {
    vendor: pyng,
    createAsker: askByLinks,
    lifetime: DAY,
    moves: {
      link: (row, now) => {
        const { expiresAt: _, ...rest } = row;
        return row['state'] === 'invited' ? { ...rest, state: 'linked', linkedAt: now } : undefined;
      },
      invite: (row, now) => {
        const { linkedAt: _, ...rest } = row;
        return { ...rest, state: 'invited', invitedAt: now, expiresAt: now + 7 * DAY };
      },
    },
  },
  {
    vendor: piriod,
    createAsker: askByNumber,
    lifetime: Infinity,
    moves: {
      update: (row, now) => ({ ...row, updated: writeTime(now) }),
      archive: fromStatus(['active', 'pending'], (now) => ({ status: 'archived', updated: writeTime(now) })),
      activate: fromStatus(['archived', 'pending'], (now) => ({ status: 'active', updated: writeTime(now) })),
    },
  },
  {
    vendor: wingback,
    createAsker: askByTokens,
    lifetime: Infinity,
    moves: {
      deactivate: fromStatus(['active', 'temporary'], () => ({ status: 'inactive' })),
      activate: fromStatus(['inactive', 'temporary'], () => ({ status: 'active' })),
    },
  },
  {
    vendor: devdraft,
    createAsker: askByOffset,
    lifetime: Infinity,
    moves: {
      blacklist: fromStatus(['ACTIVE', 'DEACTIVATED'], (now) => ({ status: 'BLACKLISTED', updatedAt: writeTime(now) })),
      deactivate: fromStatus(['ACTIVE'], (now) => ({ status: 'DEACTIVATED', updatedAt: writeTime(now) })),
      reactivate: fromStatus(['BLACKLISTED', 'DEACTIVATED'], (now) => ({
        status: 'ACTIVE',
        updatedAt: writeTime(now),
      })),
    },
  },
];

function fromStatus(allowed: readonly Json[], set: (now: number) => Row): NaiveMove {
  return (row, now) => (allowed.includes(row['status'] ?? null) ? { ...row, ...set(now) } : undefined);
}

function writeTime(time: number): string {
  return new Date(time).toISOString().replace('.000Z', 'Z');
}

/** A scenario as the model has it. */
export interface NaiveScenario {
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The rows of each vendor, by its id. */
  readonly rows: Readonly<Record<string, readonly Row[]>>;
}

/** Contract files with scenarios beside them, and what stands in these. */
interface VendorFiles {
  readonly contracts: readonly string[];
  /** The one that is served first comes first. */
  readonly scenarios: readonly [NaiveScenario, NaiveScenario];
}

/** Copies the vendors' contracts into a folder of their own, with two scenarios for each. */
export function writeVendorFiles(): VendorFiles {
  const folder = mkdtempSync(join(tmpdir(), 'pagewright-sessions-'));
  const contracts = VENDOR_CAST.map(({ vendor: { id } }) => {
    const file = join(folder, `${id}.yaml`);
    copyFileSync(packageFile('openapi', `${id}.yaml`), file);
    mkdirSync(join(folder, 'fixtures', id), { recursive: true });
    return file;
  });
  const scenarios = [
    createScenario('demo', Date.UTC(2026, 4, 4), { count: 40, seed: 1 }),
    createScenario('other', Date.UTC(2026, 5, 1, 12, 30), { count: 15, seed: 2 }),
  ] as const;
  for (const scenario of scenarios) {
    for (const { vendor } of VENDOR_CAST) {
      const file = join(folder, 'fixtures', vendor.id, `${scenario.name}.yaml`);
      writeFileSync(file, escapeAll(JSON.stringify(describeScenario(scenario, vendor))));
    }
  }
  return { contracts, scenarios };
}

function createScenario(name: string, now: number, sample: { count: number; seed: number }): NaiveScenario {
  const rows = VENDOR_CAST.map(({ vendor }) => [vendor.id, drawRows(vendor, sample)] as const);
  return { name, now, rows: Object.fromEntries(rows) };
}

function drawRows({ rows, identity }: Vendor, { count, seed }: { count: number; seed: number }): readonly Row[] {
  const [drawn = []] = fc.sample(
    fc.uniqueArray(rows, { selector: (row) => row[identity], minLength: count, maxLength: count, size: 'max' }),
    { numRuns: 1, seed },
  );
  return drawn;
}

function describeScenario({ name, now, rows }: NaiveScenario, { id, credential }: Vendor): object {
  return {
    title: `The rows of ${name}`,
    now: new Date(now).toISOString(),
    tenants: { acme: { credentials: [{ as: 'default', ...credential }], scopes: ['mine'] } },
    rows: { mine: rows[id] },
  };
}

/** YAML is JSON where every character is one that can be printed. */
function escapeAll(json: string): string {
  return json.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
