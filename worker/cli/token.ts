import type { Command } from './command.ts';
import { withProduct } from './with-product.ts';

export const token: Command = {
  name: 'token',
  usage: 'token [--name NAME]',
  summary: 'an API token for the owner of this state; shown once',
  options: ['name'],
  async run(asked) {
    const made = await withProduct(asked, ({ admin }) =>
      admin.call<{ token: string }>('POST', 'token', {
        ...(asked.options['name'] ? { name: asked.options['name'] } : {}),
      }),
    );
    asked.print(asked.isJson ? JSON.stringify(made) : made.token);
    return 0;
  },
};
