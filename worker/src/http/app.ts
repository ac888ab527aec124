import { Hono, type Context } from 'hono';
import { failure, type Failure } from '#shared/contract/errors.ts';
import { err, ok } from '#shared/lib/result.ts';
import { compose, type Composition } from '../composition.ts';
import { readEnv, type Env, type RawEnv } from '../env.ts';
import { log } from '../log.ts';
import { adminApp } from './admin/admin-app.ts';
import { authenticate } from './authenticate.ts';
import { homeUpdates, webhooks } from './chat-doors.ts';
import { deployed } from './deployed.ts';
import { requestKey, runKeyed, type Outcome } from './keyed.ts';
import { docsPage } from './docs-page.ts';
import { openApi } from './openapi.ts';
import { isKnownHost, isSecure } from './origin.ts';
import { isWorthPacking } from './packing.ts';
import { parseWith } from './parse.ts';
import { problem } from './problem.ts';
import { readJsonBody } from './read-body.ts';
import type { Route, SignedIn } from './route.ts';
import { ROUTES } from './routes/index.ts';
import { routesAt } from './routes-at.ts';
import { securityHeaders } from './security-headers.ts';
import { openStream } from './stream.ts';
import { askTogether } from './together.ts';

type Bound = { Bindings: RawEnv };

/** The HTTP surface over the table of routes. `composeWith` is replaced in tests that need other accounts. */
export function createApp(composeWith: (env: Env) => Composition = compose): Hono<Bound> {
  const app = new Hono<Bound>();
  const headersOf = (context: Context<Bound>): Headers =>
    securityHeaders(isSecure(context.req.raw, readEnv(context.env).settings));
  const refuse = (context: Context<Bound>, reason: Failure): Response => problem(reason, headersOf(context));

  app.use(async (context, next) => {
    if (!isKnownHost(context.req.raw, readEnv(context.env).settings)) return refuse(context, failure('bad-host'));
    return next();
  });

  for (const route of ROUTES) {
    app.on(route.method, route.path, (context) =>
      serve(route, {
        composition: composeWith(readEnv(context.env)),
        request: context.req.raw,
        params: context.req.param(),
        headers: headersOf(context),
        waitUntil: (work) => context.executionCtx.waitUntil(work),
      }),
    );
  }

  const signedIn = async (
    context: Context<Bound>,
    answer: (composition: Composition, signedIn: SignedIn) => Promise<Response> | Response,
  ): Promise<Response> => {
    const composition = composeWith(readEnv(context.env));
    const found = await authenticate(composition, context.req.raw);
    return found.ok ? answer(composition, found.value) : refuse(context, found.error);
  };
  app.get('/api/stream', (context) =>
    signedIn(context, async (composition, caller) => {
      const opened = await openStream(composition, context.req.raw, caller);
      return opened.ok ? opened.value : refuse(context, opened.error);
    }),
  );
  app.get('/api/together', (context) =>
    signedIn(context, async (composition, caller) => {
      const { raw: request } = context.req;
      const waitUntil = (work: Promise<unknown>): void => context.executionCtx.waitUntil(work);
      const answers = await askTogether(request, ROUTES, ({ route, params }, asked) =>
        serve(route, { composition, request: asked, params, headers: headersOf(context), waitUntil, caller }).catch(
          (error: unknown) => problem(failureOf(asked, error), headersOf(context)),
        ),
      );
      if (!answers.ok) return refuse(context, answers.error);
      return respond(request, { status: 200, body: JSON.stringify(answers.value) }, headersOf(context));
    }),
  );
  app.get('/api/openapi.json', (context) =>
    signedIn(context, () => Response.json(openApi(ROUTES), { headers: headersOf(context) })),
  );
  app.get('/docs', (context) => signedIn(context, () => docsPage(openApi(ROUTES), headersOf(context))));
  app.route('/internal/admin', adminApp(composeWith));
  app.route('/internal/deployed', deployed(composeWith));
  app.route('/internal/updates', homeUpdates());
  app.route('/api/webhooks', webhooks());

  // Whoever is not signed in does not learn which addresses exist.
  app.all('/api/*', (context) =>
    signedIn(context, () => {
      const path = new URL(context.req.url).pathname;
      const methods = routesAt(path, ROUTES).map(({ route }) => route.method);
      if (methods.length === 0) return refuse(context, failure('not-found'));
      const answer = refuse(context, failure('method-not-allowed'));
      answer.headers.set('allow', methods.join(', '));
      return answer;
    }),
  );
  app.notFound((context) => refuse(context, failure('not-found')));
  app.onError((error, context) => refuse(context, failureOf(context.req.raw, error)));
  return app;
}

