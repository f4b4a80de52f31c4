import { join } from 'node:path';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { doneBy, rootOf, type BoardUnit, type CampaignBoard } from '#lib/campaign/board.ts';
import { addDays, instantAt, timelyUntil } from '#lib/campaign/calendar/calendar.ts';
import type { Amounts } from '#lib/campaign/campaign.ts';
import { reduce } from '#lib/campaign/reduce.ts';
import { checkReport } from '#lib/campaign/reports/report-checks.ts';
import type { ReportLine } from '#lib/campaign/reports/report-line.ts';
import { summarize, summarizeChildren } from '#lib/campaign/status/summary.ts';
import { COMMANDS } from '#lib/campaign/features.ts';
import { snapshotOf } from '#lib/protocol/snapshot.ts';
import { readPackage } from '#lib/server/campaigns/package.ts';
import { planCampaign, type SimulatedAction } from './plan.ts';

const read = await readPackage(join(import.meta.dirname, '../../campaigns/quang-tri-2025'));
if (!read.ok) throw new Error('the campaign package is damaged');
const { campaign: described, units: places, targets } = read.package;

function emptyBoard(): CampaignBoard {
	const units = places.map(({ code, parent, level, type, name_vi, name_en }) => {
		const unit = {
			code,
			parent,
			level,
			type,
			name_vi,
			name_en,
			targets: {},
			days: {},
			unlocks: {},
			reminded: null,
			position: 0
		};
		return [code, unit] satisfies [string, BoardUnit];
	});
	const board: CampaignBoard = {
		view: 'staff',
		seq: 0,
		mark: 'start',
		campaign: { ...described, setup: 1, simulated: true, clock: null },
		units: new Map(units),
		groups: new Map(),
		visits: new Map(),
		requests: new Map(),
		incidents: new Map()
	};
	for (const { unit, measure, amount, origin } of targets) {
		board.units.get(unit)!.targets[measure] = { amount, origin };
	}
	return board;
}

function plan(seed: string): { board: CampaignBoard; actions: SimulatedAction[] } {
	const board = emptyBoard();
	const { units } = snapshotOf(board, new Date('2025-03-01T00:00:00Z'));
	return { board, actions: planCampaign({ campaign: board.campaign, units, seed }) };
}

/** Does to the board what the server would do, up to campaign time `until`. */
function play(board: CampaignBoard, actions: SimulatedAction[], until: Date): void {
	const fields = new Map<string, Map<string, ReportLine>>();
	for (const { at, unit, command } of actions) {
		if (at > until.toISOString()) break;
		const head = { seq: board.seq + 1, at, actor: unit };
		if (command.type === 'target.declare') {
			reduce(board, { ...head, kind: 'target.declared', data: command.input });
			continue;
		}
		const { date, lines, base_revision } = command.input;
		expect(base_revision).toBe(board.units.get(unit)?.days[date]?.revision ?? 0);
		const key = `${unit} ${date}`;
		const day = fields.get(key) ?? new Map<string, ReportLine>();
		fields.set(key, day);
		for (const line of lines) day.set(`${line.category} ${line.measure}`, line);
		const amounts: Amounts = { books: 0, cases: 0 };
		for (const { measure, amount } of day.values()) amounts[measure]! += amount;
		const revision = (base_revision ?? 0) + 1;
		const timely = new Date(at) <= timelyUntil(board.campaign, date);
		const data = { unit, date, amounts, revision, base_revision: revision - 1, timely };
		reduce(board, {
			...head,
			kind: 'report.submitted',
			data: { ...data, receipt: '', device_time: null }
		});
	}
}

const evening = (date: string) => instantAt(date, 23 * 3_600_000, 'Asia/Ho_Chi_Minh');

test('the same seed makes the same campaign, another seed another one', () => {
	expect(plan('2025').actions).toEqual(plan('2025').actions);
	expect(plan('2025').actions).not.toEqual(plan('2026').actions);
});

test('what is already declared and reported does not change the plan', () => {
	const { board, actions } = plan('2025');
	play(board, actions, evening('2025-03-09'));
	const { units } = snapshotOf(board, evening('2025-03-09'));
	expect(planCampaign({ campaign: board.campaign, units, seed: '2025' })).toEqual(actions);
});

describe.each(['2025', '1', 'tiến độ'])('campaign %s', (seed) => {
	const { board, actions } = plan(seed);
	const { campaign } = board;

	test('every input is valid at its time, in order, with an id of its own', () => {
		for (const { at, command } of actions) {
			expect(v.safeParse(COMMANDS[command.type].input, command.input).issues).toBeUndefined();
			expect(v.is(v.pipe(v.string(), v.uuid()), command.id)).toBe(true);
			if (command.type !== 'report.submit') continue;
			expect(checkReport(campaign, command.input, new Date(at))).toBeNull();
		}
		expect(new Set(actions.map(({ command }) => command.id)).size).toBe(actions.length);
		const times = actions.map(({ at }) => at);
		expect(times).toEqual(times.toSorted());
		expect(times.at(-1)! < evening(campaign.ends_on).toISOString()).toBe(true);
	});

	test('on day 7 every status is somewhere, and districts differ', () => {
		const now = instantAt('2025-03-07', 12 * 3_600_000, campaign.time_zone);
		const day7 = emptyBoard();
		play(day7, actions, now);
		const districts = summarizeChildren(day7, rootOf(day7).code, now);
		const communes = districts.flatMap(({ code }) => summarizeChildren(day7, code, now));
		const statuses = new Set(communes.map(({ status }) => status));
		expect([...statuses].sort()).toEqual(['at_risk', 'done', 'late', 'on_track', 'silent']);
		expect(new Set(districts.map(({ status }) => status)).size).toBeGreaterThanOrEqual(3);
	});

	test('declared targets add up to each district, and communes hardly exceed theirs', () => {
		play(board, actions, evening(campaign.ends_on));
		const units = [...board.units.values()];
		for (const district of units.filter(({ level }) => level === 'district')) {
			const communes = units.filter(({ parent }) => parent === district.code);
			for (const [measure, { amount }] of Object.entries(district.targets)) {
				const declared = communes.map(({ targets }) => targets[measure]!);
				expect(declared.every(({ origin }) => origin === 'declared')).toBe(true);
				expect(declared.reduce((sum, target) => sum + target.amount, 0)).toBe(amount);
			}
			for (const commune of communes) {
				const done = doneBy(board, commune);
				for (const [measure, { amount }] of Object.entries(commune.targets)) {
					expect(done[measure]).toBeLessThanOrEqual(amount + 3);
				}
			}
		}
	});

	test('the province reaches 93 to 98 % and never falls from day to day', () => {
		const all = emptyBoard();
		let before = 0;
		for (let date = campaign.starts_on; date <= campaign.ends_on; date = addDays(date, 1)) {
			play(
				all,
				actions.filter(({ at }) => at > evening(addDays(date, -1)).toISOString()),
				evening(date)
			);
			const done = doneBy(all, rootOf(all)).cases ?? 0;
			expect(done).toBeGreaterThan(before);
			before = done;
		}
		const { share } = summarize(all, rootOf(all), evening(campaign.ends_on));
		expect(share).toBeGreaterThan(0.93);
		expect(share).toBeLessThan(0.98);
	});
});
