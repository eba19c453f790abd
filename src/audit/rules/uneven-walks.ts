import { countNoun } from '../../contract/text.ts';
import type { UnevenWalk } from '../traces/trace.ts';
import { describeRequest, type Finding } from './client-rule.ts';

/** A walk by numbers whose pages do not join, as a finding. */
export function describeUnevenWalk(walk: UnevenWalk): Finding {
  const { kind, before, request, stride, step, leftOut, failed } = walk;
  const shown = describeRequest(request.exchange);
  const { page } = request.contract;
  const exchanges = [before, failed, request].flatMap((one) => (one === undefined ? [] : [one.exchange]));
  if (kind === 'beginning') {
    return {
      summary: `a walk began with ${shown}, the second page, and never read the first`,
      expected: `a request without ${page.position}, or with that of the first page`,
      received: shown,
      exchanges,
      unseen: request,
      mistake: 'late-beginning',
    };
  }
  if (failed !== undefined) {
    const { response } = failed.exchange;
    const why = response === undefined ? 'the connection was reset' : `its response was ${response.status}`;
    return {
      summary: `${describeRequest(failed.exchange)} failed (${why}) and was never sent again: the walk went on with ${shown}${leftOut > 1 ? `, and left out ${countNoun(leftOut, 'page')}` : ''}`,
      expected: 'the same request again',
      received: shown,
      exchanges,
      unseen: request,
      mistake: 'failed-page-skipped',
    };
  }
  const unit = page.style === 'number' ? 'page' : 'row';
  const consequence =
    kind === 'overlap'
      ? `whose page has ${countNoun(step, unit)}: pages overlap`
      : `with pages of ${countNoun(step, unit)}: ${countNoun(leftOut, 'page')} or parts of pages in between were never read`;
  return {
    summary: `${shown} is ${countNoun(stride, unit)} after exchange ${before?.exchange.id}, ${consequence}`,
    expected: `${page.position} to grow by ${step}`,
    received: `${page.position} grew by ${stride}`,
    exchanges,
    unseen: request,
    mistake: kind === 'overlap' ? 'stride-too-short' : 'stride-too-long',
  };
}
