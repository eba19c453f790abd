import type { Report, Result } from '../../conformance/result.ts';

/** The results that keep a client from being clean: broken rules of the level `must` or `should`. */
export function listTrippedRules({ results }: Pick<Report, 'results'>): readonly Result[] {
  return results.filter(({ verdict }) => verdict === 'fail' || verdict === 'warn');
}

/**
 * What a client did wrong, as text.
 *
 * @param report - of an audit
 * @returns each broken rule with the reason and one command that shows it; empty when the client is clean
 */
export function formatAuditFailure(report: Pick<Report, 'results'>): string {
  return listTrippedRules(report)
    .map(({ id, title, reason, source, evidence }) => {
      const curl = evidence.flatMap((piece) => piece.curl).at(-1);
      const lines = [`${title} (${id})`, `  ${reason}`];
      if (source !== undefined) lines.push(`  Source: ${source}`);
      if (curl !== undefined) lines.push(`  ${curl}`);
      return lines.join('\n');
    })
    .join('\n\n');
}
