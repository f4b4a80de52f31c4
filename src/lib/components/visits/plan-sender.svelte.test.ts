import { expect, test } from 'vitest';
import { smallBoard } from '#lib/campaign/test-campaign.ts';
import type { Visit } from '#lib/campaign/visits/visit.ts';
import type { CommandAnswer } from '#lib/protocol/commands.ts';
import { PlanSender } from './plan-sender.svelte.ts';

const visit: Visit = {
	...{ number: 1, group: 'a', unit: '19330', from: '2025-03-08', to: '2025-03-09' },
	...{ state: 'planned', arrived_at: null, left_at: null, at: '2025-03-01T00:00:00.000Z' }
};
const plan = { group: 'a', unit: '19330', from: '2025-03-10', to: '2025-03-11' };

/** A planner whose commands are answered by hand, on a board that says what it is told. */
function fixture(visits: Visit[]) {
	const board = smallBoard();
	for (const one of visits) board.visits.set(one.number, one);
	const asked: { id?: string; input: object; answer: (answer: CommandAnswer) => void }[] = [];
	const send = (_type: string, input: object, id?: string) =>
		new Promise((resolve) => asked.push({ id, input, answer: resolve }));
	return { board, asked, planner: new PlanSender({ send: send as never }, () => board) };
}
const refused = (code: 'conflict' | 'unavailable'): CommandAnswer => ({
	...{ ok: false, error: { code, message: 'Tổ đã có chuyến công tác 7.' } }
});
const days = ({ visits }: PlanSender) => visits.map(({ from }) => from.slice(8));

test('a move shows at once, and is put back with the reason when it is refused', async () => {
	const { planner, asked } = fixture([visit]);
	const moving = planner.move(visit, plan);
	expect(days(planner)).toEqual(['10']);
	expect(planner.isPending(1)).toBe(true);
	asked[0]?.answer(refused('conflict'));
	expect(await moving).toBe('Tổ đã có chuyến công tác 7.');
	expect(days(planner)).toEqual(['08']);
	expect(planner.isPending(1)).toBe(false);
	expect(planner.outcome?.tone).toBe('refused');
	expect(planner.outcome?.text).toContain('chuyến công tác 7');
});

test('changes of one visit go one after the other, and fall together', async () => {
	const { planner, asked } = fixture([visit]);
	const moving = planner.move(visit, plan);
	const longer = { ...plan, to: '2025-03-12' };
	const stretching = planner.move({ ...visit, ...plan }, longer);
	expect(planner.visits).toMatchObject([longer]);
	await Promise.resolve();
	expect(asked).toHaveLength(1);
	asked[0]?.answer({ ok: true, seq: 5, result: {} });
	expect(await moving).toBeNull();
	expect(planner.visits).toMatchObject([longer]);
	expect(planner.isPending(1)).toBe(true);
	await expect.poll(() => asked.length).toBe(2);

	const back = planner.move({ ...visit, ...longer }, plan);
	asked[1]?.answer(refused('conflict'));
	expect(await stretching).toBe('Tổ đã có chuyến công tác 7.');
	expect(await back).toBe('Tổ đã có chuyến công tác 7.');
	expect(asked).toHaveLength(2);
	expect(days(planner)).toEqual(['08']);
});

test('what was taken stays until the board has it, and then the board counts', async () => {
	const { planner, asked, board } = fixture([visit]);
	const moving = planner.move(visit, plan);
	asked[0]?.answer({ ok: true, seq: 5, result: {} });
	expect(await moving).toBeNull();
	expect(days(planner)).toEqual(['10']);
	board.visits.set(1, { ...visit, from: '2025-03-14', to: '2025-03-15' });
	board.seq = 5;
	expect(days(planner)).toEqual(['14']);
});

test('a new draft is never there twice, whichever comes first, fact or answer', async () => {
	const { planner, asked, board } = fixture([]);
	const planning = planner.plan(plan, null);
	expect(planner.visits).toMatchObject([{ number: -1, from: plan.from }]);
	board.visits.set(2, { ...visit, ...plan, number: 2 });
	expect(planner.visits.map(({ number }) => number)).toEqual([2]);
	board.seq = 3;
	asked[0]?.answer({ ok: true, seq: 3, result: {} });
	await planning;
	expect(planner.visits.map(({ number }) => number)).toEqual([2]);
});

