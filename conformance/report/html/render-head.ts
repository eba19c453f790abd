import { createHash } from 'node:crypto';
import type { Report } from '../../result.ts';
import { describeSubject, describeVerdict } from '../describe-report.ts';
import { type Html, html, trust } from './html.ts';
import { PAGE_SCRIPT } from './page-script.ts';
import { readStyle } from './read-style.ts';

/**
 * The head of the page. Its policy lets a browser load nothing, and run and apply only what is written here: should text of a
 * target ever become markup, it would still do nothing.
 */
export function renderHead(report: Report): Html {
  const style = readStyle();
  const policy = [
    "default-src 'none'",
    `style-src '${digest(style)}'`,
    `script-src '${digest(PAGE_SCRIPT)}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return html`<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trust(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${describeSubject(report)} ${describeVerdict(report).toLowerCase()}</title>
<link rel="icon" href="data:,">
<style>${trust(style)}</style>
</head>`;
}

/** The script of the page, to stand at its end. */
export function renderScript(): Html {
  return html`<script>${trust(PAGE_SCRIPT)}</script>`;
}

function digest(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
