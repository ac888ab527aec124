import { ulid } from 'ulid';
import { failure, type Failure } from '#shared/contract/errors.ts';
import { SCOPES } from '#shared/domain/caller.ts';
import type { WayIn } from '#shared/domain/way-in.ts';
import { err, ok, type Result } from '#shared/lib/result.ts';
import type { Sql } from '../sql.ts';
import type { AccessChange, AccessLog } from './access-log.ts';
import {
  findCredential,
  forgetFailures,
  hasAny,
  insertCredential,
  isKnownSelector,
  isThrottled,
  LINK_TTL_MS,
  pruneCredentials,
  recordFailure,
  SESSION_TTL_MS,
  takeLink,
  type LinkMaker,
} from './credentials.ts';
import { allPasskeys, usePasskey } from './passkeys.ts';
import { readPassword, type StoredPassword } from './password.ts';
import { spendChallenge, storeProof, type PasskeyPlace } from './proofs.ts';
import { recoveryCodesLeft, takeRecoveryCode } from './recovery-codes.ts';
import { mintSecret, readSecret, type MintedSecret } from './secret.ts';
import type { NewSecret } from './user-rpc.ts';

/** What somebody who has just come in may do without another proof: secure their way in, and link their phone. */
const FIRST_PROOFS = ['passkeys', 'link-channel'] as const;

/** The browser somebody comes in with. */
export interface Entering {
  /** The secret of the session it had before, which this one takes the place of. */
  readonly replaces: string | null;
  /** As it calls itself; empty: it says nothing that is known. */
  readonly device: string;
}

/** `isKnown`: on a browser they were signed in with before, which waits behind no stranger. */
export interface TypedPassword {
  readonly email: string;
  readonly password: string;
  readonly isKnown: boolean;
}

/** What a passkey said to a question of the sign-in page; the front door has checked that the question was ours. */
export interface PasskeyAnswer {
  readonly response: Record<string, unknown>;
  readonly place: PasskeyPlace;
  /** The challenge as it was signed, and the part of it that counts once. */
  readonly challenge: Uint8Array<ArrayBuffer>;
  readonly nonce: string;
  readonly until: number;
}

interface Wiring {
  /** A way to act as this person was opened; `isTold`: nobody is owed a message. */
  readonly opened: (change: AccessChange, isTold: boolean) => void;
  /** The same browser, in a new session: what belongs to it stays its own. */
  readonly replace: (before: string, sessionId: string) => void;
}

