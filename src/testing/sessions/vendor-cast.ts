import type { Json } from '../../contract/contract.ts';
import type { Row } from '../../dataset/row-source.ts';
import type { AskerFactory } from '../model/asker.ts';
import { askByNumber, askByOffset } from '../model/count-askers.ts';
import { devdraft } from '../model/devdraft.ts';
import { piriod } from '../model/piriod.ts';
import { pyng } from '../model/pyng.ts';
import { askByLinks, askByTokens } from '../model/seek-askers.ts';
import type { Vendor } from '../model/vendor.ts';
import { wingback } from '../model/wingback.ts';

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
