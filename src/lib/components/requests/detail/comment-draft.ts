import { keepText, type Kept } from '#lib/device/kept.ts';

const nameOf = (account: string, campaign: string, number: number) =>
	`tien-do comment ${account} ${campaign} ${number}`;

/** Where a comment that is being written stays, through reloads and lost networks. */
export interface CommentDraft {
	read(): string;
	/** @returns whether this device has it */
	keep(text: string): Kept;
}

/** Somebody's draft about one request on this device. A device that keeps nothing starts empty. */
export function commentDraft(account: string, campaign: string, number: number): CommentDraft {
	const name = nameOf(account, campaign, number);
	return {
		read() {
			try {
				return localStorage.getItem(name) ?? '';
			} catch {
				return '';
			}
		},
		keep(text) {
			return keepText(() => localStorage, name, text.trim() ? text : null);
		}
	};
}
