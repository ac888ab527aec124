import { ulid } from 'ulid';
import { failure, type Failure } from '#shared/contract/errors.ts';
import type {
  AddPasskey,
  FinishStepUp,
  PasskeyView,
  StepUpBegunView,
  StepUpMethodsView,
  StepUpReason,
} from '#shared/contract/step-up.ts';
import { err, ok, type Result } from '#shared/lib/result.ts';
import type { Sql } from '../sql.ts';
import type { AccessChange } from './access-log.ts';
import { forgetFailures, isThrottled, recordFailure, rotateSession, takeLink } from './credentials.ts';
import {
  allPasskeys,
  deletePasskey,
  insertPasskey,
  listPasskeys,
  renamePasskey,
  usePasskey,
  type Passkey,
} from './passkeys.ts';
import { openChallenge, storeProof, takeChallenge, takeProof, type Asked, type PasskeyPlace } from './proofs.ts';
import {
  hashRecoveryCode,
  mintRecoveryCodes,
  recoveryCodesLeft,
  replaceRecoveryCodes,
  takeRecoveryCode,
} from './recovery-codes.ts';
import { mintSecret, newNonce, readSecret } from './secret.ts';
import { userHandleOf } from './user-handle.ts';

export type Method = 'passkey' | 'recovery-code' | 'link';

/** A person was proven: until when, how, and the secret the session goes on with. Instants in wall milliseconds. */
export interface Confirmed {
  readonly until: number;
  readonly method: Method;
  readonly secret: string;
  readonly sessionEndsAt: number;
}

const ADD: StepUpReason = 'passkeys';

/** Passkeys, recovery codes and what is proven by them, of one user. `userId` is the object's own name. */
export class Confirming {
  readonly #sql: Sql;
  readonly #userId: string;
  readonly #opened: (change: AccessChange) => void;

  /** `opened`: a way to act as this person was opened or used, just now. */
  constructor(sql: Sql, userId: string, opened: (change: AccessChange) => void) {
    this.#sql = sql;
    this.#userId = userId;
    this.#opened = opened;
  }

