import type { Composition } from '../../composition.ts';
import { CHANNEL_NAMES } from '../../channels/index.ts';
import { rotateHeartbeat } from '../../heartbeat.ts';
import { channelDoor, sessionDoor } from '../../peers.ts';

export interface Rotation {
  readonly current: string | null;
  readonly connections: number;
  /** Still sealed under an older key, or silent: then no key may go. */
  readonly remaining: number;
}

/** Every connection, every chat app and the address outside bring what is sealed under the current vault key, and says where it stands. */
export async function rotateKeys({ env, database, connections }: Composition): Promise<Rotation> {
  const current = env.vaultKeys?.current ?? null;
  const all = await connections.all();
  const done = await Promise.allSettled(
    all.map(async ({ id }) => {
      const session = sessionDoor(env, id);
      await session.wake();
      return (await session.view())?.sealedWith ?? current;
    }),
  );
  const tokens = await Promise.allSettled(
    CHANNEL_NAMES.map(async (channel) => (await channelDoor(env, channel).rotate()) ?? current),
  );
  const [heartbeat] = await Promise.allSettled([rotateHeartbeat(env, database).then((key) => key ?? current)]);
  const remaining = [...done, ...tokens, heartbeat].filter(
    (outcome) => outcome.status === 'rejected' || outcome.value !== current,
  ).length;
  return { current, connections: all.length, remaining };
}
