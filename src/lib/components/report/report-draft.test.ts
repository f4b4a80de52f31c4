import { expect, test } from 'vitest';
import { adoptDraft, draftKey, keepDraft, readDraft, type Draft } from './report-draft.ts';

/** As a browser's: its keys are its own properties. */
function memory(): Storage {
	const kept: Record<string, string> = {};
	return new Proxy(kept, {
		get: (_, name: string) =>
			({
				getItem: (key: string) => kept[key] ?? null,
				setItem: (key: string, text: string) => void (kept[key] = text),
				removeItem: (key: string) => void delete kept[key]
			})[name]
	}) as unknown as Storage;
}

const refusing = {
	getItem: () => {
		throw new DOMException('refused', 'SecurityError');
	},
	setItem: () => {
		throw new DOMException('full', 'QuotaExceededError');
	}
} as unknown as Storage;

const place = {
	account: 'commune-19351',
	campaign: 'quang-tri-2025',
	unit: '19351',
	date: '2025-03-07'
};
const key = draftKey(place, 'one');
const draft: Draft = {
	mode: 'so_far',
	typed: { 'birth cases': '1.452', 'death cases': '12,5' },
	note: 'máy quét hỏng buổi sáng',
	base: 1
};
const other: Draft = { ...draft, typed: { 'birth cases': '7' } };
const nobody = () => false;

test('what was typed comes back as it was', () => {
	const storage = memory();
	keepDraft(storage, key, draft);
	expect(readDraft(storage, key)).toEqual(draft);
	expect(readDraft(storage, draftKey({ ...place, date: '2025-03-06' }, 'one'))).toBeNull();
});

test('a draft is gone once it was submitted', () => {
	const storage = memory();
	keepDraft(storage, key, draft);
	keepDraft(storage, key, null);
	expect(readDraft(storage, key)).toBeNull();
});

test('what a closed tab left is taken over, once', () => {
	const storage = memory();
	keepDraft(storage, key, draft);
	expect(adoptDraft(storage, place, 'two', nobody)).toEqual(draft);
	expect(adoptDraft(storage, place, 'three', (tab) => tab === 'two')).toBeNull();
	expect(adoptDraft(storage, place, 'two', nobody)).toEqual(draft);
});

test('what is typed in an open tab is left to it', () => {
	const storage = memory();
	keepDraft(storage, key, draft);
	expect(adoptDraft(storage, place, 'two', (tab) => tab === 'one')).toBeNull();
	keepDraft(storage, draftKey(place, 'two'), other);
	keepDraft(storage, draftKey(place, 'two'), null);
	expect(readDraft(storage, key)).toEqual(draft);
});

test("another account's draft is not found", () => {
	const storage = memory();
	keepDraft(storage, key, draft);
	expect(adoptDraft(storage, { ...place, account: 'coordinator' }, 'two', nobody)).toBeNull();
});

test('what is not a draft is left alone', () => {
	const storage = memory();
	for (const text of ['{', '[]', '{"mode":"day"}', '{"mode":"day","typed":{"a":1}}']) {
		storage.setItem(key, text);
		expect(readDraft(storage, key)).toBeNull();
	}
});

test('a device that refuses storage breaks nothing', () => {
	expect(() => keepDraft(refusing, key, draft)).not.toThrow();
	expect(adoptDraft(refusing, place, 'one', nobody)).toBeNull();
});
