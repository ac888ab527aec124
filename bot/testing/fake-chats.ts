import type { AlertSettingsView } from '#shared/contract/notifications.ts';
import { failure, type Failure } from '#shared/contract/errors.ts';
import { ALERT_KIND_NAMES, levelOf } from '#shared/domain/alerts/alert-kinds.ts';
import { err, ok, type Result } from '#shared/lib/result.ts';
import type { Answer, UseCases } from '#shared/usecases/facade.ts';
import { anAlert } from './builders.ts';
import type { FakeState } from './fake-use-cases.ts';

type Change = <T>(call: string, work: () => Result<T, Failure>) => Answer<T>;
type Settings = 'alertSettings' | 'updateAlertSettings';
type Alerts = 'alerts' | 'alert' | 'createAlert' | 'deleteAlert';
type Groups = 'groups' | 'updateGroup' | 'tellGroup';
type Chats = Pick<UseCases, 'chats' | 'unlinkChat' | Settings | Alerts | Groups>;

/** The chats and groups of whoever asks, and what they are told there. */
export function fakeChats(state: FakeState, change: Change): Chats {
  const answer = <T>(value: T): Answer<T> => Promise.resolve(ok(value));
  const page = <T>(items: T[]) => answer({ items, nextCursor: null });
  const view = (): AlertSettingsView => ({
    settings: state.alertSettings,
    channels: ['telegram'],
    kinds: ALERT_KIND_NAMES.map((kind) => ({ kind, level: levelOf(kind) })),
    zone: 'America/New_York',
  });
  return {
    chats: () => page([...state.chats]),
    unlinkChat: (_caller, id) => change(`unlinkChat ${id}`, () => ok({ id })),
    alertSettings: () => answer(view()),
    updateAlertSettings: (_caller, { kinds = {} }) =>
      change(`updateAlertSettings ${Object.keys(kinds).join(' ')}`, () => {
        state.alertSettings = { ...state.alertSettings, kinds };
        return ok(view());
      }),
    groups: () => page([...state.groups]),
    updateGroup: () => Promise.resolve(err(failure('unavailable'))),
    tellGroup: (_caller, place, accountId) => {
      const { channel, name } = place;
      const here = { id: 'g_1', channel, name, accountId: state.groups[0]?.accountId ?? null, goneAt: null };
      if (accountId === undefined) return answer(here);
      return change(`tellGroup ${name} ${accountId ?? 'nothing'}`, () => {
        state.groups = [{ ...here, accountId }];
        return ok({ ...here, accountId });
      });
    },
    alerts: () => page(state.alerts),
    alert: (_caller, id) => {
      const alert = state.alerts.find((known) => known.id === id);
      return Promise.resolve(alert === undefined ? err(failure('not-found')) : ok(alert));
    },
    createAlert: (_caller, input) =>
      change(`createAlert ${JSON.stringify({ ...input, accountId: undefined })}`, () => {
        const made = anAlert(input);
        state.alerts = [...state.alerts, made];
        return ok(made);
      }),
    deleteAlert: (_caller, id) =>
      change(`deleteAlert ${id}`, () => {
        state.alerts = state.alerts.filter((known) => known.id !== id);
        return ok({ id });
      }),
  };
}
