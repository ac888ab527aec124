import { runMinute } from './cron/minute.ts';
import { readEnv, type RawEnv } from './env.ts';
import { frontDoor } from './front-door.ts';
import { consume } from './queues/consume.ts';
import type { WakeUp } from './queues/wake-up.ts';

export { Compute } from './compute.ts';
export { AccountObject } from './objects/account/account-object.ts';
export { BarsObject } from './objects/bars/bars-object.ts';
export { BrokerSessionObject } from './objects/broker-session/broker-session-object.ts';
export { ChannelObject } from './objects/channel/channel-object.ts';
export { MarketObject } from './objects/market/market-object.ts';
export { PaperBrokerObject } from './objects/paper-broker/paper-broker-object.ts';
export { UserObject } from './objects/user/user-object.ts';

export default {
  fetch: (request, env, ctx) => frontDoor(request, env, ctx),
  scheduled: (controller, env) => runMinute(readEnv(env), controller.scheduledTime),
  queue: (batch, env) => consume(readEnv(env), batch),
} satisfies ExportedHandler<RawEnv, WakeUp>;
