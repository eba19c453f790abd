import { readBody } from '../../page/page-reader.ts';
import { FAULT_DEFAULTS } from '../kinds/fault-kinds.ts';
import type { Effect, Exchange } from './exchange.ts';

/** Makes the answer late. */
export const delay: Effect = (fault, exchange) => (draw) => {
  const { ms = FAULT_DEFAULTS.ms, jitterMs = FAULT_DEFAULTS.jitterMs } = fault;
  exchange.delivery = { ...exchange.delivery, delayMs: ms + (jitterMs > 0 ? Math.floor(draw() * (jitterMs + 1)) : 0) };
};

/** Ends the connection amid the body. */
export const truncateBody: Effect = (_fault, exchange) => {
  if (!sendsBody(exchange) || exchange.response.body.length < 2) return undefined;
  return () => {
    exchange.delivery = { ...exchange.delivery, breaks: 'amid-body' };
  };
};

/** Spreads the body over a time. */
export const dripBody: Effect = ({ overMs = FAULT_DEFAULTS.overMs }, exchange) => {
  if (!sendsBody(exchange)) return undefined;
  return () => {
    exchange.delivery = { ...exchange.delivery, dripMs: overMs };
  };
};

/** Puts a comma where JSON has none: before the bracket at the end. */
export const breakJson: Effect = (_fault, exchange) => {
  const { response } = exchange;
  const value = readBody(response);
  if (!sendsBody(exchange) || typeof value !== 'object' || value === null) return undefined;
  return () => {
    const end = Math.max(response.body.lastIndexOf('}'), response.body.lastIndexOf(']'));
    exchange.response = { ...response, body: `${response.body.slice(0, end)},${response.body.slice(end)}` };
  };
};

function sendsBody({ request, response, delivery }: Exchange): boolean {
  return request.method !== 'HEAD' && response.body !== '' && delivery.breaks !== 'before-head';
}
