/** Keys that are not characters, as WebDriver writes them (https://www.w3.org/TR/webdriver2/#keyboard-actions). */
const NAMED: Record<string, string> = {
	Backspace: '\uE003',
	Tab: '\uE004',
	Enter: '\uE007',
	Escape: '\uE00C',
	ArrowLeft: '\uE012',
	ArrowUp: '\uE013',
	ArrowRight: '\uE014',
	ArrowDown: '\uE015',
	Delete: '\uE017'
};

/** Input sources of WebDriver, the same in its classic form and in BiDi. */
export function clickActions(x: number, y: number): object[] {
	const [at, button] = [{ x: Math.round(x), y: Math.round(y) }, { button: 0 }];
	return [
		{
			...{ type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' } },
			actions: [
				{ type: 'pointerMove', ...at, duration: 0, origin: 'viewport' },
				{ type: 'pointerDown', ...button },
				{ type: 'pointerUp', ...button }
			]
		}
	];
}

export function keyActions(keys: string[]): object[] {
	const actions = keys.flatMap((key) => {
		const value = NAMED[key] ?? key;
		if ([...value].length !== 1) throw new Error(`no key is called ${key}`);
		return [
			{ type: 'keyDown', value },
			{ type: 'keyUp', value }
		];
	});
	return [{ type: 'key', id: 'keyboard', actions }];
}
