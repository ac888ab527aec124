import { Hono } from 'hono';
import { z } from 'zod';
import { failure } from '#shared/contract/errors.ts';
import { describeBarCsvError } from '#shared/domain/bar-csv/bar-csv-error.ts';
import { pollings } from '../../channel-connections.ts';
import type { Composition } from '../../composition.ts';
import { readEnv, type Env, type RawEnv } from '../../env.ts';
import { log } from '../../log.ts';
import { importBars } from '../../objects/bars/import-bars.ts';
import { MINUTE_MS } from '#shared/lib/time.ts';
import { sameText } from '../../objects/user/secret.ts';
import { WAY_KINDS } from '../../store/ways-in.ts';
import { SCOPES } from '#shared/domain/caller.ts';
import { parseWith } from '../parse.ts';
import { problem } from '../problem.ts';
import { readJsonBody } from '../read-body.ts';
import { linkPath } from '../routes/tokens.ts';
import { securityHeaders } from '../security-headers.ts';
import { anchorAudit } from './anchor-audit.ts';
import { boot, BootRequest } from './boot.ts';
import { doctor } from './doctor.ts';
import { drainApp } from './drain.ts';
import { answerPastBars, PastBarsQuery } from './past-bars.ts';
import { awayLines, leavingLines } from './protection-lines.ts';
import { importIndex, ImportIndexQuery } from './import-index.ts';
import { ownerId, personNamed } from './owner.ts';
import { rotateKeys } from './rotate-keys.ts';
import { rehearsalApp } from './rehearsal.ts';

const TOKEN_DAYS = 365;
/** What one command of this machine asks with is gone long before. */
const COMMAND_TOKEN_MS = 30 * MINUTE_MS;
const TokenRequest = z.object({
  name: z.string().max(60).default('nod token'),
  /** Of one command that looks: its token lasts for minutes, and is written down without a message to anybody. */
  scopes: z
    .array(z.enum(['read', 'propose']))
    .min(1)
    .optional(),
});
const TokenEnd = z.object({ id: z.string() });
const PersonRequest = z.object({ person: z.string().min(1).max(64).optional() });
const ImportQuery = z.object({
  name: z.string().min(1).max(200),
  market: z.string().default('US'),
});

/**
 * The routes of the process on the same machine: start, links, imports. They exist only where ADMIN_KEY does, which
 * deploy never sets; without the key they answer as if they were not there.
 */
