import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CommandAnswer } from '#lib/protocol/commands.ts';
import { CommandSender, type Sending } from './sender.svelte.ts';

type Step = { give: number[] } | { answer: number; how: 'done' | 'conflict' | 'unavailable' };

const THINGS = ['0', '1', '2'];
const how = fc.constantFrom('done' as const, 'conflict' as const, 'unavailable' as const);
/** Commands given about one thing or more, and answers, in any order. */
const steps = (most: number) =>
	fc.array(
		fc.oneof(
			fc.record({ give: fc.subarray([0, 1, 2], { minLength: 1, maxLength: most }) }),
			fc.record({ answer: fc.nat(5), how })
		),
		{ maxLength: 24 }
	);
const settled = () => new Promise((resolve) => setImmediate(resolve));

/** A sender whose commands are answered by hand, on a board whose number is set by hand. */
function held() {
	const board = { seq: 0 };
	const sent: { id: string; request: number; answer: (answer: CommandAnswer) => void }[] = [];
	const link = {
		send: (_type: string, { request }: { request: number }, id: string) =>
			new Promise<CommandAnswer>((answer) => sent.push({ id, request, answer }))
	};
	const sender = new CommandSender<string>(link as never, String, () => board.seq);
	const give = (request: number, sending: Sending<object, string> = {}) =>
		sender.send('request.start', { request }, { about: [String(request)], ...sending });
	/** Answers one that waits; the oldest, unless it is named. @returns it */
	async function answer(how: 'done' | 'conflict' | 'unavailable', which = 0, seq = 1) {
		const [one] = sent.splice(which % Math.max(sent.length, 1), 1);
		one?.answer(
			how === 'done'
				? { ok: true, seq, result: {} }
				: { ok: false, error: { code: how, message: String(one.request) } }
		);
		await settled();
		return one;
	}
	return { board, sent, sender, give, answer };
}

test('an id is kept until somebody answers, and then forgotten; nothing stays pending', async () => {
	await fc.assert(
		fc.asyncProperty(steps(1), async (run: Step[]) => {
			const { sent, sender, give, answer } = held();
			const kept = new Map<number, string>();
			const used = new Set<string>();
			for (const step of run) {
				if ('give' in step) {
					const [request = 0] = step.give;
					void give(request);
					const id = sent.at(-1)?.id ?? '';
					if (kept.has(request)) expect(id).toBe(kept.get(request));
					else expect(used).not.toContain(id);
					kept.set(request, id);
					used.add(id);
				} else {
					const one = await answer(step.how, step.answer);
					const isKept = one && kept.get(one.request) === one.id;
					if (isKept && step.how !== 'unavailable') kept.delete(one.request);
				}
				for (const key of THINGS) {
					const waits = sent.some(({ request }) => String(request) === key);
					expect(sender.pending(key)).toBe(waits ? 'request.start' : undefined);
				}
			}
			while (sent.length > 0) await answer('unavailable');
			expect(sender.isBusy).toBe(false);
		})
	);
});

test('a wish given again after another one was done is a new command', async () => {
	const { sent, sender, give, answer } = held();
	void give(1);
	const first = await answer('unavailable');
	void sender.send('request.extend', { request: 1 }, { about: ['1'] });
	await answer('done');
	void give(1);
	expect(sent[0]?.id).not.toBe(first?.id);
});

test('a command under way keeps its id when another one about the same thing is done', async () => {
	const { sent, sender, give, answer } = held();
	void give(1);
	void sender.send('request.extend', { request: 1 }, { about: ['1'] });
	await answer('done', 1);
	const first = await answer('unavailable');
	void give(1);
	expect(sent[0]?.id).toBe(first?.id);
});

test('a late answer under an old id leaves the new id of the same command alone', async () => {
	const { sent, give, answer } = held();
	void give(1);
	void give(1);
	await answer('done');
	void give(1);
	await answer('done');
	void give(1);
	expect(sent[1]?.id).toBe(sent[0]?.id);
});

test('what is handed over is given again under another id', async () => {
	const { sent, sender, give, answer } = held();
	void give(1);
	const first = await answer('unavailable');
	expect(sender.handOver('request.start', { request: 1 })).toBe(first?.id);
	expect(sender.handOver('request.start', { request: 1 })).toBeNull();
	void give(1);
	expect(sent[0]?.id).not.toBe(first?.id);
});

