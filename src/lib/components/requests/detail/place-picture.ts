import { leavesOf, type CampaignBoard } from '#lib/campaign/board.ts';
import { fitted, mercator, pathData } from '../../map/projection.ts';
import { shapesOf } from '../../map/unit-shapes.ts';
import type { Boundaries } from '#lib/protocol/boundaries.ts';

/** A commune in its province, as paths of a plain picture. */
export interface PlacePicture {
	width: number;
	height: number;
	districts: { code: string; path: string }[];
	commune: { path: string; x: number; y: number } | null;
	/** Where groups are now. */
	groups: { code: string; x: number; y: number }[];
}

const WIDTH = 300;

/** @param code of the commune. @param visited units with a group on site, by the group's code */
export function placePicture(
	boundaries: Boundaries,
	board: CampaignBoard,
	code: string,
	visited: Map<string, string>
): PlacePicture {
	const parents = new Map([...board.units.values()].map((unit) => [unit.code, unit.parent]));
	const shapes = shapesOf(boundaries, parents);
	const frame = fitted(shapes.mainland, WIDTH);
	const point = (of: string) => {
		const unit = board.units.get(of);
		const shape =
			shapes.communes.get(of) ??
			shapes.communes.get(unit ? (leavesOf(board, unit)[0]?.code ?? '') : '');
		return shape ? frame.place(mercator(shape.label)) : null;
	};
	const own = shapes.communes.get(code);
	const at = point(code);
	return {
		width: frame.width,
		height: frame.height,
		districts: [...shapes.districts.values()].map((shape) => ({
			code: shape.code,
			path: pathData(shape.plane, frame.place)
		})),
		commune: own && at ? { path: pathData(own.plane, frame.place), x: at[0], y: at[1] } : null,
		groups: [...visited].flatMap(([group, unit]) => {
			const place = point(unit);
			return place ? [{ code: group, x: place[0], y: place[1] }] : [];
		})
	};
}
