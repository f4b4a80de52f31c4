import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { recordSecurity, SECURITY_EVENTS } from './security-log.ts';

let lines: Record<string, unknown>[];
const logger = (level = 'info') =>
	pino(
		{ level, base: null },
		{ write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) }
	);
beforeEach(() => {
	vi.useFakeTimers();
	lines = [];
});
afterEach(() => void vi.useRealTimers());

const refused = { origin: 'http://evil.example', path: '/login', network: '10.0.0.1' };

test('every event is a line of its own kind, whatever is asked of other lines', () => {
	const log = logger();
	for (const event of SECURITY_EVENTS) recordSecurity(log, event, { username: 'a' } as never);
	expect(lines.map(({ event }) => event)).toEqual(SECURITY_EVENTS);
	for (const line of lines) expect(line).toMatchObject({ log: 'security', username: 'a' });
});

test('a flood is counted, not written: it must not hide what else happens', () => {
	const log = logger();
	for (let i = 0; i < 1_000; i++) {
		recordSecurity(log, 'origin_refused', { ...refused, path: `/made-up/${i}` });
	}
	expect(lines).toHaveLength(10);
	recordSecurity(log, 'origin_refused', { ...refused, network: '10.0.0.2' });
	expect(lines).toHaveLength(11);
	vi.advanceTimersByTime(60_001);
	recordSecurity(log, 'origin_refused', refused);
	expect(lines.at(-1)).toMatchObject({ path: '/login', left_out: 990 });
});

test('what a stranger wrote takes little room', () => {
	recordSecurity(logger(), 'origin_refused', { ...refused, origin: 'x'.repeat(10_000) });
	expect(String(lines[0]?.['origin'])).toHaveLength(200);
});