test('while one of two commands about a thing is answered, the other is pending', async () => {
	const { sender, give, answer } = held();
	void give(1);
	void sender.send('request.extend', { request: 1 }, { about: ['1'] });
	expect(sender.pending('1')).toBe('request.extend');
	await answer('done', 1);
	expect(sender.pending('1')).toBe('request.start');
	expect(sender.isUnderWay('request.extend', '1')).toBe(false);
	await answer('done');
	expect(sender.pending('1')).toBeUndefined();
});

test('in turn, a command goes after those before it about the same things, and falls with them', async () => {
	await fc.assert(
		fc.asyncProperty(steps(3), async (run: Step[]) => {
			const { sent, give, answer } = held();
			interface Given {
				about: string[];
				before: Given[];
				isDone?: boolean;
			}
			const given: Given[] = [];
			const waits = () => given.filter(({ isDone }) => isDone === undefined);
			for (const step of run) {
				if ('give' in step) {
					const about = step.give.map(String);
					const before = waits().filter((one) => one.about.some((key) => about.includes(key)));
					const one: Given = { about, before };
					const number = given.push(one) - 1;
					void give(number, { about, inTurn: true }).then(({ ok }) => (one.isDone = ok));
				} else await answer(step.how, step.answer);
				await settled();
				for (const { request } of sent) {
					expect(given[request]?.before.every(({ isDone }) => isDone)).toBe(true);
				}
			}
			while (sent.length > 0) await answer('done');
			expect(waits()).toEqual([]);
			for (const { before, isDone } of given) {
				if (before.some((one) => !one.isDone)) expect(isDone).toBe(false);
			}
		})
	);
});

test('what will be is shown until the board has its number, or it is refused', async () => {
	const events = fc.array(
		fc.oneof(
			fc.record({ give: fc.nat(2) }),
			fc.record({ answer: fc.nat(5), how }),
			fc.record({ board: fc.integer({ min: 1, max: 3 }) })
		),
		{ maxLength: 30 }
	);
	await fc.assert(
		fc.asyncProperty(events, async (run) => {
			const { board, sent, sender, give, answer } = held();
			const expected = new Map<string, { shown: string; seq: number | null; id: number }>();
			let [given, seq] = [0, 0];
			for (const event of run) {
				if ('board' in event) board.seq += event.board;
				else if ('give' in event) {
					const key = String(event.give);
					const shown = `change ${++given}`;
					expected.set(key, { shown, seq: null, id: given });
					void give(given, { about: [key], ahead: new Map([[key, shown]]) });
				} else if (sent.length > 0) {
					const one = await answer(event.how, event.answer, ++seq);
					for (const [key, change] of expected) {
						if (change.id !== one?.request) continue;
						if (event.how === 'done') change.seq = seq;
						else expected.delete(key);
					}
				}
				const shown = [...expected].filter(([, { seq }]) => seq === null || seq > board.seq);
				const inOrder = (some: Iterable<[string, string]>) => new Map([...some].sort());
				expect(inOrder(sender.ahead)).toEqual(
					inOrder(shown.map(([key, change]): [string, string] => [key, change.shown]))
				);
			}
		})
	);
});

test('an undo waits for what is under way, and takes back the newest of what was done', async () => {
	const answers = fc.array(fc.tuple(how, fc.nat(5)), { minLength: 1, maxLength: 6 });
	await fc.assert(
		fc.asyncProperty(answers, async (hows) => {
			const { sent, sender, give, answer } = held();
			const done: number[] = [];
			const undone: number[] = [];
			for (const number of hows.keys()) {
				const run = () => (undone.push(number), Promise.resolve(null));
				const undo = { what: `act ${number}`, about: String(number), run };
				void give(number, { done: () => sender.undos.add(undo) });
			}
			const undoing = sender.undoNewest();
			for (const [outcome, which] of hows) {
				expect(undone).toEqual([]);
				expect(sent.length).toBeGreaterThan(0);
				const one = await answer(outcome, which);
				if (one && outcome === 'done') done.push(one.request);
			}
			expect((await undoing)?.what).toBe(done.length > 0 ? `act ${done.at(-1)}` : undefined);
			expect(undone).toEqual(done.slice(-1));
		})
	);
});

test('only the newest fifty acts can be taken back, and none that others know of', async () => {
	const { sender } = held();
	const undone: string[] = [];
	for (let n = 1; n <= 60; n++) {
		const run = () => (undone.push(String(n)), Promise.resolve(null));
		sender.undos.add({ what: '', about: String(n), run });
	}
	sender.undos.settle(['60', '58']);
	while (await sender.undoNewest());
	expect(undone).toHaveLength(48);
	expect([undone[0], undone[1], undone.at(-1)]).toEqual(['59', '57', '11']);
});
