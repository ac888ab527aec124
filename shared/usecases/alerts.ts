import type { AlertView, CreateAlert } from '../contract/alert.ts';
import { failure, type Failure } from '../contract/errors.ts';
import type { Caller } from '../domain/caller.ts';
import { checkScreen } from '../screeners/check-screen.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { accountFor } from './access.ts';
import { askAll } from './fan-out.ts';
import type { UseCaseDeps } from './ports.ts';
import { showScreen } from './screens.ts';

/** The caller's alerts of one account, or of all they may see; those that wait first. */
export async function listAlerts(
  deps: UseCaseDeps,
  caller: Caller,
  accountId: string | undefined,
): Promise<Result<AlertView[], Failure>> {
  if (accountId !== undefined) {
    const account = accountFor(deps, caller, accountId);
    return account.ok ? account.value.alerts(caller) : account;
  }
  const all = await askAll(deps, caller, (port) => port.alerts(caller));
  return all.ok ? ok(all.value.flat()) : all;
}

/** An alert without a trade, on the market of an account: it sees the prices, and tells. */
export async function createAlert(
  deps: UseCaseDeps,
  caller: Caller,
  input: CreateAlert,
): Promise<Result<AlertView, Failure>> {
  const accountId = input.accountId ?? (await deps.accounts.defaultId(caller));
  if (accountId === null) return err(failure('not-found'));
  const account = accountFor(deps, caller, accountId);
  if (!account.ok) return account;
  if (input.kind !== 'screen') {
    const fault = input.kind === 'indicator' ? faultOf(input) : null;
    return fault === null ? account.value.createAlert(caller, input, null) : err(fault);
  }
  const screen = await showScreen(deps, caller, input.screenId);
  if (!screen.ok) return screen;
  const { title, screen: tree } = screen.value;
  return account.value.createAlert(caller, input, { nameEn: title.en, nameKo: title.ko, tree });
}

/** Whether there is such an indicator, before anything waits for it. */
function faultOf({ indicator, line, is, value }: Extract<CreateAlert, { kind: 'indicator' }>): Failure | null {
  const fault = checkScreen({
    universe: { kind: 'everything' },
    where: {
      kind: 'compare',
      left: { kind: 'indicator', name: indicator, line },
      is,
      right: { kind: 'number', value },
    },
  });
  return fault === null ? null : failure(fault.code, fault.values, 'indicator');
}
