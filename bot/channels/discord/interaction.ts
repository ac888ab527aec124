import { z } from 'zod';
import { INSTALL, INTERACTION } from './codes.ts';

/*
 * The parts of an interaction that are used, and nothing else. Discord adds fields at any time: unknown ones are
 * dropped, what is needed is checked and bounded.
 */
const Snowflake = z.string().regex(/^\d{1,20}$/);
const Text = z.string().max(4000);
const User = z.object({ id: Snowflake, username: z.string().max(100), global_name: z.string().max(100).nullish() });

const Frame = z.object({
  id: Snowflake,
  application_id: Snowflake,
  token: z.string().min(1).max(1000),
  guild_id: Snowflake.optional(),
  channel_id: Snowflake.optional(),
  channel: z.object({ name: z.string().max(100).nullish() }).optional(),
  member: z.object({ user: User }).optional(),
  user: User.optional(),
  locale: z.string().max(20).optional(),
  context: z.number().int().optional(),
  authorizing_integration_owners: z.record(z.string().max(3), z.unknown()).optional(),
  attachment_size_limit: z.number().optional(),
});

const Option = z.object({
  name: z.string().max(32),
  value: Text.or(z.number()).or(z.boolean()).optional(),
  focused: z.boolean().optional(),
});
const CommandData = z.object({
  name: z.string().max(32),
  type: z.literal(1),
  options: z.array(Option).max(25).optional(),
});
const ComponentData = z.object({
  custom_id: z.string().min(1).max(100),
  values: z.array(z.string().max(100)).max(25).optional(),
});
const Field = z.object({
  custom_id: z.string().max(100),
  value: Text.optional(),
  values: z.array(z.string().max(100)).max(25).optional(),
});
const ModalData = z.object({
  custom_id: z.string().min(1).max(100),
  /** A label holds one field, the rows of older modals hold several. */
  components: z.array(z.object({ component: Field.optional(), components: z.array(Field).max(5).optional() })).max(5),
});

const Raw = z.discriminatedUnion('type', [
  z.object({ type: z.literal(INTERACTION.ping) }),
  Frame.extend({ type: z.literal(INTERACTION.command), data: CommandData }),
  Frame.extend({ type: z.literal(INTERACTION.autocomplete), data: CommandData }),
  Frame.extend({
    type: z.literal(INTERACTION.component),
    data: ComponentData,
    message: z
      .object({
        id: Snowflake,
        flags: z.number().int().optional(),
        timestamp: z.string().max(40).optional(),
        edited_timestamp: z.string().max(40).nullish(),
      })
      .optional(),
  }),
  Frame.extend({
    type: z.literal(INTERACTION.modal),
    data: ModalData,
    message: z.object({ id: Snowflake, flags: z.number().int().optional() }).optional(),
  }),
]);

/** Who speaks, where, and how they are answered. */
export interface Frame {
  /** Unlike any other interaction's. */
  readonly id: string;
  readonly applicationId: string;
  /** Opens the answers to this one interaction, for 15 minutes. A secret. */
  readonly token: string;
  readonly user: { readonly id: string; readonly name: string };
  /** `alone`: only this person and the bot read along. */
  readonly place: 'alone' | 'among-others';
  /** Whether the server itself has the bot, not only this person. */
  readonly isServers: boolean;
  readonly channelId: string | null;
  /** What the server calls the channel; null where it has no name. */
  readonly channelName: string | null;
  readonly locale: string | null;
}

export type Interaction =
  | { readonly kind: 'ping' }
  | {
      readonly kind: 'command';
      readonly frame: Frame;
      readonly name: string;
      readonly options: Readonly<Record<string, string>>;
    }
  | {
      readonly kind: 'complete';
      readonly frame: Frame;
      readonly name: string;
      /** The option that is being typed. */
      readonly option: string;
      readonly typed: string;
    }
  | {
      readonly kind: 'press';
      readonly frame: Frame;
      readonly customId: string;
      readonly chosen: string | null;
      /** When its message was last written, wall milliseconds; null where Discord does not say. */
      readonly shownAt: number | null;
    }
  | {
      readonly kind: 'form';
      readonly frame: Frame;
      readonly customId: string;
      readonly fields: Readonly<Record<string, string>>;
      /** Whether it was opened by a button of a message, which can then be changed. */
      readonly isFromMessage: boolean;
    };

/** An interaction as Discord sends it, over HTTP or its gateway alike; null when it is none that we answer. */
export function readInteraction(value: unknown): Interaction | null {
  const parsed = Raw.safeParse(value);
  if (!parsed.success) return null;
  const raw = parsed.data;
  if (raw.type === INTERACTION.ping) return { kind: 'ping' };
  const frame = frameOf(raw);
  if (frame === null) return null;
  switch (raw.type) {
    case INTERACTION.command:
      return { kind: 'command', frame, name: raw.data.name, options: textsOf(raw.data.options ?? []) };
    case INTERACTION.autocomplete: {
      const option = raw.data.options?.find(({ focused }) => focused === true);
      if (option === undefined) return null;
      return { kind: 'complete', frame, name: raw.data.name, option: option.name, typed: String(option.value ?? '') };
    }
    case INTERACTION.component:
      return {
        ...{ kind: 'press', frame, customId: raw.data.custom_id, chosen: raw.data.values?.[0] ?? null },
        shownAt: instantOf(raw.message?.edited_timestamp ?? raw.message?.timestamp),
      };
    case INTERACTION.modal: {
      const fields = raw.data.components.flatMap(({ component, components = [] }) =>
        component === undefined ? components : [component],
      );
      const texts = fields.map((field): [string, string] => [field.custom_id, field.value ?? field.values?.[0] ?? '']);
      return {
        kind: 'form',
        frame,
        customId: raw.data.custom_id,
        fields: Object.fromEntries(texts.filter(([, text]) => text.trim() !== '')),
        isFromMessage: raw.message !== undefined,
      };
    }
  }
}

function instantOf(text: string | undefined): number | null {
  const at = Date.parse(text ?? '');
  return Number.isNaN(at) ? null : at;
}

function textsOf(options: readonly z.infer<typeof Option>[]): Record<string, string> {
  const texts = options.map(({ name, value }): [string, string] => [name, String(value ?? '').trim()]);
  return Object.fromEntries(texts.filter(([, text]) => text !== ''));
}

const ALONE = 1;

function frameOf(raw: z.infer<typeof Frame>): Frame | null {
  const user = raw.member?.user ?? raw.user;
  if (user === undefined) return null;
  // Without a word about it only a conversation outside any server may be one with the bot alone; a person's own install
  // also speaks in conversations of others, and always says so.
  const isAlone =
    raw.context === undefined ? raw.guild_id === undefined && raw.member === undefined : raw.context === ALONE;
  return {
    id: raw.id,
    applicationId: raw.application_id,
    token: raw.token,
    user: { id: user.id, name: user.global_name ?? user.username },
    place: isAlone ? 'alone' : 'among-others',
    isServers: Object.hasOwn(raw.authorizing_integration_owners ?? {}, String(INSTALL.server)),
    channelId: raw.channel_id ?? null,
    channelName: raw.channel?.name ?? null,
    locale: raw.locale ?? null,
  };
}
