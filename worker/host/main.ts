// `npm start`: one product on one state directory, until somebody ends it.
import { networkInterfaces } from 'node:os';
import { relative, resolve } from 'node:path';
import { hasRoomToRun } from './disk.ts';
import { spanOf } from './last-seen.ts';
import { onLauncherGone } from './launcher.ts';
import { DEFAULT_STATE, parseStartOptions, type StartOptions } from './options.ts';
import { calledFrom, rootDir } from './paths.ts';
import { lineOf } from './plain-error.ts';
import { startProduct, type Product } from './product.ts';

const say = (line: string) => process.stdout.write(line + '\n');
const complain = (line: string) => process.stderr.write(line + '\n');

const options = parseStartOptions(process.argv.slice(2), calledFrom);
if (!options.ok) {
  complain(options.error);
  process.exit(1);
}
let product: Product;
try {
  product = await startProduct(options.value, say);
} catch (error) {
  complain(lineOf(error));
  process.exit(1);
}
onLauncherGone(() => {
  product.abandon();
  process.exit(1);
});

void product.ended.then((words) => {
  complain(words);
  complain('Nod has ended: nothing is watched now. Start it again: npm start');
  product.abandon();
  process.exit(1);
});

process.on('uncaughtException', (error) => {
  complain(`Nod stops because of an error of its own: ${lineOf(error)}`);
  product.abandon();
  process.exit(1);
});

let isLeaving = false;
const leave = async (code: number) => {
  if (isLeaving) return;
  isLeaving = true;
  try {
    const { lines } = await product.admin.call<{ lines: string[] }>('GET', 'leaving');
    for (const line of lines) say(line);
  } catch (error) {
    complain(`What stays unprotected could not be asked: ${lineOf(error)}`);
  }
  await product.stop();
  say('Nod has stopped.');
  process.exit(code);
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void leave(0));

setInterval(() => {
  if (hasRoomToRun(product.paths.dir)) return;
  complain(
    `The disk is full at ${product.paths.dir}: stopping in order, nothing is lost. Free some space and start again.`,
  );
  void leave(1);
}, 5_000).unref();

await greet(product, options.value);

async function greet({ admin, port, world, lastSeenMs, paths }: Product, asked: StartOptions): Promise<void> {
  if (lastSeenMs !== undefined) {
    const { lines } = await admin.call<{ lines: string[] }>('GET', `away?since=${lastSeenMs}`);
    const news = lines.length === 0 ? 'nothing happened.' : lines.join(' ');
    say(`Back after ${spanOf(Date.now() - lastSeenMs)}. While away: ${news}`);
  }
  const { url } = await admin.call<{ url: string }>('POST', 'link');
  const base = asked.publicUrl ?? `http://localhost:${port}`;
  say(`Ready. Sign in (valid 10 minutes): ${new URL(url, base).href}`);
  say(`World: ${world}`);
  say(phoneLine(asked, port));
  const shown = relative(rootDir, paths.dir).startsWith('..')
    ? paths.dir
    : relative(calledFrom, paths.dir) || paths.dir;
  // Commands find this state by themselves only where it lies where they look.
  const where =
    paths.dir === resolve(calledFrom, DEFAULT_STATE) ? '' : ` --state ${/\s/.test(shown) ? `"${shown}"` : shown}`;
  say(`Data: ${shown}, logs in its folder logs. A new link: npm run nod -- link${where}`);
  say('Stop: Ctrl-C. It says first which positions only Nod protects.');
}

function phoneLine({ publicUrl }: StartOptions, port: number): string {
  if (publicUrl !== undefined) return `On the phone: open ${publicUrl} there and sign in with a new link.`;
  const hasNetwork = Object.values(networkInterfaces())
    .flat()
    .some((address) => address && !address.internal);
  const how = `a tunnel or private network to port ${port} with https, then npm start -- --public https://ITS-ADDRESS`;
  return `On the phone: ${hasNetwork ? how : `connect this computer first, then ${how}`}.`;
}
