import { expect, it } from '@jest/globals';
import { openSampleStage } from '../testing/open-sample-stage.ts';
import { listSessionSecrets } from './list-session-secrets.ts';

it('lists what all tenants hold', async () => {
  const { registry } = await openSampleStage();
  expect(listSessionSecrets(registry.main)).toEqual(['old', 'secret-a', 'secret-b']);
});
