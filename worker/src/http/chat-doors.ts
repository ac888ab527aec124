import { Hono } from 'hono';
import { failure } from '#shared/contract/errors.ts';
import { CHANNELS, type Channel } from '#shared/contract/channel.ts';
import { MINUTE_MS } from '#shared/lib/time.ts';
import type { SignedUpdate } from '../channels/vendor.ts';
import { readEnv, type Env, type RawEnv } from '../env.ts';
import { log } from '../log.ts';
import { hmacText, sameText } from '../objects/user/secret.ts';
import { channelDoor } from '../peers.ts';
import { problem } from './problem.ts';
import { parseJsonBody, readJsonBody, readText } from './read-body.ts';
import { securityHeaders } from './security-headers.ts';

/** An update from home is as old as this at most, or as far ahead. */
const FRESH_MS = MINUTE_MS;
/** The earliest an update can have been said, where whoever asked for it knows; signed with it. */
const SAID_AFTER = 'x-nod-said-after';
/** Telegram's own bound of its secret; nothing longer is even hashed. */
const SECRET_MAX = 256;

const nothing = (): Response => problem(failure('not-found'), securityHeaders(false));
const refused = (): Response => problem(failure('not-signed-in'), securityHeaders(false));

/**
 * Where Telegram sends updates. The secret it was given is compared before anything of the body is looked at, and
 * without one that was given nobody gets in. The answer does not wait for the work.
 */
export function webhooks(): Hono<{ Bindings: RawEnv }> {
  const app = new Hono<{ Bindings: RawEnv }>();
  app.post('/telegram', async (context) => {
    const env = readEnv(context.env);
    const secret = context.req.header('x-telegram-bot-api-secret-token') ?? '';
    if (secret === '' || secret.length > SECRET_MAX) return refused();
    if (!(await channelDoor(env, 'telegram').admits(secret))) return refused();
    return once(await receive(env, 'telegram', context.req.raw));
  });
  app.post('/discord', async (context) => {
    const { req } = context;
    const signature = req.header('x-signature-ed25519') ?? null;
    const timestamp = req.header('x-signature-timestamp') ?? null;
    // Discord tries bad signatures at times, and stops sending where one is let in.
    if (signature === null || timestamp === null || signature.length > SECRET_MAX || timestamp.length > SECRET_MAX)
      return refused();
    const body = await readText(req.raw);
    if (!body.ok) return problem(body.error, securityHeaders(false));
    return interact(readEnv(context.env), { body: body.value, signature, timestamp });
  });
  return app;
}

/** Telegram sends again, for a day, whatever is not taken; of what nobody can read nothing will ever be. */
function once(answer: Response): Response {
  const isUnreadable = answer.status >= 400 && answer.status < 500 && answer.status !== 404;
  return isUnreadable ? Response.json({ taken: false }, { headers: securityHeaders(false) }) : answer;
}

/** An app that signs and waits: the answer is in the response. What was not signed learns nothing more. */
async function interact(env: Env, update: SignedUpdate): Promise<Response> {
  const done = await channelDoor(env, 'discord').interact(update);
  switch (done.kind) {
    case 'answered':
      return Response.json(done.response, { headers: securityHeaders(false) });
    case 'malformed':
      return problem(failure('invalid-request'), securityHeaders(false));
    case 'forged':
    case 'repeated':
    case 'closed':
      return refused();
  }
}

/**
 * Where the process at home hands on what it asked for, each raw update signed over time and body. There only where
 * HOME_KEY is, which deploy never sets.
 */
export function homeUpdates(): Hono<{ Bindings: RawEnv }> {
  const app = new Hono<{ Bindings: RawEnv }>();
  app.post('/:channel', async (context) => {
    const env = readEnv(context.env);
    const { HOME_KEY: key } = env.settings;
    const channel = CHANNELS.find((one) => one === context.req.param('channel'));
    // A browser always says where it comes from; the process at home never does.
    if (key === undefined || channel === undefined || context.req.header('origin') !== undefined) return nothing();
    const at = context.req.header('x-nod-time') ?? '';
    const isFresh = /^\d{13}$/.test(at) && Math.abs(Date.now() - Number(at)) <= FRESH_MS;
    const signature = context.req.header('x-nod-signature') ?? '';
    if (!isFresh || !/^[0-9a-f]{64}$/.test(signature)) return refused();
    const text = await readText(context.req.raw);
    if (!text.ok) return problem(text.error, securityHeaders(false));
    const after = context.req.header(SAID_AFTER);
    const signed = [channel, at, ...(after === undefined ? [] : [after]), text.value].join('\n');
    if (!(await sameText(signature, await hmacText(key, signed)))) return refused();
    const body = parseJsonBody(context.req.raw, text.value);
    const saidAfter = after !== undefined && /^\d{1,13}$/.test(after) ? Number(after) : undefined;
    return body.ok ? hand(env, channel, body.value.value, saidAfter) : problem(body.error, securityHeaders(false));
  });
  return app;
}

async function receive(env: Env, channel: Channel, request: Request): Promise<Response> {
  const body = await readJsonBody(request);
  if (body.ok) return hand(env, channel, body.value.value);
  log('update-unreadable', { channel, code: body.error.code });
  return problem(body.error, securityHeaders(false));
}

async function hand(env: Env, channel: Channel, update: unknown, saidAfter?: number): Promise<Response> {
  const taken = await channelDoor(env, channel).receive(update, saidAfter);
  switch (taken) {
    case 'taken':
    case 'repeated':
      return Response.json({ taken: taken === 'taken' }, { headers: securityHeaders(false) });
    case 'malformed':
      return problem(failure('invalid-request'), securityHeaders(false));
    case 'closed':
      return nothing();
  }
}
