import { countNoun } from '../../contract/text.ts';
import { type ClientRule, describeRequest, type Finding } from './client-rule.ts';
import { describeUnevenWalk } from './uneven-walks.ts';

export const readOnce: ClientRule = {
  id: 'read-once',
  demand: 'NOT read the same page twice in one walk',
  passed: (count) => `${countNoun(count, 'page')} after the first read, none of them twice in one walk`,
  untested: 'the client never requested a second page',
  partialExemption: 'a client that reads some pages may read them again',
  *check({ trace: { repeats, follows, unevenWalks } }) {
    const overlaps = unevenWalks.filter(({ kind }) => kind === 'overlap').map(describeUnevenWalk);
    const findings: Finding[] = [];
    for (const { request, earlier } of repeats) {
      yield;
      findings.push({
        summary: `${describeRequest(request.exchange)} requests a page again${earlier === undefined ? '' : `, after exchange ${earlier.exchange.id}`}`,
        expected: 'a page that was not read yet, or the first page of a new walk',
        received: describeRequest(request.exchange),
        exchanges: [...(earlier === undefined ? [] : [earlier.exchange]), request.exchange],
        unseen: request,
      });
    }
    return { exercised: follows.length + overlaps.length, findings: [...overlaps, ...findings] };
  },
};
