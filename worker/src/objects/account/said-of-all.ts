import type { OwnerLimits } from '#shared/domain/owner-limits.ts';
import type { Mode } from '#shared/risk/check.ts';
import type { AccountPorts } from './account-ports.ts';
import type { AccountContext } from './context.ts';
import type { Actor } from './event-log.ts';
import { hearOwnerLimits } from './limits.ts';
import { readMeta } from './meta.ts';
import { hearGlobalMode } from './modes.ts';
import { schedule } from './schedule.ts';

/** What the installation says of all accounts: told to this one while it runs, read by it when it wakes. */
export class SaidOfAll {
  readonly #ports: Pick<AccountPorts, 'globalMode' | 'ownerLimits' | 'log'>;
  readonly #context: () => AccountContext;
  /** How often each was told here. */
  readonly #told = { mode: 0, limits: 0 };

  constructor(ports: Pick<AccountPorts, 'globalMode' | 'ownerLimits' | 'log'>, context: () => AccountContext) {
    this.#ports = ports;
    this.#context = context;
  }

  /** In the turn of the call; answers the entries that have to be cancelled at the broker. */
  setMode(mode: Mode, by: Actor): string[] {
    this.#told.mode += 1;
    return this.#hearMode(mode, by);
  }

  /** In the turn of the call. */
  setLimits(limits: OwnerLimits, by: Actor): void {
    this.#told.limits += 1;
    this.#hearLimits(limits, by);
  }

  /** What was said while this account slept, or could not be told; whether it knows the owner's limits. */
  async hearWritten(): Promise<boolean> {
    const ctx = this.#context();
    await this.#read('mode', this.#ports.globalMode, (mode) => {
      const toCancel = mode === null ? [] : this.#hearMode(mode, 'clock');
      if (toCancel.length > 0) schedule(ctx, 'resolve-orders', 'all', ctx.now());
    });
    await this.#read('limits', this.#ports.ownerLimits, (limits) => {
      if (limits === null) ctx.log({ event: 'owner-limits-damaged' });
      else this.#hearLimits(limits, 'clock');
    });
    return readMeta(ctx.sql, 'ownerLimits') !== null;
  }

  /** Where nobody can be asked, what was heard last holds. */
  async #read<T>(what: 'mode' | 'limits', ask: () => Promise<T>, hear: (said: T) => void): Promise<void> {
    const told = this.#told[what];
    try {
      const said = await ask();
      // What was read before somebody told it is older than what they told.
      if (told === this.#told[what]) hear(said);
    } catch (error) {
      this.#ports.log({ event: 'said-of-all-not-read', what, error: String(error) });
    }
  }

  #hearMode(mode: Mode, by: Actor): string[] {
    const ctx = this.#context();
    return ctx.transaction(() => hearGlobalMode(ctx, mode, by));
  }

  #hearLimits(limits: OwnerLimits, by: Actor): void {
    const ctx = this.#context();
    ctx.transaction(() => {
      hearOwnerLimits(ctx, limits, by);
    });
  }
}
