import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createAccounts } from '#lib/server/auth/accounts.ts';
import {
	createSession,
	revokeAllSessions,
	revokeSession,
	validateSession
} from '#lib/server/auth/sessions.ts';
import { SignInLimiter } from '#lib/server/auth/sign-in-limiter.ts';
import { signIn } from '#lib/server/auth/sign-in.ts';
import { createTestDatabase, type TestDatabase } from '../harness/database.ts';
import { addSmallCampaign } from '../harness/small-campaign.ts';

const hour = 3_600_000;
const now = new Date('2026-03-02T01:00:00Z');
const later = (hours: number) => new Date(now.getTime() + hours * hour);
const password = 'tre-xanh-ben-song';

let database: TestDatabase;
let campaign: number;
let account: number;

beforeAll(async () => {
	database = await createTestDatabase();
	campaign = await addSmallCampaign(database.db);
	const grant = { campaign_id: campaign, role: 'focal_point' as const, unit: '1' };
	const names = { name_vi: 'Đầu mối xã Một', name_en: 'Focal point, Mot' };
	await createAccounts(database.db, [{ username: 'commune-1', password, ...names, grant }]);
	const { id } = await database.db.selectFrom('account').select('id').executeTakeFirstOrThrow();
	account = id;
});
afterAll(() => database.drop());

describe('sessions', () => {
	test('a token opens its session and brings the grants', async () => {
		const { token, session } = await createSession(database.db, account, now);
		expect(await validateSession(database.db, token, now)).toEqual({
			session,
			person: {
				account_id: account,
				session_id: session.id,
				username: 'commune-1',
				name_vi: 'Đầu mối xã Một',
				name_en: 'Focal point, Mot',
				grants: [
					{
						campaign: 'counting',
						campaign_id: campaign,
						role: 'focal_point',
						unit: '1',
						group: null
					}
				]
			}
		});
	});

	test('an account has so many sessions: a new one ends the oldest', async () => {
		await revokeAllSessions(database.db, account);
		const begun = [];
		for (let i = 0; i < 22; i++) {
			begun.push(await createSession(database.db, account, new Date(now.getTime() + i * 120_000)));
		}
		const valid = await Promise.all(
			begun.map(({ token }) => validateSession(database.db, token, later(1)))
		);
		expect(valid.map((found) => found !== null)).toEqual([
			...[false, false],
			...Array.from({ length: 20 }, () => true)
		]);
	});

	test('the secret is nowhere in the table', async () => {
		const { token, session } = await createSession(database.db, account, now);
		const row = await database.db
			.selectFrom('session')
			.selectAll()
			.where('id', '=', session.id)
			.executeTakeFirstOrThrow();
		const secret = token.split('.')[1] ?? '';
		expect(row.secret_hash).toHaveLength(32);
		expect(row.secret_hash.equals(Buffer.from(secret, 'base64url'))).toBe(false);
		expect(JSON.stringify(row)).not.toContain(secret);
	});

	test('a forged token opens nothing', async () => {
		const { token } = await createSession(database.db, account, now);
		const other = await createSession(database.db, account, now);
		const [id = '', secret = ''] = token.split('.');
		const [, otherSecret = ''] = other.token.split('.');
		// The last letter of 43 carries two bits that mean nothing: its neighbour decodes alike.
		const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
		const twin = secret.slice(0, -1) + alphabet[alphabet.indexOf(secret.slice(-1)) ^ 1];
		expect(Buffer.from(twin, 'base64url')).toEqual(Buffer.from(secret, 'base64url'));
		const forged = [
			'',
			'.',
			id,
			`${id}.`,
			`.${secret}`,
			`${id}.${otherSecret}`,
			`${id}.${twin}`,
			`${id}.${secret}x`,
			`${id}.${secret}\0`,
			`${id.slice(0, -1)}*.${secret}`,
			`${'A'.repeat(20)}.${secret}`,
			`' or 1=1 --.${secret}`
		];
		for (const attempt of forged) {
			expect(await validateSession(database.db, attempt, now), attempt).toBeNull();
		}
		expect(await validateSession(database.db, token, now)).not.toBeNull();
	});

	test('12 quiet hours end it; being seen keeps it open', async () => {
		const { token } = await createSession(database.db, account, now);
		expect(await validateSession(database.db, token, later(11.9))).not.toBeNull();
		expect(await validateSession(database.db, token, later(23.8))).not.toBeNull();
		expect(await validateSession(database.db, token, later(35.8))).toBeNull();
	});

	test('being seen is written at most once an hour and never moves back', async () => {
		const { token, session } = await createSession(database.db, account, now);
		const seen = async (hours: number) => {
			await validateSession(database.db, token, later(hours));
			const row = await database.db
				.selectFrom('session')
				.select('last_seen_at')
				.where('id', '=', session.id)
				.executeTakeFirstOrThrow();
			return (row.last_seen_at.getTime() - now.getTime()) / hour;
		};
		expect(await seen(0.9)).toBe(0);
		expect(await seen(1)).toBe(1);
		expect(await seen(1.9)).toBe(1);
		expect(await seen(0.5)).toBe(1);
		expect(await seen(2.5)).toBe(2.5);
	});

	test('7 days end it, however busy', async () => {
		const { token } = await createSession(database.db, account, now);
		for (let hours = 6; hours < 7 * 24; hours += 6) {
			expect(await validateSession(database.db, token, later(hours)), `${hours} h`).not.toBeNull();
		}
		expect(await validateSession(database.db, token, later(7 * 24))).toBeNull();
	});

	test('a disabled account is refused at once', async () => {
		const { token } = await createSession(database.db, account, now);
		await setDisabled(now);
		expect(await validateSession(database.db, token, now)).toBeNull();
		await setDisabled(null);
		expect(await validateSession(database.db, token, now)).not.toBeNull();
	});

	test('revoking one leaves the others, revoking all names them', async () => {
		await revokeAllSessions(database.db, account);
		const [one, two, three] = [
			await createSession(database.db, account, now),
			await createSession(database.db, account, now),
			await createSession(database.db, account, now)
		];
		await revokeSession(database.db, one.session.id);
		expect(await validateSession(database.db, one.token, now)).toBeNull();
		expect(await validateSession(database.db, two.token, now)).not.toBeNull();
		const ended = await revokeAllSessions(database.db, account);
		expect(ended.sort()).toEqual([two.session.id, three.session.id].sort());
		expect(await validateSession(database.db, two.token, now)).toBeNull();
	});
});

