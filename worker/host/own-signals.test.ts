import { expect, it, onTestFinished } from 'vitest';
import { Log, LogLevel, Miniflare, type MiniflareOptions } from 'miniflare';
import { withOwnSignals } from './own-signals.ts';

const OPTIONS: MiniflareOptions = {
  ...{ cf: false, log: new Log(LogLevel.NONE), telemetry: { enabled: false } },
  workers: [
    {
      config: {
        name: 'one',
        compatibilityDate: '2026-11-01',
        manifest: {
          mainModule: 'index.js',
          modulesRoot: '/',
          modules: { 'index.js': { type: 'esm', contents: 'export default { fetch: () => new Response() };' } },
        },
        env: {},
      },
    },
  ],
};

it('a signal stays the host’s, also after a runtime was ended and another one made', async () => {
  const leave = (): void => undefined;
  process.on('SIGTERM', leave);
  onTestFinished(() => {
    process.removeListener('SIGTERM', leave);
  });
  const before = process.listeners('SIGTERM');
  for (const life of ['first', 'after a backup']) {
    const runtime = withOwnSignals(() => new Miniflare(OPTIONS));
    expect(process.listeners('SIGTERM'), life).toEqual(before);
    await runtime.ready;
    await runtime.dispose();
  }
});
