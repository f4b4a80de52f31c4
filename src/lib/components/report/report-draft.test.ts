import { expect, test } from 'vitest';
import { draftKey, keepDraft, newAttempt, readDraft, type Draft } from './report-draft.ts';

function memory(): Storage {
	const kept = new Map<string, string>();
	return {
		getItem: (key: string) => kept.get(key) ?? null,
		setItem: (key: string, text: string) => void kept.set(key, text),
		removeItem: (key: string) => void kept.delete(key)
	} as Storage;
}

const refusing = {
	getItem: () => {
		throw new DOMException('refused', 'SecurityError');
	},
	setItem: () => {
		throw new DOMException('full', 'QuotaExceededError');
	}
} as unknown as Storage;

const key = draftKey('quang-tri-2025', '19351', '2025-03-07');
const lines = [{ category: 'birth', measure: 'cases', amount: 212 }];
const draft: Draft = {
	mode: 'so_far',
	typed: { 'birth cases': '1.452', 'death cases': '12,5' },
	note: 'máy quét hỏng buổi sáng',
	base: 1,
	attempt: newAttempt(
		{ unit: '19351', date: '2025-03-07', lines, base_revision: 1, note: null },
		'7f0c1f4e-5f0a-4c53-9a3f-0f3c1d2b4a5e'
	)
};

test('what was typed and what was sent without an answer come back as they were', () => {
	const storage = memory();
	keepDraft(storage, key, draft);
	expect(readDraft(storage, key)).toEqual(draft);
	expect(readDraft(storage, draftKey('quang-tri-2025', '19351', '2025-03-06'))).toBeNull();
});

test('a draft is gone once it was received', () => {
	const storage = memory();
	keepDraft(storage, key, draft);
	keepDraft(storage, key, null);
	expect(readDraft(storage, key)).toBeNull();
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
	expect(readDraft(refusing, key)).toBeNull();
});
