/** What most handwritten mocks do: a route and res.json of an object, with Express's own settings. */
import { createServer } from 'node:http';
import express from 'express';
import { listen } from './listen.mjs';
import { readPage } from './read-page.mjs';

const { path, body } = readPage();
const object = JSON.parse(body.toString('utf8'));

const app = express();
app.get(path.split('?')[0], (_request, response) => {
  response.json(object);
});
listen(createServer(app));
