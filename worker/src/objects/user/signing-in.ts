import { ulid } from 'ulid';
import { failure, type Failure } from '#shared/contract/errors.ts';
import type { Scope } from '#shared/domain/caller.ts';
import { err, ok, type Result } from '#shared/lib/result.ts';
import type { Sql } from '../sql.ts';
import type { AccessChange, AccessLog } from './access-log.ts';
import {
  findCredential,
  hasAny,
  insertCredential,
  isThrottled,
  LINK_TTL_MS,
  pruneCredentials,
  recordFailure,
  SESSION_TTL_MS,
  takeLink,
  type LinkMaker,
} from './credentials.ts';
import { storeProof } from './proofs.ts';
import { mintSecret, readSecret } from './secret.ts';
import type { NewSecret } from './user-rpc.ts';

/** What somebody who has just come in may do without another proof: secure their way in, and link their phone. */
const FIRST_PROOFS = ['passkeys', 'link-channel'] as const;

interface Wiring {
  /** A way to act as this person was opened; `isTold`: nobody is owed a message. */
  readonly opened: (change: AccessChange, isTold: boolean) => void;
  readonly end: (sessionId: string) => void;
  /** The same browser, in a new session: what belongs to it stays its own. */
  readonly follows: (before: string, sessionId: string) => void;
}

/** How one person comes in: by a link, or for the first time by an invitation. */
export class SigningIn {
  readonly #sql: Sql;
  readonly #access: AccessLog;
  readonly #wiring: Wiring;

  constructor(sql: Sql, access: AccessLog, wiring: Wiring) {
    this.#sql = sql;
    this.#access = access;
    this.#wiring = wiring;
  }

  async createLink(madeBy: LinkMaker): Promise<NewSecret> {
    const minted = await mintSecret();
    const now = Date.now();
    pruneCredentials(this.#sql, now);
    const expiresAt = now + LINK_TTL_MS;
    const link = { kind: 'link', id: `l_${ulid()}`, name: madeBy, scopes: [], accountIds: null } as const;
    insertCredential(this.#sql, minted, { ...link, expiresAt, now });
    return { secret: minted.secret, expiresAt };
  }

  async signIn(
    code: string,
    { scopes, replaces }: { scopes: Scope[]; replaces: string | null },
  ): Promise<Result<NewSecret, Failure>> {
    const [presented, minted, former] = await Promise.all([
      readSecret(code),
      mintSecret(),
      replaces === null ? null : readSecret(replaces),
    ]);
    const now = Date.now();
    if (isThrottled(this.#sql, now)) return err(failure('too-many-requests'));
    if (presented === null || !takeLink(this.#sql, presented, now)) {
      recordFailure(this.#sql, now);
      return err(failure('link-code-invalid'));
    }
    const before = former === null ? null : findCredential(this.#sql, former, { kind: 'session', now });
    const id = `s_${ulid()}`;
    if (before !== null) {
      this.#wiring.follows(before.id, id);
      this.#wiring.end(before.id);
    }
    // The browser that was signed in before is no new one, and on the first day there is nobody else to tell.
    const isFirst = !hasAny(this.#sql, 'session') && !this.#access.has('access.signed-in');
    const expiresAt = now + SESSION_TTL_MS;
    const session = { kind: 'session', id, name: 'browser', scopes, accountIds: null } as const;
    insertCredential(this.#sql, minted, { ...session, expiresAt, now });
    if (before === null)
      this.#wiring.opened({ type: 'access.signed-in', channel: 'web', body: { id: session.id } }, isFirst);
    return ok({ secret: minted.secret, expiresAt });
  }

  async firstSession(scopes: Scope[]): Promise<Result<NewSecret, Failure>> {
    const minted = await mintSecret();
    const now = Date.now();
    if (hasAny(this.#sql, 'session') || this.#access.has('access.signed-in')) return err(failure('link-code-invalid'));
    const expiresAt = now + SESSION_TTL_MS;
    const session = { kind: 'session', id: `s_${ulid()}`, name: 'browser', scopes, accountIds: null } as const;
    insertCredential(this.#sql, minted, { ...session, expiresAt, now });
    // An invitation is as fresh as a link of the machine, which only its owner can make: enough to begin with.
    for (const reason of FIRST_PROOFS) storeProof(this.#sql, { sessionId: session.id, reason, about: '' }, now);
    this.#wiring.opened({ type: 'access.signed-in', channel: 'web', body: { id: session.id } }, true);
    return ok({ secret: minted.secret, expiresAt });
  }
}
