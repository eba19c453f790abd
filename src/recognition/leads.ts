import { isHeader, type Lead, type LeadRole, type Leaf, type ResponseView } from './envelope.ts';
import type { Operation } from './operations.ts';
import { wordsAbout } from './paging-parameters.ts';

const LINK_HEADER =
  /\blink[`"']?\]?(?:\([^)]*\))? (?:(?:in|is in|as|by|of|through|with) (?:the |a |an )?)?(?:http |response )*header/i;
/** The words of RFC 8288 for what a `Link` header holds. */
const NEXT_RELATION = /\bnext[`"']? link[`"']? relation/i;

/** What leads to each page around, the plainest where there are several. */
export function chooseLeads({ prose, parameters }: Operation, { leads }: ResponseView): ReadonlyMap<LeadRole, Lead> {
  const chosen = new Map<LeadRole, Lead>();
  const text = [prose, ...parameters.map(wordsAbout)].join('\n');
  const isInWords = LINK_HEADER.test(text) || NEXT_RELATION.test(text);
  if (isInWords && !leads.some(({ role, kind }) => role === 'next' && kind === 'link')) {
    const leaf: Leaf = { path: ['Link'], place: { header: 'Link' }, schema: { type: 'string' }, key: 'link' };
    for (const role of ['next', 'previous'] as const) chosen.set(role, { role, leaf, kind: 'link' });
  }
  const kinds = ['link', 'number', 'open', 'token'];
  // Among links, the body's come before those of a header, and plain ones before nested ones.
  const sorted = leads.toSorted((a, b) => {
    return (
      kinds.indexOf(a.kind) - kinds.indexOf(b.kind) ||
      Number(isHeader(a.leaf)) - Number(isHeader(b.leaf)) ||
      a.leaf.path.length - b.leaf.path.length
    );
  });
  for (const lead of sorted) if (!chosen.has(lead.role)) chosen.set(lead.role, lead);
  return chosen;
}
