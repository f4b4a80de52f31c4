import type * as v from 'valibot';

/** Says of an object without its parts which kind of fault it is. */
export function misfit({ expected, received }: v.StrictObjectIssue): string {
	if (expected === 'never') return 'entry_unknown';
	return received === 'undefined' ? 'entry_missing' : 'object_expected';
}
