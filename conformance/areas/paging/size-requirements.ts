import type { Contract, Limit } from '../../../src/contract/contract.ts';
import type { RequirementDraft } from '../../requirement.ts';
import { rejectionRequirements } from '../rejections.ts';

/** The requirements on the sizes of pages. */
export function listSizeDrafts(contract: Contract): readonly RequirementDraft[] {
  const { limit } = contract.page;
  const entry = ['page', 'limit'];
  if (contract.page.style === 'links' && contract.page.isWhole === true) return [];
  if (limit.parameter === undefined) {
    return [
      {
        id: 'limit.fixed',
        demand: `return pages of ${limit.default} rows, and not more`,
        entry: [...entry, 'fixed'],
      },
    ];
  }
  // Where nobody says how large a page may be, no size is too large.
  const isBounded = contract.provenanceOf([...entry, 'maximum']).silent !== true || limit.sizes !== undefined;
  const policy = (key: 'above' | 'below' | 'malformed'): readonly RequirementDraft[] => [
    {
      id: `limit.${key}`,
      demand: describePolicy(limit, key),
      entry: [...entry, 'outOfRange', key],
    },
  ];
  return [
    { id: 'limit.at-most', demand: `not return more rows on a page than \`${limit.parameter}\``, entry },
    ...(isLinked(contract)
      ? [
          {
            id: 'limit.kept',
            demand: `repeat the \`${limit.parameter}\` in links`,
            entry: ['page', 'links'],
            mark: 'inferred' as const,
          },
        ]
      : []),
    ...(isBounded
      ? [
          {
            id: 'limit.bounded',
            demand: `limit pages to ${limit.maximum} rows, whatever size is requested`,
            entry: [...entry, 'maximum'],
          },
        ]
      : []),
    {
      id: 'limit.everything',
      demand: `not return all rows for an invalid \`${limit.parameter}\``,
      // Either bound rules it out: all rows are more than the largest page, and more than none.
      entry: [...entry, limit.minimum === 0 ? 'minimum' : 'maximum'],
    },
    {
      id: 'limit.default',
      demand: `use a default \`${limit.parameter}\` of ${limit.default}`,
      entry: [...entry, 'default'],
    },
    {
      id: 'limit.accepted',
      demand:
        limit.sizes === undefined
          ? `accept a \`${limit.parameter}\` of ${Math.max(1, limit.minimum)} and of ${limit.maximum}`
          : `accept each \`${limit.parameter}\` of ${limit.sizes.join(', ')}`,
      entry: [...entry, limit.sizes === undefined ? 'maximum' : 'sizes'],
    },
    ...(limit.sizes === undefined
      ? []
      : [
          {
            id: 'limit.between',
            demand: describePolicy(limit, 'between'),
            entry: [...entry, 'outOfRange', 'above'],
          },
        ]),
    ...(isBounded ? policy('above') : []),
    ...policy('below'),
    // In a body, a text is no integer for the schema either, whatever becomes of one in a query.
    ...(isInBody(contract, limit.parameter) ? [] : policy('malformed')),
    ...([limit.above, limit.below, limit.malformed].includes('reject')
      ? rejectionRequirements(contract, 'limit.refused', 'invalidParameter', `a \`${limit.parameter}\` that it rejects`)
      : []),
    ...(limit.minimum === 0
      ? [
          {
            id: 'limit.zero',
            demand: `return no rows for a \`${limit.parameter}\` of 0`,
            entry: [...entry, 'outOfRange'],
          },
        ]
      : []),
  ];
}

/** Whether a parameter is a property of the request body. */
export function isInBody({ parameters }: Pick<Contract, 'parameters'>, name: string): boolean {
  return parameters.some((parameter) => parameter.name === name && parameter.in === 'body');
}

/** Whether a next page is requested by a link, in which the page size is what the server made of it. */
function isLinked({ page, envelope: { forms } }: Contract): boolean {
  const form = forms.get('next');
  return page.style === 'number' || form === 'link' || form === 'relativeLink';
}

const FLAWS = {
  above: 'too large',
  below: 'too small',
  malformed: 'not an integer',
  between: 'none of the sizes that there are',
} as const;

/** The policy for a page size that is not accepted: `clamp a limit that is too large to 100`. */
function describePolicy(limit: Limit, key: keyof typeof FLAWS): string {
  const what = `a \`${limit.parameter}\` that is ${FLAWS[key]}`;
  switch (limit[key === 'between' ? 'above' : key]) {
    case 'reject':
      return `reject ${what}`;
    case 'clamp':
      if (key === 'between') return `take the next smaller size for ${what}`;
      return `clamp ${what} to ${key === 'below' ? Math.max(1, limit.minimum) : limit.maximum}`;
    case 'default':
      return `use the default for ${what}`;
  }
}