  methods(place: PasskeyPlace | null): StepUpMethodsView {
    const all = allPasskeys(this.#sql);
    const here = usableAt(place, all).length;
    return {
      passkeys: here,
      passkeysElsewhere: all.length - here,
      recoveryCodesLeft: recoveryCodesLeft(this.#sql),
      freshLink: all.length === 0,
      canAddPasskey: place !== null,
    };
  }

  async begin(asked: Asked, place: PasskeyPlace | null): Promise<StepUpBegunView> {
    const methods = this.methods(place);
    if (place === null || methods.passkeys === 0) return { methods, passkey: null };
    const nonce = newNonce();
    const [challenge, { askForPasskey }] = await Promise.all([challengeOf(nonce, asked), import('./webauthn.ts')]);
    const passkeys = usableAt(place, allPasskeys(this.#sql));
    const passkey = await askForPasskey({ place, challenge, passkeys });
    openChallenge(this.#sql, { sessionId: asked.sessionId, purpose: 'step-up' }, { ...place, nonce, now: Date.now() });
    return { methods, passkey };
  }

  /**
   * Checks what was given and stores the proof. The session gets a new secret with it (ASVS 7.2.4). Whatever was wrong
   * counts against the throttle; past it nothing is looked at, also not what is right.
   */
  async finish(
    asked: Asked,
    given: Pick<FinishStepUp, 'passkey' | 'recoveryCode' | 'linkCode'>,
  ): Promise<Result<Confirmed, Failure>> {
    if (isThrottled(this.#sql, Date.now(), 'step-up')) return err(failure('too-many-requests'));
    // Counted before anything is waited for: many at once are as many tries.
    recordFailure(this.#sql, Date.now(), 'step-up');
    const minted = await mintSecret();
    const method = await this.#check(asked, given);
    if (method === null) return err(failure('step-up-failed'));
    const now = Date.now();
    forgetFailures(this.#sql, 'step-up');
    const sessionEndsAt = rotateSession(this.#sql, asked.sessionId, minted);
    if (sessionEndsAt === null) return err(failure('not-signed-in'));
    return ok({ until: storeProof(this.#sql, asked, now), method, secret: minted.secret, sessionEndsAt });
  }

  takeProof(asked: Asked): boolean {
    return takeProof(this.#sql, asked, Date.now());
  }

  passkeys(): PasskeyView[] {
    return listPasskeys(this.#sql);
  }

  async beginPasskey(
    sessionId: string,
    { place, userName }: { place: PasskeyPlace | null; userName: string },
  ): Promise<Result<Record<string, unknown>, Failure>> {
    if (place === null) return err(failure('passkey-not-here'));
    const nonce = newNonce();
    const [challenge, handle, { askForNewPasskey }] = await Promise.all([
      challengeOf(nonce, { sessionId, reason: ADD, about: 'add' }),
      userHandleOf(this.#userId),
      import('./webauthn.ts'),
    ]);
    const passkeys = usableAt(place, allPasskeys(this.#sql));
    const options = await askForNewPasskey({ place, challenge, passkeys }, { handle, name: userName });
    openChallenge(this.#sql, { sessionId, purpose: 'add-passkey' }, { ...place, nonce, now: Date.now() });
    return ok(options);
  }

  async addPasskey(sessionId: string, { name, response }: AddPasskey): Promise<Result<PasskeyView, Failure>> {
    const open = takeChallenge(this.#sql, { sessionId, purpose: 'add-passkey' }, Date.now());
    if (open === null) return err(failure('step-up-failed'));
    const [challenge, { checkNewPasskey }] = await Promise.all([
      challengeOf(open.nonce, { sessionId, reason: ADD, about: 'add' }),
      import('./webauthn.ts'),
    ]);
    const found = await checkNewPasskey({ place: open, challenge, response });
    const id = `k_${ulid()}`;
    if (found === null || !insertPasskey(this.#sql, { ...found, id, name }, Date.now()))
      return err(failure('step-up-failed'));
    this.#opened({ type: 'access.passkey-added', channel: 'web', body: { id, name } });
    const made = listPasskeys(this.#sql).find((passkey) => passkey.id === id);
    return made === undefined ? err(failure('internal')) : ok(made);
  }

  renamePasskey(id: string, name: string): Result<PasskeyView, Failure> {
    const renamed = renamePasskey(this.#sql, id, name);
    return renamed === null ? err(failure('not-found', { id })) : ok(renamed);
  }

  /** Without passkeys a link of the machine is enough again, so the last one goes only where codes are left. */
  removePasskey(id: string): Result<void, Failure> {
    const all = allPasskeys(this.#sql);
    if (!all.some((passkey) => passkey.id === id)) return err(failure('not-found', { id }));
    if (all.length === 1 && recoveryCodesLeft(this.#sql) === 0) return err(failure('last-passkey'));
    deletePasskey(this.#sql, id);
    return ok(undefined);
  }

  /** Everything a person could prove themself with, but a link of the machine. */
  forgetPasskeys(): number {
    const all = allPasskeys(this.#sql);
    for (const { id } of all) deletePasskey(this.#sql, id);
    replaceRecoveryCodes(this.#sql, []);
    return all.length;
  }

  async newRecoveryCodes(): Promise<{ codes: string[]; hashes: string[] }> {
    const { codes, hashes } = await mintRecoveryCodes();
    replaceRecoveryCodes(this.#sql, hashes);
    this.#opened({ type: 'access.recovery-codes-made', channel: 'web', body: { count: codes.length } });
    return { codes, hashes };
  }

  /** How it was proven; null when it was not. Every branch takes what it checks before it waits for anything. */
  async #check(
    asked: Asked,
    { passkey, recoveryCode, linkCode }: Pick<FinishStepUp, 'passkey' | 'recoveryCode' | 'linkCode'>,
  ): Promise<Method | null> {
    if (passkey !== undefined) return (await this.#checkPasskey(asked, passkey)) ? 'passkey' : null;
    if (recoveryCode !== undefined) {
      const hash = await hashRecoveryCode(recoveryCode);
      if (!takeRecoveryCode(this.#sql, hash, Date.now())) return null;
      const body = { reason: asked.reason, left: recoveryCodesLeft(this.#sql) };
      this.#opened({ type: 'access.recovery-used', channel: 'web', body });
      return 'recovery-code';
    }
    const presented = linkCode === undefined ? null : await readSecret(secretIn(linkCode, this.#userId));
    if (presented === null || allPasskeys(this.#sql).length > 0) return null;
    return takeLink(this.#sql, presented, Date.now(), 'host') ? 'link' : null;
  }

  async #checkPasskey(asked: Asked, response: Record<string, unknown>): Promise<boolean> {
    const open = takeChallenge(this.#sql, { sessionId: asked.sessionId, purpose: 'step-up' }, Date.now());
    const passkey = allPasskeys(this.#sql).find(({ credentialId }) => credentialId === response['id']);
    if (open === null || passkey?.rpId !== open.rpId) return false;
    const [challenge, { checkPasskey }] = await Promise.all([challengeOf(open.nonce, asked), import('./webauthn.ts')]);
    const counter = await checkPasskey({ place: open, challenge, response }, passkey);
    return counter !== null && usePasskey(this.#sql, passkey, counter, Date.now());
  }
}

function usableAt(place: PasskeyPlace | null, passkeys: readonly Passkey[]): Passkey[] {
  return passkeys.filter((passkey) => passkey.rpId === place?.rpId);
}

/** A link as it is printed, or the code in it, down to the secret of this very user; empty when it is another's. */
function secretIn(linkCode: string, userId: string): string {
  const code = linkCode.trim().split('#').at(-1) ?? '';
  return code.startsWith(`${userId}.`) ? code.slice(userId.length + 1) : '';
}

/** What the browser signs: a random part, and everything the proof will stand for. */
function challengeOf(nonce: string, { sessionId, reason, about }: Asked): Promise<Uint8Array<ArrayBuffer>> {
  return digest(JSON.stringify(['nod step-up', nonce, sessionId, reason, about]));
}

async function digest(text: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
}
