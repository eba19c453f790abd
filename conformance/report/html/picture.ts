import { countNoun, formatCount, joinNames } from '../../../src/contract/text.ts';
import type { CausePicture, PicturePage } from '../../result.ts';
import { cutText, makeVisibleLine } from '../text.ts';
import { type Html, html } from './html.ts';

type Fate = 'came' | 'lost' | 'repeated' | 'strange';

/** Rows next to each other that had the same fate, by index, both inclusive. */
interface Run {
  readonly fate: Fate;
  readonly from: number;
  readonly to: number;
}

const LABELS: Readonly<Record<Exclude<Fate, 'came'>, string>> = {
  lost: 'on no page',
  repeated: 'more than once',
  strange: 'not expected',
};

/** Heights and places, in pixels: only what lies along the list is drawn in shares of the width, so that texts are as large on a phone. */
const AXIS = { top: 20, height: 16, numbers: 50 };
const LANES = { top: 62, step: 38, text: 12, bar: 18, height: 12 };
/** More rows than that have no lines between them. */
const MAX_LINES = 60;
/** In hundredths of the width: nearer to the one before, a label would lie over it. */
const LABEL_ROOM = 30;

/**
 * What became of the rows of a list: all as one bar, below it the page of each request where its rows lie, an arrow from each to the next.
 * Drawn with attributes alone, and said in words beside.
 *
 * @param name - of the picture within the page
 */
export function renderPicture(picture: CausePicture, name: string): Html {
  const runs = listRuns(picture);
  const height = LANES.top + LANES.step * picture.pages.length + 6;
  const facts = runs.filter(({ fate }) => fate !== 'came');
  return html`<figure class="picture">
<figcaption>${describeAxis(picture)} ${describeTroubles(picture)}</figcaption>
<svg width="100%" height="${height}" role="img" aria-labelledby="${name}-title ${name}-words">
<title id="${name}-title">${describeTroubles(picture)}</title>
<desc>${picture.pages.map((page, index) => `${describePage(picture, page, index)}.`).join(' ')}</desc>
<defs>
<pattern id="${name}-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="hatch" width="2.4" height="6"/></pattern>
<marker id="${name}-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path class="head" d="M0 0 8 4 0 8z"/></marker>
</defs>
${facts.map((run) => renderBand(picture, run, height))}
${runs.map((run) => renderRun(picture, run, name))}
${renderLines(picture)}
${renderLabels(picture, facts)}
<text class="number" x="0" y="${AXIS.numbers}">${formatCount(picture.before + 1)}</text>
<text class="number end" x="100%" y="${AXIS.numbers}">${formatCount(picture.before + picture.rows.length)}</text>
${picture.pages.map((page, index) => renderLane(picture, page, index))}
${picture.pages.map((page, index) => renderArrow(picture, page, index, name))}
</svg>
<div id="${name}-words" class="words">
<ul class="plain">${facts.slice(0, MAX_FACTS).map((run) => html`<li>${describeRun(picture, run)}</li>`)}${facts.length > MAX_FACTS ? html`<li>${countNoun(facts.length - MAX_FACTS, 'more place')} like these.</li>` : undefined}</ul>
<details><summary>Request by request</summary>
<ol>${picture.pages.map((page, index) => html`<li>${describePage(picture, page, index)}. <code>${cutText(makeVisibleLine(page.request), MAX_REQUEST)}</code></li>`)}</ol>
</details>
</div>
</figure>`;
}

const MAX_FACTS = 8;
const MAX_REQUEST = 120;

function listRuns({ rows, lost, repeated, strange }: CausePicture): readonly Run[] {
  const fates = new Map<number, Fate>();
  for (const index of strange) fates.set(index, 'strange');
  for (const index of repeated) fates.set(index, 'repeated');
  for (const index of lost) fates.set(index, 'lost');
  const runs: { fate: Fate; from: number; to: number }[] = [];
  for (const index of rows.keys()) {
    const fate = fates.get(index) ?? 'came';
    const last = runs.at(-1);
    if (last?.fate === fate) last.to = index;
    else runs.push({ fate, from: index, to: index });
  }
  return runs;
}

/** A place on the list, as a share of the width. */
function at({ rows }: CausePicture, index: number): string {
  // A file may say anything.
  const share = Math.min(1, index / Math.max(1, rows.length));
  return `${Math.round(share * 10_000) / 100}%`;
}

