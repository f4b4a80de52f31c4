import * as v from 'valibot';

/** Shorter passwords are guessed even where guesses are slowed down (OWASP ASVS asks for 8 at least). */
export const PASSWORD_LENGTH = { least: 10, most: 200 };

const typed = v.pipe(v.string('text_expected'), v.maxLength(1000, 'text_too_long'));

/** What the form for one's own password sends. Messages are keys of `PasswordProblem`. */
export const PasswordForm = v.object({ current: typed, next: typed, again: typed });

/** What is wrong with a change of password, by the field it is wrong in. */
export type PasswordProblem =
	| { field: 'current'; why: 'empty' | 'wrong' | 'limited' | 'crowded'; seconds?: number }
	| { field: 'next'; why: 'short' | 'long' | 'simple' | 'name' | 'same' }
	| { field: 'again'; why: 'differs' };

/** What is wrong with a new password in itself; null: nothing. Blanks around it do not count. */
export function passwordProblem(
	{ current, next, again }: v.InferOutput<typeof PasswordForm>,
	username: string
): PasswordProblem | null {
	const text = next.normalize('NFC').trim();
	if (current.trim() === '') return { field: 'current', why: 'empty' };
	if (text.length < PASSWORD_LENGTH.least) return { field: 'next', why: 'short' };
	if (text.length > PASSWORD_LENGTH.most) return { field: 'next', why: 'long' };
	// '1234567890' and 'aaaaaaaaaa' are among the first that anybody tries.
	if (new Set(text).size < 5 || isRun(text)) return { field: 'next', why: 'simple' };
	if (text.toLowerCase().includes(username)) return { field: 'next', why: 'name' };
	if (text === current.normalize('NFC').trim()) return { field: 'next', why: 'same' };
	if (text !== again.normalize('NFC').trim()) return { field: 'again', why: 'differs' };
	return null;
}

/** Whether every letter follows the one before it, as on a keyboard's row of digits or in the alphabet. */
function isRun(text: string): boolean {
	const rows = ['01234567890', '0987654321', 'abcdefghijklmnopqrstuvwxyz', 'qwertyuiop'];
	return rows.some((row) => row.includes(text.toLowerCase()));
}

/** A session as its owner sees it. */
export interface OwnSession {
	id: string;
	program: string | null;
	system: string | null;
	network: string;
	/** ISO 8601, in the device's real time. */
	created_at: string;
	last_seen_at: string;
	/** Whether the page itself is shown in it. */
	here: boolean;
}
