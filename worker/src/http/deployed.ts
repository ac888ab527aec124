import { and, eq } from 'drizzle-orm';
import { Hono } from 'hono';
import { z } from 'zod';
import { failure } from '#shared/contract/errors.ts';
import type { Composition } from '../composition.ts';
import { readEnv, type Env, type RawEnv } from '../env.ts';
import { hashText, sameHash } from '../objects/user/secret.ts';
import { readSetting } from '../store/settings.ts';
import { settings } from '../store/schema.ts';
import { boot } from './admin/boot.ts';
import { ownerId } from './admin/owner.ts';
import { parseWith } from './parse.ts';
import { problem } from './problem.ts';
import { readJsonBody } from './read-body.ts';
import { linkPath } from './routes/tokens.ts';
import { securityHeaders } from './security-headers.ts';

const Asked = z.object({ code: z.string().regex(/^[0-9a-f]{64}$/) });
/** What `npm run deploy` leaves in the database: only the hash, and until when (UTC epoch milliseconds). */
const Left = z.object({ hash: z.string().regex(/^[0-9a-f]{64}$/), until: z.number() });

/**
 * Where `npm run deploy` makes the owner and asks for a sign-in link. Whoever may write this installation's database left
 * the hash of a code there; the code opens this door once. Without one the address answers as if it were not there.
 */
export function deployed(composeWith: (env: Env) => Composition): Hono<{ Bindings: RawEnv }> {
  const app = new Hono<{ Bindings: RawEnv }>();
  app.post('/', async (context) => {
    const nothing = (): Response => problem(failure('not-found'), securityHeaders(false));
    const composition = composeWith(readEnv(context.env));
    const left = await readSetting(composition.database, 'deploy-code');
    if (left === null) return nothing();
    const read = await readJsonBody(context.req.raw);
    const body = read.ok ? parseWith(Asked, read.value.value) : read;
    if (!body.ok) return nothing();
    const { code } = body.value as z.infer<typeof Asked>;
    if (!(await opens(left, code)) || !(await spend(composition, left))) return nothing();
    const { world } = await boot(composition, {});
    const owner = await ownerId(composition);
    if (owner === null) return nothing();
    const link = await composition.user(owner).createLink('host');
    return Response.json({ world, path: linkPath(owner, link.secret) }, { headers: securityHeaders(true) });
  });
  return app;
}

async function opens(left: string, code: string): Promise<boolean> {
  const { hash, until } = Left.parse(JSON.parse(left));
  return Date.now() < until && sameHash(hash, await hashText(code));
}

/** Two who come with the same code at once: one finds it. */
async function spend({ database }: Composition, left: string): Promise<boolean> {
  const spent = await database
    .delete(settings)
    .where(and(eq(settings.name, 'deploy-code'), eq(settings.value, left)))
    .returning({ name: settings.name });
  return spent.length === 1;
}
