import type { Report } from '../result.ts';
import { html } from './html/html.ts';
import { listSections } from './html/list-sections.ts';
import { renderHead, renderScript } from './html/render-head.ts';
import { renderMasthead } from './html/render-masthead.ts';
import { renderNavigation, renderSection } from './html/render-section.ts';

/**
 * A report as a web page, for people: one file that needs nothing else, on a screen of any size, light or dark, and on paper.
 *
 * @param report - a run
 * @returns a document of HTML; no text of the report can become markup
 */
export function formatHtml(report: Report): string {
  const sections = listSections(report);
  const page = html`<!doctype html>
<html lang="en">
${renderHead(report)}
<body>
<a class="skip" href="#main">Skip to the results</a>
${renderMasthead(report)}
${renderNavigation(sections)}
<main id="main" tabindex="-1">
${sections.map(renderSection)}
</main>
<footer><p>Made by pagewright. The same run as JSON holds every exchange in full.</p></footer>
${renderScript()}
</body>
</html>
`;
  return page.markup;
}
