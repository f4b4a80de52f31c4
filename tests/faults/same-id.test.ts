import { expect, onTestFinished, test } from 'vitest';
import type { CommandAnswer } from '#lib/protocol/commands.ts';
import { SLUG } from '../harness/campaign.ts';
import { Client, report } from '../harness/client.ts';
import { Recount } from './recount.ts';
import { chance, patience, rounds, tell } from './scale.ts';
import { sendByHttp } from './send.ts';
import { compareAll } from './verdict.ts';
import { World } from './world.ts';

const ROUNDS = rounds(6, 300);
const UNIT = '19330';

interface Command {
	id: string;
	type: 'report.submit';
	input: ReturnType<typeof report>;
}

test(
	'the same id ten times at once, by two entry points of two processes',
	{ timeout: patience },
	async () => {
		const random = chance('same-id');
		const world = await World.create();
		const servers = [await world.startServer(), await world.startServer()];
		const token = await world.token(`commune-${UNIT}`);
		const sockets = await Promise.all(
			servers.map(async ({ url }) => {
				const client = await new Client(url, token).connected();
				onTestFinished(() => client.close());
				return client;
			})
		);
		/** Which of the four entry points an attempt takes. */
		const send = (command: Command, attempt: number): Promise<CommandAnswer> => {
			const socket = sockets[attempt % 2];
			if (!socket || attempt % 4 < 2) {
				return sendByHttp(servers[attempt % 2]?.url ?? '', token, command);
			}
			const payload = { ...command, campaign: SLUG };
			return socket.ask('command', payload) as Promise<CommandAnswer>;
		};
		const command = (amount: number): Command => {
			return { id: random.uuid(), type: 'report.submit', input: report(UNIT, amount) };
		};

		for (let round = 0; round < ROUNDS; round++) {
			const one = command(round);
			const answers = await Promise.all(Array.from({ length: 10 }, (_, i) => send(one, i)));
			expect(answers[0], 'the answer').toMatchObject({ ok: true });
			expect(answers, 'ten answers to one id').toEqual(answers.map(() => answers[0]));

			// Two contents race for one id: one is done, the other is a conflict, by whatever entry point it came.
			const a = command(round + 1000);
			const b = { ...a, input: report(UNIT, round + 2000) };
			const replies = await Promise.all(
				Array.from({ length: 10 }, async (_, i) => {
					const content = random.chance(0.5) ? a : b;
					return { content, answer: await send(content, i) };
				})
			);
			const done = replies.find(({ answer }) => answer.ok);
			expect(done, 'one of two contents is done').toBeDefined();
			for (const { content, answer } of replies) {
				if (content === done?.content) expect(answer, 'the content done').toEqual(done.answer);
				else
					expect(answer, 'the other content').toMatchObject({
						ok: false,
						error: { code: 'conflict' }
					});
			}
		}
		const recount = new Recount(world);
		await compareAll(
			world,
			recount,
			servers.map(({ url }) => url)
		);
		expect(recount.revisions, 'every id is done once').toBe(2 * ROUNDS);
		tell('same-id', { ids: 2 * ROUNDS, sent: 20 * ROUNDS, revisions: recount.revisions });
	}
);
