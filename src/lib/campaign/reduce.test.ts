import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { boardFrom, snapshotOf, type Snapshot } from '#lib/protocol/snapshot.ts';
import { snapshotFor } from '#lib/protocol/snapshot-view.ts';
import { doneBy, unallocatedOf, type CampaignBoard } from './board.ts';
import type { Fact, FactData, FactKind, FactView, LoggedFact } from './facts.ts';
import { INCIDENT_FACTS, REQUEST_FACTS, type IncidentFactKind } from './requests/facts.ts';
import { VISIT_FACTS, type VisitFactKind } from './visits/facts.ts';
import type { GroupMember } from './visits/group.ts';
import { isDraft, VISIT_STATES, type Visit } from './visits/visit.ts';
import { REQUEST_STATES, type Incident, type SupportRequest } from './requests/request.ts';
import type { RequestFactKind } from './requests/transitions.ts';
import { isReadable } from './read-fact.ts';
import { reduce } from './reduce.ts';
import { SOFT_CHECKS } from './reports/soft-checks.ts';
import { isLeaf } from './places/tree.ts';
import { quangTri, smallBoard, testReport } from './test-campaign.ts';
import { factFor, placesOf } from './who-may-know.ts';
import { knowsDrafts, reaches, reachesAll, type Viewer } from './reach.ts';

const now = new Date('2025-03-07T10:00:00Z');
const dates = ['2025-03-05', '2025-03-06', '2025-03-07'];
const unit = fc.constantFrom('19330', '19333', '19678', 'unknown');
const date = fc.constantFrom(...dates);
const revision = fc.integer({ min: 1, max: 3 });
const moment = fc.constantFrom('2025-03-08T05:00:00.000Z', '2025-03-09T10:30:00.000Z');
const amounts = fc.record({ books: fc.nat(50), cases: fc.nat(5000) }, { requiredKeys: ['cases'] });
const report = fc.record(
	{
		...{ unit, date, revision, amounts },
		base_revision: fc.nat(2),
		receipt: fc.constantFrom('3F2A', '9C0D'),
		timely: fc.boolean(),
		device_time: fc.option(moment),
		disputed: fc.nat(2),
		flags: fc.subarray([...SOFT_CHECKS])
	},
	{
		requiredKeys: [
			...(['unit', 'date', 'revision', 'amounts', 'base_revision', 'receipt'] as const),
			...(['timely', 'device_time'] as const)
		]
	}
);
const verdict = fc.record({ unit, date, revision });
const clock = fc.record({ set_at: moment, shows: moment, seconds_per_day: fc.nat(900) });

const number = fc.integer({ min: 1, max: 3 });
const group = fc.constantFrom('group-1', 'group-2');
const supportRequest = fc.record({
	...{
		number,
		unit,
		kind: fc.constant('equipment' as const),
		severity: fc.constant('minor' as const)
	},
	...{ state: fc.constantFrom(...REQUEST_STATES), raised_at: moment, at: moment },
	raised_by: fc.constant('commune-19330'),
	holder: fc.option(fc.record({ group, person: group, since: moment, until: moment })),
	release_asked: fc.option(fc.record({ by: fc.constant('group-2'), at: moment })),
	...{ waiting_until: fc.option(moment), responded_at: fc.option(moment) },
	...{ resolved_at: fc.option(moment), resolved_by: fc.option(group) },
	...{ outcome: fc.constant(null), verified_by: fc.constant(null) },
	...{ duplicate_of: fc.option(number), incident: fc.option(number) },
	due: fc.option(fc.record({ clock: fc.constant('update' as const), at: moment })),
	escalation: fc.constant(null),
	...{ reopened: fc.nat(2), comments: fc.nat(9), files: fc.nat(5) }
});
const incident = fc.record({
	...{ number, kind: fc.constant('software' as const), title: fc.constant('Phần mềm lỗi') },
	state: fc.constantFrom('open', 'closed'),
	...{ opened_at: moment, closed_at: fc.option(moment), fix: fc.option(fc.constant('Cập nhật')) }
});
const visit = fc.record({
	...{ number, group, unit, from: date, to: date, state: fc.constantFrom(...VISIT_STATES) },
	...{ arrived_at: fc.option(moment), left_at: fc.option(moment), at: moment }
});
const workingGroup = fc.record({
	...{ code: group, name_vi: group, name_en: group, base: fc.option(unit) },
	...{ capacity: number, phone: fc.constant(null), members: fc.constant<GroupMember[]>([]) }
});
const target = fc.record({ amount: fc.nat(900), origin: fc.constantFrom('plan', 'declared') });
/** A place with another name, or at another place of the list. */
const place = fc
	.record({
		code: fc.constantFrom('461', '19330', '19333', '19678'),
		name_vi: fc.constantFrom('Phường 1', 'Phường 2'),
		position: fc.nat(9)
	})
	.map((changed) => {
		const { parent, level, type, name_en } = smallBoard().units.get(changed.code)!;
		return { parent, level, type, name_en, ...changed };
	});
