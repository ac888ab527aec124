import { toBrokerOrder, toExecution } from '#shared/simulator/broker/view.ts';
import { NO_ALPACA_FAULTS, ONE_FAULTS, type AlpacaFaults, type OneFault } from './faults.ts';
import type { AlpacaPace, AlpacaSession, AlpacaWorld } from './world.ts';

/** What the server adds to the world: sockets. */
export interface AlpacaSockets {
  /** Every open connection ends without a word. */
  cut(): void;
  /** Connections end at random, each interval between these many ms; null: no longer. */
  cutEvery(ms: readonly [number, number] | null): void;
  /** Prices move by up to `fraction` every `ms`; null: they stand. */
  walkEvery(ms: number | null, fraction: number): void;
}

/** The whole truth, for comparison with what somebody believes. */
export function trueBook(world: AlpacaWorld) {
  const { store } = world;
  return {
    orders: store.orders().map((order) => ({ ...toBrokerOrder(order), sentAs: order.sentAs })),
    executions: store.executionsAfter(0, Number.MAX_SAFE_INTEGER).map((one) => toExecution(world.book, one)),
    positions: store.positions(),
    cash: store.cash('USD'),
    requests: world.requests.length,
  };
}

type Given = Readonly<Record<string, unknown>>;

/** Commands of the control door, by name. Unknown names and wrong values are refused with a sentence. */
export function control(world: AlpacaWorld, sockets: AlpacaSockets, command: string, given: Given): unknown {
  switch (command) {
    case 'book':
      return trueBook(world);
    case 'requests':
      return world.requests;
    case 'prices':
      return Object.fromEntries(world.feed.symbols().map((symbol) => [symbol, world.feed.last(symbol)]));
    case 'price':
      world.setPrice(text(given, 'symbol'), amount(given, 'price'));
      break;
    case 'faults':
      world.plan.faults = { ...world.plan.faults, ...faultsOf(given) };
      return world.plan.faults;
    case 'next':
      world.plan.next(text(given, 'only'), faultOf(text(given, 'fault')));
      break;
    case 'heal':
      world.plan.heal();
      sockets.cutEvery(null);
      break;
    case 'pace':
      Object.assign(world.pace, given as Partial<AlpacaPace>);
      return world.pace;
    case 'session':
      world.setSession(text(given, 'session') as AlpacaSession);
      break;
    case 'key':
      for (const key of world.keys) key.state = text(given, 'state') as 'good';
      break;
    case 'account':
      Object.assign(world.account, given);
      return world.account;
    case 'rate':
      world.rate = { perMinute: amount(given, 'perMinute'), left: amount(given, 'perMinute'), resetsAt: 0 };
      break;
    case 'fill': {
      const order = world.store.orderByClientId(text(given, 'clientOrderId'));
      if (order === null) throw new Error('no such order');
      world.fillPart(order, text(given, 'quantity'), text(given, 'price'));
      break;
    }
    case 'split':
      world.split(text(given, 'symbol'), amount(given, 'ratio'));
      break;
    case 'money':
      return world.moveMoney(text(given, 'type'), text(given, 'amount'));
    case 'restart':
      world.restart();
      sockets.cut();
      break;
    case 'cut':
      sockets.cut();
      break;
    case 'cut-every': {
      const ms = given['ms'];
      sockets.cutEvery(Array.isArray(ms) ? [Number(ms[0]), Number(ms[1])] : null);
      break;
    }
    case 'walk':
      sockets.walkEvery(given['ms'] === null ? null : amount(given, 'ms'), Number(given['fraction'] ?? 0.002));
      break;
    default:
      throw new Error(`there is no command ${command}`);
  }
  return { ok: true };
}

function faultsOf(given: Given): Partial<AlpacaFaults> {
  const unknown = Object.keys(given).filter((name) => !(name in NO_ALPACA_FAULTS));
  if (unknown.length > 0) throw new Error(`there is no fault ${unknown.join(', ')}`);
  return given;
}

function faultOf(name: string): OneFault {
  const fault = ONE_FAULTS.find((one) => one === name);
  if (fault === undefined) throw new Error(`there is no fault ${name}`);
  return fault;
}

function text(given: Given, name: string): string {
  const value = given[name];
  if (typeof value !== 'string') throw new Error(`${name} is a text`);
  return value;
}

function amount(given: Given, name: string): number {
  const value = given[name];
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new Error(`${name} is a number`);
  return value;
}
