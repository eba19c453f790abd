import type { Check } from '../../check.ts';

/** Looks for credentials in the links and tokens of the first pages. */
export const checkSecrets: Check = {
  id: 'shape.secrets',
  title: 'looks for credentials in links and tokens',
  verifies: ['links.no-secret'],
  cost: 0,
  appliesTo: ({ envelope }) => envelope.roles.has('next'),
  async run({ list, ledger, survey }) {
    const pages = [survey.opening, ...survey.head.pages, ...survey.window.pages];
    for (const answer of pages) {
      for (const [role, link] of Object.entries(answer.page.links)) {
        if (list.target.redact(link) === link) {
          ledger.exercise('links.no-secret', 'links');
          continue;
        }
        ledger.violate('links.no-secret', { summary: `the ${role} link repeats a credential`, answers: [answer] });
      }
    }
    ledger.leaveOpen('links.no-secret', 'no page had a link');
  },
};
