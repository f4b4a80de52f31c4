/** How much of each kind there may be, whoever asks for it how often. A multiple of it in a test of load. */
export const USUAL_LIMITS = {
	/** Support requests of a commune that somebody has to deal with, at once. */
	openRequests: 20,
	/** Support requests raised for a commune in one day of the campaign. */
	requestsADay: 40,
	/** Comments on one request. */
	comments: 500,
	/** People one comment may call by name. */
	mentions: 10,
	/** Revisions of a commune's day; the rest up to `revisionsByStaff` is left to who puts it right. */
	revisions: 200,
	revisionsByStaff: 250,
	/** Working groups of a campaign. */
	groups: 200,
	/** Files one account may send in 24 hours. */
	filesADay: 200
};

/** How often one account may do something in real time; commands that share a name share the count. */
export interface Rate<Field = string> {
	/** Also the key of the words that say it. */
	name: string;
	most: number;
	/** In which so much comes back, in seconds. */
	within: number;
	/** Fields of the input by which it is counted apart; everything together when absent. */
	apart?: readonly Field[];
}

/** Every command has a limit of its kind, or a reason why it needs none. */
export interface Limit<Field = string> {
	/** What is refused by a rate may be sent again later. */
	rates?: readonly Rate<Field>[];
	/** Limits its handler keeps by counting what there is; what is beyond them is `invalid`. */
	counted?: readonly (keyof typeof USUAL_LIMITS)[];
	/** Why doing it again and again changes and tells nothing. */
	none?: string;
}

/** In seconds. */
export const MINUTE = 60;
export const HOUR = 3_600;
