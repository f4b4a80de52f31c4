const NAME = 'review-keys';

/** Whether this person works with single keys; whoever speaks to the device may not want to. */
export function keysUsed(): boolean {
	try {
		return localStorage.getItem(NAME) !== 'off';
	} catch {
		return true;
	}
}

/** Keeps the choice on this device. */
export function useKeys(used: boolean): void {
	try {
		localStorage.setItem(NAME, used ? 'on' : 'off');
	} catch {
		// a device that keeps nothing: the keys stay
	}
}
