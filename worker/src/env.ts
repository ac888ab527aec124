import { z } from 'zod';
import type { AccountObject } from './objects/account/account-object.ts';
import type { BarsObject } from './objects/bars/bars-object.ts';
import type { ChannelObject } from './objects/channel/channel-object.ts';
import type { MarketObject } from './objects/market/market-object.ts';
import type { PaperBrokerObject } from './objects/paper-broker/paper-broker-object.ts';
import type { UserObject } from './objects/user/user-object.ts';
import type { BrokerSessionObject } from './objects/broker-session/broker-session-object.ts';
import type { WakeUp } from './queues/wake-up.ts';
import { readVaultKeys, type VaultKeys } from './vault/vault-keys.ts';

/** The texts the runtime is started with. Nearly all are optional: `deploy` sets what it needs, home sets the rest. */
const settings = z.object({
  /** Opens the loopback-only routes under /internal/admin. Absent: those routes do not exist. */
  ADMIN_KEY: z.string().min(32).optional(),
  /** Signs updates of the home chat companion (/internal/updates/:channel). Never set by deploy. */
  HOME_KEY: z.string().min(32).optional(),
  /** Key of the event chain (hex, 32 bytes). Required: a chain under a key that anybody knows proves nothing. */
  AUDIT_KEY: z.string().regex(/^[0-9a-f]{64}$/i, 'AUDIT_KEY is 32 bytes in hex'),
  /** Key that seals credentials at home (hex, 32 bytes); `KEK_1`, `KEK_2`, … beside it are read by the vault. */
  VAULT_KEY: z.string().min(64).optional(),
  /** Which of them new seals are made with; what is sealed under another is rewrapped. */
  KEK_CURRENT: z.string().optional(),
  /** Signs pushes to people's devices (RFC 8292): `<public>.<private>` of one P-256 pair, base64url. Absent: none are sent. */
  VAPID_KEY: z
    .string()
    .regex(/^[\w-]{87}\.[\w-]{43}$/, 'VAPID_KEY is a P-256 pair in base64url')
    .optional(),
  /** Where brokers listen in a rehearsal: one loopback address in place of every host. Never set by deploy. */
  REHEARSAL_BROKER_URL: z
    .string()
    .regex(/^http:\/\/127\.0\.0\.1:\d{1,5}$/)
    .optional(),
  /** Where chat apps listen in a rehearsal, in place of their own addresses. Never set by deploy. */
  REHEARSAL_CHANNEL_URL: z
    .string()
    .regex(/^http:\/\/127\.0\.0\.1:\d{1,5}$/)
    .optional(),
  /** Four characters in every clientOrderId, made with the state and made anew by restore. */
  WRITER: z
    .string()
    .regex(/^[0-9a-z]{4}$/)
    .default('home'),
  /** Which life of the state runs: made with it, and made anew where the state was restored or copied. */
  LIFE: z.string().max(60).default('first'),
  /** The https address people use from outside, when there is one. */
  PUBLIC_URL: z.url().optional(),
  /** Host names the Worker answers to, separated by commas. Empty: the platform's routing decides. */
  ALLOWED_HOSTS: z.string().default(''),
});

export type Settings = z.infer<typeof settings>;

/** What the Worker is bound to: databases, objects, queues, files, the compute process. */
export interface Bindings {
  DB: D1Database;
  ACCOUNT: DurableObjectNamespace<AccountObject>;
  PAPER_BROKER: DurableObjectNamespace<PaperBrokerObject>;
  MARKET: DurableObjectNamespace<MarketObject>;
  BARS: DurableObjectNamespace<BarsObject>;
  USER: DurableObjectNamespace<UserObject>;
  BROKER_SESSION: DurableObjectNamespace<BrokerSessionObject>;
  CHANNEL: DurableObjectNamespace<ChannelObject>;
  MARKET_DATA_QUEUE: Queue<WakeUp>;
  SCREENING_QUEUE: Queue<WakeUp>;
  ANALYSIS_QUEUE: Queue<WakeUp>;
  TRADING_QUEUE: Queue<WakeUp>;
  NOTIFICATIONS_QUEUE: Queue<WakeUp>;
  COMPUTE: Fetcher;
  ASSETS: Fetcher;
}

/** What only the process at home binds. */
export interface HomeBindings {
  /** The network without its private addresses: a name that leads to one is not reached. Deployed, nothing else is there. */
  OUTSIDE?: Fetcher;
}

/** Bindings plus the settings as they arrive from the runtime: texts that nobody has parsed yet. */
export type RawEnv = Bindings & HomeBindings & Partial<Record<keyof Settings, string>>;

export type Env = Bindings &
  HomeBindings & {
    settings: Settings;
    /** Null: nothing can be sealed here, so no broker can be connected. */
    vaultKeys: VaultKeys | null;
  };

const parsed = new WeakMap<object, Env>();

/** Parses the settings once per isolate and binding set. Throws when one is malformed: the Worker must not run then. */
export function readEnv(raw: RawEnv): Env {
  const known = parsed.get(raw);
  if (known) return known;
  const env: Env = { ...raw, settings: settings.parse(raw), vaultKeys: readVaultKeys({ ...raw }) };
  parsed.set(raw, env);
  return env;
}
