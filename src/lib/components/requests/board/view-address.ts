import { SEVERITIES } from '#lib/campaign/requests/request.ts';
import { REQUEST_ORDERS, STATE_FILTERS, USUAL_VIEW, type RequestView } from '../request-list.ts';

/** The view that an address asks for; what it does not say, or says wrongly, is as usual. */
export function viewFrom(params: Pick<URLSearchParams, 'get'>): RequestView {
	const known = <Choice extends string>(name: string, choices: readonly Choice[]) =>
		choices.find((choice) => choice === params.get(name));
	return {
		state: known('state', STATE_FILTERS) ?? USUAL_VIEW.state,
		severity: known('severity', SEVERITIES) ?? null,
		kind: params.get('kind'),
		area: params.get('area'),
		group: params.get('group'),
		mine: params.get('mine') === '1',
		overdue: params.get('overdue') === '1',
		query: params.get('q') ?? '',
		order: known('order', REQUEST_ORDERS) ?? USUAL_VIEW.order,
		look: params.get('view') === 'columns' ? 'columns' : 'list'
	};
}

/** An address's query for a view; what is usual is left out. Empty, or '?…'. */
export function queryOf(view: RequestView): string {
	const { query, look, mine, overdue, ...choices } = view;
	const params = new URLSearchParams();
	for (const [name, value] of Object.entries(choices)) {
		if (value !== null && value !== USUAL_VIEW[name as keyof typeof choices])
			params.set(name, value);
	}
	if (mine) params.set('mine', '1');
	if (overdue) params.set('overdue', '1');
	if (query) params.set('q', query);
	if (look === 'columns') params.set('view', 'columns');
	const text = params.toString();
	return text && `?${text}`;
}

/** Whether anything is left out of the list that is usually in it. */
export function isNarrowed(view: RequestView): boolean {
	return queryOf({ ...view, look: 'list', order: 'urgent' }) !== '';
}