/** The same arbitrary for every kind of a family. */
const each = <Kind extends string, Data>(kinds: readonly Kind[], said: fc.Arbitrary<Data>) =>
	Object.fromEntries(kinds.map((kind) => [kind, said])) as Record<Kind, fc.Arbitrary<Data>>;

/** What each kind may say; a kind without a row here does not compile. */
const data: { [Kind in FactKind]: fc.Arbitrary<FactData[Kind]> } = {
	'report.submitted': report,
	'report.corrected': report,
	'report.accepted': verdict,
	'report.returned': verdict,
	'report.unlocked': fc.record({ unit, date, until: moment }),
	'report.reminded': fc.record({ units: fc.array(unit, { maxLength: 3 }), date }),
	'report.seen': fc.record({ unit, date, of: fc.constantFrom('return', 'reminder') }),
	'target.declared': fc.record({ unit, target: amounts }),
	...each<RequestFactKind, { request: SupportRequest }>(
		REQUEST_FACTS,
		fc.record({ request: supportRequest })
	),
	...each<IncidentFactKind, { incident: Incident }>(INCIDENT_FACTS, fc.record({ incident })),
	...each<VisitFactKind, { visit: Visit }>(VISIT_FACTS, fc.record({ visit })),
	'targets.changed': fc.record({
		targets: fc.dictionary(unit, fc.record({ cases: fc.option(target), books: fc.option(target) }))
	}),
	'units.changed': fc.record({
		changed: fc.uniqueArray(place, { selector: ({ code }) => code, maxLength: 2 }),
		removed: fc.constantFrom([], ['unknown'])
	}),
	'campaign.changed': fc.record({
		campaign: fc
			.record({ setup: fc.integer({ min: 2, max: 9 }), name_vi: fc.constantFrom('Đợt 1', 'Đợt 2') })
			.map((changed) => ({ ...quangTri, ...changed }))
	}),
	'group.changed': fc.record({ group: workingGroup }),
	'day.opened': fc.record({ date, day: fc.integer({ min: 1, max: 20 }) }),
	'clock.set': fc.record({ clock })
};
const untold: fc.Arbitrary<{ kind: string; data: object }>[] = [
	...Object.entries(data).map(([kind, said]) =>
		(said as fc.Arbitrary<object>).map((data) => ({ kind, data }))
	),
	fc.constant({ kind: 'kind.of.a.later.version', data: { anything: true } })
];
const LONGEST = 20;
/** Random histories: numbered, dated, of every kind the log can hold and one it cannot. Frozen. */
const history = fc.array(fc.oneof(...untold), { maxLength: LONGEST }).map((facts) =>
	facts.map((fact, i) => {
		const at = new Date(Date.parse('2025-03-05T02:00:00Z') + i * 60_000).toISOString();
		return frozen({ ...fact, seq: i + 1, at, actor: 'commune-19330' }) as Fact;
	})
);

/** Folding must not change a fact: every other screen of the process reads the same object. */
function frozen<T extends object>(value: T): T {
	for (const inner of Object.values(value)) if (inner && typeof inner === 'object') frozen(inner);
	return Object.freeze(value);
}
/**
 * The same with what the server knows besides: what the actor was. A visit that was published once is no
 * draft any more; from then on it says so.
 */
