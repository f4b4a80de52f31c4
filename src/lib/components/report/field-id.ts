/** The DOM id of a field; keys of categories and measures are plain letters, digits and underscores. */
export function fieldId(field: string): string {
	return `amount-${field.replace(' ', '-')}`;
}
