import { Hono } from 'hono';
import { z } from 'zod';
import { failure } from '#shared/contract/errors.ts';
import type { Composition } from '../../composition.ts';
import { readEnv, type Env, type RawEnv } from '../../env.ts';
import type { PaperBrokerRpc } from '../../objects/paper-broker/paper-broker-rpc.ts';
import { parseWith } from '../parse.ts';
import { problem } from '../problem.ts';
import { readJsonBody } from '../read-body.ts';
import { securityHeaders } from '../security-headers.ts';

const DelayMs = z.number().int().min(0).max(60_000);
const PaperRequest = z.strictObject({
  accountId: z.string().max(60),
  receiveDelayMs: DelayMs.optional(),
  replyDelayMs: DelayMs.optional(),
  newsDelayMs: DelayMs.optional(),
  cutReplies: z.boolean().optional(),
  refuseWith: z.string().max(60).nullable().optional(),
});

/**
 * Rehearsing what real brokers do: faults of the paper broker of one account, and its whole book, to compare with the
 * account's. Hung into the admin routes, which check the key.
 */
export function rehearsalApp(composeWith: (env: Env) => Composition): Hono<{ Bindings: RawEnv }> {
  const app = new Hono<{ Bindings: RawEnv }>();

  /** Null for an account that nobody opened: asking must not make a book. */
  async function broker(env: Env, accountId: string): Promise<PaperBrokerRpc | null> {
    if (!(await composeWith(env).directory.exists(accountId))) return null;
    return env.PAPER_BROKER.getByName(accountId);
  }

  app.post('/paper', async (context) => {
    const read = await readJsonBody(context.req.raw);
    const body = read.ok ? parseWith(PaperRequest, read.value.value) : read;
    if (!body.ok) return problem(body.error, securityHeaders(false));
    const { accountId, ...change } = body.value as z.infer<typeof PaperRequest>;
    const paper = await broker(readEnv(context.env), accountId);
    if (paper === null) return problem(failure('not-found', { id: accountId }), securityHeaders(false));
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
    return Response.json(await paper.configure(given));
  });

  app.get('/book', async (context) => {
    const accountId = context.req.query('accountId') ?? '';
    const paper = await broker(readEnv(context.env), accountId);
    if (paper === null) return problem(failure('not-found', { id: accountId }), securityHeaders(false));
    return Response.json(await paper.book());
  });
  return app;
}
