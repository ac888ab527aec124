// `outside.ts` starts this: the stand-in for a broker, and the same hops gone by objects that do nothing else, away from the
// process that hosts the product and keeps it busy. It ends with its parent.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startAlpaca } from '../../src/testing/alpaca-server/server.ts';
import { bareChain, type BareChain } from './bare-chain.ts';
import { clockMs, type FromOutside, type ToOutside } from './outside.ts';

let askedAt = 0;
// Not what is measured: a budget that is never used up.
const alpaca = await startAlpaca({
  ratePerMinute: 100_000,
  listed: {},
  onRequest: (line) => {
    if (line.startsWith('POST /v2/orders')) askedAt = clockMs();
  },
});
const { world } = alpaca;
const bareDir = mkdtempSync(join(tmpdir(), 'nod-bench-'));
let chain: Promise<BareChain> | undefined;

// The first that listens, before any socket does: whatever keeps this process from sending counts, not the other way round.
let pricedAt = 0;
world.priceListeners.add(() => {
  pricedAt = clockMs();
});
// The book's first news of an order follows its request; whoever rules this has one under way at a time.
const known = new Set<string>();
world.listeners.add(({ order }) => {
  if (known.has(order.brokerOrderId)) return;
  known.add(order.brokerOrderId);
  say({ kind: 'order', symbol: order.symbol, at: askedAt });
});
process.on('message', (message: ToOutside) => void obey(message));
process.on('disconnect', () => void leave());
say({ kind: 'open', url: alpaca.url, goesFirst: goesFirst() });

/**
 * A broker is another machine: what arrives there does not wait until a processor of this one is free. False: this system
 * has no such thing, or this user may not, and such waits are among the figures. What it starts is as everything else.
 */
function goesFirst(): boolean {
  const pid = String(process.pid);
  return spawnSync('chrt', ['--fifo', '--reset-on-fork', '--all-tasks', '--pid', '1', pid]).status === 0;
}

function say(message: FromOutside): void {
  process.send?.(message);
}

async function obey(message: ToOutside): Promise<void> {
  switch (message.kind) {
    case 'hold': {
      const { symbol, shares, price } = message;
      world.setPrice(symbol, price);
      world.store.putPosition({ instrumentId: symbol as never, quantity: String(shares) });
      return;
    }
    case 'price': {
      const { symbol, price } = message;
      world.setPrice(symbol, price);
      say({ kind: 'price', symbol, at: pricedAt });
      return;
    }
    case 'hops':
      chain ??= bareChain(bareDir);
      say({ kind: 'hops', ms: await (await chain).arrivalMs(message.mode) });
  }
}

async function leave(): Promise<void> {
  await (await chain)?.stop();
  rmSync(bareDir, { recursive: true, force: true });
  process.exit(0);
}
