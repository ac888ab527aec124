import { describe, expect, it } from 'vitest';
import { NOW_ISO } from '../testing/builders.ts';
import { aFilledOrder, aProposal } from '../testing/trading-builders.ts';
import { aPerson, messageText } from '../channels/web/scripted-person.ts';

const ID = aProposal().id;

describe('a nod', () => {
  it('names the hash of the revision that was on the card', async () => {
    const person = aPerson('en');
    await person.says('/pending');
    const [answer] = await person.presses('Approve');
    expect(person.state.calls).toEqual([`approve ${ID} aaaa all`]);
    expect(answer?.title).toBe('PAPER · Accepted by the paper broker: buy 12 NVDA, at most $124.60');
    expect(answer?.lines[0]).toBe('Nothing is bought yet.');
  });

  it('on an older revision shows the newer question and sends nothing', async () => {
    const person = aPerson('en');
    await person.says('/pending');
    person.state.proposals = [aProposal({ revision: 2, limitPrice: '125.1', hash: 'b'.repeat(64) })];
    const [answer] = await person.presses('Approve');
    expect(person.state.calls).toEqual([]);
    expect(answer?.lines[0]).toBe('It has changed since you saw it. This is how it is now:');
    await person.presses('Approve');
    expect(person.state.calls).toEqual([`approve ${ID} bbbb all`]);
  });

  it('that names a stock and a number shows the question: nobody has seen a revision of it', async () => {
    const person = aPerson('en');
    for (const line of ['/approve NVDA 1', '/half nvda 1', '승인 엔비디아 1', '/approve NVDA 1 half']) {
      const [answer] = await person.says(line);
      expect(answer?.buttons.flat().map(({ label }) => label)).toContainEqual(expect.stringContaining('Approve'));
    }
    expect(person.state.calls).toEqual([]);
  });

  it('after somebody else decided says who was faster and does nothing', async () => {
    const person = aPerson('en');
    await person.says('/pending');
    person.state.proposals = [
      aProposal({ status: 'rejected', decidedAt: NOW_ISO, decidedBy: 'u_2', decidedChannel: 'web' }),
    ];
    const [answer] = await person.presses('Approve');
    expect(person.state.calls).toEqual([]);
    expect(answer?.title).toContain('Skipped: buy 12 NVDA, in the app');
  });

  it('keeps what was shown, and gains what happened: Cancel while it works, Sell and Move stop after the fill', async () => {
    const person = aPerson('en');
    await person.says('/pending');
    const [working] = await person.presses('Approve');
    expect(working?.picture).toBe(`/api/pictures/proposals/${ID}`);
    expect(working?.lines).toContain('At the stop-loss $114.63: −$120 (0.5% of the account)');
    const labels = (message: typeof working): string[] | undefined => message?.buttons.flat().map(({ label }) => label);
    expect(labels(working)).toEqual(['Cancel', 'Why']);
    person.state.orders = [aFilledOrder()];
    const [filled] = await person.presses('Approve');
    expect(person.state.calls, 'the second tap sends nothing').toEqual([`approve ${ID} aaaa all`]);
    expect(filled?.title).toContain('Bought 12 NVDA at $124.31');
    expect(filled?.lines[0], 'whoever is late is told who was faster').toMatch(
      /^Approved: buy 12 NVDA, in the web chat$/,
    );
    expect(filled?.lines).toContain('In a bad gap (−12%, worst night in 2 years): −$179');
    expect(labels(filled)).toEqual(['Move stop', 'Sell', 'Why']);
  });

  it('that a limit blocks says so and how the proposal stands', async () => {
    const person = aPerson('en');
    await person.says('/pending');
    person.state.failNext = 'price-moved';
    const answers = await person.presses('Approve');
    expect(answers.map(messageText).join('\n')).toContain('Nothing was sent.');
    expect(answers.at(-1)?.proposalId).toBe(ID);
  });

  it('that needs the person says where they prove it, and leaves the question open', async () => {
    const person = aPerson('en');
    await person.says('/pending');
    person.state.failNext = 'step-up-required';
    const [answer] = await person.presses('Approve');
    expect(answer === undefined ? '' : messageText(answer)).toContain('Do it in the web app');
    expect(JSON.stringify(answer?.buttons)).toContain(`/decide/${ID}`);
    expect(person.state.proposals[0]).toMatchObject({ id: ID, status: 'pending' });
    await person.presses('Approve');
    expect(person.state.calls, 'the same question can still be answered').toHaveLength(2);
  });

  it('for half asks for the half that the card showed', async () => {
    const person = aPerson('en');
    await person.says('/pending');
    await person.presses('Half');
    expect(person.state.calls).toEqual([`approve ${ID} aaaa 6`]);
  });

  it('for a smaller size shows its cost and loss before it is given', async () => {
    const person = aPerson('en');
    await person.says('/pending');
    await person.presses('Change');
    const [again] = await person.says('20');
    expect(again?.lines[0]).toContain('below 12');
    const [confirm] = await person.says('3');
    expect(confirm?.lines[0]).toBe('Cost $374. At the stop-loss about −$30, in a bad gap about −$45');
    expect(person.state.calls).toEqual([]);
    await person.presses('Approve · $374');
    expect(person.state.calls).toEqual([`approve ${ID} aaaa 3`]);
  });
});

