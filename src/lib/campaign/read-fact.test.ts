import { expect, test } from 'vitest';
import type { FactView } from './facts.ts';
import { isReadable, reduceReceived } from './read-fact.ts';
import { smallBoard, testReport } from './test-campaign.ts';

const entry = (seq: number, kind: string, data: object) =>
	({ seq, kind, data, at: '2025-03-07T10:00:00.000Z', actor: 'leader' }) as unknown as FactView;
const verdict = { unit: '19330', date: '2025-03-07', revision: 1 };

test('an entry of a kind that is known, with data of its shape, is readable', () => {
	expect(isReadable(testReport(1))).toBe(true);
	expect(isReadable(entry(1, 'report.accepted', verdict))).toBe(true);
	expect(isReadable(entry(1, 'withheld', {}))).toBe(true);
	// What a later version adds to a shape takes nothing away from it.
	expect(isReadable(entry(1, 'report.accepted', { ...verdict, by: 'sample' }))).toBe(true);
});

test.each([
	['a kind of a later version', 'unit.merged', verdict],
	['a later shape of a kind', 'report.accepted@2', verdict],
	['a field that is missing', 'report.accepted', { unit: '19330', date: '2025-03-07' }],
	['a value that is no word of this version', 'report.seen', { ...verdict, of: 'directive' }],
	['nothing', 'report.accepted', null],
	['a name every object has', 'constructor', {}]
])('%s cannot be read: the number moves, nothing else', (_, kind, data) => {
	const fact = entry(1, kind, data as object);
	expect(isReadable(fact)).toBe(false);
	const board = smallBoard();
	expect(reduceReceived(board, fact)).toBe(false);
	expect(board).toEqual({ ...smallBoard(), seq: 1, mark: '' });
	expect(reduceReceived(board, { ...testReport(2) })).toBe(true);
	expect(board.units.get('19330')?.days['2025-03-07']).toBeDefined();
});
