import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { err, ok, type Result } from '#shared/lib/result.ts';

/** What `npm run deploy` was asked for. Paths are absolute. */
export interface DeployOptions {
  /** Builds and shows what would be made; asks nobody. */
  dryRun: boolean;
  /** Only makes a new sign-in link for what is deployed already. */
  link: boolean;
  /** The Worker's name, which its database and queues begin with. */
  name: string;
  /** A host name of the Cloudflare account, in place of `NAME.SUBDOMAIN.workers.dev`. */
  domain?: string;
  /** Where this installation's identity lies; its keys lie apart, as those of a state at home. */
  stateDir: string;
}

const DEFAULT_STATE = '.nod-deployed';
/** Cloudflare's rule for Workers, short enough for the longest queue beside it. */
const NAME = /^[a-z][a-z0-9-]{0,39}$/;
const DOMAIN = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;
const USAGE = 'Options: --dry-run, --link, --name NAME, --domain HOST, --state DIR.';

/** Parses the command line. The error is one line for the person who typed it. */
export function parseDeployOptions(argv: readonly string[], calledFrom: string): Result<DeployOptions, string> {
  let values;
  try {
    ({ values } = parseArgs({
      args: [...argv],
      options: {
        'dry-run': { type: 'boolean', default: false },
        link: { type: 'boolean', default: false },
        name: { type: 'string', default: 'nod' },
        domain: { type: 'string' },
        state: { type: 'string', default: DEFAULT_STATE },
      },
    }));
  } catch (error) {
    return err(`${(error as Error).message.split('. To specify')[0]}. ${USAGE}`);
  }
  const { name, domain } = values;
  if (!NAME.test(name))
    return err(`--name takes small letters, digits and hyphens, at most 40, beginning with a letter, not "${name}".`);
  if (domain !== undefined && !DOMAIN.test(domain))
    return err(`--domain takes a host name like nod.example.net, without https:// and path, not "${domain}".`);
  return ok({
    dryRun: values['dry-run'],
    link: values.link,
    name,
    ...(domain === undefined ? {} : { domain }),
    stateDir: resolve(calledFrom, values.state),
  });
}
