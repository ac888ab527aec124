import { join } from 'node:path';
import { rootDir } from '../paths.ts';

/** The parts of wrangler.toml that differ from one installation to the next, as wrangler reads them. */
export interface WranglerConfig {
  name?: string | undefined;
  main?: string | undefined;
  d1_databases: { binding: string; database_name?: string | undefined }[];
  queues: {
    producers?: { binding: string; queue: string }[] | undefined;
    consumers?: { queue: string; dead_letter_queue?: string | undefined }[] | undefined;
  };
  services?: { binding: string; service: string; entrypoint?: string | undefined }[] | undefined;
  assets?: { directory?: string | undefined } | undefined;
}

/** One Nod on one Cloudflare account. */
export interface Installation {
  name: string;
  databaseId: string;
  /** https, without a path. */
  publicUrl: string;
  /** The host name of the person's own, when the address is not under workers.dev. */
  domain: string | undefined;
  /** Texts that are no secrets: the writer and the life of the state. */
  vars: Readonly<Record<string, string>>;
}

/** Every queue of the Worker, under the names they have on the account: two installations share none. */
export function queueNames({ queues }: WranglerConfig, name: string): string[] {
  const named = [
    ...(queues.producers ?? []).map(({ queue }) => queue),
    ...(queues.consumers ?? []).flatMap(({ queue, dead_letter_queue: dead }) =>
      dead === undefined ? [queue] : [queue, dead],
    ),
  ];
  return [...new Set(named)].map((queue) => `${name}-${queue}`);
}

/**
 * wrangler.toml for one installation: its own names and ids, and paths that hold wherever the file lies.
 * @param file the parsed wrangler.toml
 */
export function configurationOf(file: WranglerConfig, to: Installation): Record<string, unknown> {
  const own = (queue: string): string => `${to.name}-${queue}`;
  return {
    ...file,
    name: to.name,
    main: join(rootDir, file.main ?? ''),
    vars: { ...to.vars, PUBLIC_URL: to.publicUrl },
    workers_dev: to.domain === undefined,
    preview_urls: false,
    ...(to.domain === undefined ? {} : { routes: [{ pattern: to.domain, custom_domain: true }] }),
    d1_databases: file.d1_databases.map((database) => ({
      ...database,
      database_name: to.name,
      database_id: to.databaseId,
      migrations_dir: join(rootDir, 'migrations'),
    })),
    queues: {
      producers: file.queues.producers?.map((producer) => ({ ...producer, queue: own(producer.queue) })),
      consumers: file.queues.consumers?.map((consumer) => ({
        ...consumer,
        queue: own(consumer.queue),
        ...(consumer.dead_letter_queue === undefined ? {} : { dead_letter_queue: own(consumer.dead_letter_queue) }),
      })),
    },
    services: file.services?.map((service) => ({ ...service, service: to.name })),
    assets: { ...file.assets, directory: join(rootDir, file.assets?.directory ?? '') },
  };
}
