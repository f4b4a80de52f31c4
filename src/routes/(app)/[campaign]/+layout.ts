import type { Snapshot } from '#lib/protocol/snapshot.ts';
import type { LayoutLoad } from './$types';

/** The snapshot comes as text: taken apart value by value it costs a page many times as much. */
export const load: LayoutLoad = ({ data: { snapshot_text, ...data } }) => ({
	...data,
	snapshot: JSON.parse(snapshot_text) as Snapshot
});
