import { expect, test } from 'vitest';
import { COMMANDS } from '#lib/campaign/features.ts';
import type { Limit } from '#lib/campaign/limits.ts';
import type { CommandType } from '#lib/protocol/commands.ts';
import { isProblemKey } from '#lib/protocol/problem-words.ts';
import { businessLimits } from '../limits/business-limits.ts';
import type { Problem } from '../problem.ts';
import { CommandLimits } from './limits.ts';

const types = Object.keys(COMMANDS) as CommandType[];
const limitOf = (type: CommandType): Limit => COMMANDS[type].limit;
const INPUT = { request: 1, unit: '19330', date: '2025-03-01' };

test.each(types)('%s has a limit of its kind, or a reason why it needs none', (type) => {
	const { rates = [], counted = [], none = '' } = limitOf(type);
	expect(rates.length + counted.length > 0).toBe(none === '');
});

test.each(types.filter((type) => limitOf(type).rates))(
	'%s is refused beyond its rate, with the limit named in words',
	(type) => {
		const limits = new CommandLimits(1);
		const most = Math.min(...(limitOf(type).rates ?? []).map((rate) => rate.most));
		const spend = (account_id: number) => limits.spend(type, { account_id }, INPUT);
		for (let i = 0; i < most; i++) spend(1);
		const refused = refusalOf(() => spend(1));
		expect(refused).toMatchObject({ code: 'rate_limited', details: { most } });
		expect(isProblemKey(refused.key)).toBe(true);
		const said = new Intl.NumberFormat('vi-VN').format(most);
		expect(refused.body('vi').message).toContain(said);
		expect(refused.body('en').message).toMatch(/seconds/);
		spend(2); // another account's is its own
	}
);

test('what is counted apart does not use up the rest, and steps of all kinds are counted together', () => {
	const limits = new CommandLimits(1);
	const actor = { account_id: 1 };
	for (let i = 0; i < 10; i++) {
		limits.spend('request.claim', actor, { request: 1 });
		limits.spend('request.release', actor, { request: 1 });
	}
	expect(() => limits.spend('request.claim', actor, { request: 1 })).toThrow('rate_limited');
	limits.spend('request.claim', actor, { request: 2 });
});

test('a test of load multiplies every limit', () => {
	expect(businessLimits(3).mentions).toBe(3 * businessLimits(1).mentions);
	const limits = new CommandLimits(2);
	for (let i = 0; i < 60; i++) limits.spend('request.raise', { account_id: 1 }, INPUT);
	expect(() => limits.spend('request.raise', { account_id: 1 }, INPUT)).toThrow('rate_limited');
});

function refusalOf(act: () => void): Problem {
	try {
		act();
	} catch (error) {
		return error as Problem;
	}
	throw new Error('nothing was refused');
}
