import { failure } from '#shared/contract/errors.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { AccountPort } from '#shared/usecases/account-port.ts';
import type { Asking } from './api-ask.ts';
import { createAlert, deleteAlert, listAlerts, showAlert } from './own-alerts.ts';

type AlertApi = Pick<AccountPort, 'alerts' | 'alert' | 'createAlert' | 'deleteAlert'>;

/** Alerts without a trade: each person's own. */
export function alertApi(asking: Asking): AlertApi {
  return {
    alerts: (caller) => asking.ask(caller, 'read', ({ ctx }) => ok(listAlerts(ctx, caller.userId))),
    alert: (caller, id) =>
      asking.ask(caller, 'read', ({ ctx }) => {
        const alert = showAlert(ctx, caller.userId, id);
        return alert === null ? err(failure('not-found', { id })) : ok(alert);
      }),
    createAlert: (caller, input, screen) =>
      input.kind === 'screen'
        ? asking.ask(
            caller,
            'propose',
            ({ ctx, present }) =>
              ctx.transaction(() => createAlert(ctx, input, { caller, instrument: null, screen, present })),
            { reach: () => 'prices' },
          )
        : asking.about(
            caller,
            'propose',
            input.symbol,
            ({ ctx, present, instrument }) =>
              ctx.transaction(() => createAlert(ctx, input, { caller, instrument, screen, present })),
            'prices',
          ),
    deleteAlert: (caller, id) =>
      asking.ask(
        caller,
        'propose',
        ({ ctx }) =>
          ctx.transaction(() => deleteAlert(ctx, caller.userId, id)) ? ok({ id }) : err(failure('not-found', { id })),
        { reach: () => 'prices' },
      ),
  };
}
