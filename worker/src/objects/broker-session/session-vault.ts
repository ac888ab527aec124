import type { BrokerSecret } from '../../brokers/vendor.ts';
import type { VaultKeys } from '../../vault/vault-keys.ts';
import { open, rewrap, type SealedRecord } from '../../vault/vault.ts';
import type { SessionSpec } from './broker-session-rpc.ts';
import type { SessionStore } from './session-store.ts';

interface VaultPorts {
  readonly store: SessionStore;
  readonly keys: VaultKeys | null;
  readonly log: (event: string, values: Readonly<Record<string, unknown>>) => void;
}

/** The one sealed credential of a session. What it opens lives in local variables of whoever asked. */
export class SessionVault {
  readonly #ports: VaultPorts;

  constructor(ports: VaultPorts) {
    this.#ports = ports;
  }

  /** The keys for the vendor's adapter; null when there are none that open. */
  async secret(): Promise<BrokerSecret | null> {
    const { keyId, secretKey } = (await this.#opened(this.#ports.store.credential()?.sealed)) ?? {};
    return keyId === undefined || secretKey === undefined ? null : { keyId, secretKey };
  }

  /** Whether these sealed keys, meant for this session, open the brokerage account that its own do. */
  async isSameAccount(sealed: SealedRecord): Promise<boolean> {
    const [own, other] = await Promise.all([
      this.#opened(this.#ports.store.credential()?.sealed),
      this.#opened(sealed),
    ]);
    return own !== null && other !== null && own['account'] === other['account'];
  }

  /** What is still sealed under an older key goes under the current one; both open it until it is written. */
  async rotate(): Promise<void> {
    const { store, keys, log } = this.#ports;
    const spec = store.read('spec');
    const before = store.credential()?.sealed;
    if (spec === null || before === undefined || keys === null || before.key === keys.current) return;
    const rewrapped = await rewrap(keys, placeOf(spec), before);
    if (rewrapped.ok) store.putRewrapped(rewrapped.value, before);
    else log('rewrap-failed', { error: rewrapped.error.code, key: rewrapped.error.key });
  }

  async #opened(sealed: SealedRecord | undefined): Promise<Record<string, string> | null> {
    const { store, keys, log } = this.#ports;
    const spec = store.read('spec');
    if (spec === null || sealed === undefined || keys === null) return null;
    const opened = await open(keys, placeOf(spec), sealed);
    if (opened.ok) return opened.value;
    log('credential-does-not-open', { error: opened.error.code, key: opened.error.key });
    return null;
  }
}

function placeOf({ id, broker, environment }: SessionSpec) {
  return { connectionId: id, broker, environment };
}
