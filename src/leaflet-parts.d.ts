// What of Leaflet's own modules is used; the types of the whole say it under the same names.
declare module 'leaflet/src/geo/LatLngBounds.js' {
	export { latLngBounds as toLatLngBounds } from 'leaflet';
}
declare module 'leaflet/src/geometry/Point.js' {
	export { point as toPoint } from 'leaflet';
}
declare module 'leaflet/src/layer/marker/DivIcon.js' {
	export { divIcon } from 'leaflet';
}
declare module 'leaflet/src/layer/marker/Marker.js' {
	export { marker } from 'leaflet';
}
declare module 'leaflet/src/layer/vector/Polygon.js' {
	export { polygon } from 'leaflet';
}
declare module 'leaflet/src/layer/vector/Polyline.js' {
	export { polyline } from 'leaflet';
}
declare module 'leaflet/src/layer/vector/SVG.js' {
	export { svg } from 'leaflet';
}
declare module 'leaflet/src/map/Map.js' {
	export { map as createMap } from 'leaflet';
}
