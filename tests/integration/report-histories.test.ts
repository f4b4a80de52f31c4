import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { day, startParties, type Parties } from '../harness/parties.ts';

let parties: Parties;
beforeAll(async () => {
	parties = await startParties({ COMMANDS_PER_MINUTE: '10000' });
});
afterAll(() => parties.leave());

const unit = fc.constantFrom('19330', '19333');
const date = fc.constantFrom('2025-03-01', '2025-03-02', '2025-03-03');
const revision = fc.integer({ min: 1, max: 4 });
const reviewer = fc.constantFrom('coordinator', 'district-461');
const figures = fc.dictionary(
	fc.constantFrom('birth cases', 'birth books', 'death cases'),
	fc.nat(40),
	{ minKeys: 1 }
);

type Step = (parties: Parties) => Promise<unknown>;
const submit = fc
	.record({ unit, date, figures, base: fc.nat(3), own: fc.boolean() })
	.map(({ unit, date, figures, base, own }): Step => {
		const who = own ? `commune-${unit}` : 'district-461';
		return (all) => all.give(who, 'report.submit', day(unit, date, figures, base));
	});
const anything: fc.Arbitrary<Step>[] = [
	submit,
	submit,
	submit,
	fc
		.record({ unit, date, reviewer, revision: fc.option(revision) })
		.map((v) => (all) => all.give(v.reviewer, 'report.accept', v)),
	fc
		.record({ unit, date, reviewer, revision: fc.option(revision), reason: fc.constant('Xem lại') })
		.map((v) => (all) => all.give(v.reviewer, 'report.return', v)),
	fc
		.record({ reports: fc.array(fc.record({ unit, date, revision }), { minLength: 1 }) })
		.map((v) => (all) => all.give('coordinator', 'report.accept_many', v)),
	fc
		.record({ unit, date, reason: fc.constant('Mất điện') })
		.map((v) => (all) => all.give('coordinator', 'report.unlock', v)),
	fc
		.record({ units: fc.array(unit, { minLength: 1, maxLength: 3 }), date })
		.map((v) => (all) => all.give('coordinator', 'report.remind', v)),
	fc
		.record({ unit, date, of: fc.constantFrom('return' as const, 'reminder' as const) })
		.map((v) => (all) => all.give(`commune-${v.unit}`, 'report.seen', v))
];

/** People act, some of them at the same moment; then an hour or a day later again. */
const moment = fc.record({
	steps: fc.array(fc.oneof(...anything), { minLength: 1, maxLength: 5 }),
	hours: fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 5)
});

test('whatever people do, some of it at once, the log folds to what the tables say', async () => {
	const history = fc.array(moment, { minLength: 20, maxLength: 30 });
	let hour = 8;
	await fc.assert(
		fc.asyncProperty(history, async (moments) => {
			for (const { steps, hours } of moments) {
				await Promise.all(steps.map((step) => step(parties)));
				if (hours > 0) await parties.setTime('2025-03-01', `${(hour += hours)}:00`);
			}
			const { folded, stored } = await parties.bothWays();
			expect(folded).toEqual(stored);
		}),
		// Each run goes on where the last one left the campaign; shrinking would begin elsewhere.
		{ numRuns: 4, endOnFailure: true }
	);
	const { folded } = await parties.bothWays();
	expect(folded.seq).toBeGreaterThan(30); // how much there was to fold is a matter of chance
});
