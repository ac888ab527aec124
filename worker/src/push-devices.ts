import type { Users } from '#shared/usecases/ports.ts';
import type { PushDevices } from '#shared/usecases/push-port.ts';
import { vapidKeyOf } from './channels/push/vapid-key.ts';
import type { Env } from './env.ts';
import { userDoor } from './peers.ts';

/** The devices of people over their objects. */
export function pushDevices(env: Env, users: Pick<Users, 'find'>): PushDevices {
  return {
    publicKey: vapidKeyOf(env.settings)?.publicKey ?? null,
    list: (userId, sessionId) => userDoor(env, userId).pushDevices(sessionId),
    find: (userId, id, sessionId) => userDoor(env, userId).pushDevice(id, sessionId),
    add: (userId, device) => userDoor(env, userId).addPushDevice(device),
    update: (userId, id, change) => userDoor(env, userId).updatePushDevice(id, change),
    remove: (userId, id, channel) => userDoor(env, userId).removePushDevice(id, channel),
    test: async (userId, id) => {
      const language = (await users.find(userId))?.language ?? 'en';
      return userDoor(env, userId).testPushDevice(id, language);
    },
  };
}
