import { expect, it } from 'vitest';
import { readLattice } from './lattice.ts';
import { bottomUnits, readMapUnits } from './map-units.ts';

it('reads places, with an empty code for outside', () => {
	expect(readLattice('lat,lng,code\n16.3,106.96,\n17.153,107.337,471\n')).toEqual([
		{ lat: 16.3, lng: 106.96, code: '' },
		{ lat: 17.153, lng: 107.337, code: '471' }
	]);
});

it('refuses what is no coordinate, and a place named twice', () => {
	expect(() => readLattice('lat,lng,code\n16.3,,1\n')).toThrow('row 1: no coordinate');
	expect(() => readLattice('lat,lng,code\n106.9,16.3,1\n')).toThrow('row 1: no coordinate');
	expect(() => readLattice('lat,lng,code\n16.3,107,1\n16.30,107,2\n')).toThrow('row 2: 16.3,107');
});

it('draws communes, and districts that have none', () => {
	const units = readMapUnits(
		'level,code,parent_code\nprovince,45,\ndistrict,461,45\ncommune,1,461\ndistrict,471,45\n'
	);
	expect(bottomUnits(units).map(({ code }) => code)).toEqual(['1', '471']);
	expect(() => readMapUnits('level,code,parent_code\nhamlet,1,2\n')).toThrow('unknown level');
});
