import type { RequestListener } from 'node:http';

/** Answers everything with the page of an empty list, as a contract with skip and take wants it. */
export const emptyList: RequestListener = ({ url = '/' }, response) => {
  const { searchParams } = new URL(url, 'http://any');
  const [skip, take] = [Number(searchParams.get('skip') ?? 0), Number(searchParams.get('take') ?? 10)];
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ data: [], total: 0, skip, take }));
};
