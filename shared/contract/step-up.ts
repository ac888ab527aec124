import { z } from 'zod';
import { Id, Instant } from './common.ts';

/** What needs the person themself, a moment ago. */
export const STEP_UP_REASONS = [
  'broker-keys',
  'going-live',
  'lift-halt',
  'loosen-limits',
  'link-channel',
  'live-token',
  'large-approval',
  'passkeys',
  'settle-order',
  'close-account',
  'heartbeat',
  'share-account',
  'nod-from-notification',
  'say-goodbye',
] as const;
export const StepUpReason = z.enum(STEP_UP_REASONS);
export type StepUpReason = z.infer<typeof StepUpReason>;

/** How this person can prove themself: by passkey, by recovery code, or, before a passkey exists, by a fresh `nod link` code. */
export const StepUpMethodsView = z.object({
  /** Passkeys that work at the address this was asked under: a browser shows each only where it was made. */
  passkeys: z.number(),
  passkeysElsewhere: z.number(),
  recoveryCodesLeft: z.number(),
  /** Only while no passkey exists at all. */
  freshLink: z.boolean(),
  /** Browsers make passkeys for names under https and for localhost, not for bare network addresses. */
  canAddPasskey: z.boolean(),
});
export type StepUpMethodsView = z.infer<typeof StepUpMethodsView>;

/** The browser's WebAuthn options and answers travel as the JSON forms of the standard. */
export const WebAuthnJson = z.record(z.string(), z.unknown());

export const BeginStepUp = z.strictObject({
  reason: StepUpReason,
  /** What exactly is confirmed, e.g. a proposal's hash; becomes part of the challenge. */
  about: z.string().max(128).optional(),
});
export type BeginStepUp = z.infer<typeof BeginStepUp>;
export const StepUpBegunView = z.object({
  methods: StepUpMethodsView,
  /** What the browser is asked with; null where no passkey works at this address. */
  passkey: WebAuthnJson.nullable(),
});
export type StepUpBegunView = z.infer<typeof StepUpBegunView>;

/** One of the three. */
export const FinishStepUp = z.strictObject({
  reason: StepUpReason,
  about: z.string().max(128).optional(),
  passkey: WebAuthnJson.optional(),
  recoveryCode: z.string().max(40).optional(),
  linkCode: z.string().max(200).optional(),
});
export type FinishStepUp = z.infer<typeof FinishStepUp>;

/** Proven until then, for this reason, in this session only. */
export const StepUpView = z.object({ reason: StepUpReason, until: Instant });
export type StepUpView = z.infer<typeof StepUpView>;

export const PasskeyView = z.object({ id: Id, name: z.string(), createdAt: Instant, lastUsedAt: Instant.nullable() });
export type PasskeyView = z.infer<typeof PasskeyView>;

const PasskeyName = z.string().trim().min(1).max(60);
/** Needs step-up `passkeys`, like everything that changes what step-up stands on. */
export const AddPasskey = z.strictObject({ name: PasskeyName, response: WebAuthnJson });
export type AddPasskey = z.infer<typeof AddPasskey>;
export const AddPasskeyOptionsView = z.object({ options: WebAuthnJson });
export const RenamePasskey = z.strictObject({ name: PasskeyName });

export const NewRecoveryCodesView = z.object({ codes: z.array(z.string()).describe('shown once') });
export type NewRecoveryCodesView = z.infer<typeof NewRecoveryCodesView>;
