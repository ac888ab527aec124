import { createHash, type Hash } from 'node:crypto';
import type { Timeframe } from '#shared/domain/bar.ts';
import { packColumns } from '#shared/domain/bar.ts';
import type { BarCsvError } from '#shared/domain/bar-csv/bar-csv-error.ts';
import type { SymbolBars } from '#shared/domain/bar-csv/bar-csv-parser.ts';
import { readBarCsv, type BarSink } from '#shared/domain/bar-csv/read-bar-csv.ts';
import { EXCHANGE_ZONE } from '#shared/domain/bar-times.ts';
import type { InstrumentId, MarketId } from '#shared/domain/ids.ts';
import type { Instrument } from '#shared/domain/instrument.ts';
import { invariant } from '#shared/lib/invariant.ts';
import { ok, type Result } from '#shared/lib/result.ts';
import type { Bindings } from '../../env.ts';
import { findImport, saveImport, type StoredImport } from '../../store/import-store.ts';
import { saveCoverage, saveInstruments, type CoverageRow } from '../../store/instrument-store.ts';
import type { BarsRpc } from './bars-rpc.ts';

export interface BarFile {
  readonly name: string;
  readonly source: ReadableStream<Uint8Array>;
  /** Where its stocks are listed: US unless the person said otherwise. */
  readonly exchange: 'us' | 'krx';
}

/**
 * Takes a CSV or gzip CSV of bars into a market of its own. All of it, or nothing: bars show when the whole file was
 * read and found right. A file that is here already answers what it was. Throws when an object stopped meanwhile; then
 * nothing is kept and it can be tried again.
 */
export async function importBars(
  env: Pick<Bindings, 'BARS' | 'DB'>,
  file: BarFile,
): Promise<Result<StoredImport, BarCsvError>> {
  const marketId = `replay-${crypto.randomUUID().slice(0, 8)}` as MarketId;
  const hash = createHash('sha256');
  const target = new ImportTarget(env, { marketId, file });
  const options = { file: file.name, timeZone: EXCHANGE_ZONE[file.exchange], pause: () => scheduler.wait(0) };
  try {
    // Refused half way, the rest is read all the same: who still sends would hear a broken line instead of the reason.
    const read = await readBarCsv(file.source.pipeThrough(hashed(hash), { preventCancel: true }), options, target);
    if (!read.ok) {
      await readToEnd(file.source);
      return read;
    }
    const { timeframe, bars, firstT, lastT } = read.value;
    const { name, exchange } = file;
    const digest = hash.digest('hex');
    const known = await findImport(env.DB, digest);
    if (known !== null) return ok(known);
    await target.publish(digest);
    const instruments = target.coverage.size;
    const done = { hash: digest, marketId, file: name, timeframe, exchange, bars, instruments, firstT, lastT };
    await saveImport(env.DB, done, Date.now());
    return ok((await findImport(env.DB, digest)) ?? done);
  } finally {
    await target.discard();
  }
}

/** Most of a refused file that is read to its end, in ms. */
const READ_TO_END_MS = 10_000;

async function readToEnd(source: ReadableStream<Uint8Array>): Promise<void> {
  const until = Date.now() + READ_TO_END_MS;
  try {
    const reader = source.getReader();
    while (Date.now() < until) if ((await reader.read()).done) return;
    await reader.cancel();
  } catch {
    // Whoever sent it is gone.
  }
}

class ImportTarget implements BarSink {
  readonly coverage = new Map<string, CoverageRow>();
  private readonly env: Pick<Bindings, 'BARS' | 'DB'>;
  private readonly marketId: MarketId;
  private readonly file: BarFile;
  private open: {
    readonly timeframe: Timeframe;
    readonly bars: Pick<BarsRpc, 'stage' | 'publish' | 'discard'>;
    readonly id: number;
  } | null = null;

  constructor(env: Pick<Bindings, 'BARS' | 'DB'>, { marketId, file }: { marketId: MarketId; file: BarFile }) {
    this.env = env;
    this.marketId = marketId;
    this.file = file;
  }

  async begin(timeframe: Timeframe): Promise<void> {
    const { BARS } = this.env;
    const bars = BARS.get(BARS.idFromName(`${this.marketId}:${timeframe}`));
    this.open = { timeframe, bars, id: await bars.beginImport({ file: this.file.name }) };
  }

  async write(batch: readonly SymbolBars[]): Promise<void> {
    invariant(this.open, 'bars are written after begin');
    const staged = batch.map(({ symbol, columns, adjClose }) => {
      const instrumentId = instrumentIdOf(this.marketId, symbol);
      this.cover(symbol, instrumentId, columns.t);
      return {
        instrumentId,
        columns: packColumns(columns),
        adjClose: (adjClose?.buffer as ArrayBuffer | undefined) ?? null,
      };
    });
    const isOpen = await this.open.bars.stage(this.open.id, staged);
    invariant(isOpen, 'the import was not forgotten meanwhile');
  }

  /** Directory first: an instrument without bars is harmless, bars nobody can name are not. */
  async publish(hash: string): Promise<void> {
    const { open, marketId } = this;
    invariant(open, 'a file that was read has bars');
    await saveInstruments(
      this.env.DB,
      [...this.coverage.keys()].map((symbol) => this.instrument(symbol)),
    );
    const published = await open.bars.publish(open.id, hash);
    invariant(published, 'the import was not forgotten meanwhile');
    const source = {
      marketId,
      timeframe: open.timeframe,
      source: this.file.name,
      adjustment: 'split-adjusted',
    } as const;
    await saveCoverage(this.env.DB, source, [...this.coverage.values()]);
  }

  async discard(): Promise<void> {
    await this.open?.bars.discard(this.open.id);
  }

  private cover(symbol: string, instrumentId: InstrumentId, times: Float64Array): void {
    const known = this.coverage.get(symbol);
    this.coverage.set(symbol, {
      instrumentId,
      firstT: known?.firstT ?? (times[0] as number), // batches hold at least one bar of a symbol
      lastT: times.at(-1) as number,
      bars: (known?.bars ?? 0) + times.length,
    });
  }

  private instrument(symbol: string): Instrument {
    const { exchange } = this.file;
    return {
      id: instrumentIdOf(this.marketId, symbol),
      marketId: this.marketId,
      symbol: exchange === 'krx' ? `KRX:${symbol}` : symbol,
      nameEn: symbol,
      nameKo: symbol,
      exchange,
      currency: exchange === 'krx' ? 'KRW' : 'USD',
      kind: 'stock',
      sector: null,
      multiplier: '1',
      expiresOn: null,
      lotSize: '1',
    };
  }
}

/** Opaque to everybody else, and the same each time a file is read. */
function instrumentIdOf(marketId: MarketId, symbol: string): InstrumentId {
  return `${marketId}.${symbol.replace(/[^A-Za-z0-9.-]/g, (mark) => `_${(mark.codePointAt(0) ?? 0).toString(16)}`)}` as InstrumentId;
}

function hashed(hash: Hash): TransformStream<Uint8Array, Uint8Array> {
  return new TransformStream({
    transform(chunk, controller) {
      hash.update(chunk);
      controller.enqueue(chunk);
    },
  });
}
