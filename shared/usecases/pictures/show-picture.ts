import { failure, type Failure } from '../../contract/errors.ts';
import type { PictureLook, PictureRef } from '../../contract/picture.ts';
import type { Timeframe } from '../../domain/bar.ts';
import type { Caller } from '../../domain/caller.ts';
import { err, type Result } from '../../lib/result.ts';
import type { Picture } from '../../pictures/picture.ts';
import { accountIdIn } from '../../domain/owned-id.ts';
import { inMarketOf } from '../market-of.ts';
import type { UseCaseDeps } from '../ports.ts';
import {
  accountOfPicture,
  drawdownPicture,
  equityPicture,
  exposurePicture,
  type OfAnAccount,
} from './account-pictures.ts';
import { backtestPicture } from './backtest-picture.ts';
import { instrumentPicture, proposalPicture } from './instrument-picture.ts';
import { lookingOf, type Looking } from './looking.ts';
import { replayPicture, tradePicture, weekPicture } from './share-pictures.ts';

export interface PictureAsked {
  readonly ref: PictureRef;
  readonly look: PictureLook;
  /** Of an instrument's bars; absent: the market's base. */
  readonly timeframe?: Timeframe | undefined;
}

/** What a picture shows, in the reader's language; whoever asked has it drawn. */
export async function showPicture(
  deps: UseCaseDeps,
  caller: Caller,
  { ref, look, timeframe }: PictureAsked,
): Promise<Result<Picture, Failure>> {
  const looking = await lookingOf(deps, caller, look);
  if (ref.kind === 'instrument') {
    const { symbol, accountId } = ref;
    return inMarketOf(deps, { caller, accountId: accountId ?? undefined }, (there) =>
      instrumentPicture(there, { symbol, timeframe }, looking),
    );
  }
  if (ref.kind === 'proposal') return proposalPicture(deps, { caller, proposalId: ref.proposalId }, looking);
  if (ref.kind === 'backtest') return backtestPicture(deps, { caller, backtestId: ref.backtestId }, looking);
  const accountId = ref.kind === 'trade' ? accountIdIn(ref.orderId) : ref.accountId;
  if (accountId === null) return err(failure('not-found'));
  const of = await accountOfPicture(deps, caller, accountId);
  return of.ok ? ofAccount(deps, of.value, { ref, looking }) : of;
}

type AccountRef = Exclude<PictureRef, { kind: 'instrument' | 'proposal' | 'backtest' }>;

function ofAccount(
  deps: UseCaseDeps,
  of: OfAnAccount,
  { ref, looking }: { readonly ref: AccountRef; readonly looking: Looking },
): Promise<Result<Picture, Failure>> {
  switch (ref.kind) {
    case 'equity':
      return equityPicture(deps, of, looking);
    case 'drawdown':
      return drawdownPicture(of, looking);
    case 'exposure':
      return exposurePicture(of, looking);
    case 'trade':
      return tradePicture(deps, of, { orderId: ref.orderId, looking });
    case 'week':
      return weekPicture(of, { until: ref.until, looking });
    case 'replay':
      return replayPicture(deps, of, looking);
  }
}
