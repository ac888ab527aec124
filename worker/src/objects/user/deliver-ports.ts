import { gatheredCard, stillOpen } from '#bot/alerts/together.ts';
import type { UserId } from '#shared/domain/ids.ts';
import type { WallMs } from '#shared/lib/time.ts';
import { pushSendingOf } from '../../channels/push/vapid-key.ts';
import { callerOf } from '../../caller-of.ts';
import { compose } from '../../composition.ts';
import type { Env } from '../../env.ts';
import { log } from '../../log.ts';
import { accountAdmin, channelDoor } from '../../peers.ts';
import type { DeliverPorts } from './deliver-due.ts';
import type { Deliveries } from './deliveries.ts';
import type { TellUndelivered } from './delivery-watch.ts';
import { inGroup } from './in-group.ts';
import type { PushDevices } from './push-devices.ts';
import { PushSender } from './push-sender.ts';

/** Whose messages they are, and where they lie. */
interface Whose {
  readonly userId: string;
  readonly devices: PushDevices;
}

const now = (): WallMs => Date.now() as WallMs;

/** What sends to this person's devices. */
export function pushSenderOf(env: Env, { userId, devices }: Whose): PushSender {
  return new PushSender({
    ...{ userId, devices, now, sending: pushSendingOf(env), cards: compose(env).pushCards },
    log: (event, values) => {
      log(event, { userId, ...values });
    },
  });
}

/** The house as deliveries of this person need it. */
export function deliverPortsOf(env: Env, whose: Whose & { readonly deliveries: Deliveries }): DeliverPorts {
  const composition = compose(env);
  const { userId, deliveries } = whose;
  const push = pushSenderOf(env, whose);
  return {
    ...{ push, deliveries, now, stillOpen, gatheredCard },
    isTheirs: async ({ channel, chatId }) =>
      channel === 'push'
        ? push.isThere(chatId)
        : (await composition.chats.list(userId)).some(
            (chat) => chat.channel === channel && chat.chatId === chatId && chat.goneAt === null,
          ),
    inGroup: (groupId) => inGroup(composition, userId, groupId),
    draw: (event, channel) => composition.chatCards.ofEvent(userId, event, channel),
    drawStanding: (subject) => composition.chatCards.standing(userId, subject),
    picture: async (ref, language) => {
      const drawn = await composition.picture(callerOf(userId), { ref, look: { language } });
      return drawn.ok ? drawn.value.buffer : null;
    },
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    post: (channel, post) => channelDoor(env, channel).post(post),
    edit: (channel, shown, post) => channelDoor(env, channel).edit(shown, post),
    log: (event, values) => {
      log(event, { userId, ...values });
    },
  };
}

/** Accounts whose messages do not arrive say so, wherever they can. */
export function undeliveredTeller(env: Env, userId: string): TellUndelivered {
  return (accountId, found) =>
    accountAdmin(env, accountId).setTrouble(
      'undelivered',
      found && { since: found.since, about: { count: found.count } },
      userId as UserId,
    );
}