describe('a no', () => {
  it('asks why, and keeps the reason', async () => {
    const person = aPerson('en');
    await person.says('/pending');
    await person.presses('Skip');
    expect(person.state.calls).toEqual([]);
    const [answer] = await person.presses('Bad moment');
    expect(person.state.calls).toEqual([`reject ${ID} bad-moment`]);
    expect(answer?.lines.slice(0, 2)).toEqual(['Reason: Bad moment', 'Nothing is bought.']);
  });

  it.each([
    ['Too big', 'Half the size from now on', 'updateLimits {"botSizeFractionMax":0.5}'],
    ['Not this company', 'No NVDA for 90 days', 'updateLimits {"blockUntil":{"NVDA":90}}'],
    ['Not this company', 'Buy no more NVDA', 'updateLimits {"block":["NVDA"]}'],
    ['Bad moment', 'Not before earnings', 'updateLimits {"earningsSessions":3}'],
    ['Bad moment', 'Tell me when NVDA is 3% lower', 'createAlert {"kind":"percent"'],
    ['Own enough', 'Buy no more NVDA', 'updateLimits {"block":["NVDA"]}'],
  ])('%s offers what could follow (%s), and does it only when it is tapped', async (reason, offer, call) => {
    const person = aPerson('en');
    await person.says('/pending');
    await person.presses('Skip');
    await person.presses(reason);
    expect(person.state.calls).toHaveLength(1);
    await person.presses(offer);
    expect(person.state.calls.at(-1)).toContain(call);
  });

  it.each([
    [
      'Too big',
      'Half the size from now on',
      'Bots buy 50% of their usual size',
      'Back to 100%',
      '"botSizeFractionMax":1',
    ],
    [
      'Not this company',
      'No NVDA for 90 days',
      'NVDA is not bought here until 18 Feb 2027',
      'Allow NVDA again',
      '"unblock":["NVDA"]',
    ],
    [
      'Not this company',
      'Buy no more NVDA',
      'NVDA is not bought here any more',
      'Allow NVDA again',
      '"unblock":["NVDA"]',
    ],
    [
      'Bad moment',
      'Not before earnings',
      'Nothing is bought in the 3 sessions before',
      'Buy before earnings again',
      '"earningsSessions":null',
    ],
  ])('shows what followed from %s (%s), and takes it back', async (reason, offer, said, undo, call) => {
    const person = aPerson('en');
    await person.says('/pending');
    await person.presses('Skip');
    await person.presses(reason);
    const [shown] = await person.presses(offer);
    expect(shown?.title).toContain(said);
    await person.presses(undo);
    expect(person.state.calls.at(-1)).toContain(call);
  });

  it('offers “not before earnings” only where somebody here knows when companies report', async () => {
    const person = aPerson('en', { proposals: [aProposal({ rationale: { ...aProposal().rationale, against: [] } })] });
    await person.says('/pending');
    await person.presses('Skip');
    const [skipped] = await person.presses('Bad moment');
    expect(skipped?.buttons.flat().map(({ label }) => label)).toEqual(['Tell me when NVDA is 3% lower', 'Why']);
  });

  it('lists what is blocked until a day with that day, and knows days and dates', async () => {
    const person = aPerson('en');
    await person.says('/block NVDA 90');
    await person.says('/block NVDA 2027-06-30');
    await person.says('/block earnings 5');
    expect(person.state.calls).toEqual([
      'updateLimits {"blockUntil":{"NVDA":90}}',
      'updateLimits {"blockUntil":{"NVDA":"2027-06-30"}}',
      'updateLimits {"earningsSessions":5}',
    ]);
    const [list] = await person.says('/locks');
    expect(list?.title).toContain('NVDA (until 18 Feb 2027)');
    expect(list?.lines[0]).toContain('5 sessions before a company reports');
  });

  it('can be given without a reason, or in own words', async () => {
    const person = aPerson('ko');
    await person.says('대기');
    await person.presses('넘기기');
    await person.presses('그냥 넘기기');
    person.state.proposals = [aProposal()];
    await person.says(`/넘기기 ${ID} 1 실적 발표 뒤에 볼게요`);
    expect(person.state.calls).toEqual([`reject ${ID} none`, `reject ${ID} 실적 발표 뒤에 볼게요`]);
  });

  it('for now puts it aside and shows the next one', async () => {
    const second = aProposal({ id: 'p_00000001_02', symbol: 'HRBM', nameEn: 'Harbourmoor Freight' });
    const person = aPerson('en', { proposals: [aProposal(), second] });
    const [first] = await person.says('/pending');
    expect(first?.lines[0]).toBe('2 proposals wait, $2,990 in all.');
    const answers = await person.presses('Later');
    expect(answers.map(({ proposalId }) => proposalId)).toEqual([ID, second.id]);
    expect(person.state.calls).toEqual([]);
  });

  it('for now moves its one reminder where it is told to, and says when it comes', async () => {
    const person = aPerson('en');
    await person.says('/pending');
    const [kept] = await person.presses('Later');
    expect(kept?.buttons.flat().map(({ label }) => label)).toEqual([
      'In an hour · 11:31 ET',
      'At lunch · 12:00 ET',
      'Before the close · 15:30 ET',
    ]);
    const [moved] = await person.presses('At lunch');
    expect(person.state.calls).toEqual([`later ${ID} at-lunch`]);
    expect(moved?.lines).toContain('Its one reminder comes at 12:00 ET.');
    expect(moved?.buttons.flat().map(({ verb }) => verb)).toEqual(['pending']);
  });
});
