import { Hono } from 'hono';
import { z } from 'zod';
import type { Composition } from '../../composition.ts';
import { readEnv, type Env, type RawEnv } from '../../env.ts';
import { accountAdmin } from '../../peers.ts';
import { parseWith } from '../parse.ts';
import { problem } from '../problem.ts';
import { readJsonBody } from '../read-body.ts';
import { securityHeaders } from '../security-headers.ts';

const DrainRequest = z.strictObject({
  holdMs: z.number().int().min(0).max(60_000),
  waitMs: z.number().int().min(0).max(60_000),
});

/**
 * Before the state is copied: no account sends anything for `holdMs`, and what had left gets its answer, waited for at
 * most `waitMs`. Bounded, so that a host that dies in between holds nobody back. Hung into the admin routes.
 */
export function drainApp(composeWith: (env: Env) => Composition): Hono<{ Bindings: RawEnv }> {
  const app = new Hono<{ Bindings: RawEnv }>();
  app.post('/drain', async (context) => {
    const read = await readJsonBody(context.req.raw);
    const body = read.ok ? parseWith(DrainRequest, read.value.value) : read;
    if (!body.ok) return problem(body.error, securityHeaders(false));
    const env = readEnv(context.env);
    const ids = await composeWith(env).directory.all();
    const how = body.value as z.infer<typeof DrainRequest>;
    const done = await Promise.allSettled(ids.map(({ id }) => accountAdmin(env, id).drain(how)));
    // An account that does not answer is none whose orders are known to be answered.
    const idle = done.every((outcome) => outcome.status === 'fulfilled' && outcome.value);
    return Response.json({ accounts: ids.length, idle });
  });
  return app;
}
