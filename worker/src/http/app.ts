import { Hono } from 'hono';
import type { RawEnv } from '../env.ts';

/** The HTTP surface. One file per resource hangs itself in here. */
export const app = new Hono<{ Bindings: RawEnv }>().get('/api/health', (c) => c.json({ status: 'ok' }));
