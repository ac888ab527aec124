import { ulid } from 'ulid';
import { invariant } from '#shared/lib/invariant.ts';
import type { WallMs } from '#shared/lib/time.ts';
import type {
  BrokerKeys,
  ConnectionRecord,
  Connections,
  Environment,
  KeyedBroker,
  KnockResult,
} from '#shared/usecases/connection-port.ts';
import { vendorOf } from './brokers/index.ts';
import { vendorHttp } from './brokers/vendor-http.ts';
import type { KnockAnswer, Vendor } from './brokers/vendor.ts';
import type { Env } from './env.ts';
import type { NewSecret } from './objects/broker-session/broker-session-rpc.ts';
import { sessionDoor } from './peers.ts';
import type { ConnectionDirectory } from './store/connections.ts';
import { seal, type SealPlace } from './vault/vault.ts';

type Opened = Extract<KnockAnswer, { kind: 'opened' }>;

/** The last characters of a key or an account number: all that is ever stored or shown of it. */
const SHOWN = 4;
const ID_LENGTH = 10;

/** Broker connections over the directory and their objects. What a person typed is sealed here, in the call it came with. */
export function brokerConnections(env: Env, directory: ConnectionDirectory, now: () => WallMs): Connections {
  const session = (id: string) => sessionDoor(env, id);

  async function sealed(
    place: SealPlace,
    { keys, version, opened }: { keys: BrokerKeys; version: number; opened: Opened },
  ): Promise<NewSecret> {
    invariant(env.vaultKeys, 'there is a key to seal with');
    const { account, observed } = opened;
    // The whole number is sealed beside the keys: it tells whether other keys open the same account.
    const secret = { ...keys, account: account.number };
    return {
      sealed: await seal(env.vaultKeys, place, { version, secret }),
      keyEnding: ending(keys.keyId),
      account: {
        currency: account.currency,
        buyingPower: account.buyingPower,
        permissions: [...account.permissions],
        mayTrade: account.mayTrade,
      },
      observed,
    };
  }

  /** The one among these that is for the same brokerage account. */
  async function existing(
    like: ConnectionRecord,
    among: readonly ConnectionRecord[],
    { keys, opened }: { keys: BrokerKeys; opened: Opened },
  ): Promise<ConnectionRecord | null> {
    const others = among.filter(
      ({ broker, environment, accountEnding }) =>
        broker === like.broker && environment === like.environment && accountEnding === like.accountEnding,
    );
    for (const other of others) {
      const candidate = await sealed(placeOf(other), { keys, version: 1, opened });
      if (await session(other.id).isSameAccount(candidate.sealed)) return other;
    }
    return null;
  }

  return {
    canSeal: env.vaultKeys !== null,
    titleOf: (broker) => vendorOf(broker)?.title ?? broker,
    list: (userId) => directory.list(userId),
    find: (userId, id) => directory.find(userId, id),
    knock: (broker, environment, keys) => knock(env, { broker, environment, keys, now }),
    add: async ({ userId, broker, name, environment, keys }, knocked) => {
      const opened = knocked.token as Opened;
      const record: ConnectionRecord = {
        id: `c_${ulid(now()).slice(-ID_LENGTH).toLowerCase()}`,
        broker,
        name,
        environment,
        accountEnding: ending(opened.account.number),
        keyEnding: ending(keys.keyId),
        createdAt: now(),
      };
      const known = await existing(record, await directory.list(userId), { keys, opened });
      if (known !== null) return { existing: known };
      const secret = await sealed(placeOf(record), { keys, version: 1, opened });
      await session(record.id).open({ id: record.id, broker, environment }, secret);
      // Last: sealed keys nobody finds are harmless, a listed connection without keys is not.
      await directory.add(userId, record);
      // Added twice at the same moment, the one that was listed first stays.
      const first = await existing(record, await directory.before(userId, record.id), { keys, opened });
      if (first === null) return { added: record };
      await session(record.id).erase();
      await directory.remove(userId, record.id);
      return { existing: first };
    },
    replaceKeys: async (record, keys, knocked) => {
      const version = await session(record.id).nextVersion();
      const secret = await sealed(placeOf(record), { keys, version, opened: knocked.token as Opened });
      const done = await session(record.id).replaceSecret(secret);
      if (done === 'replaced') await directory.setKeyEnding(record.id, secret.keyEnding);
      return done;
    },
    status: async (id) => {
      const view = await session(id).view();
      if (view === null) return null;
      // Its object follows orders of the accounts it knows. One that is listed here alone was cut off when it was opened,
      // and one that it alone knows, too: that one nobody finds, so that it stands in nobody's way.
      const listed = await directory.accountsOver(id);
      const unknown = listed.filter((one) => !view.accountIds.includes(one));
      for (const accountId of unknown) await session(id).attach(accountId);
      return { ...view, accountIds: [...view.accountIds.filter((one) => listed.includes(one)), ...unknown] };
    },
    check: (id) => session(id).check(),
    leave: (userId, id) => directory.setLeaving(userId, id, now()),
    leaving: () => directory.leaving(),
    remove: async (userId, id) => {
      await session(id).erase();
      await directory.remove(userId, id);
    },
  };
}

interface Knocking {
  readonly broker: KeyedBroker;
  readonly environment: Environment;
  readonly keys: BrokerKeys;
  readonly now: () => WallMs;
}

async function knock(env: Env, { broker, environment, keys, now }: Knocking): Promise<KnockResult> {
  const vendor: Vendor | null = vendorOf(broker);
  if (vendor === null) return { kind: 'unavailable' };
  const http = vendorHttp({ vendor, environment, rehearsalUrl: env.settings.REHEARSAL_BROKER_URL, now });
  const answer = await vendor.knock({ http, secret: keys, environment, now });
  if (answer.kind === 'opened') return { kind: 'opened', account: answer.account, token: answer };
  return answer.kind === 'unavailable' ? { kind: 'unavailable' } : answer;
}

function placeOf({ id, broker, environment }: Pick<ConnectionRecord, 'id' | 'broker' | 'environment'>): SealPlace {
  return { connectionId: id, broker, environment };
}

function ending(text: string): string {
  return text.slice(-SHOWN);
}
