import { TargetError } from '../client/target-error.ts';
import { type Answer, hasPage, type PageAnswer } from './answer.ts';
import type { ListClient, WalkOptions } from './list-client.ts';
import type { ListQuery } from './list-query.ts';
import { locateNeighbour } from './locate-neighbour.ts';
import type { Walk } from './walk.ts';

const USUAL_CAP = 50;

/** Reads pages with what a client can do, until there are no more, or something is wrong. */
export async function runWalk(
  client: Pick<ListClient, 'ask' | 'go' | 'contract'>,
  query: ListQuery,
  { towards = 'next', from, maxPages = USUAL_CAP }: WalkOptions = {},
): Promise<Walk> {
  const pages: PageAnswer[] = [];
  const visited = new Set<string>();
  const finish = (ended: Walk['ended'], last?: Answer): Walk => {
    const ordered = towards === 'next' ? pages : [...pages].reverse();
    return {
      query,
      towards,
      pages,
      ids: ordered.flatMap(({ page }) => page.ids),
      items: ordered.flatMap(({ page }) => page.items),
      ended,
      ...(last === undefined ? {} : { last }),
    };
  };
  let answer: Answer | undefined = from ?? (await client.ask(query));
  while (hasPage(answer)) {
    const places = describePlaces(answer);
    if (places.some((place) => visited.has(place))) return finish('loop', answer);
    for (const place of places) visited.add(place);
    pages.push(answer);
    if (locateNeighbour(client.contract, answer, towards) === undefined) return finish('end');
    if (pages.length >= maxPages) return finish('cap');
    const step = await takeStep(client, answer, towards);
    if (step === 'no-link') return finish('broken', answer);
    answer = step;
  }
  return answer === undefined ? finish('end') : finish('broken', answer);
}

/** A place is known by its URL, and by its rows unless that is a single one, which may have moved by a page meanwhile. */
function describePlaces({ response, page }: PageAnswer): readonly string[] {
  return page.ids.length > 1 ? [response.url, page.ids.join('\n')] : [response.url];
}

async function takeStep(
  { go }: Pick<ListClient, 'go'>,
  from: PageAnswer,
  towards: 'next' | 'previous',
): Promise<Answer | undefined | 'no-link'> {
  try {
    return await go(from, towards);
  } catch (error) {
    if (error instanceof TargetError && error.kind === 'invalid-link') return 'no-link';
    throw error;
  }
}