function renderBand(picture: CausePicture, { fate, from, to }: Run, height: number): Html {
  return html`<rect class="band ${fate}" x="${at(picture, from)}" y="${AXIS.top}" width="${at(picture, to + 1 - from)}" height="${height - AXIS.top}"/>`;
}

function renderRun(picture: CausePicture, { fate, from, to }: Run, name: string): Html {
  const place = html`x="${at(picture, from)}" width="${at(picture, to + 1 - from)}"`;
  // What came more than once stands out of the bar.
  const [y, height] = fate === 'repeated' ? [AXIS.top - 3, AXIS.height + 6] : [AXIS.top, AXIS.height];
  const hatch =
    fate === 'lost' ? html`<rect ${place} y="${y}" height="${height}" fill="url(#${name}-hatch)"/>` : undefined;
  return html`<rect class="row ${fate}" ${place} y="${y}" height="${height}"/>${hatch}`;
}

function renderLines(picture: CausePicture): readonly Html[] {
  const { rows } = picture;
  if (rows.length > MAX_LINES) return [];
  return rows.slice(1).map((_, index) => {
    const x = at(picture, index + 1);
    return html`<line class="cut" x1="${x}" x2="${x}" y1="${AXIS.top}" y2="${AXIS.top + AXIS.height}"/>`;
  });
}

function renderLabels(picture: CausePicture, facts: readonly Run[]): readonly Html[] {
  let end = -LABEL_ROOM;
  return facts.flatMap((run) => {
    if (run.fate === 'came') return [];
    const centre = (100 * (run.from + run.to + 1)) / 2 / picture.rows.length;
    if (centre - end < LABEL_ROOM) return [];
    end = centre;
    const anchor = centre < 15 ? 'start' : centre > 85 ? 'end' : 'middle';
    const x = anchor === 'start' ? at(picture, run.from) : anchor === 'end' ? at(picture, run.to + 1) : `${centre}%`;
    const count = run.to - run.from + 1;
    return [html`<text class="label ${run.fate} ${anchor}" x="${x}" y="12">${count} ${LABELS[run.fate]}</text>`];
  });
}

function renderLane(picture: CausePicture, page: PicturePage, index: number): Html {
  const top = LANES.top + index * LANES.step;
  const again = new Set(picture.repeated);
  const bars = joinRows(page.rows, (row) => again.has(row)).map(({ from, to, isAgain }) => {
    return html`<rect class="page${isAgain ? ' repeated' : ''}" x="${at(picture, from)}" y="${top + LANES.bar}" width="${at(picture, to + 1 - from)}" height="${LANES.height}"/>`;
  });
  return html`<line class="track" x1="0" x2="100%" y1="${top + LANES.bar + LANES.height / 2}" y2="${top + LANES.bar + LANES.height / 2}"/>${bars}<text class="lane" x="0" y="${top + LANES.text}">Request ${index + 1}: ${describeRows(picture, page)}</text>`;
}

/** From the end of a page to where the next request leads. */
function renderArrow(picture: CausePicture, page: PicturePage, index: number, name: string): Html {
  const next = picture.pages[index + 1];
  const [last, first] = [page.rows.at(-1), next?.rows[0]];
  if (next === undefined || next.isAgain === true || last === undefined || first === undefined) return html``;
  const y = LANES.top + index * LANES.step + LANES.bar;
  // Backward, a page goes on before its first row.
  const isBack = first < last && !page.rows.includes(first) && first < Math.min(...page.rows);
  const [x1, x2] = isBack
    ? [at(picture, Math.min(...page.rows)), at(picture, Math.max(...next.rows) + 1)]
    : [at(picture, last + 1), at(picture, first)];
  return html`<line class="arrow" x1="${x1}" x2="${x2}" y1="${y + LANES.height}" y2="${y + LANES.step}" marker-end="url(#${name}-arrow)"/>`;
}

function joinRows(
  rows: readonly number[],
  isAgain: (row: number) => boolean,
): readonly { from: number; to: number; isAgain: boolean }[] {
  const runs: { from: number; to: number; isAgain: boolean }[] = [];
  for (const row of [...new Set(rows)].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last?.to === row - 1 && last.isAgain === isAgain(row)) last.to = row;
    else runs.push({ from: row, to: row, isAgain: isAgain(row) });
  }
  return runs;
}

