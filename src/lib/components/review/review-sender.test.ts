import { expect, test } from 'vitest';
import { quangTri } from '#lib/campaign/test-campaign.ts';
import type { ReviewRow } from '#lib/campaign/reports/review-list.ts';
import type { CommandAnswer } from '#lib/protocol/commands.ts';
import { termsOf } from '../words/terms.ts';
import { ReviewSender } from './review-sender.svelte.ts';

const row = (code: string) =>
	({
		...{ code, date: '2025-03-07', type: 'xa', name_vi: `Xã ${code}`, name_en: code, above: null },
		report: { revision: 2 }
	}) as ReviewRow;

function fixture(...answers: CommandAnswer[]) {
	const sent: { id?: string; input: object }[] = [];
	const send = (_type: string, input: object, id?: string) => {
		sent.push({ id, input });
		return Promise.resolve(answers.shift());
	};
	const terms = () => termsOf(quangTri);
	return { sent, sender: new ReviewSender({ send: send as never }, String, terms) };
}
const unanswered: CommandAnswer = { ok: false, error: { code: 'unavailable', message: '' } };
const done = (result: object): CommandAnswer => ({ ok: true, seq: 1, result });

test('a day is accepted once, however often it is asked for, and again with the same id after no answer', async () => {
	const { sent, sender } = fixture(unanswered, done({ revision: 2 }));
	const accepting = sender.accept(row('1'));
	void sender.accept(row('1'));
	expect(sender.pending('1')).toBe('report.accept');
	await accepting;
	expect(sender.outcome).toMatchObject({ tone: 'refused' });
	sender.outcome?.retry?.();
	await new Promise((resolve) => setTimeout(resolve));
	expect(sent).toHaveLength(2);
	expect(sent[1]?.id).toBe(sent[0]?.id);
	expect(sender.outcome).toMatchObject({ tone: 'done', retry: null });
});

test('what is refused for good cannot be tried again', async () => {
	const error = { code: 'conflict' as const, message: 'Báo cáo vừa thay đổi.' };
	const { sender } = fixture({ ok: false, error });
	await sender.accept(row('1'));
	expect(sender.outcome).toMatchObject({ tone: 'refused', retry: null });
	expect(sender.outcome?.text).toContain('vừa thay đổi');
});

test('more than one command takes are accepted in several, and those skipped are named', async () => {
	const rows = Array.from({ length: 1001 }, (_, i) => row(String(i)));
	const skipped = [{ unit: '1000', date: '2025-03-07', revision: 3 }];
	const { sent, sender } = fixture(
		done({ accepted: Array(1000).fill({}), skipped: [] }),
		done({ accepted: [], skipped })
	);
	await sender.acceptMany(rows);
	expect(sent).toHaveLength(2);
	expect(sender.outcome?.text).toContain('1000 báo cáo');
	expect(sender.outcome?.text).toContain('Xã 1000');
	expect(sender.isBusy).toBe(false);
});