test('a command nobody answered is tried again under its own id', async () => {
	const { planner, asked } = fixture([visit]);
	for (const code of ['unavailable', 'conflict'] as const) {
		const moving = planner.move(visit, plan);
		asked.at(-1)?.answer(refused(code));
		await moving;
	}
	void planner.move(visit, plan);
	const [first, second, third] = asked.map(({ id }) => id);
	expect(second).toBe(first);
	expect(third).not.toBe(first);
});

const accepted = (result: object): CommandAnswer => ({ ok: true, seq: 9, result });
/** Lets what waits for an answer go on. */
const settle = () => new Promise((resolve) => setTimeout(resolve));

test('a change of a published visit is shown as a draft, and undone by its way back', async () => {
	const known: Visit = { ...visit, state: 'published' };
	const { planner, asked } = fixture([known]);
	const moving = planner.move(known, plan);
	expect(planner.visits).toMatchObject([{ ...plan, state: 'published', change: plan }]);
	expect(planner.published(known)).toMatchObject({ from: '2025-03-08' });
	await settle();
	asked[0]?.answer(accepted({ visit: 1, state: 'published' }));
	await moving;

	const undoing = planner.undo();
	await settle();
	expect(planner.undos.next).toBeNull(); // not twice at once
	expect(days(planner)).toEqual(['08']);
	asked[1]?.answer(accepted({ visit: 1, state: 'published' }));
	await undoing;
	expect(planner.outcome?.text).toContain('hoàn tác');
	expect(planner.undos.next).toBeNull();
});

test('a dropped draft is planned again; what was published is not taken back', async () => {
	const { planner, asked } = fixture([visit]);
	const cancelling = planner.cancel(visit, null, 'Mang máy quét');
	await settle();
	asked[0]?.answer(accepted({ visit: 1, state: 'cancelled' }));
	await cancelling;
	const undoing = planner.undo();
	await settle();
	asked[1]?.answer(accepted({ visit: 2, state: 'planned' }));
	await undoing;
	expect(asked).toHaveLength(2);

	const moving = planner.move(visit, plan);
	await settle();
	asked[2]?.answer(accepted({ visit: 1, state: 'planned' }));
	await moving;
	expect(planner.undos.next?.about).toBe('1');
	const publishing = planner.publish([visit]);
	await settle();
	asked[3]?.answer(accepted({ published: [1], skipped: [] }));
	await publishing;
	expect(planner.undos.next).toBeNull();
});

test('an undo that is refused says why and can be tried again', async () => {
	const { planner, asked } = fixture([visit]);
	const moving = planner.move(visit, plan);
	await settle();
	asked[0]?.answer(accepted({ visit: 1, state: 'planned' }));
	await moving;
	const undoing = planner.undo();
	await settle();
	asked[1]?.answer(refused('unavailable'));
	await undoing;
	expect(planner.outcome?.tone).toBe('refused');
	expect(planner.undos.next?.about).toBe('1');
});

test('an undo asked for before the act is answered takes back that act', async () => {
	const { planner, asked } = fixture([visit]);
	const moving = planner.move(visit, plan);
	const undoing = planner.undo();
	await settle();
	asked[0]?.answer(accepted({ visit: 1, state: 'planned' }));
	await moving;
	await settle();
	expect(days(planner)).toEqual(['08']);
	await settle();
	asked[1]?.answer(accepted({ visit: 1, state: 'planned' }));
	await undoing;
	expect(planner.undos.next).toBeNull();
});

test('a change of a group is taken back by what it was before; a new group is not', async () => {
	const { planner, asked, board } = fixture([]);
	const members = [{ username: 'an', name_vi: 'An', name_en: 'An', leads: true }];
	const known = { code: 'a', name_vi: 'Tổ A', name_en: 'Team A', base: null, capacity: 5 };
	board.groups.set('a', { ...known, phone: null, members });
	const saving = planner.saveGroup({ group: 'a', name_vi: 'Tổ A', phone: '0233' }, 'Tổ A');
	expect(planner.isBusy).toBe(true);
	asked[0]?.answer(accepted({ group: 'a' }));
	expect(await saving).toBeNull();
	const undoing = planner.undo();
	await settle();
	expect(asked[1]?.input).toEqual({ group: 'a', phone: null });
	asked[1]?.answer(accepted({ group: 'a' }));
	await undoing;
	expect(planner.outcome?.text).toContain('hoàn tác');

	const making = planner.saveGroup({ group: 'b', name_vi: 'Tổ B' }, 'Tổ B');
	asked[2]?.answer(accepted({ group: 'b' }));
	await making;
	expect(planner.undos.next).toBeNull();
});
