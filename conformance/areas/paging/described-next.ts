import type { Contract, Json, Pointer } from '../../../src/contract/contract.ts';
import { isSamePointer } from '../../../src/contract/json-pointer.ts';
import { listBodyPointers, readLinkHeader } from '../../../src/contract/place.ts';
import type { Check } from '../../check.ts';
import type { PageAnswer } from '../../list/answer.ts';

/** Members that lead to the next page, or say that there is one, whatever API they are of. */
const NEXT =
  /^(?:[@$]?(?:odata\.)?next(?:_?(?:page|link|href|url|uri|token|cursor|page_?(?:token|url|uri|number|cursor))?)?|has_?(?:more|next(?:_?page)?)|(?:end|next)_?cursor|continu(?:e|ation)(?:_?token)?)$/i;

/** Objects that describe the page, in which such members stand. */
const MAX_DEPTH = 3;

/** Looks for a way to the next page that the contract has no word for: whoever walks by the contract would not see it. */
export const checkDescribedNext: Check = {
  id: 'paging.described-next',
  title: 'Looks for ways to the next page that the contract does not describe',
  verifies: ['next.described'],
  cost: 0,
  async run({ contract, ledger, survey }) {
    const pages = [survey.opening, ...survey.head.pages.slice(0, 1)];
    for (const answer of pages) {
      const [found] = listUndescribed(contract, answer);
      if (found === undefined) ledger.exercise('next.described', 'pages');
      else {
        ledger.violate('next.described', {
          summary: `a page has ${found.what}, of which the contract says nothing`,
          received: found.value,
          answers: [answer],
        });
      }
    }
  },
};

interface Offer {
  readonly what: string;
  readonly value: Json;
}

function listUndescribed(contract: Contract, answer: PageAnswer): readonly Offer[] {
  const { envelope } = contract;
  const { response, page } = answer;
  // That there is more, the total says as well.
  const isKnown = (value: Json): boolean => value === true && (page.total ?? 0) > page.items.length;
  const roles = [...envelope.roles.values()];
  const isLinkRead = roles.some((place) => place.in === 'header' && place.name.toLowerCase() === 'link');
  const link = readLinkHeader(response.headers['link'] ?? '')['next'];
  const header = link === undefined || isLinkRead ? [] : [{ what: 'a Link header to the next page', value: link }];
  const offers = [...header, ...listMembers(response.json ?? null, [], listBodyPointers(envelope))];
  // The same way, shown twice, is described once.
  return offers.filter(
    ({ value }) => !isKnown(value) && (page.links.next === undefined || !leadsTo(page.links.next, value, response.url)),
  );
}

function leadsTo(described: string, offered: Json, from: string): boolean {
  if (String(offered) === described || offered === true) return true;
  if (typeof offered !== 'string' || !URL.canParse(offered, from) || !URL.canParse(described, from)) return false;
  return new URL(offered, from).href === new URL(described, from).href;
}

function listMembers(value: Json, at: Pointer, described: readonly Pointer[]): readonly Offer[] {
  if (typeof value !== 'object' || value === null || at.length >= MAX_DEPTH) return [];
  const isDescribed = (pointer: Pointer): boolean => described.some((one) => isSamePointer(one, pointer));
  if (Array.isArray(value)) return isDescribed(at) ? [] : listEntries(value, at);
  return Object.entries(value).flatMap(([name, member]): readonly Offer[] => {
    const pointer = [...at, name];
    const holdsDescribed = described.some((one) => isSamePointer(one.slice(0, pointer.length), pointer));
    const target = NEXT.test(name) && !holdsDescribed ? readTarget(member as Json) : undefined;
    if (target !== undefined) return [{ what: `\`${pointer.join('.')}\``, value: target }];
    return isDescribed(pointer) ? [] : listMembers(member as Json, pointer, described);
  });
}

/** What leads on; what is empty, null or false does not. */
function readTarget(member: Json): Json | undefined {
  if (typeof member === 'object' && member !== null) {
    const { href, url } = member as { readonly href?: Json; readonly url?: Json };
    return typeof href === 'string' ? href : typeof url === 'string' ? url : undefined;
  }
  const isGiven = typeof member === 'string' ? member !== '' : member === true || Number(member) > 0;
  return isGiven ? member : undefined;
}

/** A list of links, each with its relation. */
function listEntries(entries: readonly Json[], at: Pointer): readonly Offer[] {
  const names = at.join('.');
  const next = entries.find((entry) => {
    const values = typeof entry === 'object' && entry !== null ? Object.values(entry) : [];
    return /links?$/i.test(names) && values.includes('next');
  });
  return next === undefined ? [] : [{ what: `an entry for the next page in \`${names}\``, value: next }];
}
