import { everyContract } from '../../edit/every-contract.ts';
import type { Scene } from '../../edit/scene.ts';
import type { MockRequest, MockResponse } from '../../mock/message.ts';
import type { Deviation } from '../deviation.ts';

/** What happens to requests on their way, and methods that need not be there. */
export const weatherVariations: readonly Deviation[] = [
  {
    name: 'rate-limited-now-and-then',
    summary: 'a request now and then is answered with 429, to be sent again at once',
    area: 'robustness',
    appliesTo: everyContract,
    wrap: nowAndThen(29, ({ fail }, request) => {
      const { headers, ...rest } = fail('rateLimited', request);
      return { ...rest, headers: [...headers.filter(([name]) => !/^retry-after$/i.test(name)), ['Retry-After', '0']] };
    }),
  },
  {
    name: 'bad-gateway-now-and-then',
    summary: 'a request now and then is answered with 502 by something in between',
    area: 'robustness',
    appliesTo: everyContract,
    wrap: nowAndThen(37, () => ({
      status: 502,
      headers: [['Content-Type', 'text/html']],
      body: '<html><head><title>502 Bad Gateway</title></head></html>',
    })),
  },
  {
    name: 'slow-now-and-then',
    summary: 'an answer now and then takes its time',
    area: 'robustness',
    appliesTo: everyContract,
    wrap: nowAndThen(17, ({ ask }, request) => {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 25);
      return ask(request);
    }),
  },
  {
    name: 'no-head',
    summary: 'a HEAD request is refused with 405',
    area: 'robustness',
    appliesTo: everyContract,
    wrap:
      ({ ask, fail }) =>
      (request) =>
        request.method === 'HEAD' ? fail('methodNotAllowed', request) : ask(request),
  },
];

function nowAndThen(
  often: number,
  answer: (scene: Scene, request: MockRequest) => MockResponse | undefined,
): NonNullable<Deviation['wrap']> {
  return (scene) => {
    let count = 0;
    return (request) => {
      count += 1;
      return count % often === 0 ? answer(scene, request) : scene.ask(request);
    };
  };
}
