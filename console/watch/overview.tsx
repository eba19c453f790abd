import type { JSX } from 'preact';
import type { Cause } from '../admin/check-types.ts';
import { Marked, Notice } from '../parts/small-parts.tsx';
import { audit, findings } from '../state/findings.ts';
import { go, hrefOf } from '../state/location.ts';

/** What is wrong with the clients of the session, in short: each mistake once, with the requests that show it. */
export function Overview(): JSX.Element {
  const causes = audit.value.value?.causes ?? [];
  if (causes.length === 0) {
    return (
      <Notice title="Select a request">
        What it sent, what came back, and what the contract says about it is shown here.
      </Notice>
    );
  }
  return (
    <div class="scroll">
      {causes.map((cause) => (
        <CauseSection key={cause.title} cause={cause} />
      ))}
    </div>
  );
}

function CauseSection({ cause: { title, summary, remedy = '', explains } }: { cause: Cause }): JSX.Element {
  const shown = [...findings.value].filter(([, found]) => found.some(({ result }) => explains.includes(result.id)));
  return (
    <section class="cause">
      <h2>
        <Marked text={title} />
      </h2>
      <p>
        <Marked text={summary} />
      </p>
      {remedy !== '' && (
        <>
          <h3>What to change</h3>
          <p>
            <Marked text={remedy} />
          </p>
        </>
      )}
      <p class="shown">
        <span class="soft">Seen in</span>
        {shown
          .map(([id]) => id)
          .sort((one, other) => one - other)
          .slice(0, 12)
          .map((id) => (
            <a
              key={id}
              href={hrefOf({ exchange: id })}
              onClick={(event) => {
                event.preventDefault();
                go({ exchange: id });
              }}
            >
              request {id}
            </a>
          ))}
      </p>
    </section>
  );
}
