import type { AccountId } from '#shared/domain/ids.ts';
import type { WallMs } from '#shared/lib/time.ts';
import { healthOf, type ConnectionFacts } from '#shared/usecases/connection-health.ts';
import {
  firstNews,
  isUnsaid,
  nextNews,
  type ConnectionNews,
  type NewsMemory,
} from '#shared/usecases/connection-news.ts';
import type { SessionStore } from './session-store.ts';

export interface NewsPorts {
  readonly store: SessionStore;
  readonly now: () => WallMs;
  readonly tellHealth: (accountId: AccountId, news: ConnectionNews, facts: ConnectionFacts) => Promise<void>;
  readonly log: (event: string, values: Readonly<Record<string, unknown>>) => void;
}

/**
 * What is told about a connection: how it is, once it has lasted, to each account that trades over it. Kept until the
 * account has taken it, so that a message that is owed is late and never lost.
 */
export class HealthNews {
  readonly #ports: NewsPorts;
  #memory: NewsMemory;

  constructor(ports: NewsPorts) {
    this.#ports = ports;
    this.#memory = ports.store.read('news') ?? firstNews();
  }

  /** It is looked at again soon. */
  get isUnsaid(): boolean {
    return isUnsaid(this.#memory);
  }

  /** One look. */
  async look(facts: ConnectionFacts): Promise<void> {
    const { store, now } = this.#ports;
    // Nobody has asked the broker yet.
    if (facts.okAt === null && facts.lostSince === null && facts.keysRefusedAt === null) return;
    const memory = nextNews(this.#memory, asNews(facts, now()), now());
    if (memory !== this.#memory) store.write('news', memory);
    this.#memory = memory;
    await this.#tell(facts);
  }

  async #tell(facts: ConnectionFacts): Promise<void> {
    const { store, tellHealth, log } = this.#ports;
    const { told } = this.#memory;
    const key = `${told.state}|${told.code}|${told.since}`;
    for (const accountId of store.owedNews(key)) {
      try {
        await tellHealth(accountId, told, facts);
        store.setHeard(accountId, key);
      } catch (error) {
        log('account-not-told', { account: accountId, error });
      }
    }
  }
}

function asNews(facts: ConnectionFacts, now: WallMs): ConnectionNews {
  const { state, sentence } = healthOf(facts, now, null);
  // A socket may be silent for longer than answers come again: how long that lasts counts from when it was seen.
  const since = state === 'lost' ? facts.lostSince : state === 'needs-you' ? facts.keysRefusedAt : null;
  return { state, code: sentence.code, since: since ?? now };
}
