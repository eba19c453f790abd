import type { RequestListener } from 'node:http';

/** Answers with what it was asked, as JSON: `url`, `headers`, `method`. */
export const echo: RequestListener = ({ url, headers, method }, response) => {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ url, headers, method }));
};
