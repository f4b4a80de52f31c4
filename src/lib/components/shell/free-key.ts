/** The single key pressed on a page; null while somebody types, chooses or presses a button, or a dialog is open. */
export function freeKeyOf(event: KeyboardEvent): string | null {
	if (event.defaultPrevented || event.isComposing) return null;
	if (event.ctrlKey || event.metaKey || event.altKey) return null;
	const { target } = event;
	if (target instanceof Element) {
		if (target.closest('input:not([type=checkbox]), select, textarea, dialog')) return null;
		if (event.key === 'Enter' && target.closest('a, button')) return null;
	}
	if (document.querySelector('dialog[open]')) return null;
	return event.key;
}
