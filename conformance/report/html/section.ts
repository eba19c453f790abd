import { formatCount } from '../../../src/contract/text.ts';
import { type Html, html } from './html.ts';

/** A part of the page. */
export interface Section {
  /** Its name within the page. */
  readonly anchor: string;
  readonly title: string;
  /** How many things it shows; not shown where it is undefined. */
  readonly count: number | undefined;
  /** What stands below the title, in a sentence or two. */
  readonly intro: string;
  readonly content: Html | readonly Html[];
}

/** A part of the page under its heading. */
export function renderSection({ anchor, title, count, intro, content }: Section): Html {
  const number = count === undefined ? undefined : html` <span class="count">${formatCount(count)}</span>`;
  return html`<section id="${anchor}" aria-labelledby="${anchor}-title">
<h2 id="${anchor}-title">${title}${number}</h2>
${intro === '' ? undefined : html`<p class="intro">${intro}</p>`}
${content}
</section>`;
}

/** Links to the parts of the page. */
export function renderNavigation(sections: readonly Section[]): Html {
  const items = sections.map(({ anchor, title, count }) => {
    return html`<li><a href="#${anchor}">${title}${count === undefined ? undefined : html` <span class="count">${formatCount(count)}</span>`}</a></li>\n`;
  });
  return html`<nav aria-label="Parts of this report"><ul>
${items}</ul></nav>`;
}
