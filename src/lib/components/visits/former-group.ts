import type { WorkingGroup } from '#lib/campaign/visits/group.ts';
import type { CommandInput } from '#lib/protocol/commands.ts';

type Save = CommandInput<'group.save'>;

/**
 * What takes a change of a group back: the former values of what it changed. Null where nothing does: a new
 * group cannot be unmade, a group that had no lead cannot be without one again, or nothing was changed.
 */
export function formerGroup(before: WorkingGroup | undefined, saved: Save): Save | null {
	const lead = before?.members.find(({ leads }) => leads)?.username;
	if (!before || (saved.lead !== undefined && lead === undefined)) return null;
	const { code: group, name_vi, name_en, base, capacity, phone } = before;
	const was = { name_vi, name_en, base, capacity, phone, lead };
	const changed = (Object.keys(was) as (keyof typeof was)[]).filter(
		(field) => saved[field] !== undefined && saved[field] !== was[field]
	);
	if (changed.length === 0) return null;
	return { group, ...Object.fromEntries(changed.map((field) => [field, was[field]])) };
}
