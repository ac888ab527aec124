import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { ChainMode } from './bare-chain.ts';

export type ToOutside =
  | { readonly kind: 'hold'; readonly symbol: string; readonly shares: number; readonly price: number }
  | { readonly kind: 'price'; readonly symbol: string; readonly price: number }
  | { readonly kind: 'hops'; readonly mode: ChainMode };
export type FromOutside =
  | { readonly kind: 'open'; readonly url: string; readonly goesFirst: boolean }
  | { readonly kind: 'price'; readonly symbol: string; readonly at: number }
  /** `at`: when its request arrived, not when the stand-in had read and booked it. */
  | { readonly kind: 'order'; readonly symbol: string; readonly at: number }
  | { readonly kind: 'hops'; readonly ms: number };

/** A clock that all processes of this machine share, in ms. */
export function clockMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** What surrounds a product, in a process of its own: what is measured there waits for nothing that its parent does. */
export interface Outside {
  /** Of the stand-in for a broker. */
  readonly url: string;
  /** Its processor is its own, as on a machine of its own. */
  readonly goesFirst: boolean;
  hold(symbol: string, shares: number, price: number): void;
  /** From a price on the broker's own socket to the arrival of the order that it brings, in ms; null: none came in time. */
  orderAfterPrice(asked: { symbol: string; price: number; withinMs: number }): Promise<number | null>;
  /** When the next order arrives, by `clockMs`. */
  nextOrder(): Promise<number>;
  /** The same hops, gone by objects that do nothing else. */
  hopsMs(mode: ChainMode): Promise<number>;
  stop(): Promise<void>;
}

export async function startOutside(): Promise<Outside> {
  const script = join(import.meta.dirname, 'outside-process.ts');
  const child = fork(script, { execArgv: ['--disable-warning=ExperimentalWarning'] });
  const { url, goesFirst } = await heard(child, (message) => message.kind === 'open' && message);
  const tell = (message: ToOutside): void => void child.send(message);
  return {
    url,
    goesFirst,
    hold: (symbol, shares, price) => {
      tell({ kind: 'hold', symbol, shares, price });
    },
    orderAfterPrice: async ({ symbol, price, withinMs }) => {
      const of = (kind: 'price' | 'order'): Promise<number> =>
        heard(child, (message) => message.kind === kind && message.symbol === symbol && message).then(({ at }) => at);
      const both = Promise.all([of('price'), of('order')]);
      tell({ kind: 'price', symbol, price });
      const times = await Promise.race([both, wait(withinMs, null)]);
      return times === null ? null : times[1] - times[0];
    },
    nextOrder: () => heard(child, (message) => message.kind === 'order' && message).then(({ at }) => at),
    hopsMs: (mode) => {
      const gone = heard(child, (message) => message.kind === 'hops' && message);
      tell({ kind: 'hops', mode });
      return gone.then(({ ms }) => ms);
    },
    stop: async () => {
      const gone = once(child, 'exit');
      child.disconnect();
      await gone;
    },
  };
}

/** The first message from now on that is meant. */
function heard<T extends FromOutside>(child: ChildProcess, meant: (message: FromOutside) => T | false): Promise<T> {
  return new Promise((resolve, reject) => {
    const done = (): void => {
      child.off('message', listen);
      child.off('exit', gone);
    };
    const listen = (message: unknown): void => {
      const found = meant(message as FromOutside);
      if (found === false) return;
      done();
      resolve(found);
    };
    const gone = (): void => {
      done();
      reject(new Error('the process outside has ended'));
    };
    child.on('message', listen).once('exit', gone);
  });
}