/** How one person comes in. */
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

  async byLink(code: string, entering: Entering): Promise<Result<NewSecret, Failure>> {
    const [presented, session] = await Promise.all([readSecret(code), this.#prepare(entering)]);
    const now = Date.now();
    // No try: whoever knows a person could keep them out otherwise.
    if (presented === null || !isKnownSelector(this.#sql, presented)) return err(failure('link-code-invalid'));
    if (isThrottled(this.#sql, now)) return err(failure('too-many-requests'));
    if (!takeLink(this.#sql, presented, now)) {
      recordFailure(this.#sql, now);
      return err(failure('link-code-invalid'));
    }
    return ok(this.#open(session, 'link'));
  }

  /** Whatever is wrong with an answer, it is said in the same words. */
  async byPasskey(answer: PasskeyAnswer, entering: Entering): Promise<Result<NewSecret, Failure>> {
    const { response, place, challenge } = answer;
    const now = Date.now();
    if (isThrottled(this.#sql, now, 'passkey')) return err(failure('too-many-requests'));
    const passkey = allPasskeys(this.#sql).find(({ credentialId }) => credentialId === response['id']);
    // No try: whoever knows a person and none of their passkeys could keep them out otherwise.
    if (passkey?.rpId !== place.rpId) return err(failure('sign-in-failed'));
    // Used up and counted before anything is waited for: one answer sent twice at once is looked at once.
    if (!spendChallenge(this.#sql, answer, now)) return err(failure('sign-in-failed'));
    recordFailure(this.#sql, now, 'passkey');
    const [session, { checkPasskey }] = await Promise.all([this.#prepare(entering), import('./webauthn.ts')]);
    const counter = await checkPasskey({ place, challenge, response }, passkey);
    if (counter === null || !usePasskey(this.#sql, passkey, counter, Date.now())) return err(failure('sign-in-failed'));
    forgetFailures(this.#sql, 'passkey');
    return ok(this.#open(session, 'passkey'));
  }

  /**
   * Asked of the owner's object where nobody has this address: whether there is such an address shows neither in the
   * answer nor in how long it takes.
   */
  async byPassword(
    { email, password, isKnown }: TypedPassword,
    entering: Entering,
  ): Promise<Result<NewSecret, Failure>> {
    const [session, { isPassword, NOBODYS_RECORD }] = await Promise.all([
      this.#prepare(entering),
      import('./password-hash.ts'),
    ]);
    const ofEmail = (): StoredPassword | null => {
      const stored = readPassword(this.#sql);
      return stored?.email === email ? stored : null;
    };
    const record = ofEmail()?.record ?? null;
    const isRight = await isPassword(password, record ?? NOBODYS_RECORD, { isKnown });
    if (isRight === null) return err(failure('too-many-requests'));
    // It may have been changed or removed while it was looked at.
    const stands = record !== null && ofEmail()?.record === record;
    return isRight && stands ? ok(this.#open(session, 'password')) : err(failure('sign-in-failed'));
  }

  /** Uses the code up. As strong as the same code at a step-up, so a passkey can be made with it at once. */
  async byRecoveryCode(hash: string, entering: Entering): Promise<Result<NewSecret, Failure>> {
    const session = await this.#prepare(entering);
    if (!takeRecoveryCode(this.#sql, hash, Date.now())) return err(failure('sign-in-failed'));
    const body = { reason: 'sign-in', left: recoveryCodesLeft(this.#sql), device: entering.device };
    this.#wiring.opened({ type: 'access.recovery-used', channel: 'web', body }, false);
    const opened = this.#open(session, 'recovery-code');
    storeProof(this.#sql, { sessionId: session.id, reason: 'passkeys', about: '' }, Date.now());
    return ok(opened);
  }

  neverCame(): boolean {
    return !hasAny(this.#sql, 'session') && !this.#access.has('access.signed-in');
  }

  async byInvitation(device: string): Promise<Result<NewSecret, Failure>> {
    const session = await this.#prepare({ replaces: null, device });
    if (!this.neverCame()) return err(failure('invitation-invalid'));
    const opened = this.#open(session, 'invitation');
    // An invitation is as fresh as a link of the machine, which only its owner can make: enough to begin with.
    for (const reason of FIRST_PROOFS) storeProof(this.#sql, { sessionId: session.id, reason, about: '' }, Date.now());
    return ok(opened);
  }

  async #prepare({ replaces, device }: Entering): Promise<Prepared> {
    const [minted, former] = await Promise.all([mintSecret(), replaces === null ? null : readSecret(replaces)]);
    return { id: `s_${ulid()}`, minted, former, device };
  }

  /** In the turn in which the way in was found to be right. */
  #open({ id, minted, former, device }: Prepared, way: WayIn): NewSecret {
    const now = Date.now();
    const before = former === null ? null : findCredential(this.#sql, former, { kind: 'session', now });
    if (before !== null) this.#wiring.replace(before.id, id);
    // The browser that was signed in before is no new one, and on the first day there is nobody else to tell.
    const isFirst = this.neverCame();
    // A code that was used is told by itself.
    const isTold = isFirst || way === 'recovery-code';
    const expiresAt = now + SESSION_TTL_MS;
    const session = { kind: 'session', id, name: device, scopes: SCOPES, accountIds: null } as const;
    insertCredential(this.#sql, minted, { ...session, expiresAt, now });
    if (before === null)
      this.#wiring.opened({ type: 'access.signed-in', channel: 'web', body: { id, device, way } }, isTold);
    return { secret: minted.secret, expiresAt };
  }
}

/** A session that is made as soon as it is clear that it may be. */
interface Prepared {
  readonly id: string;
  readonly minted: MintedSecret;
  readonly former: { readonly selector: string; readonly hash: string } | null;
  readonly device: string;
}
