import type { Contract } from '../../src/contract/contract.ts';
import { capitalize, countNoun, joinNames, toSentence } from '../../src/contract/text.ts';
import type { Cause, Result } from '../result.ts';
import type { Match } from './classifier.ts';
import { BUG_KINDS } from './kinds/index.ts';
import { createRoles } from './roles.ts';
import { readPageSize, readTraits } from './traits.ts';

/** Writes causes in the words of a run. */
export interface Phrasing {
  /** @param explained - what the cause explains, the result that shows it best first */
  write(match: Match, explained: readonly Result[]): Cause;
}

const MAX_COMMANDS = 2;
const MAX_NAMES = 3;

/** Prepares the words for the causes of one contract. */
export function createPhrasing(contract: Contract): Phrasing {
  return {
    write({ kind: name, bug }, explained) {
      const kind = BUG_KINDS.find((one) => one.name === name);
      if (kind === undefined) throw new RangeError(`there is no kind ${name}`);
      const { title, suspicion, remedy } = fillSlots(kind, (slot) => nameSlot(slot, contract, explained));
      const [best] = explained;
      const seen = best === undefined ? '' : `${firstSentence(best.reason)} `;
      const where = describePlace(contract, explained);
      return {
        kind: name,
        title: capitalize(title),
        summary: `${seen}${where === '' ? '' : `${where} `}${toSentence(`it seems that ${suspicion}${writeExample(bug)}`)}`,
        explains: explained.map(({ id }) => id),
        curl: best?.evidence[0]?.curl.slice(-MAX_COMMANDS) ?? [],
        remedy,
      };
    },
  };
}

/** The known bug that a kind is told by: ` (as the bug `ties-lost` does)`. */
export function writeExample(bug: string | undefined): string {
  return bug === undefined ? '' : ` (as the bug \`${bug}\` does)`;
}

/** The texts of a kind that name what they are about. */
interface Texts {
  readonly title: string;
  readonly suspicion: string;
  readonly remedy: string;
}

/** A text of a kind without a run: `{order}` is the sort field. */
export function generalizeText(text: string): string {
  return capitalize(text.replace(/\{(\w+)\}/g, (_, slot: string) => GENERAL_NAMES[slot] ?? slot));
}

const GENERAL_NAMES: Readonly<Record<string, string>> = {
  order: 'sort values',
  filter: 'a filter',
  field: 'some fields',
  limit: 'the page size',
  position: 'the position',
};

function fillSlots({ title, suspicion, remedy }: Texts, nameOf: (slot: string) => string): Texts {
  const fill = (text: string): string => text.replace(/\{(\w+)\}/g, (_, slot: string) => nameOf(slot));
  return { title: fill(title), suspicion: fill(suspicion), remedy: fill(remedy) };
}

function nameSlot(slot: string, contract: Contract, explained: readonly Result[]): string {
  const names = namesOf(slot, contract, explained);
  if (names.length === 0) return GENERAL_NAMES[slot] ?? slot;
  const shown = names.slice(0, MAX_NAMES).map((name) => `\`${name}\``);
  const more = names.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : joinNames(shown);
}

function namesOf(slot: string, contract: Contract, explained: readonly Result[]): readonly string[] {
  const ids = explained.map(({ id }) => id.slice(contract.id.length + 1));
  if (slot === 'position') return [contract.page.position];
  if (slot === 'limit') return [contract.page.limit.parameter ?? ''].filter((name) => name !== '');
  if (slot === 'order') return listOrderNames(contract, ids);
  if (slot === 'filter') {
    const { filters } = contract;
    return filters.flatMap(({ parameter }) =>
      ids.some((id) => id.startsWith(`filter.${parameter}.`)) ? [parameter] : [],
    );
  }
  const fields = ids.flatMap(
    (id) =>
      /^(?:item|body|fresh)\.(.+?)(?:\.(?:inferred|chosen|present|form|unique|in-errors|write-only|only-when|whenever))*$/.exec(
        id,
      )?.[1] ?? [],
  );
  return [...new Set(fields)];
}

/** The fields that were sorted by: the requested ones where only they are concerned. */
function listOrderNames(contract: Contract, ids: readonly string[]): readonly string[] {
  const requested = ids.flatMap((id) => /^order\.by\.(.+)\.\w+$/.exec(id)?.[1] ?? []);
  const isDefault = ids.some((id) => /^(?:order\.default|walk)\./.test(id));
  if (requested.length > 0 && !isDefault) return [...new Set(requested)];
  const keys = contract.order.by.filter(({ field }) => field.name !== contract.identity.name);
  return keys.slice(0, 1).map(({ field }) => field.name);
}

/** Where all of it was seen, as far as that says anything: `This concerns later pages only.` */
function describePlace(contract: Contract, explained: readonly Result[]): string {
  const roles = createRoles(contract);
  const last = explained.flatMap(({ evidence }) => evidence.flatMap(({ exchanges }) => exchanges.slice(-1)));
  if (last.length < 2) return '';
  const traits = last.map((exchange) => readTraits(contract, roles, exchange));
  const sizes = [...new Set(last.map((exchange) => readPageSize(contract, exchange)))];
  const [size] = sizes;
  const places = [
    ...(traits.every(({ way }) => way === 'backward') ? ['pages that are reached backward'] : []),
    ...(traits.every(({ way, where }) => way === 'forward' && where === 'later') ? ['later pages'] : []),
    ...(sizes.length === 1 && size !== undefined ? [`pages of ${countNoun(size, 'row')}`] : []),
  ];
  return places.length === 0 ? '' : `It was seen on ${joinNames(places)} only.`;
}

function firstSentence(reason: string): string {
  return reason.replace(/ And [\d,]+ more\.$/, '');
}
