import type { Broker } from '../../ports/broker.ts';
import type { InstrumentId } from '../../domain/ids.ts';
import { assertNever } from '../../lib/invariant.ts';
import type { Due, Effect, Flow } from './effects.ts';

/** What a flow's effects reach in the real world. None of these is expected to throw; where one does, it is no answer. */
export interface EffectPorts {
  readonly broker: Broker;
  /** Whether this intent may still leave: asked right before it does, after whatever the broker's port had to wait for. */
  isWanted(intentId: string): boolean;
  learn(instrumentIds: readonly InstrumentId[]): Promise<void>;
  deliver(seq: number, recipient: string): Promise<boolean>;
  host(due: Due): Promise<void>;
  wait(ms: number): Promise<void>;
  log(entry: Readonly<Record<string, unknown>>): void;
}

/** Drives a flow with promises. An exception of the outside becomes the answer that proves nothing. */
export async function runAsync<T>(flow: Flow<T>, ports: EffectPorts): Promise<T> {
  let step = flow.next();
  while (!step.done) {
    const answer = await perform(step.value, ports);
    step = flow.next(answer);
  }
  return step.value;
}

async function perform(effect: Effect, ports: EffectPorts): Promise<unknown> {
  if (effect.kind === 'all') return Promise.all(effect.flows.map((flow) => runAsync(flow, ports)));
  try {
    return await ask(effect, ports);
  } catch (error) {
    ports.log({ event: 'effect-failed', effect: effect.kind, error: String(error) });
    return noAnswer(effect, String(error));
  }
}

function ask(effect: Exclude<Effect, { kind: 'all' }>, ports: EffectPorts): Promise<unknown> {
  const { broker } = ports;
  switch (effect.kind) {
    case 'submit':
      return broker.submit(effect.request, () => ports.isWanted(effect.intentId));
    case 'replace':
      return broker.replace(effect.request, () => ports.isWanted(effect.intentId));
    case 'cancel':
      return broker.cancel(effect);
    case 'look-up':
      return broker.orderByClientId(effect.clientOrderId);
    case 'snapshot':
      return broker.snapshot(effect);
    case 'learn':
      return ports.learn(effect.instrumentIds);
    case 'deliver':
      return ports.deliver(effect.seq, effect.recipient);
    case 'host':
      return ports.host(effect.due);
    case 'wait':
      return ports.wait(effect.ms);
  }
}

function noAnswer(effect: Exclude<Effect, { kind: 'all' }>, message: string): unknown {
  switch (effect.kind) {
    case 'submit':
    case 'replace':
    case 'cancel':
      return { kind: 'unknown', message };
    case 'look-up':
      return { kind: 'unavailable', message };
    case 'snapshot':
      return null;
    case 'deliver':
    case 'learn':
      return false;
    case 'host':
    case 'wait':
      return undefined;
    default:
      return assertNever(effect);
  }
}
