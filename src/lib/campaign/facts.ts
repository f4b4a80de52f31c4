import { KINDS } from './features.ts';
import type { KindOfFact } from './kind-of-fact.ts';

/** What each kind of fact says. Amounts are absolute, so that a fact applied twice changes nothing. */
export type FactData = {
	[Kind in keyof typeof KINDS]: (typeof KINDS)[Kind] extends KindOfFact<infer Data> ? Data : never;
};

export type FactKind = keyof FactData;

/** What a kind says about itself; undefined when this version does not know it. */
export function kindOf(name: string): KindOfFact<FactData[FactKind]> | undefined {
	if (!Object.hasOwn(KINDS, name)) return undefined;
	// Which data belongs to which kind, only run time knows.
	return KINDS[name as FactKind] as unknown as KindOfFact<FactData[FactKind]>;
}

/** One entry of a campaign's log, and what else whoever has it knows. */
type Entry<More> = {
	[Kind in FactKind]: More & {
		/** 1, 2, 3 … without gaps within a campaign. */
		seq: number;
		/** Campaign time, ISO. */
		at: string;
		kind: Kind;
		/**
		 * User name of who did it, or 'system'. Those whose role does not reach the place read the role and
		 * place instead: 'focal_point 19330'. A user name has no space.
		 */
		actor: string;
		data: FactData[Kind];
		/** Random; `seq` and mark together name this fact and all before it. Absent outside a log. */
		mark?: string;
	};
}[FactKind];

/** What somebody was when they did something: their role, and the district, commune or group it was bound to. */
export interface Signature {
	role: string;
	place: string | null;
}

/**
 * An entry as the server holds it. It goes to nobody as it is: `factFor` makes of it what a viewer may know.
 * `signed` is null for the system, and where nobody knows it any more.
 */
export type LoggedFact = Entry<{ signed: Signature | null }>;

/** An entry as somebody is told it who may know it. */
export type Fact = Entry<{ signed?: never }>;

/** Stands in the place of an entry that is not for this viewer: nothing of it but that it was, and when. */
interface WithheldFact {
	seq: number;
	at: string;
	kind: 'withheld';
	actor: null;
	data: Record<string, never>;
	mark?: string;
}

/** What a viewer is told of an entry. */
export type FactView = Fact | WithheldFact;
