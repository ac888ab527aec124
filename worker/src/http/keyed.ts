import { failure, type Failure } from '#shared/contract/errors.ts';
import type { RequestKey } from '#shared/engine/orders/once.ts';
import { err, ok, type Result } from '#shared/lib/result.ts';
import { hashText } from '../objects/user/secret.ts';
import type { UserRpc } from '../objects/user/user-rpc.ts';
import type { Route, SignedIn } from './route.ts';

/** What a route made of a request, before headers. */
export interface Outcome {
  readonly status: number;
  /** Empty for no body; bytes only of what changes nothing. */
  readonly body: string | Uint8Array | ReadableStream<Uint8Array>;
  /** Nothing was done, and the same request may be made again: its key is forgotten. */
  readonly isOpen?: boolean;
}

/**
 * The request's Idempotency-Key: it belongs to its caller, to what the caller may do, and to its whole address. Undefined
 * where there is none, and for what changes nothing.
 */
export async function requestKey(
  request: Request,
  { caller, credential }: SignedIn,
  bodyText: string,
): Promise<Result<RequestKey | undefined, Failure>> {
  const given = request.method === 'GET' ? null : request.headers.get('idempotency-key');
  if (given === null) return ok(undefined);
  if (!/^[\x21-\x7e]{1,200}$/.test(given)) return err(failure('invalid-request', undefined, 'idempotency-key'));
  // Answers given to one credential are seen by none that may do less, and by none that is limited to some accounts.
  const owner = caller.accountIds === null ? caller.userId : credential.id;
  const scopes = [...caller.scopes].sort().join(' ');
  const { pathname, search } = new URL(request.url);
  const [key, bodyHash] = await Promise.all([
    hashText([owner, scopes, request.method, pathname + search, given].join('\n')),
    hashText(bodyText),
  ]);
  return ok({ key, bodyHash });
}

interface Keyed {
  readonly user: UserRpc;
  readonly route: Route;
  readonly key: RequestKey | undefined;
  /** Goes on after the answer. */
  readonly later: (work: Promise<unknown>) => void;
}

/**
 * Runs a mutation at most once per key; a repeat gets the first answer, another body under the same key is refused.
 * Without a key, and where whoever does the work sees to it, it just runs.
 */
export async function runKeyed(
  { user, route, key, later }: Keyed,
  run: () => Promise<Outcome>,
): Promise<Result<Outcome, Failure>> {
  if (key === undefined || route.keepsAnswers === true) return ok(await run());
  const start = await user.startKeyed(key.key, key.bodyHash);
  switch (start.state) {
    case 'stored':
      return ok({ status: start.status, body: start.body });
    case 'mismatch':
      return err(failure('idempotency-mismatch'));
    case 'cut-off':
      return err(failure('unavailable', { reason: 'cut-off' }));
    case 'run': {
      const outcome = await run();
      const { status, body } = outcome;
      if (typeof body !== 'string') throw new Error(`${route.path} answers a file and has a key`);
      const keep = keeps(route, outcome);
      const kept = user.finishKeyed(key.key, { status, body, keep });
      // A repeat waits for this, but whoever asked has waited for the work alone. A key that is free again is so at once.
      if (keep === 'nothing') await kept;
      else later(kept);
      return ok(outcome);
    }
  }
}

/** Nothing was done behind a 429 or a 503: the same key may try again. A secret is shown once and kept nowhere. */
function keeps(route: Route, { status, isOpen }: Outcome): 'all' | 'status' | 'nothing' {
  if (status === 429 || status === 503 || isOpen === true) return 'nothing';
  return route.isSecret === true && status < 300 ? 'status' : 'all';
}