export function adminApp(composeWith: (env: Env) => Composition): Hono<{ Bindings: RawEnv }> {
  const admin = new Hono<{ Bindings: RawEnv }>();
  const nothing = (): Response => problem(failure('not-found'), securityHeaders(false));

  admin.use(async (context, next) => {
    const { ADMIN_KEY: key } = readEnv(context.env).settings;
    const bearer = context.req.header('authorization')?.replace(/^Bearer /i, '');
    const given = context.req.header('x-admin-key') ?? bearer ?? '';
    const isLoopback = ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(context.req.url).hostname);
    // A browser always says where it comes from; this process never does.
    const isPage = context.req.header('origin') !== undefined;
    if (key === undefined || !isLoopback || isPage || !(await sameText(given, key))) return nothing();
    return next();
  });

  admin.post('/boot', async (context) => {
    const read = await readJsonBody(context.req.raw);
    const body = read.ok ? parseWith(BootRequest, read.value.value) : read;
    if (!body.ok) return problem(body.error, securityHeaders(false));
    return Response.json(await boot(composeWith(readEnv(context.env)), body.value as BootRequest));
  });

  admin.post('/link', async (context) => {
    const composition = composeWith(readEnv(context.env));
    const userId = await personMeant(composition, context.req.raw);
    if (userId === null) return nothing();
    const link = await composition.user(userId).createLink('host');
    const path = linkPath(userId, link.secret);
    return Response.json({ path, url: path, expiresAt: new Date(link.expiresAt).toISOString() });
  });

  admin.post('/rotate-keys', async (context) => Response.json(await rotateKeys(composeWith(readEnv(context.env)))));

  admin.post('/anchor-audit', async (context) => Response.json(await anchorAudit(composeWith(readEnv(context.env)))));

  admin.post('/forget-passkeys', async (context) => {
    const composition = composeWith(readEnv(context.env));
    const userId = await personMeant(composition, context.req.raw);
    if (userId === null) return nothing();
    const forgotten = await composition.user(userId).forgetPasskeys();
    for (const kind of WAY_KINDS) await composition.waysIn.put(userId, kind, []);
    log('passkeys-forgotten', { userId, forgotten });
    return Response.json({ forgotten });
  });

  admin.post('/token', async (context) => {
    const composition = composeWith(readEnv(context.env));
    const owner = await ownerId(composition);
    if (owner === null) return nothing();
    const read = await readJsonBody(context.req.raw);
    const body = read.ok ? parseWith(TokenRequest, read.value.value) : read;
    if (!body.ok) return problem(body.error, securityHeaders(false));
    const { name, scopes } = body.value as z.infer<typeof TokenRequest>;
    const accounts = await composition.directory.of({ userId: owner, accountIds: null });
    // Never more than paper, unless it only reads: trading live by token takes the person themself (step-up).
    const isLive =
      accounts.some((account) => account.world === 'live') && scopes?.every((scope) => scope === 'read') !== true;
    const accountIds = isLive ? accounts.filter(({ world }) => world !== 'live').map(({ id }) => id) : null;
    const made = await composition.user(owner).createToken({
      ...{ name, scopes: scopes ?? [...SCOPES], accountIds, expiresInDays: TOKEN_DAYS, channel: 'cli' },
      ...(scopes !== undefined && { notAfter: Date.now() + COMMAND_TOKEN_MS, isTold: true }),
    });
    return Response.json({ id: made.id, token: made.token, expiresAt: made.expiresAt, scopes: made.scopes });
  });

  admin.post('/token/end', async (context) => {
    const composition = composeWith(readEnv(context.env));
    const owner = await ownerId(composition);
    const read = await readJsonBody(context.req.raw);
    const body = read.ok ? parseWith(TokenEnd, read.value.value) : read;
    if (owner === null) return nothing();
    if (!body.ok) return problem(body.error, securityHeaders(false));
    const { id } = body.value as z.infer<typeof TokenEnd>;
    return Response.json({ isEnded: await composition.user(owner).revokeToken(id, 'cli') });
  });

  admin.post('/import', async (context) => {
    const query = parseWith(ImportQuery, context.req.query());
    if (!query.ok) return problem(query.error, securityHeaders(false));
    const { name, market } = query.value as z.infer<typeof ImportQuery>;
    const source: ReadableStream<Uint8Array> | null = context.req.raw.body;
    const exchange = EXCHANGES.get(market.toLowerCase());
    if (source === null || exchange === undefined)
      return problem(
        failure('invalid-request', undefined, source === null ? 'body' : 'market'),
        securityHeaders(false),
      );
    const done = await importBars(readEnv(context.env), { name, source, exchange });
    if (!done.ok) {
      const { file, line, code } = done.error;
      const { status, headers } = problem(failure('bad-csv'), securityHeaders(false));
      const reason = describeBarCsvError(done.error);
      return Response.json({ code: 'bad-csv', status, title: reason, reason: code, file, line }, { status, headers });
    }
    const { firstT, lastT, ...counts } = done.value;
    const day = (t: number): string => new Date(t).toISOString().slice(0, 10);
    return Response.json({ ...counts, from: day(firstT), to: day(lastT) });
  });

  admin.post('/import-index', async (context) => {
    const query = parseWith(ImportIndexQuery, context.req.query());
    if (!query.ok) return problem(query.error, securityHeaders(false));
    const { name, market, index } = query.value as z.infer<typeof ImportIndexQuery>;
    const source: ReadableStream<Uint8Array> | null = context.req.raw.body;
    const exchange = EXCHANGES.get(market.toLowerCase());
    if (source === null || exchange === undefined) {
      const field = source === null ? 'body' : 'market';
      return problem(failure('invalid-request', undefined, field), securityHeaders(false));
    }
    return importIndex(readEnv(context.env).DB, { file: name, index, exchange }, source);
  });

  admin.get('/past-bars', async (context) => {
    const query = parseWith(PastBarsQuery, context.req.query());
    if (!query.ok) return problem(query.error, securityHeaders(false));
    const asked = query.value as z.infer<typeof PastBarsQuery>;
    return answerPastBars(await composeWith(readEnv(context.env)).pastBars(asked));
  });

  admin.get('/companion', async (context) => {
    const { env, database } = composeWith(readEnv(context.env));
    return Response.json(await pollings(env, database));
  });

  admin.get('/leaving', async (context) => {
    const composition = composeWith(readEnv(context.env));
    return Response.json({ lines: await leavingLines(composition) });
  });
  admin.get('/away', async (context) => {
    const composition = composeWith(readEnv(context.env));
    return Response.json({ lines: await awayLines(composition, Number(context.req.query('since') ?? 0)) });
  });
  admin.get('/doctor', async (context) => Response.json(await doctor(composeWith(readEnv(context.env)))));
  admin.route('/', drainApp(composeWith));
  admin.route('/', rehearsalApp(composeWith));
  return admin;
}

/** Null: nobody, or more than one of that name. */
async function personMeant(composition: Composition, request: Request): Promise<string | null> {
  if (request.headers.get('content-type') === null) return personNamed(composition, undefined);
  const read = await readJsonBody(request);
  const body = read.ok ? parseWith(PersonRequest, read.value.value) : read;
  return body.ok ? personNamed(composition, (body.value as z.infer<typeof PersonRequest>).person) : null;
}

const EXCHANGES = new Map<string, 'us' | 'krx'>([
  ['us', 'us'],
  ['krx', 'krx'],
  ['kr', 'krx'],
]);
