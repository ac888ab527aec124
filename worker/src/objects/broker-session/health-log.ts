import type { WallMs } from '#shared/lib/time.ts';
import type { ConnectionFacts } from '#shared/usecases/connection-health.ts';
import type { VendorObservation } from '../../brokers/vendor.ts';
import type { StoredHealth } from './session-store.ts';

/** A pause the broker did not put a number on. */
const LIMITED_MS = 5_000;

/** What the answers of a broker add up to. `broken` and `garbled` are no answer: nothing is known from them. */
export class HealthLog {
  #okAt: WallMs | null;
  #lostSince: WallMs | null;
  #keysRefusedAt: WallMs | null;
  #failures: number;
  #limitedUntil: WallMs | null = null;
  #clockSkewMs: number | null = null;

  constructor(stored: StoredHealth | null) {
    this.#okAt = stored?.okAt ?? null;
    this.#lostSince = stored?.lostSince ?? null;
    this.#keysRefusedAt = stored?.keysRefusedAt ?? null;
    // What was lost before a restart still is, until an answer comes.
    this.#failures = stored?.lostSince ? 2 : 0;
  }

  observed({ kind, clockSkewMs, retryAfterMs }: VendorObservation, now: WallMs): void {
    if (clockSkewMs !== null) this.#clockSkewMs = clockSkewMs;
    switch (kind) {
      case 'fine':
        this.#okAt = now;
        this.#lostSince = null;
        this.#failures = 0;
        this.#keysRefusedAt = null;
        return;
      case 'limited':
        // It is there and knows us; it asks for patience.
        this.#lostSince = null;
        this.#failures = 0;
        this.#limitedUntil = (now + (retryAfterMs ?? LIMITED_MS)) as WallMs;
        return;
      case 'keys-refused':
        this.#keysRefusedAt ??= now;
        return;
      case 'garbled':
      case 'broken':
        this.#lostSince ??= now;
        this.#failures += 1;
    }
  }

  newKeys(): void {
    this.#keysRefusedAt = null;
  }

  facts(broker: string, isBlocked: boolean): ConnectionFacts {
    return {
      broker,
      isBlocked,
      okAt: this.#okAt,
      lostSince: this.#lostSince,
      failures: this.#failures,
      keysRefusedAt: this.#keysRefusedAt,
      limitedUntil: this.#limitedUntil,
      clockSkewMs: this.#clockSkewMs,
    };
  }

  /** For the tables. A single failure is not worth a write: it is no news yet. */
  stored(): StoredHealth {
    return {
      okAt: this.#okAt,
      lostSince: this.#failures > 1 ? this.#lostSince : null,
      keysRefusedAt: this.#keysRefusedAt,
    };
  }
}
