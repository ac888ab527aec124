import { HeartbeatView, SetHeartbeat } from '#shared/contract/heartbeat.ts';
import { log } from '../../log.ts';
import { route } from '../route.ts';

/** The address outside that is called every minute. It comes in here and never goes out again. */
export const HEARTBEAT_ROUTES = [
  route({
    method: 'GET',
    path: '/api/heartbeat',
    summary: 'Whether an address outside is called every minute, and what came of the last call',
    answer: HeartbeatView,
    run: ({ composition, caller }) => composition.useCases.heartbeat(caller),
  }),
  route({
    method: 'POST',
    path: '/api/heartbeat',
    summary: 'Call this https address every minute in which Nod did its work (needs a step-up)',
    scope: 'admin',
    isSecret: true,
    body: SetHeartbeat,
    answer: HeartbeatView,
    run: async ({ composition, caller }, { body }) => {
      const set = await composition.useCases.setHeartbeat(caller, body);
      if (set.ok) log('heartbeat-set', { userId: caller.userId, host: set.value.host });
      return set;
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/heartbeat',
    summary: 'Call no address any more (needs a step-up)',
    scope: 'admin',
    answer: HeartbeatView,
    run: async ({ composition, caller }) => {
      const removed = await composition.useCases.setHeartbeat(caller, null);
      if (removed.ok) log('heartbeat-removed', { userId: caller.userId });
      return removed;
    },
  }),
];
