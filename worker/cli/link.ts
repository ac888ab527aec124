import type { Command } from './command.ts';
import { runningProduct } from './with-product.ts';
import { PlainError } from '../host/plain-error.ts';

export const link: Command = {
  name: 'link',
  usage: 'link [--person NAME] [--forget-passkeys]',
  summary: 'a new sign-in link, valid for 10 minutes; or begin anew when every device with a passkey is lost',
  options: ['person'],
  flags: ['forget-passkeys'],
  async run(asked) {
    // A link into a product that ends with this command would be of no use to anybody: none is started, and no state made.
    const running = await runningProduct(asked.stateDir);
    if (running === null)
      throw new PlainError(
        `Nod is not running on ${asked.stateDir}: start it with npm start, which prints a link, or add the --state DIR it runs with.`,
      );
    const { admin, baseUrl } = running;
    // Somebody an owner let in, by the name under People or by id; they confirm with it as the owner does.
    const whose = asked.options['person'] === undefined ? {} : { person: asked.options['person'] };
    // Whoever may do this could read the state anyway; every browser has to sign in again.
    if (asked.options['forget-passkeys'] === 'true') {
      const { forgotten } = await admin.call<{ forgotten: number }>('POST', 'forget-passkeys', whose);
      asked.say(
        `Forgot ${forgotten} passkeys, the recovery codes and the password. Every browser of theirs is signed out.`,
      );
    }
    const { url, ...rest } = await admin.call<{ url: string; expiresAt?: string }>('POST', 'link', whose);
    const made = { url: new URL(url, baseUrl).href, expiresAt: rest.expiresAt };
    asked.print(asked.isJson ? JSON.stringify(made) : made.url);
    return 0;
  },
};
