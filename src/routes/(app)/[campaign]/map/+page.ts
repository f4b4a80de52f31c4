import type { Boundaries } from '#lib/protocol/boundaries.ts';
import type { PageLoad } from './$types';

/** As the snapshot, the boundaries come as text. */
export const load: PageLoad = ({ data: { boundaries_text } }) => ({
	boundaries: boundaries_text === null ? null : (JSON.parse(boundaries_text) as Boundaries)
});
