import { sql, type Kysely } from 'kysely';
import { askOrRecall } from '../db/ask-or-recall.ts';
import type { Database } from '../db/schema.ts';

/** A campaign's boundaries as TopoJSON text, and the digest they are known by. */
interface BoundaryText {
	text: string;
	digest: string;
}

/** Boundaries of campaigns, kept in memory: they are large, change at an import only, and every map needs them. */
export class BoundaryTexts {
	readonly #db: Kysely<Database>;
	readonly #campaigns: { readonly live: boolean };
	readonly #known = new Map<number, BoundaryText | null>();

	/** @param campaigns says whether this process hears its database */
	constructor(db: Kysely<Database>, campaigns: { readonly live: boolean }) {
		this.#db = db;
		this.#campaigns = campaigns;
	}

	/** Null when the campaign has none. While the database is away, those seen last. */
	of(campaignId: number): Promise<BoundaryText | null> {
		return askOrRecall(
			this.#campaigns.live,
			() => this.#read(campaignId),
			() => this.#known.get(campaignId)
		);
	}

	/** Asks for the text only when it is another one than is known. */
	async #read(campaignId: number): Promise<BoundaryText | null> {
		const known = this.#known.get(campaignId) ?? null;
		const row = await this.#db
			.selectFrom('boundary')
			.select([
				'digest',
				sql<string | null>`case when digest is distinct from ${known?.digest ?? null}
					then topology::text end`.as('text')
			])
			.where('campaign_id', '=', campaignId)
			.executeTakeFirst();
		const { digest, text } = row ?? {};
		const fresh = digest === undefined ? null : text == null ? known : { digest, text };
		this.#known.set(campaignId, fresh);
		return fresh;
	}
}