const logged = history.map((facts) => {
	const published = new Set<number>();
	return facts.map((fact): LoggedFact => {
		const signed = { role: 'focal_point', place: '19330' };
		if (!('visit' in fact.data)) return { ...fact, signed };
		const { visit } = fact.data;
		const known = published.has(visit.number) || !isDraft(visit);
		if (known) published.add(visit.number);
		const state = known && visit.state === 'planned' ? 'published' : visit.state;
		const said = { visit: { ...visit, state, ...(known ? { published: true } : {}) } };
		return { ...fact, signed, data: said } as LoggedFact;
	});
});
const folded = (
	facts: (FactView | LoggedFact)[],
	board: CampaignBoard = smallBoard()
): CampaignBoard => {
	for (const fact of facts) reduce(board, fact);
	return board;
};
function expectSame(one: CampaignBoard, other: CampaignBoard): void {
	const [a, b] = [snapshotOf(one, now), snapshotOf(other, now)];
	// toEqual says what differs, and takes a hundred times as long to say that nothing does.
	if (JSON.stringify(a) !== JSON.stringify(b)) expect(a).toEqual(b);
}

describe('folding facts', () => {
	test('a snapshot and what follows, and a run cut anywhere, make the same board as a straight run', () => {
		const absences = fc.array(fc.record({ at: fc.nat(LONGEST), back: fc.nat(5) }), {
			maxLength: 4
		});
		fc.assert(
			fc.property(history, fc.nat(LONGEST), absences, (facts, cut, cuts) => {
				const straight = folded(facts);
				const halfway = snapshotOf(folded(facts.slice(0, cut)), now);
				const wire = JSON.parse(JSON.stringify(halfway)) as typeof halfway;
				expectSame(folded(facts.slice(cut), boardFrom(wire)), straight);

				const screen = smallBoard();
				for (const { at, back } of cuts) {
					// What it is sent begins after its seq, or before: an answer that was asked for twice.
					folded(facts.slice(Math.max(screen.seq - back, 0), Math.max(screen.seq, at)), screen);
				}
				expectSame(folded(facts.slice(screen.seq), screen), straight);
			}),
			{ numRuns: 10_000 }
		);
	}, 60_000);

	test('a fact folded twice changes nothing', () => {
		fc.assert(
			fc.property(history, fc.nat(LONGEST), (facts, from) => {
				expectSame(folded(facts.slice(0, from), folded(facts)), folded(facts));
			})
		);
	});

	test("a parent's figures are the sums of its communes", () => {
		fc.assert(
			fc.property(history, (facts) => {
				const { units } = snapshotOf(folded(facts), now);
				for (const parent of units.filter((unit) => !isLeaf(quangTri, unit))) {
					const below = units.filter((unit) => unit.parent === parent.code);
					const cases = below.reduce((sum, unit) => sum + (unit.done['cases'] ?? 0), 0);
					expect(parent.done['cases']).toBe(cases);
				}
			})
		);
	});
});

