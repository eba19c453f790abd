import { countNoun } from '../../contract/text.ts';
import type { UnevenWalk } from '../traces/trace.ts';
import { describeRequest, type Finding } from './client-rule.ts';

/** A walk by numbers whose pages do not join, as a finding. */
export function describeUnevenWalk({ kind, before, request, stride, step, leftOut }: UnevenWalk): Finding {
  const shown = describeRequest(request.exchange);
  const { page } = request.contract;
  const unit = page.style === 'number' ? 'page' : 'row';
  const exchanges = [...(before === undefined ? [] : [before.exchange]), request.exchange];
  if (kind === 'beginning') {
    return {
      summary: `a walk began with ${shown}, the second page, and never read the first`,
      expected: `a request without ${page.position}, or with that of the first page`,
      received: shown,
      exchanges,
      unseen: request,
    };
  }
  const advance = `${shown} is ${countNoun(stride, unit)} after exchange ${before?.exchange.id}`;
  const consequence =
    kind === 'overlap'
      ? `whose page has ${countNoun(step, unit)}: pages overlap`
      : `with pages of ${countNoun(step, unit)}: ${countNoun(leftOut, 'page')} or parts of pages in between were never read`;
  return {
    summary: `${advance}, ${consequence}`,
    expected: `${page.position} to grow by ${step}`,
    received: `${page.position} grew by ${stride}`,
    exchanges,
    unseen: request,
  };
}
