// `node worker/src/testing/alpaca-server/main.ts --port N [--control N] [--seed S] [--environment paper|live]`: an Alpaca
// for rehearsals. Its state lives in this process, which is the broker: it survives whoever trades with it.
import { parseArgs } from 'node:util';
import { startAlpaca } from './server.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    control: { type: 'string', default: '0' },
    seed: { type: 'string', default: '1' },
    environment: { type: 'string', default: 'paper' },
    rate: { type: 'string', default: '200' },
  },
});
const running = await startAlpaca({
  port: Number(values.port),
  controlPort: Number(values.control),
  seed: Number(values.seed),
  environment: values.environment === 'live' ? 'live' : 'paper',
  ratePerMinute: Number(values.rate),
});
process.stdout.write(JSON.stringify({ url: running.url, control: running.controlUrl }) + '\n');
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(0));
// A proof that dies takes its broker with it: the pipe it was started with ends.
if (process.env['NOD_END_WITH_STDIN'] !== undefined) process.stdin.on('end', () => process.exit(0)).resume();
