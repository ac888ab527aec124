import { Hono } from 'hono';
import type { RawEnv } from '../env.ts';

/** The HTTP surface. One file per resource hangs itself in here. */
export const app = new Hono<{ Bindings: RawEnv }>()
  .get('/api/health', (c) => c.json({ status: 'ok' }))
  .use('/internal/admin/*', async (c, next) => {
    if (c.req.header('authorization') !== `Bearer ${c.env.ADMIN_KEY}`) return c.notFound();
    return next();
  })
  .post('/internal/admin/boot', (c) => c.json({ world: 'none yet' }))
  .post('/internal/admin/link', (c) => c.json({ url: '/sign-in#none' }))
  .get('/internal/admin/away', (c) => c.json({ lines: [] }))
  .get('/internal/admin/leaving', (c) => c.json({ lines: [] }));
