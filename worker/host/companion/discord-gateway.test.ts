import { afterEach, describe, expect, it, vi } from 'vitest';
import { DiscordStandIn } from '../../src/testing/discord-server/discord.ts';
import { serveDiscord, type DiscordServer } from '../../src/testing/discord-server/server.ts';
import { openDiscordGateway, type Gateway } from './discord-gateway.ts';

const TOKEN = 'MTIz.token.secret';
const INTERACTION = {
  id: '12',
  application_id: '900',
  type: 2,
  token: 'once',
  version: 1,
  data: { id: '1', name: 'today', type: 1 },
};
const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function atDiscord(
  token: string,
): Promise<{ server: DiscordServer; gateway: Gateway; heard: unknown[]; said: string[] }> {
  const discord = new DiscordStandIn({ token: TOKEN, publicKey: 'ab'.repeat(32), now: Date.now });
  const server = await serveDiscord(discord, TOKEN);
  ends.push(() => server.close());
  const heard: unknown[] = [];
  const said: string[] = [];
  const gateway = openDiscordGateway({
    token,
    apiRoot: `${server.url}/api`,
    hand: (interaction) => {
      heard.push(interaction);
      return heard.length === 1 ? Promise.reject(new Error(`lost ${TOKEN}`)) : Promise.resolve();
    },
    say: (line) => said.push(line),
  });
  ends.push(() => gateway.stop());
  return { server, gateway, heard, said };
}

describe('the gateway of Discord', () => {
  it('hands on each interaction as it came, also after it was cut', async () => {
    const { server, heard, said } = await atDiscord(TOKEN);
    await vi.waitFor(() => expect(server.connections()).toBe(1), 30_000);
    server.interact(INTERACTION);
    await vi.waitFor(() => expect(heard).toEqual([INTERACTION]), 30_000);
    server.cut();
    await vi.waitFor(() => expect(server.connections()).toBe(1), 30_000);
    server.interact({ ...INTERACTION, id: '13' });
    await vi.waitFor(() => expect(heard).toHaveLength(2), 30_000);
    expect(said.join()).toMatch(/connected.*was not taken/);
    expect(said.join()).not.toContain(TOKEN);
  });

  it('ends with a token that Discord does not know', async () => {
    const { gateway, said } = await atDiscord('another.token');
    expect(await gateway.ended).not.toBe('');
    expect(said.join()).not.toContain('another.token');
  });
});
