import type { JSX } from 'preact';
import type { CheckArea, CheckDifference, CheckRun, Decision, VerdictChange } from '../admin/check-types.ts';
import { Notice, Problem, Skeleton } from '../parts/small-parts.tsx';
import { sayArea } from './areas.tsx';
import { markCode, withoutLevel } from './running.tsx';
import { difference } from './state.ts';

const SECTIONS = [
  ['newlyFailing', 'Newly failing', 'fail'],
  ['fixed', 'Fixed', 'pass'],
  ['changed', 'Otherwise changed', 'warn'],
  ['stillFailing', 'Still failing', 'fail'],
  ['added', 'Only in this run', 'soft'],
  ['removed', 'Only in the other run', 'soft'],
] as const;

/** What changed from one run to another. */
export function Difference(): JSX.Element {
  const { value, error, isSlow } = difference;
  if (error.value !== undefined) return <Problem error={error.value} />;
  if (value.value === undefined) return isSlow.value ? <Skeleton lines={5} /> : <div />;
  const found = value.value;
  const shown = SECTIONS.filter(([name]) => found[name].length > 0);
  return (
    <div class="found">
      {shown.length === 0 && (
        <Notice title="Both runs found the same">{found.unchanged} requirements have the same verdict in both.</Notice>
      )}
      {shown.map(([name, title, tone]) => (
        <section key={name} aria-label={title}>
          <h2 class="findings-title">
            <span class={tone}>{title}</span> <span class="soft count">{found[name].length}</span>
          </h2>
          {found[name].map((one) => (
            <Changed key={one.id} one={one} />
          ))}
        </section>
      ))}
      {shown.length > 0 && <p class="soft small">{found.unchanged} are unchanged.</p>}
    </div>
  );
}

function Changed({ one }: { one: Decision | VerdictChange }): JSX.Element {
  return (
    <div class="violation finding changed">
      <span class="small soft">{'before' in one ? `${one.before} → ${one.verdict}` : one.verdict}</span>
      <span>
        <b>{markCode(withoutLevel(one.title))}</b>
        <span class="soft small block">{markCode(one.reason)}</span>
      </span>
      <code class="soft">{one.id}</code>
    </div>
  );
}

/** Two runs, area by area. */
export function SideBySide({ before, after }: { before: CheckRun; after: CheckRun }): JSX.Element {
  const both = [before, after];
  return (
    <section class="card aside" aria-label="Side by side">
      <h2>Side by side</h2>
      <table class="side-by-side">
        <thead>
          <tr>
            <td />
            {both.map(({ id }) => (
              <th key={id} class="num" scope="col">
                run {id}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {after.areas.map(({ area }) => (
            <tr key={area}>
              <th scope="row">{area}</th>
              {both.map(({ id, areas }) => (
                <AreaCell key={id} area={areas.find((one) => one.area === area)} />
              ))}
            </tr>
          ))}
          <tr>
            <th scope="row">requests</th>
            {both.map(({ id, requests }) => (
              <td key={id} class="num">
                {requests}
              </td>
            ))}
          </tr>
        </tbody>
      </table>
    </section>
  );
}

function AreaCell({ area }: { area: CheckArea | undefined }): JSX.Element {
  if (area === undefined) return <td class="num soft">–</td>;
  return <td class={area.violations > 0 ? 'num fail' : 'num soft'}>{sayArea(area)}</td>;
}

/** In a sentence, which run is better. */
export function sayDifference({ newlyFailing, fixed, regressed }: CheckDifference): string {
  if (regressed) return `${newlyFailing.length} newly failing, ${fixed.length} fixed`;
  return fixed.length > 0 ? `${fixed.length} fixed, nothing newly failing` : 'nothing newly failing';
}
