import type { CampaignBoard } from '#lib/campaign/board.ts';
import { type PlanWarning } from '#lib/campaign/visits/plan-warnings.ts';
import { m } from '#lib/paraglide/messages.js';
import { formatCount, nameOf } from '../words/format.ts';
import { statusWord } from '../progress/status-words.ts';
import { placeIn } from '../words/unit-name.ts';

/** A warning in one line, in the reader's language. */
export function warningWords(
	{ units, groups }: Pick<CampaignBoard, 'units' | 'groups'>,
	warning: PlanWarning
): string {
	const named = (code: string) => {
		const group = groups.get(code);
		return group ? nameOf(group) : placeIn(units, code);
	};
	switch (warning.kind) {
		case 'gap':
			return m.groups_warn_gap({
				place: named(warning.unit),
				status: statusWord(warning.status).toLocaleLowerCase()
			});
		case 'full':
			return m.groups_warn_full({ group: named(warning.group) });
		case 'busy': {
			const { open, capacity } = warning;
			return m.groups_warn_busy({ group: named(warning.group), open, capacity });
		}
		case 'far': {
			const [from, to] = warning.units.map(named);
			const km = formatCount(warning.km);
			return m.groups_warn_far({ group: named(warning.group), from: from ?? '', to: to ?? '', km });
		}
	}
}
