import type { UnitPresence } from '#lib/protocol/frames.ts';
import { upwards } from '#lib/campaign/places/tree.ts';
import { reaches } from '#lib/campaign/reach.ts';
import type { CampaignLog } from '../log/campaign-log.ts';
import type { Campaigns } from '../log/campaigns.ts';
import type { PresenceTable } from './presence-table.ts';
import { staffRoom, staffRoomOf, type LiveServer, type LiveSocket } from './rooms.ts';

type Emitter = Pick<LiveSocket, 'emit'>;
type Units = Iterable<[string, UnitPresence]>;

/** Tells staff, and nobody else, which of the communes they see are connected. */
export class StaffPresence {
	readonly #io: LiveServer;
	readonly #campaigns: Campaigns;
	readonly #table: PresenceTable;
	/** Told last, by campaign. */
	readonly #screens = new Map<number, number>();

	constructor(io: LiveServer, campaigns: Campaigns, table: PresenceTable) {
		this.#io = io;
		this.#campaigns = campaigns;
		this.#table = table;
	}

	/** Joins a member of staff to the room where they hear it, and tells them all of it. */
	join(socket: LiveSocket, campaign: CampaignLog): void {
		const grant = socket.data.person.grants.find((held) => held.campaign === campaign.slug);
		const room = grant && staffRoomOf(grant);
		if (!room) return;
		void socket.join(room);
		const seen = [...this.#table.units(campaign.id)].filter(([code]) =>
			reaches(grant, campaign.board.units, code)
		);
		this.#tell(socket, campaign, seen, true);
	}

	/** Writes who is connected here, reads what other processes wrote, tells what changed. */
	async exchange(): Promise<void> {
		const people = [...this.#io.of('/').sockets.values()].map(({ data }) => data.person);
		const changes = await this.#table.exchange(people);
		for (const campaign of this.#campaigns.all()) {
			const { id, slug, board } = campaign;
			const changed = [...(changes.get(id) ?? [])];
			const screens = this.#table.screens(id);
			if (changed.length === 0 && this.#screens.get(id) === screens) continue;
			this.#screens.set(id, screens);
			this.#tell(this.#io.to(staffRoom(slug)), campaign, changed);
			const areas = Map.groupBy(
				changed.flatMap((entry) =>
					[...upwards(board.units, entry[0])].map(({ code }) => ({ code, entry }))
				),
				({ code }) => code
			);
			for (const [area, entries] of areas) {
				const units = entries.map(({ entry }) => entry);
				this.#tell(this.#io.to(staffRoom(slug, area)), campaign, units);
			}
		}
	}

	#tell(to: Emitter, { id, slug }: CampaignLog, units: Units, whole = false): void {
		const screens = this.#table.screens(id);
		to.emit('presence', { campaign: slug, whole, units: Object.fromEntries(units), screens });
	}
}
