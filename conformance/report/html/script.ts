/**
 * What the page can do beyond reading: filter requirements, copy commands, unfold everything for print. The page works
 * without it.
 */
export const PAGE_SCRIPT = `
(() => {
  'use strict';
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  const search = document.querySelector('.filter');
  const text = document.getElementById('filter-text');
  const verdict = document.getElementById('filter-verdict');
  const count = document.getElementById('filter-count');
  const areas = all('.area').map((area) => ({ area, items: all('li', area) }));
  const apply = () => {
    const words = text.value.toLowerCase().split(/\\s+/).filter(Boolean);
    const active = words.length > 0 || verdict.value !== '';
    let shown = 0;
    let total = 0;
    for (const { area, items } of areas) {
      const matching = items.filter((item) => {
        const content = (area.querySelector('h3').textContent + ' ' + item.textContent).toLowerCase();
        return (!verdict.value || item.dataset.verdict === verdict.value) && words.every((word) => content.includes(word));
      });
      for (const item of items) item.hidden = !matching.includes(item);
      area.hidden = matching.length === 0;
      area.open = active && matching.length > 0;
      shown += matching.length;
      total += items.length;
    }
    count.textContent = active ? shown + ' of ' + total : '';
  };
  if (search) {
    search.hidden = false;
    text.addEventListener('input', apply);
    verdict.addEventListener('change', apply);
  }

  if (navigator.clipboard) {
    for (const command of all('.command')) {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = 'Copy';
      button.setAttribute('aria-label', 'Copy the command');
      button.addEventListener('click', async () => {
        const done = await navigator.clipboard.writeText(command.textContent).then(() => 'Copied', () => 'Not copied');
        button.textContent = done;
        setTimeout(() => { button.textContent = 'Copy'; }, 1500);
      });
      const box = document.createElement('div');
      box.className = 'copyable';
      command.replaceWith(box);
      box.append(command, button);
    }
  }

  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let node = target; node; node = node.parentElement) if (node.tagName === 'DETAILS') node.open = true;
    if (target) target.scrollIntoView();
  };
  addEventListener('hashchange', reveal);
  if (location.hash) reveal();

  let folded = [];
  addEventListener('beforeprint', () => {
    folded = all('details:not([open])');
    for (const details of folded) details.open = true;
  });
  addEventListener('afterprint', () => {
    for (const details of folded) details.open = false;
  });
})();
`;
