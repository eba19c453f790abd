import type { RequestListener } from 'node:http';

/** Answers everything with the page of an empty list, as a contract with skip and take wants it. */
export const emptyList: RequestListener = (_, response) => {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ data: [], total: 0, skip: 0, take: 10 }));
};