describe('signing in', () => {
	let limiter: SignInLimiter;
	beforeEach(() => {
		limiter = new SignInLimiter();
	});
	const attempt = (username: string, given: string, address = '10.0.0.1') =>
		signIn(database.db, limiter, { username, password: given, address }, now);

	test('the user name is read without regard to case and blanks', async () => {
		const outcome = await attempt('  Commune-1 ', password);
		expect(outcome.ok && outcome.person.username).toBe('commune-1');
		expect(outcome.ok && (await validateSession(database.db, outcome.token, now))).toBeTruthy();
	});

	test('unknown user, wrong password and disabled account are answered alike', async () => {
		const wrong = await attempt('commune-1', 'wrong');
		const unknown = await attempt('nobody', password);
		const impossible = await attempt("x' or 1=1 --\0", password);
		await setDisabled(now);
		const disabled = await attempt('commune-1', password);
		await setDisabled(null);
		expect(wrong).toEqual({ ok: false, reason: 'wrong' });
		for (const outcome of [unknown, impossible, disabled]) expect(outcome).toEqual(wrong);
	});

	test('signing in ends the session it replaces and forgets expired ones', async () => {
		const first = await createSession(database.db, account, now);
		const stale = await createSession(database.db, account, later(-13));
		const outcome = await signIn(
			database.db,
			limiter,
			{ username: 'commune-1', password, address: '10.0.0.1', previous: first.session.id },
			now
		);
		expect(outcome.ok).toBe(true);
		expect(await validateSession(database.db, first.token, now)).toBeNull();
		expect(await validateSession(database.db, stale.token, later(-13))).toBeNull();
	});

	test('five failures of a name from one address make it wait there, not elsewhere', async () => {
		for (let failure = 0; failure < 5; failure++) await attempt('commune-1', 'wrong');
		const limited = await attempt('commune-1', password);
		expect(limited).toEqual({
			ok: false,
			reason: 'limited',
			retry_after: expect.toSatisfy((seconds: number) => seconds > 890 && seconds <= 900) as number
		});
		expect((await attempt('commune-1', password, '10.0.0.2')).ok).toBe(true);
	});

	test('guesses sent at once do not overtake the limit', async () => {
		const outcomes = await Promise.all(
			Array.from({ length: 20 }, (_, guess) => attempt('commune-1', `guess-${guess}`))
		);
		const checked = outcomes.filter((outcome) => !outcome.ok && outcome.reason === 'wrong');
		// Two are checked at the same time, so the fifth may have company.
		expect(checked.length).toBeLessThanOrEqual(6);
	});

	test('a success forgets the failures before it', async () => {
		for (let round = 0; round < 3; round++) {
			for (let failure = 0; failure < 4; failure++) await attempt('commune-1', 'wrong');
			expect((await attempt('commune-1', password)).ok).toBe(true);
		}
	});

	test('a province signs in from one address; a hundred failures from there are enough', async () => {
		const province = Array.from({ length: 110 }, () => attempt('commune-1', password));
		expect((await Promise.all(province)).every(({ ok }) => ok)).toBe(true);
		for (let guess = 0; guess < 100; guess++) {
			await limiter.failed({ name: `name-${guess}`, network: '10.0.0.1', known: null });
		}
		expect(await attempt('commune-1', password)).toMatchObject({ reason: 'limited' });
	}, 60_000);
});

async function setDisabled(disabled_at: Date | null): Promise<void> {
	await database.db
		.updateTable('account')
		.set({ disabled_at })
		.where('username', '=', 'commune-1')
		.execute();
}