function describeAxis({ axis, rows, before, after, strange }: CausePicture): string {
  const count = before + rows.length + after;
  const part =
    before + after > 0
      ? `Rows ${formatCount(before + 1)} to ${formatCount(before + rows.length)} of ${formatCount(count)}`
      : `${countNoun(count, 'row')}`;
  const known = strange.length > 0 ? ' that were to come, or came' : ' in the order of the list';
  return `${part}${axis === 'list' ? known : ' in the order in which they first came'}, and below them the page of each request.`;
}

function describeTroubles({ lost, repeated, strange }: CausePicture): string {
  const parts = [
    ...(lost.length > 0 ? [`${countNoun(lost.length, 'row')} came on no page`] : []),
    ...(repeated.length > 0 ? [`${countNoun(repeated.length, 'row')} came more than once`] : []),
    ...(strange.length > 0
      ? [`${countNoun(strange.length, 'row')} came that ${strange.length === 1 ? 'was' : 'were'} not expected`]
      : []),
  ];
  return `${joinNames(parts)}.`;
}

const MAX_NAMES = 3;

function describeRun(picture: CausePicture, { fate, from, to }: Run): Html {
  const names = picture.rows.slice(from, Math.min(to + 1, from + MAX_NAMES));
  const more = to + 1 - from - names.length;
  const codes = names.map((id, index) => {
    return html`${index === 0 ? '' : ', '}<code>${cutText(makeVisibleLine(id), MAX_REQUEST)}</code>`;
  });
  const [noun, what] = [from === to ? 'Row' : 'Rows', fate === 'came' ? '' : LABELS[fate]];
  return html`${noun} ${nameRows(picture, from, to)} ${what}${describePlace(picture, from, to)}: ${codes}${more > 0 ? ` and ${formatCount(more)} more` : ''}.`;
}

/** Which pages had some rows, or those on both sides of rows that none had. */
function describePlace({ pages }: CausePicture, from: number, to: number): string {
  const readers = pages.flatMap(({ rows }, index) => (rows.some((row) => row >= from && row <= to) ? [index + 1] : []));
  if (readers.length > 0) {
    const [few, more] = [readers.slice(0, MAX_NAMES), readers.length - MAX_NAMES];
    const names = more > 0 ? [...few.map(String), `${more} more`] : few.map(String);
    return `, by ${readers.length === 1 ? 'request' : 'requests'} ${joinNames(names)}`;
  }
  const sides = [from - 1, to + 1].map((row) => pages.findIndex(({ rows }) => rows.includes(row)) + 1);
  const [before = 0, after = 0] = sides.toSorted((one, other) => one - other);
  if (before === 0) return after === 0 ? '' : `, beside the page of request ${after}`;
  return before === after
    ? `, within the page of request ${before}`
    : `, between the pages of requests ${before} and ${after}`;
}

function describePage(picture: CausePicture, page: PicturePage, index: number): string {
  const next = picture.pages[index + 1];
  const lead =
    next === undefined || next.isAgain === true || next.rows[0] === undefined || page.rows.length === 0
      ? ''
      : `; the next request begins at row ${nameRows(picture, next.rows[0])}`;
  return `Request ${index + 1}${page.isAgain === true ? ', the same again' : ''}: ${describeRows(picture, page)}${lead}`;
}

/** `rows 1–4, 7 and 9`; of a page in many places, the first of them. */
function describeRows(picture: CausePicture, { rows, isCut }: PicturePage): string {
  if (rows.length === 0) return 'no rows';
  const runs = joinRows(rows, () => false);
  const shown = runs.slice(0, MAX_NAMES).map(({ from, to }) => nameRows(picture, from, to));
  const more = runs.length - shown.length;
  const places = more > 0 ? `${shown.join(', ')} and ${countNoun(more, 'more place')}` : joinNames(shown);
  const twice = rows.length - new Set(rows).size;
  return [
    `${rows.length === 1 ? 'row' : 'rows'} ${places}`,
    ...(twice > 0 ? [`${formatCount(twice)} of them twice`] : []),
    ...(isCut === true ? ['and more'] : []),
  ].join(', ');
}

function nameRows({ before }: CausePicture, from: number, to: number = from): string {
  const [first, last] = [formatCount(before + from + 1), formatCount(before + to + 1)];
  return first === last ? first : `${first}–${last}`;
}
