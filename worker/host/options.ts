import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { err, ok, type Result } from '#shared/lib/result.ts';

/** Where a state lies when nobody says where: every command looks here. */
export const DEFAULT_STATE = '.nod';

/** What `npm start` was asked for. Paths are absolute. */
export interface StartOptions {
  /** 1–65535; 0 takes any free port. */
  port: number;
  stateDir: string;
  fresh: boolean;
  /** CSV or gzip CSV whose bars become the market. Absent: the generated market. */
  replay?: string;
  /** Most steps a second, 0 pauses. */
  speed?: number;
  /** Never hold the clock for an open question. */
  noWait: boolean;
  /** The https address under which people reach this product from outside. */
  publicUrl?: string;
  /** The generated market of this number. */
  seed?: number;
}

/** Parses the command line. The error is one line for the person who typed it. */
export function parseStartOptions(argv: readonly string[], calledFrom: string): Result<StartOptions, string> {
  let values;
  try {
    ({ values } = parseArgs({
      args: [...argv],
      options: {
        port: { type: 'string', default: '8787' },
        state: { type: 'string', default: DEFAULT_STATE },
        fresh: { type: 'boolean', default: false },
        replay: { type: 'string' },
        speed: { type: 'string' },
        'no-wait': { type: 'boolean', default: false },
        public: { type: 'string' },
        seed: { type: 'string' },
      },
    }));
  } catch (error) {
    return err(`${(error as Error).message.split('. To specify')[0]}. ${USAGE}`);
  }
  const port = wholeNumber(values.port, 0, 65_535);
  if (port === undefined) return err(`--port takes a number from 0 to 65535, not "${values.port}".`);
  const speed = values.speed === undefined ? undefined : Number(values.speed);
  if (speed !== undefined && !(speed >= 0 && speed <= 1000))
    return err(`--speed takes steps a second from 0 to 1000, not "${values.speed}".`);
  const seed = values.seed === undefined ? undefined : wholeNumber(values.seed, 0, 2 ** 32 - 1);
  if (values.seed !== undefined && seed === undefined)
    return err(`--seed takes a whole number from 0 to 4294967295, not "${values.seed}".`);
  if (values.replay !== undefined && seed !== undefined)
    return err('--seed chooses a generated market and --replay a real one: give one of them.');
  const publicUrl = values.public === undefined ? undefined : httpsOrigin(values.public);
  if (values.public !== undefined && publicUrl === undefined)
    return err(`--public takes an https address without a path, like https://nod.example.net, not "${values.public}".`);
  return ok({
    port,
    stateDir: resolve(calledFrom, values.state),
    fresh: values.fresh,
    noWait: values['no-wait'],
    ...(values.replay === undefined ? {} : { replay: resolve(calledFrom, values.replay) }),
    ...(speed === undefined ? {} : { speed }),
    ...(seed === undefined ? {} : { seed }),
    ...(publicUrl === undefined ? {} : { publicUrl }),
  });
}

const USAGE =
  'Options: --port N, --state DIR, --fresh, --replay FILE.csv[.gz], --speed N, --no-wait, --public URL, --seed N.';

function wholeNumber(text: string, min: number, max: number): number | undefined {
  const value = Number(text);
  return /^\d+$/.test(text) && value >= min && value <= max ? value : undefined;
}

function httpsOrigin(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  return url.protocol === 'https:' && url.pathname === '/' && !url.search && !url.hash && !url.username
    ? url.origin
    : undefined;
}