export const app = createApp();

interface Served {
  readonly composition: Composition;
  readonly request: Request;
  readonly params: Record<string, string>;
  readonly headers: Headers;
  readonly waitUntil: (work: Promise<unknown>) => void;
  /** Whoever asks, where that is known already; absent: the request says. */
  readonly caller?: SignedIn;
}

/** One request: who, may they, what exactly, at most once, then the use case. */
async function serve(route: Route, served: Served): Promise<Response> {
  const { composition, request, headers } = served;
  let signedIn: SignedIn | null = null;
  // Read while the caller is looked up; it is bounded, and looked at only once they are known.
  const reading = request.method === 'GET' ? null : readJsonBody(request);
  if (route.scope !== 'none') {
    const found = served.caller ? ok(served.caller) : await authenticate(composition, request);
    if (!found.ok) return problem(found.error, headers);
    signedIn = found.value;
    if (!signedIn.caller.scopes.includes(route.scope))
      return problem(failure('scope-missing', { scope: route.scope }), headers);
  }
  const query = parseWith(route.query, route.query && Object.fromEntries(new URL(request.url).searchParams));
  if (!query.ok) return problem(query.error, headers);
  const read = await reading;
  if (read !== null && !read.ok) return problem(read.error, headers);
  const body = parseWith(route.body, read?.value.value);
  if (!body.ok) return problem(body.error, headers);

  const key = signedIn === null ? ok(undefined) : await requestKey(request, signedIn, read?.value.text ?? '');
  if (!key.ok) return problem(key.error, headers);

  const run = async (): Promise<Outcome> => {
    const input = { params: served.params, query: query.value, body: body.value };
    const result = await route
      .run({ composition, request, headers, key: key.value, signedIn }, input)
      .catch((error: unknown) => err(failureOf(request, error)));
    if (!result.ok) {
      const refused = problem(result.error, headers);
      const isOpen = result.error.code === 'step-up-required';
      return { status: refused.status, body: await refused.text(), isOpen };
    }
    const status = route.status ?? 200;
    if (route.file !== undefined) {
      headers.set('content-type', route.file);
      return { status, body: result.value as Uint8Array | ReadableStream<Uint8Array> };
    }
    return { status, body: status === 204 ? '' : JSON.stringify(result.value) };
  };
  if (signedIn === null) return respond(request, await run(), headers);
  const user = composition.user(signedIn.caller.userId);
  const later = (work: Promise<unknown>): void => {
    served.waitUntil(work.catch((error: unknown) => log('answer-not-kept', { path: route.path, error })));
  };
  const working = runKeyed({ user, route, key: key.value, later }, run);
  // A client that hangs up must not cut a change in half.
  if (request.method !== 'GET') served.waitUntil(working.catch(() => undefined));
  const outcome = await working;
  return outcome.ok ? respond(request, outcome.value, headers) : problem(outcome.error, headers);
}

function respond(request: Request, { status, body }: Outcome, headers: Headers): Response {
  if (status === 204) return new Response(null, { status, headers });
  if (typeof body !== 'string') return new Response(body, { status, headers });
  const type = status < 400 ? 'application/json; charset=utf-8' : 'application/problem+json';
  headers.set('content-type', type);
  if (isWorthPacking(request, type, body.length)) headers.set('content-encoding', 'gzip');
  return new Response(body, { status, headers });
}

/** A bug or a lost object, logged; what it was stays here. */
function failureOf(request: Request, error: unknown): Failure {
  log('request-failed', { method: request.method, path: new URL(request.url).pathname, error });
  const isOverloaded = error instanceof Error && 'overloaded' in error && error.overloaded === true;
  return failure(isOverloaded ? 'unavailable' : 'internal');
}
