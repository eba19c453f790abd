import express from 'express';
import { createAdminRouter } from '../admin/create-admin-router.ts';
import type { MockOptions } from '../mock-options.ts';
import { openSampleStage } from './open-sample-stage.ts';

/** The administration of the sample contract, alone. */
export async function buildAdmin(options: MockOptions = {}): Promise<express.Express> {
  const { registry, library } = await openSampleStage(options);
  const guard = { trustedHosts: new Set<string>(), token: options.adminToken };
  return express().use(createAdminRouter({ registry, library, readOrigin: () => 'http://here.test', guard }));
}
