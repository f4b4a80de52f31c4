/** In a dialog that only asks for a yes, Enter says it: puts the caret on the main button once it is open. */
export function confirmFirst(node: HTMLElement): void {
	queueMicrotask(() => {
		node.closest('form')?.querySelector<HTMLButtonElement>('button[type=submit]')?.focus();
	});
}
