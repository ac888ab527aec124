import { createHmac } from 'node:crypto';
import { failure, type Failure } from '#shared/contract/errors.ts';
import type { DeviceView, PasswordView, SetPassword } from '#shared/contract/session.ts';
import type { ChannelName } from '#shared/domain/caller.ts';
import { err, ok, type Result } from '#shared/lib/result.ts';
import { readEnv, type RawEnv } from '../../env.ts';
import { durableSql, type Sql } from '../sql.ts';
import { AccessLog, type AccessChange } from './access-log.ts';
import type { LinkMaker } from './credentials.ts';
import { deletePassword, passwordView, readPassword, writePassword } from './password.ts';
import { forgetProofs } from './proofs.ts';
import { Sessions } from './sessions.ts';
import { SigningIn, type Entering, type PasskeyAnswer, type TypedPassword } from './signing-in.ts';
import type { NewSecret } from './user-rpc.ts';
import { VisitedObject } from './visited-object.ts';

/** What of a user's object lets them in and out. RPC finds methods on the class only. */
export abstract class EnteredObject extends VisitedObject {
  protected readonly sql: Sql;
  protected readonly access: AccessLog;
  readonly #sessions: Sessions;
  readonly #signingIn: SigningIn;

  constructor(ctx: DurableObjectState, env: RawEnv) {
    super(ctx, env);
    this.sql = durableSql(ctx.storage);
    const { AUDIT_KEY } = readEnv(env).settings;
    this.access = new AccessLog(this.sql, ctx.id.name ?? '', (text) =>
      createHmac('sha256', AUDIT_KEY).update(text).digest('hex'),
    );
    this.#sessions = new Sessions(this.sql, {
      ended: (sessionId) => {
        forgetProofs(this.sql, sessionId);
        this.ended(sessionId);
      },
      record: (change) => {
        this.opened(change, true);
      },
    });
    this.#signingIn = new SigningIn(this.sql, this.access, {
      opened: (change, isTold) => {
        this.opened(change, isTold);
      },
      replace: (before, sessionId) => {
        this.follows(before, sessionId);
        this.#sessions.replace(before);
      },
    });
  }

  /** A way to act as this person was opened or closed; `isTold`: nobody is owed a message. */
  protected abstract opened(change: AccessChange, isTold?: boolean): void;
  /** What hangs on a session beside its proofs goes with it: open screens, pushes. */
  protected abstract ended(sessionId: string): void;
  /** The same browser, in a new session: what belongs to it stays its own. */
  protected abstract follows(before: string, sessionId: string): void;

  createLink(madeBy: LinkMaker): Promise<NewSecret> {
    return this.#signingIn.createLink(madeBy);
  }

  signIn(code: string, entering: Entering): Promise<Result<NewSecret, Failure>> {
    return this.#signingIn.byLink(code, entering);
  }

  signInByPasskey(answer: PasskeyAnswer, entering: Entering): Promise<Result<NewSecret, Failure>> {
    return this.#signingIn.byPasskey(answer, entering);
  }

  signInByPassword(given: TypedPassword, entering: Entering): Promise<Result<NewSecret, Failure>> {
    return this.#signingIn.byPassword(given, entering);
  }

  signInByRecoveryCode(hash: string, entering: Entering): Promise<Result<NewSecret, Failure>> {
    return this.#signingIn.byRecoveryCode(hash, entering);
  }

  neverCame(): Promise<boolean> {
    return Promise.resolve(this.#signingIn.neverCame());
  }

  firstSession(device: string): Promise<Result<NewSecret, Failure>> {
    return this.#signingIn.byInvitation(device);
  }

  signOut(sessionId: string, channel: ChannelName = 'web', { isElsewhere = false } = {}): Promise<boolean> {
    return Promise.resolve(this.#sessions.end(sessionId, { channel, isElsewhere }));
  }

  signOutOthers(sessionId: string, channel: ChannelName): Promise<void> {
    this.#sessions.endOthers(sessionId, channel);
    return Promise.resolve();
  }

  signOutAll(channel: ChannelName = 'web'): Promise<void> {
    this.#sessions.endAll(channel);
    return Promise.resolve();
  }

  browserEpoch(): Promise<number> {
    return Promise.resolve(this.access.lastSignedOut());
  }

  devices(sessionId: string | null): Promise<DeviceView[]> {
    return Promise.resolve(this.#sessions.list(sessionId));
  }

  password(): Promise<PasswordView> {
    return Promise.resolve(passwordView(readPassword(this.sql)));
  }

  async setPassword(
    { email, password }: SetPassword,
    sessionId: string | null,
  ): Promise<Result<PasswordView, Failure>> {
    const { hashPassword } = await import('./password-hash.ts');
    const record = await hashPassword(password);
    if (record === null) return err(failure('too-many-requests'));
    const stored = { email, record, setAt: Date.now() };
    writePassword(this.sql, stored);
    this.opened({ type: 'access.password-set', channel: 'web', body: {} });
    this.#sessions.endOthers(sessionId, 'web');
    return ok(passwordView(stored));
  }

  removePassword(channel: ChannelName = 'web'): Promise<boolean> {
    const isRemoved = deletePassword(this.sql);
    if (isRemoved) this.opened({ type: 'access.password-removed', channel, body: {} }, true);
    return Promise.resolve(isRemoved);
  }
}