describe('what somebody may know', () => {
	const viewers: Viewer[] = [
		...['leader', 'coordinator', 'administrator', 'group_member'].map((role) => ({
			...{ role, unit: null }
		})),
		...['461', '469', null].map((unit) => ({ role: 'district_officer', unit })),
		...['19330', '19333', '19678', null].map((unit) => ({ role: 'focal_point', unit })),
		{ role: 'role.of.a.later.version', unit: '461' }
	];
	const { units } = smallBoard();
	const seenBy = (viewer: Viewer, board: CampaignBoard) =>
		snapshotFor(viewer, snapshotOf(board, now), units);
	const viewer = fc.constantFrom(...viewers);

	test('folded on what they knew before, what they are told makes what their snapshot says', () => {
		fc.assert(
			fc.property(logged, fc.nat(LONGEST), viewer, (facts, cut, viewer) => {
				const before = seenBy(viewer, folded(facts.slice(0, cut)));
				const wire = JSON.parse(JSON.stringify(before)) as Snapshot;
				const told = facts.slice(cut).map((fact) => factFor(viewer, fact, units));
				const screen = snapshotOf(folded(told, boardFrom(wire)), now);
				const server = seenBy(viewer, folded(facts));
				if (JSON.stringify(screen) !== JSON.stringify(server)) expect(screen).toEqual(server);
				// Nothing looks like a gap.
				expect(told.map(({ seq }) => seq)).toEqual(facts.slice(cut).map(({ seq }) => seq));
			}),
			{ numRuns: 3_000 }
		);
	}, 60_000);

	test('is told of each fact, and nothing above it', () => {
		fc.assert(
			fc.property(logged, viewer, (facts, viewer) => {
				for (const fact of facts) {
					const within = placesOf(fact).some((code) => reaches(viewer, units, code));
					const everywhere = reachesAll(viewer);
					const told = factFor(viewer, fact, units);
					// What is left out leaves the shape as it is.
					expect(isReadable(told)).toBe(Object.hasOwn(data, fact.kind) || told.kind === 'withheld');
					const text = JSON.stringify(told);
					expect(text).not.toContain('"signed"');
					const draft = 'visit' in fact.data && isDraft(fact.data.visit);
					if (draft && !knowsDrafts(viewer)) expect(text).toContain('"kind":"withheld"');
					if (everywhere || within) continue;
					expect(text).not.toMatch(/"commune-19330"|"by":|"flags"|"disputed"|"device_time":"/);
					expect(text).not.toMatch(/"person":"group-/);
				}
			}),
			{ numRuns: 1_000 }
		);
	});
});

test('a correction replaces the day, it does not add to it', () => {
	const board = folded([testReport(1, 2120), testReport(2, 212)]);
	const province = board.units.get('45');
	expect(province && doneBy(board, province)).toEqual({ books: 1, cases: 212 });
});

test('what the province promised and no district was given stays visible', () => {
	const board = smallBoard();
	const [province, district] = [board.units.get('45'), board.units.get('461')];
	expect(province && unallocatedOf(board, province)).toEqual({ books: 0, cases: 44 });
	expect(district && unallocatedOf(board, district)).toEqual({ books: 0, cases: 0 });
});

describe('a verdict', () => {
	const on = (
		seq: number,
		kind: 'report.accepted' | 'report.returned',
		revision: number
	): Fact => ({
		...{ seq, kind, at: '2025-03-07T11:00:00.000Z', actor: 'coordinator' },
		data: { unit: '19330', date: '2025-03-07', revision }
	});
	const seen = (seq: number, of: 'return' | 'reminder'): Fact => ({
		...{ seq, kind: 'report.seen', at: '2025-03-07T11:30:00.000Z', actor: 'commune-19330' },
		data: { unit: '19330', date: '2025-03-07', of }
	});
	const dayOf = (...facts: Fact[]) => folded(facts).units.get('19330')?.days['2025-03-07'];

	test('is about the revision it names, not about a newer one', () => {
		expect(dayOf(testReport(1), on(2, 'report.accepted', 1))?.state).toBe('accepted');
		expect(dayOf(testReport(1), testReport(2), on(3, 'report.accepted', 1))?.state).toBe(
			'corrected'
		);
	});

	test('is answered by a correction, and what was shown of it is forgotten', () => {
		const returned = [testReport(1), on(2, 'report.returned', 1), seen(3, 'return')];
		expect(dayOf(...returned)).toMatchObject({ state: 'returned', return_seen: true });
		const corrected = dayOf(...returned, testReport(4));
		expect(corrected?.state).toBe('corrected');
		expect(corrected).not.toHaveProperty('return_seen');
	});

	test('returned again is to be shown again', () => {
		const again = [testReport(1), on(2, 'report.returned', 1), seen(3, 'return')];
		expect(dayOf(...again, on(4, 'report.returned', 1))).not.toHaveProperty('return_seen');
	});
});

test('a reminder is seen, and a later one is not seen yet', () => {
	const remind = (seq: number, date: string): Fact => ({
		...{ seq, kind: 'report.reminded', at: `2025-03-07T1${seq}:00:00.000Z`, actor: 'coordinator' },
		data: { units: ['19330', '19333'], date }
	});
	const seen = (seq: number, date: string): Fact => ({
		...{ seq, kind: 'report.seen', at: '2025-03-07T11:30:00.000Z', actor: 'commune-19330' },
		data: { unit: '19330', date, of: 'reminder' }
	});
	const reminded = (...facts: Fact[]) => folded(facts).units.get('19330')?.reminded;
	const [seventh, sixth] = ['2025-03-07', '2025-03-06'];
	expect(reminded(remind(1, sixth), seen(2, sixth))?.seen).toBe(true);
	expect(reminded(remind(1, sixth), seen(2, sixth), remind(3, seventh))).toEqual({
		...{ at: '2025-03-07T13:00:00.000Z', date: seventh, seen: false }
	});
	expect(reminded(remind(1, sixth), remind(2, seventh), seen(3, sixth))?.seen).toBe(false);
});
